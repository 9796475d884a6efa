// Flow node instances and process instances have done their work.
#include "engine/data/changes.h"
#include "engine/data/data_flow.h"
#include "engine/data/mappings.h"
#include "engine/driver/lifecycle.h"
#include "engine/elements/elements.h"
#include "engine/steps/activity.h"
#include "engine/tokens/ad_hoc.h"
#include "engine/tokens/compensation.h"
#include "engine/tokens/joins.h"
#include "engine/tokens/loops.h"
#include "engine/tokens/tokens.h"
#include "engine/waits/conditions.h"
#include "engine/waits/events.h"
#include "engine/waits/waits.h"
#include "engine/work/deadlines.h"

namespace lienthong::engine {
using lifecycle::ActivityOperation;
using lifecycle::ActivityState;

void Lifecycle::on(const Complete& step) {
  Instance* found = run_.instance(step.root, step.self);
  if (!found) return;
  Instance& self = *found;
  const bpmn::Node& node = run_.node(self);
  if (step.resumed) return run_.loops.inner_completed(self, node, step);
  if (self.state == ActivityState::Ready)
    move_activity(run_, self, ActivityOperation::Activate);  // an event that has happened already
  if (self.state != ActivityState::Active) return;
  if (!self.body && behavior_of(node.kind).goes_on(run_, self, node)) return;
  if (!self.body) {
    behavior_of(node.kind).completing(run_, self, node);
    if (!node.listeners.empty() && is_scope(node)) close_subscriptions_inside(run_, self);
    if (!node.listeners.empty() && !announce(self, node, "end")) return;
    if (!run_.changes.empty() && !run_.conditions.settle(self, true)) return;
  }
  move_activity(run_, self, ActivityOperation::Complete);
  if (!self.body) map_outputs(self, node);
  if (self.body && !node.loop->output_reference.empty()) run_.loops.write_outputs();
  if (!node.data.empty() || self.body) copy_data_outputs(run_, self, node);
  close_subscriptions(run_, self);
  close_deadlines(run_, self, true);
  if (compensates(node) && has_left_to_undo(run_, self)) {  // waitForCompletion="false": its handlers run on
    run_.joins.moved(run_.definition(self), *run_.parent(self));
    leave(self, node);
    return close_history(run_, self, false, ends_its_path(node));
  }
  move_activity(run_, self, ActivityOperation::Completed);
  if (!self.parent) return end_root(self);
  Instance& scope = *run_.parent(self);
  run_.joins.moved(run_.definition(self), scope);
  if (scope.body && scope.node == self.node) return run_.loops.inner_completed(self, node, step);
  if (ad_hoc_goes_on(run_, self, node)) leave(self, node);
  close_history(run_, self, false, ends_its_path(node));
  run_.agenda.ended_in(scope);
  if (keep_compensable(run_, self, node, scope)) return;
  handler_ended(run_, self);
  remove(self);
}

void Lifecycle::leave(Instance& self, const bpmn::Node& node) {
  behavior_of(self.body ? bpmn::Kind::Task : node.kind).leave(run_, self, node);
  end_later(run_, self, node);
}

void Lifecycle::on(const Ended& step) {
  Instance* scope = run_.instance(step.root, step.scope);
  if (!scope) return;
  if (scope->state == ActivityState::Compensating) return compensate_next(run_, *scope);
  const bool lives = scope->state == ActivityState::Active || scope->state == ActivityState::Completing;
  if (!lives || scope->body) return;
  const bpmn::Node& node = run_.node(*scope);
  if (compensates(node)) return compensate_next(run_, *scope);
  if (scope->state != ActivityState::Active || is_being_cancelled(run_, *scope)) return;
  if (node.kind == bpmn::Kind::AdHocSubProcess) return ad_hoc_rests(run_, *scope);
  if (is_scope(node) && !has_tokens(run_, *scope)) run_.agenda.complete(*scope);
}

void Lifecycle::map_outputs(Instance& self, const bpmn::Node& node) {
  if (node.outputs.empty() || !self.parent) return;
  const Instance& outer = *run_.parent(self);
  for (const bpmn::Parameter& output : node.outputs)
    run_.data.set_variable(outer, output.name, run_.data.evaluate_parameter(output, self));
}

void Lifecycle::on(const Return& step) {
  Instance* caller = run_.instance(step.root, step.caller);
  if (!caller || caller->state != ActivityState::Active) return;
  write_results(run_, *caller, step.results);
  switch (step.how) {
    case Return::How::Completed: return run_.agenda.complete(*caller);
    case Return::How::Error: return raise_or_wait(run_, *caller, true, step.code, step.message);
    case Return::How::Escalation: throw_escalation(run_, *caller, true, step.code); return;
  }
}

/// The process instance has reached its end.
void Lifecycle::end_root(Instance& self) {
  if (const Instance* caller = self.called_by ? run_.instance(self.calling_root, self.called_by) : nullptr) {
    Return back{caller->root, caller->id, Return::How::Completed, "", {}, {}};
    back.results = results_of(run_, self, *caller);
    run_.agenda.put(std::move(back));
  }
  end_process(self, Outcome::Completed);
}

}  // namespace lienthong::engine
