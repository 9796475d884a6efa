#pragma once
// Cron expressions as Camunda 7 reads them in a timeCycle: Spring's six fields (bpmn-extensions 14).
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>
#include "base/instant.h"
#include "base/value.h"

namespace lienthong::engine {

/// `second minute hour day-of-month month day-of-week`, or a macro such as `@daily`. A day must fit both day
/// fields.
class Cron {
 public:
  static std::optional<Cron> parse(std::string_view);
  /// The first moment after an instant; nothing when there is none within `years_ahead_max` years.
  std::optional<Instant> next(Instant after, std::int32_t zone_offset_s) const;

  static constexpr int years_ahead_max = 40;  ///< 29 February on a given day of the week comes every 28 years

 private:
  /// A day that depends on its month.
  struct DayRule {
    enum class Kind {
      LastDay,         ///< L, L-3
      LastWeekday,     ///< LW
      NearestWeekday,  ///< 15W
      LastOfName,      ///< 5L, FRIL
      NthOfName        ///< MON#2
    };
    Kind kind = Kind::LastDay;
    int day = 0;     ///< of the month, or of the week from Sunday = 0
    int number = 0;  ///< days before the last; which one of the month
  };
  struct Days {
    std::uint64_t listed = 0;
    std::vector<DayRule> rules;
  };
  static bool read_day_rule(std::string_view part, bool of_week, DayRule&);
  static bool read_days(std::string_view field, bool of_week, Days&);
  static bool fits(const Days&, bool of_week, Date);

  std::array<std::uint64_t, 3> time_{};  ///< seconds, minutes, hours
  std::uint64_t months_ = 0;
  Days days_of_month_, days_of_week_;
};

/// Whether a timeCycle is meant as cron: several fields or a macro, where ISO 8601 has none.
bool looks_like_cron(std::string_view);

}  // namespace lienthong::engine
