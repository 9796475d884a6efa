#pragma once
// The tables of a file as SQL, made from the record descriptions.
#include <string>
#include <vector>
#include "engine/rows/condition.h"

namespace lienthong::storage {
using engine::Cell;
using engine::cell_of;
using engine::Column;
using engine::Condition;
using engine::Layout;
using engine::Sorting;

/// Each costs every write of its table; so each has readers who could not do without, and one with several
/// columns serves conditions on each of them (storage/ranges.h).
struct Index {
  struct Key {
    const Column* column = nullptr;
    bool head = false;  ///< only text_head(): long texts would be written twice
  };
  std::string name;
  const Layout* table = nullptr;
  std::vector<Key> keys;  ///< rows with equal ones come by id
  Condition only;         ///< which rows it holds; everything: all
  const char* reason = "";
  bool narrow = false;  ///< a value of the first column has few rows, however many the table has

  bool partial() const { return !only.is_everything(); }
};

const std::vector<Index>& all_indexes();
/// One whose first column this is, and which holds every row that has a value there; null: none.
const Index* index_on(const Layout&, const Column&);

/// Whether the values of a column rise with the ids, as engine time does, of which both are made. Such a
/// column needs no index: the ids have its order.
bool rises(const Layout&, const Column&);

std::string quoted_name(std::string_view identifier);
std::string create_table(const Layout&);
std::string create_index(const Index&);
std::string insert_rows(const Layout&, std::size_t rows);  ///< its parameters are the columns in order
/// Its parameters are these columns in order, then the key. Naming a column touches its indexes, whether it
/// changes or not.
std::string update_row(const Layout&, const std::vector<std::size_t>& columns);
std::string delete_row(const Layout&);

/// docs/formats/schema.md
std::string schema_page();

}  // namespace lienthong::storage
