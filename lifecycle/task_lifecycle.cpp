#include "lifecycle/table.h"

namespace lienthong::lifecycle {
namespace {

using enum TaskState;
using By = TaskOperation;

// WS-HumanTask 4.10, as far as the Camunda contract that task lists speak goes: there is no Start, Stop,
// Skip, Fail or Suspend of one task. Two departures that it asks for:
// - Complete leaves from Ready and Reserved: its clients complete a task that nobody claimed or started, in
//   one request;
// - Resolve changes who owns the task, not its state.
// A second claim by the same person changes nothing and is answered by the engine; here it is no arrow.
// clang-format off
using Rows = boost::mpl::vector12<
    Step<Created,  By::Activate, Ready>,
    Step<Created,  By::Exit,     Exited>,
    Step<Ready,    By::Claim,    Reserved>,
    Step<Ready,    By::Delegate, Reserved>,
    Step<Ready,    By::Resolve,  Ready>,
    Step<Ready,    By::Complete, Completed>,
    Step<Ready,    By::Exit,     Exited>,
    Step<Reserved, By::Release,  Ready>,
    Step<Reserved, By::Delegate, Reserved>,
    Step<Reserved, By::Resolve,  Reserved>,
    Step<Reserved, By::Complete, Completed>,
    Step<Reserved, By::Exit,     Exited>>;
// clang-format on
using Table = Arrows<TaskState, TaskOperation, Rows, Created>;

const Table& table() {
  static const Table built;
  return built;
}

}  // namespace

std::optional<TaskState> next(TaskState from, TaskOperation operation) {
  return table().next(from, operation);
}
std::vector<Transition> task_transitions() { return table().rows(); }

}  // namespace lienthong::lifecycle
