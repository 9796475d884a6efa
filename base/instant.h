#pragma once
#include <compare>
#include <cstdint>

namespace lienthong {

/// A point in time: UTC milliseconds since 1970-01-01. Zones and calendars live in `calendar/` and at the
/// edge.
struct Instant {
  std::int64_t ms = 0;
  friend auto operator<=>(const Instant&, const Instant&) = default;
};

inline Instant operator+(Instant at, std::int64_t ms) { return {at.ms + ms}; }
inline Instant operator-(Instant at, std::int64_t ms) { return {at.ms - ms}; }
inline std::int64_t operator-(Instant later, Instant earlier) { return later.ms - earlier.ms; }

}  // namespace lienthong
