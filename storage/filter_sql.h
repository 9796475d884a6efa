#pragma once
#include <list>
#include <string>
#include <vector>
#include "engine/rows/condition.h"

namespace lienthong::storage {
using engine::Cell;
using engine::Column;
using engine::Condition;
using engine::Layout;
using engine::Sorting;

/// A statement and what to bind to its parameters, in order. The cells point into the condition or `held`.
struct Sql {
  std::string text;
  std::vector<Cell> parameters;
  std::list<std::string> held;  ///< what some of them point into
};

/// Names come from the record descriptions only, values are bound: nothing that was asked becomes part of the
/// text.
Sql select_rows(const Layout&, const Condition&, const std::vector<Sorting>&, std::int64_t first,
                std::int64_t max);
Sql count_rows(const Layout&, const Condition&);

}  // namespace lienthong::storage
