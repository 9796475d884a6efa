#pragma once
// The record types as tables, without templates: what the stores, queries and docs/formats/schema.md are made
// from.
#include <string>
#include <string_view>
#include <vector>
#include "engine/rows/cell.h"
#include "engine/rows/records.h"

namespace lienthong::engine {

/// One column as queries name it.
struct Column {
  enum class Type { Integer, Number, Text, Bytes };
  std::string name;  ///< "value.text"
  std::string sql;   ///< "value_text"
  Type type = Type::Integer;
  bool nullable = false;
  std::size_t offset = 0;  ///< of its field in the record
  Cell (*read)(const void* field, std::string& held) = nullptr;

  Cell of(const void* record, std::string& held) const {
    return read(static_cast<const char*>(record) + offset, held);
  }
};

/// One member of a record: usually one column, a typed value takes several.
struct Field {
  std::size_t offset = 0;
  int first_column = 0;
  void (*encode)(const void* field, Row& row) = nullptr;  ///< appends its cells
  void (*decode)(void* field,
                 const Cell* cells) = nullptr;  ///< throws std::runtime_error for cells that make no sense
};

/// One record type. The first column is the key.
struct Layout {
  std::string name;
  std::vector<Column> columns;
  std::vector<Field> fields;

  const Column* find(std::string_view column) const;  ///< null when there is none
  bool has_root() const { return columns.size() > 1 && columns[1].name == "root"; }
  void encode(const void* record, Row& row) const;
  void decode(void* record, const std::vector<Cell>& cells) const;
};

/// In the order of AllRecords.
const std::vector<Layout>& all_layouts();
const Layout* find_layout(std::string_view name);  ///< null when there is none

template <class R, class... All>
constexpr std::size_t position_in(Records<All...>) {
  std::size_t at = 0;
  bool found = false;
  ((found = found || std::is_same_v<R, All>, at += found ? 0 : 1), ...);
  return at;
}

template <class R>
const Layout& layout_of() {
  return all_layouts()[position_in<R>(AllRecords{})];
}

}  // namespace lienthong::engine
