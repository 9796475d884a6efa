// Ending by force. A scope stays Terminating until its last child has ended: children first, by an explicit
// stack.
#include "engine/execution.h"
#include "engine/listeners.h"

namespace lienthong::engine {
using lifecycle::ActivityOperation;
using lifecycle::ActivityState;

void Execution::cancel(Instance& self, Outcome how) {
  struct Visit {
    InstanceId root, id;
    bool opened = false, told = false;  ///< told: its listeners know that it began, not that it ended
  };
  std::vector<Visit> stack{{self.root, self.id}};
  while (!stack.empty()) {
    const Visit visit = stack.back();
    Instance* found = instance(visit.root, visit.id);
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
    stack.back().told = found->state == ActivityState::Active && found->id != silent_;
    if (found->state == ActivityState::Ready || found->state == ActivityState::Active ||
        found->state == ActivityState::Completing)
      move(*found, ActivityOperation::Interrupt);
    const std::vector<std::int64_t> children =
        work_.tree(visit.root.value)->of<Instance>().owned_by(visit.id.value);
    for (auto child = children.rbegin(); child != children.rend(); ++child)
      if (*child != visit.id.value) stack.push_back({visit.root, InstanceId{*child}});
  }
}

void Execution::cancel_children(const Instance& scope, InstanceId except) {
  Tree& tree = *work_.tree(scope.root.value);
  for (const std::int64_t id : tree.of<Instance>().owned_by(scope.id.value))
    if (Instance* child = tree.of<Instance>().find(id); child && child->id != except && !is_kept(*child))
      cancel(*child);  // what can be undone stays, so that a handler may undo it
  drop_waiting(scope);
}

/// Tokens on their way into a scope, or parked in it.
void Execution::drop_waiting(const Instance& scope) {
  Tree& tree = *work_.tree(scope.root.value);
  for (const std::int64_t id : tree.of<Arrival>().owned_by(scope.id.value))
    work_.erase(*tree.of<Arrival>().find(id));
  for (const std::int64_t id : tree.of<Job>().owned_by(scope.id.value))
    if (Job* job = tree.of<Job>().find(id); job && job->kind == JobKind::Step) erase_job(*job);
  if (!is_pending(scope)) return;
  const auto enters = [&](const Step& step) {
    const bool gone = step.kind == Step::Kind::Enter && step.instance == scope.id;
    if (gone) --pending_[scope.id.value];
    return gone;
  };
  std::erase_if(agenda_, enters);
  std::erase_if(queued_, enters);
}

/// All its children have ended.
void Execution::cancel_one(Instance& self, Outcome how, bool told) {
  if (is_kept(self) || self.state == ActivityState::Compensated) return remove(self);
  const bpmn::Node& node = this->node(self);
  Tree& tree = *work_.tree(self.root.value);
  if (!self.body) behavior_of(node.kind).cancelling(*this, self, node);
  if (!self.body && told) tell(*this, node.listeners, self, {"end", node});
  close_subscriptions(self);
  close_deadlines(self, false);
  for (const std::int64_t id : tree.of<Arrival>().owned_by(self.id.value))
    work_.erase(*tree.of<Arrival>().find(id));
  for (const std::int64_t id : tree.of<Job>().owned_by(self.id.value)) erase_job(*tree.of<Job>().find(id));
  if (self.state == ActivityState::Terminating) move(self, ActivityOperation::Ended);
  close_history(self, true);
  if (!self.parent) return end_process(self, how);
  if (Instance& scope = *parent(self);
      scope.body && scope.node == self.node && scope.state == ActivityState::Active)
    work_.update(scope, [](Instance& body) { ++body.terminated; });
  note_moved(definition(self), *parent(self));
  handler_ended(self);
  remove(self);
}

}  // namespace lienthong::engine
