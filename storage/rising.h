#pragma once
#include <optional>
#include "storage/candidates.h"

namespace lienthong::storage {

/// Asks the ids about columns that rise with them (storage/schema.h): by halves, without an index.
class Rising {
 public:
  explicit Rising(const RunSql& run) : run_(run) {}

  /// From which id on the column has this value or a larger one (`beyond`: a larger one); none: nowhere.
  std::optional<std::int64_t> first(const Layout&, const Column&, std::int64_t value, bool beyond) const;
  /// The condition, with what it says of such columns also said of the id.
  Condition with_ids(const Layout&, const Condition&) const;
  /// `first` and what lies before it, as conditions on the id.
  static Condition from(const Layout&, std::int64_t id);
  static Condition before(const Layout&, std::int64_t id);

 private:
  struct Found {
    std::int64_t id, value;
  };
  std::optional<Found> at_or_after(const Layout&, const Column&, std::int64_t id) const;

  const RunSql& run_;
};

}  // namespace lienthong::storage
