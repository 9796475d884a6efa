#pragma once
#include <functional>
#include <optional>
#include <vector>
#include "storage/filter_sql.h"
#include "storage/ranges.h"

namespace lienthong::storage {

/// Runs a statement and hands over its rows.
using RunSql = std::function<void(const Sql&, const std::function<void(const std::vector<Cell>&)>&)>;
using Conditions = std::vector<const Condition*>;
using RowIds = std::vector<std::int64_t>;

/// Which rows may satisfy the conditions of one list, when an index says that they are few.
class Candidates {
 public:
  Candidates(const RunSql& run, std::int64_t few_max);

  /// Ids in any order, each perhaps several times; none: too many, or no index knows.
  std::optional<RowIds> few(const Layout&, const Conditions&);
  RangeFinder& ranges() { return ranges_; }

 private:
  std::optional<RowIds> within(const Ranges&);
  std::optional<RowIds> few(const Layout&, const Conditions&, bool id_ranges);
  std::optional<RowIds> named(const Layout&, const Conditions&, bool ranges);
  std::optional<RowIds> satisfying(const Layout&, const Condition&);
  std::optional<RowIds> beside(const Layout&, const Condition& exists);
  std::optional<RowIds> all_of(const Layout&);
  /// Whose column has one of the values that `wanted` has in some rows of another table.
  std::optional<RowIds> referring(const Layout&, const Column&, const Layout& other, const Column& wanted,
                                  Condition rows);

  const RunSql& run_;
  std::int64_t few_max_;
  RangeFinder ranges_;
};

}  // namespace lienthong::storage
