#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace lienthong::calendar {

inline constexpr std::int64_t minute_ms = 60'000, day_ms = 1440 * minute_ms;

/// The floor of a quotient; b is positive.
constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }
/// 0: Monday. Days count from 1970-01-01, a Thursday.
constexpr std::size_t weekday_of(std::int64_t day) { return static_cast<std::size_t>((day % 7 + 10) % 7); }

/// Adds up a number that every day has: the same each week, but for some days. Both questions cost the
/// logarithm of the number of those.
class Tally {
 public:
  struct Exception {
    std::int64_t day = 0, amount = 0;
  };
  Tally() = default;
  /// Some weekday's amount is above 0, none is below; the exceptions' days rise.
  Tally(const std::array<std::int64_t, 7>& weekly, const std::vector<Exception>& exceptions);

  /// The sum of the days before `day`, counted from somewhere: only differences mean something.
  std::int64_t before(std::int64_t day) const;
  /// The day with before(day) <= sum < before(day + 1).
  std::int64_t day_of(std::int64_t sum) const;

 private:
  std::int64_t weeks_before(std::int64_t day) const;

  std::array<std::int64_t, 8> week_{};  ///< sums from Monday on; the last is the week's
  /// By exception: its day, the sum before it, its amount, and what it and those before it add to the weeks.
  std::vector<std::int64_t> day_, sum_, amount_, added_;
};

}  // namespace lienthong::calendar
