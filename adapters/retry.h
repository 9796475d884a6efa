#pragma once
#include <algorithm>
#include <cstdint>

namespace lienthong::adapters {

/// When something that cannot be done now is tried again: pauses double from the first to the longest, for so
/// long; then a person must look.
struct RetrySchedule {
  std::int64_t first_ms, longest_ms;
  std::int64_t for_ms;  ///< 0: for ever

  /// Before the spread: the pause after the first, second, … try.
  constexpr std::int64_t pause_ms(std::int64_t attempt) const {
    std::int64_t pause = first_ms;
    for (std::int64_t i = 1; i < attempt && pause < longest_ms; ++i) pause *= 2;
    return std::min(pause, longest_ms);
  }
  /// As many as fit into the time; 0: for ever.
  constexpr std::int64_t tries() const {
    if (for_ms == 0) return 0;
    std::int64_t tries = 1;
    for (std::int64_t passed = pause_ms(1); passed <= for_ms; passed += pause_ms(++tries)) continue;
    return tries;
  }
};

inline constexpr std::int64_t hour_ms = 3'600'000, day_ms = 24 * hour_ms;
/// Agencies: a procedure stands still meanwhile.
inline constexpr RetrySchedule for_agencies{1'000, hour_ms, 7 * day_ms};
/// The portal takes everything once it is back, and nobody waits for it.
inline constexpr RetrySchedule for_the_portal{1'000, hour_ms, 0};
/// What people are told: a mail server may be away over a long weekend (RFC 5321 4.5.4.1 asks for 4 to 5
/// days).
inline constexpr RetrySchedule for_people{1'000, 4 * hour_ms, 5 * day_ms};

}  // namespace lienthong::adapters
