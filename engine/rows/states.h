#pragma once
#include <array>
#include <string_view>
#include "base/names.h"

namespace lienthong::engine {

/// How a process or activity ended, or that it has not.
enum class Outcome { Active, Suspended, Completed, ExternallyTerminated, InternallyTerminated };
enum class Delegation { None, Pending, Resolved };
enum class ClockState { Running, Paused, Met, Missed, Cancelled, Exceeded };
/// Superseded: the work was done before its instant.
enum class RungState { Planned, Fired, Superseded, Cancelled };

}  // namespace lienthong::engine

namespace lienthong {
template <>
struct Names<engine::Outcome> {
  static constexpr std::array<std::string_view, 5> values{"ACTIVE", "SUSPENDED", "COMPLETED",
                                                          "EXTERNALLY_TERMINATED", "INTERNALLY_TERMINATED"};
};
template <>
struct Names<engine::Delegation> {
  static constexpr std::array<std::string_view, 3> values{"", "PENDING", "RESOLVED"};
};
template <>
struct Names<engine::ClockState> {
  static constexpr std::array<std::string_view, 6> values{"running", "paused",    "met",
                                                          "missed",  "cancelled", "exceeded"};
};
template <>
struct Names<engine::RungState> {
  static constexpr std::array<std::string_view, 4> values{"planned", "fired", "superseded", "cancelled"};
};
}  // namespace lienthong
