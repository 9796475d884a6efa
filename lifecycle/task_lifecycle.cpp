#include "lifecycle/table.h"

namespace lienthong::lifecycle {
namespace {

using enum TaskState;
using By = TaskOperation;

// WS-HumanTask 4.10. Three departures, each asked for by the Camunda contract that task lists speak:
// - Complete and Fail leave from Ready and Reserved too: its clients complete a task that nobody claimed or
// started, in one request;
// - Resolve changes who owns the task, not its state;
// - Suspended does not remember where it came from: Resume leads to Ready, and whoever was assigned claims
// again. A second claim by the same person changes nothing and is answered by the engine; here it is no
// arrow.
// clang-format off
using Rows = boost::mpl::vector33<
    Step<Created,    By::Activate, Ready>,
    Step<Created,    By::Skip,     Obsolete>,
    Step<Created,    By::Exit,     Exited>,
    Step<Ready,      By::Claim,    Reserved>,
    Step<Ready,      By::Start,    InProgress>,
    Step<Ready,      By::Delegate, Reserved>,
    Step<Ready,      By::Resolve,  Ready>,
    Step<Ready,      By::Suspend,  Suspended>,
    Step<Ready,      By::Complete, Completed>,
    Step<Ready,      By::Fail,     Failed>,
    Step<Ready,      By::Skip,     Obsolete>,
    Step<Ready,      By::Exit,     Exited>,
    Step<Reserved,   By::Start,    InProgress>,
    Step<Reserved,   By::Release,  Ready>,
    Step<Reserved,   By::Delegate, Reserved>,
    Step<Reserved,   By::Resolve,  Reserved>,
    Step<Reserved,   By::Suspend,  Suspended>,
    Step<Reserved,   By::Complete, Completed>,
    Step<Reserved,   By::Fail,     Failed>,
    Step<Reserved,   By::Skip,     Obsolete>,
    Step<Reserved,   By::Exit,     Exited>,
    Step<InProgress, By::Stop,     Reserved>,
    Step<InProgress, By::Release,  Ready>,
    Step<InProgress, By::Delegate, Reserved>,
    Step<InProgress, By::Resolve,  InProgress>,
    Step<InProgress, By::Suspend,  Suspended>,
    Step<InProgress, By::Complete, Completed>,
    Step<InProgress, By::Fail,     Failed>,
    Step<InProgress, By::Skip,     Obsolete>,
    Step<InProgress, By::Exit,     Exited>,
    Step<Suspended,  By::Resume,   Ready>,
    Step<Suspended,  By::Skip,     Obsolete>,
    Step<Suspended,  By::Exit,     Exited>>;
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
