#pragma once
#include <string>
#include <vector>
#include "storage/condition.h"

namespace lienthong::storage {

/// A statement and what to bind to its parameters, in order. The cells point into the condition.
struct Sql {
  std::string text;
  std::vector<Cell> parameters;
};

/// Names come from the record descriptions only, values are bound: nothing that was asked becomes part of the
/// text.
Sql select_rows(const Table&, const Condition&, const std::vector<Sorting>&, std::int64_t first,
                std::int64_t max);
Sql count_rows(const Table&, const Condition&);

}  // namespace lienthong::storage
