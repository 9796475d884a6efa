#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lienthong::engine {

/// One column of one row, as databases know it. `text` points into the record, into `Row::held` or into a
/// database's buffer.
struct Cell {
  enum class Kind : unsigned char { Null, Integer, Real, Text, Blob };
  Kind kind = Kind::Null;
  std::int64_t integer = 0;
  double real = 0;
  std::string_view text;

  static Cell of(std::int64_t n) { return {Kind::Integer, n, 0, {}}; }
  static Cell of_real(double n) { return {Kind::Real, 0, n, {}}; }
  static Cell of_text(std::string_view text) { return {Kind::Text, 0, 0, text}; }
  static Cell of_blob(std::string_view bytes) { return {Kind::Blob, 0, 0, bytes}; }
  bool is_null() const { return kind == Kind::Null; }
  bool operator==(const Cell&) const = default;
};

/// A record taken apart. Its cells may point into the record: they live no longer than that.
struct Row {
  std::vector<Cell> cells;
  std::string held_text, held_blob;  ///< what a typed value had to be turned into; a record has at most one
};

/// Numbers before text before bytes, each in its own order; both cells are not null.
int compare(const Cell& a, const Cell& b);

}  // namespace lienthong::engine
