#pragma once
// Where in an index the rows of a list lie.
//
// An index on (definition, node, priority, name) serves a condition on any of the four, although SQLite could
// use it for the first only: columns like these have few different values, so those that come before the one
// asked for are gone through, and also those of a column that is asked for with a pattern or a negation. What
// is left is some stretches of the index. One whose columns all are fixed holds its rows by id.
#include <functional>
#include <optional>
#include "storage/schema.h"

namespace lienthong::storage {

/// The rows whose first columns have these values, and the next one lies within the bounds.
struct Range {
  const Index* index = nullptr;
  std::vector<engine::Scalar> values;  ///< monostate: null
  std::vector<Condition> bounds;

  Condition where() const;
  bool by_id() const { return values.size() == index->keys.size(); }
};
using Ranges = std::vector<Range>;

class RangeFinder {
 public:
  /// The least value of the column under `where`, nulls before all others; none: there is no such row.
  using Least = std::function<std::optional<engine::Scalar>(const Index&, const Column&, const Condition&)>;
  explicit RangeFinder(Least least) : least_(std::move(least)) {}

  /// All of them that hold rows for which the conditions hold, and perhaps others; the first `fixed` columns
  /// have one value in each. None when the index does not help, or when they are too many.
  std::optional<Ranges> find(const Index&, const std::vector<const Condition*>& conditions,
                             std::size_t fixed);

 private:
  struct Search;
  Least least_;
  int looks_left_ = 0;
  static constexpr int looks_max = 1'000;  ///< into an index: some 3 ms
};

/// Whether the index holds every row for which the conditions hold.
bool holds_all(const Index&, const std::vector<const Condition*>& conditions);

}  // namespace lienthong::storage
