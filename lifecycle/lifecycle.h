#pragma once
// Two lifecycles as tables: activity (BPMN 2.0 §13.3.2) and user task (WS-HumanTask). Each is a Boost.MSM
// transition table in its own .cpp; users see enumerations and next(). The same tables print
// docs/lifecycles.md.
#include <optional>
#include <string>
#include <vector>
#include "base/names.h"

namespace lienthong::lifecycle {

enum class ActivityState {
  Ready,
  Active,
  Completing,
  Completed,
  Terminating,
  Terminated,
  Failing,
  Failed,
  Compensating,
  Compensated
};
enum class ActivityOperation { Activate, Complete, Completed, Interrupt, Ended, Fail, Compensate };

enum class TaskState { Created, Ready, Reserved, Completed, Exited };
enum class TaskOperation { Activate, Claim, Release, Delegate, Resolve, Complete, Exit };

/// The state `operation` leads to, or nothing when the lifecycle forbids it.
std::optional<ActivityState> next(ActivityState from, ActivityOperation operation);
std::optional<TaskState> next(TaskState from, TaskOperation operation);

/// One row of a table, for docs and tests.
struct Transition {
  std::string from, operation, to;
};
std::vector<Transition> activity_transitions();
std::vector<Transition> task_transitions();

}  // namespace lienthong::lifecycle

namespace lienthong {
template <>
struct Names<lifecycle::ActivityState> {
  static constexpr std::array<std::string_view, 10> values{
      "Ready",      "Active",  "Completing", "Completed",    "Terminating",
      "Terminated", "Failing", "Failed",     "Compensating", "Compensated"};
};
template <>
struct Names<lifecycle::ActivityOperation> {
  static constexpr std::array<std::string_view, 7> values{"Activate", "Complete", "Completed", "Interrupt",
                                                          "Ended",    "Fail",     "Compensate"};
};
template <>
struct Names<lifecycle::TaskState> {
  static constexpr std::array<std::string_view, 5> values{"Created", "Ready", "Reserved", "Completed",
                                                          "Exited"};
};
template <>
struct Names<lifecycle::TaskOperation> {
  static constexpr std::array<std::string_view, 7> values{"Activate", "Claim",    "Release", "Delegate",
                                                          "Resolve",  "Complete", "Exit"};
};
}  // namespace lienthong
