#include "lifecycle/table.h"

namespace lienthong::lifecycle {
namespace {

using enum ActivityState;
using By = ActivityOperation;

// BPMN 13.3.2. An activity that is interrupted or fails waits in Terminating or Failing until its last child
// has ended.
// clang-format off
using Rows = boost::mpl::vector15<
    Step<Ready,        By::Activate,   Active>,
    Step<Ready,        By::Interrupt,  Terminating>,
    Step<Ready,        By::Fail,       Failing>,
    Step<Active,       By::Complete,   Completing>,
    Step<Active,       By::Interrupt,  Terminating>,
    Step<Active,       By::Fail,       Failing>,
    Step<Completing,   By::Completed,  ActivityState::Completed>,
    Step<Completing,   By::Interrupt,  Terminating>,
    Step<Completing,   By::Fail,       Failing>,
    Step<ActivityState::Completed, By::Compensate, Compensating>,
    Step<Terminating,  By::Ended,      Terminated>,
    Step<Failing,      By::Ended,      Failed>,
    Step<Compensating, By::Ended,      Compensated>,
    Step<Compensating, By::Fail,       Failing>,
    Step<Compensating, By::Interrupt,  Terminating>>;
// clang-format on
using Table = Arrows<ActivityState, ActivityOperation, Rows, Ready>;

const Table& table() {
  static const Table built;
  return built;
}

}  // namespace

std::optional<ActivityState> next(ActivityState from, ActivityOperation operation) {
  return table().next(from, operation);
}
std::vector<Transition> activity_transitions() { return table().rows(); }

}  // namespace lienthong::lifecycle
