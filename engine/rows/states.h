#pragma once
#include <array>
#include <string_view>
#include "base/names.h"

namespace lienthong::engine {

/// How a process or activity ended, or that it has not.
enum class Outcome { Active, Suspended, Completed, ExternallyTerminated, InternallyTerminated };
enum class Delegation { None, Pending, Resolved };
/// Work for the machine or for a worker. Step: an async continuation. Rung: the next rung of a deadline.
/// Notification: a message that must leave the program (the outbox): claimed and repeated like an external
/// task, but no part of any process.
enum class JobKind { Step, Timer, ExternalTask, Rung, Notification };
enum class ClockState { Running, Paused, Met, Missed, Cancelled };

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
struct Names<engine::JobKind> {
  static constexpr std::array<std::string_view, 5> values{"step", "timer", "external-task", "rung",
                                                          "notification"};
};
template <>
struct Names<engine::ClockState> {
  static constexpr std::array<std::string_view, 5> values{"running", "paused", "met", "missed", "cancelled"};
};
}  // namespace lienthong
