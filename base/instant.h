#pragma once
#include <algorithm>
#include <compare>
#include <cstdint>
#include "base/saturate.h"

namespace lienthong {

/// A point in time: UTC milliseconds since 1970-01-01. Zones and calendars live in `calendar/` and at the
/// edge. Sums never leave [first, last], and so never overflow: what is further away than that is `last`.
struct Instant {
  std::int64_t ms = 0;
  friend constexpr auto operator<=>(const Instant&, const Instant&) = default;

  /// A day inside the years 1 to 9999: four digits write the year in every zone.
  static constexpr Instant first() { return {-62'135'510'400'000}; }
  static constexpr Instant last() { return {253'402'214'399'999}; }
};

/// The nearest instant of those that sums can answer.
constexpr Instant bounded(Instant at) { return std::clamp(at, Instant::first(), Instant::last()); }

constexpr Instant operator+(Instant at, std::int64_t ms) { return bounded({saturated_sum(at.ms, ms)}); }
constexpr Instant operator-(Instant at, std::int64_t ms) {
  return bounded({saturated_difference(at.ms, ms)});
}
constexpr std::int64_t operator-(Instant later, Instant earlier) {
  return saturated_difference(later.ms, earlier.ms);
}

/// A point on a clock that nobody sets: milliseconds since it began. Says how much time has passed, and never
/// what time it is.
struct Steady {
  std::int64_t ms = 0;
  friend constexpr auto operator<=>(const Steady&, const Steady&) = default;
};

constexpr Steady operator+(Steady at, std::int64_t ms) { return {saturated_sum(at.ms, ms)}; }
constexpr std::int64_t operator-(Steady later, Steady earlier) {
  return saturated_difference(later.ms, earlier.ms);
}

}  // namespace lienthong
