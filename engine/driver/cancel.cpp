// Ending by force, and letting go. A scope stays Terminating until its last child has ended: children first,
// by an explicit stack.
#include "engine/data/data.h"
#include "engine/driver/lifecycle.h"
#include "engine/elements/behavior.h"
#include "engine/steps/activity.h"
#include "engine/steps/incidents.h"
#include "engine/steps/jobs.h"
#include "engine/tokens/compensation.h"
#include "engine/tokens/joins.h"
#include "engine/tokens/tokens.h"
#include "engine/waits/conditions.h"
#include "engine/waits/correlation.h"
#include "engine/waits/waits.h"
#include "engine/work/deadlines.h"
#include "engine/work/listeners.h"

namespace lienthong::engine {
using lifecycle::ActivityOperation;
using lifecycle::ActivityState;

void Lifecycle::cancel(Instance& self, Outcome how) {
  struct Visit {
    InstanceId root, id;
    bool opened = false, told = false;  ///< told: its listeners know that it began, not that it ended
  };
  std::vector<Visit> stack{{self.root, self.id}};
  while (!stack.empty()) {
    const Visit visit = stack.back();
    Instance* found = run_.instance(visit.root, visit.id);
    if (!found) {
      stack.pop_back();
      continue;
    }
    if (visit.opened) {
      cancel_one(*found, how, visit.told);
      stack.pop_back();
      continue;
    }
    stack.back().opened = true;
    stack.back().told = found->state == ActivityState::Active && !run_.conditions.is_silent(*found);
    if (found->state == ActivityState::Ready || found->state == ActivityState::Active ||
        found->state == ActivityState::Completing)
      move_activity(run_, *found, ActivityOperation::Interrupt);
    const std::vector<std::int64_t> children =
        run_.work().tree(visit.root.value)->of<Instance>().owned_by(visit.id.value);
    for (auto child = children.rbegin(); child != children.rend(); ++child)
      if (*child != visit.id.value) stack.push_back({visit.root, InstanceId{*child}});
  }
}

void Lifecycle::cancel_inside(const Instance& scope, InstanceId except) {
  Tree& tree = *run_.work().tree(scope.root.value);
  for (const std::int64_t id : tree.of<Instance>().owned_by(scope.id.value))
    if (Instance* child = tree.of<Instance>().find(id); child && child->id != except && !is_kept(*child))
      cancel(*child);  // what can be undone stays, so that a handler may undo it
  drop_waiting(run_, scope);
}

namespace {

/// The outputs of what is cancelled, as far as it has come. One that cannot be evaluated must not bar the way
/// out, which a deadline or an error has taken: it is told in the story of the process instance.
void map_reached_outputs(Run& run, const Instance& self, const bpmn::Node& node) {
  if (node.outputs.empty() || !self.parent) return;
  const Instance& outer = *run.parent(self);
  for (const bpmn::Parameter& output : node.outputs) try {
      run.data.set_variable(outer, output.name, run.data.evaluate_parameter(output, self));
    } catch (const Refused& refused) {
      audit(run, self.root, self.id, "output-failed", run.user, node.id,
            Context{{"output", Value(output.name)}, {"why", Value(std::string(refused.what()))}});
    }
}

}  // namespace

/// All its children have ended.
void Lifecycle::cancel_one(Instance& self, Outcome how, bool told) {
  if (is_kept(self) || self.state == ActivityState::Compensated) return remove(self);
  const bpmn::Node& node = run_.node(self);
  Tree& tree = *run_.work().tree(self.root.value);
  if (!self.body) behavior_of(node.kind).cancelling(run_, self, node);
  if (!self.body && told) tell(run_, node.listeners, self, {"end", node});
  if (!self.body && told && !run_.skip_io_mappings) map_reached_outputs(run_, self, node);
  close_subscriptions(run_, self);
  close_deadlines(run_, self, false);
  for (const std::int64_t id : tree.of<Arrival>().owned_by(self.id.value))
    unpark(run_, *tree.of<Arrival>().find(id), true);
  if (self.state == ActivityState::Terminating) move_activity(run_, self, ActivityOperation::Ended);
  close_history(run_, self, true);
  if (!self.parent) return end_process(self, how);
  if (Instance& scope = *run_.parent(self);
      scope.body && scope.node == self.node && scope.state == ActivityState::Active)
    run_.work().update(scope, [](Instance& body) { ++body.terminated; });
  run_.joins.moved(run_.definition(self), *run_.parent(self));
  handler_ended(run_, self);
  remove(self);
}

void Lifecycle::end_process(Instance& self, Outcome outcome) {
  Tree& tree = *run_.work().tree(self.root.value);
  if (ProcessHistory* row = tree.of<ProcessHistory>().find(self.id.value))
    run_.work().close(*row, [&](ProcessHistory& h) {
      h.state = outcome;
      h.ended = run_.now();
    });
  close_deadlines(run_, self, outcome == Outcome::Completed);
  forget_conversation(run_, self);
  remove(self);
}

void Lifecycle::remove(Instance& self) {
  Table<Job>& jobs = run_.work().tree(self.root.value)->of<Job>();
  for (const std::int64_t id : jobs.owned_by(self.id.value)) erase_job(run_, *jobs.find(id));
  forget_compensables(run_, self);
  run_.data.remove_all(self.id.value, self.root);
  end_incidents_of(run_, self);
  run_.work().erase(self);
}

}  // namespace lienthong::engine
