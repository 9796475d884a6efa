#pragma once
// A Filter or Order whose names have been looked up and whose values have been checked against the columns'
// types.
#include <vector>
#include "engine/rows/layout.h"
#include "engine/rows/query.h"

namespace lienthong::engine {

/// More than SQLite surely binds in one statement; both stores refuse them. Lists of integers may be of any
/// length.
inline constexpr std::size_t filter_values_max = 30'000;
/// SQLite's parser has a stack of 100 entries. A negation takes up to 3 of them, a list of parts 3 for each
/// power of `filter_bundle` in its length, a joined table 10; filters that would take more than this are
/// refused by both stores.
inline constexpr int filter_weight_max = 80;
inline constexpr std::size_t filter_bundle = 32;

/// A comparison with null is not satisfied, and its negation is: conditions know only true and false.
struct Condition {
  Filter::Op op = Filter::Op::All;  ///< All is never a part of All
  const Column* column = nullptr;
  Scalar value;                ///< already in lower case when `ignore_case`
  std::vector<Scalar> values;  ///< In: sorted, each once, without nulls
  bool ignore_case = false;
  bool head = false;  ///< Equal, IsNull: of the text_head() of both
  std::vector<Condition> parts;
  const Layout* inner_table = nullptr;  ///< Exists
  const Column *inner = nullptr, *outer = nullptr;
  const Column* outer_root = nullptr;  ///< Exists, when set: both rows belong to one process instance

  bool is_everything() const { return op == Filter::Op::All && parts.empty(); }

  static Condition all(std::vector<Condition> parts);
  static Condition equal(const Column&, Scalar);  ///< null: is null
  static Condition negate(Condition);
  static Condition in(const Column&, const std::vector<std::int64_t>&);
};

/// What an `All` joins; another condition is its own only one.
std::vector<const Condition*> conjuncts(const Condition&);
/// The only column of the row that it looks at; null: several, none, or other rows.
const Column* only_column(const Condition&);
/// A condition on one column for a value of it.
bool holds_for(const Condition&, const Cell&);

struct Sorting {
  const Column* column = nullptr;
  bool descending = false, ignore_case = false;
  const Layout* inner_table = nullptr;  ///< of a joined order; `column` is one of its columns
  const Column *inner = nullptr, *outer = nullptr;
  const Column* outer_root = nullptr;  ///< as of Exists
  Condition where;
};

/// Fails a check() that names the column for one that does not exist or is compared with a value of another
/// type; refuses lists of more than `filter_values_max` values.
Condition resolve(const Layout&, const Filter&);
std::vector<Sorting> resolve(const Layout&, const std::vector<Order>&);

/// A scalar as a cell that points into it, and back.
Cell cell_of(const Scalar&);
Scalar scalar_of(const Cell&);

}  // namespace lienthong::engine
