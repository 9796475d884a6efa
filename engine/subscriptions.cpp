// Boundary events, event sub-processes, catch events, receive tasks, event-based gateways and start events
// are all one record: "while `owner` lives, this event leads to `target`". Errors and escalations need no
// record: the definition names their handlers.
#include "engine/execution.h"
#include "engine/messages.h"

namespace lienthong::engine {
using lifecycle::ActivityState;

namespace {

/// The scope that an event sub-process start, or else the node itself, waits in.
bool is_event_sub_process_start(const Definition& definition, const bpmn::Node& event) {
  return event.kind == bpmn::Kind::StartEvent && event.parent >= 0 &&
         definition.node(event.parent).kind == bpmn::Kind::EventSubProcess;
}

}  // namespace

void Execution::arm(Instance& owner, const bpmn::Node& event, std::int64_t occurred, bool again) {
  for (std::size_t i = 0; i < event.events.size(); ++i) {
    const bpmn::EventDefinition& definition = event.events[i];
    if (static_cast<std::int64_t>(i) == occurred) continue;
    switch (definition.kind) {
      case bpmn::EventKind::Timer: arm_timer(owner, event, definition); continue;
      case bpmn::EventKind::Message:
      case bpmn::EventKind::Signal:
      case bpmn::EventKind::Conditional: break;
      case bpmn::EventKind::Escalation:
        if (!event.needs_all_events()) continue;  // walked to by the definition
        break;
      default: continue;
    }
    Subscription s;
    s.id.value = next_id();
    s.root = owner.root;
    s.owner = owner.id;
    s.definition = owner.definition;
    s.target = event.id;
    s.event = name_of(definition.kind);
    const bool conditional = definition.kind == bpmn::EventKind::Conditional;
    s.name = conditional ? definition.variable_name : event_name(definition, owner);
    s.part = static_cast<std::int64_t>(i);
    s.interrupting = event.interrupting;
    s.created = now();
    const Subscription& fresh = work_.insert(std::move(s));
    if (definition.kind == bpmn::EventKind::Message && may_have_kept(*this, fresh)) collect_later(owner);
    if (conditional && !again) check_on_entry(fresh);
  }
}

bool Execution::is_armed(const Instance& owner, const bpmn::Node* target) {
  Tree& tree = *work_.tree(owner.root.value);
  const auto waits = [&](const Subscription& s) { return !target || s.target == target->id; };
  const auto ticks = [&](const Job& job) {
    return job.kind == JobKind::Timer && (!target || job.node == target->id);
  };
  return tree.of<Subscription>().first_owned_by(owner.id.value, waits) ||
         tree.of<Job>().first_owned_by(owner.id.value, ticks);
}

void Execution::close_subscriptions(const Instance& owner, const bpmn::Node* target) {
  Tree& tree = *work_.tree(owner.root.value);
  for (const std::int64_t id : tree.of<Subscription>().owned_by(owner.id.value))
    if (Subscription& s = *tree.of<Subscription>().find(id); !target || s.target == target->id)
      work_.erase(s);
  for (const std::int64_t id : tree.of<Job>().owned_by(owner.id.value))
    if (Job& job = *tree.of<Job>().find(id);
        job.kind == JobKind::Timer && (!target || job.node == target->id))
      erase_job(job);
}

void Execution::trigger(Subscription& found, const Variables& triggered_scope) {
  const Subscription s = found;  // its row may go meanwhile
  Instance* owner = instance(s.root, s.owner);
  if (!owner || owner->state != ActivityState::Active) return;
  const bpmn::Node& target = definition(*owner).node(s.target);
  if (target.needs_all_events()) work_.erase(found);
  occur(*owner, target, triggered_scope);
}

bool Execution::occur(Instance& owner, const bpmn::Node& target, const Variables& variables) {
  if (!target.needs_all_events()) return handle_at(owner, target, variables);
  if (is_armed(owner, &target)) {
    for (const auto& [name, value] : variables) set_variable(owner, name, value);
    return true;
  }
  const InstanceId root = owner.root, id = owner.id;
  const bool handled = handle_at(owner, target, variables);
  Instance* still = target.interrupting ? nullptr : instance(root, id);
  if (still && still->state == ActivityState::Active && still->interrupted_by.empty())
    arm(*still, target, -1, true);
  return handled;
}

bool Execution::handle_at(Instance& owner, const bpmn::Node& target, const Variables& variables) {
  if (owner.state != ActivityState::Active) return false;
  const bpmn::Node& node = this->node(owner);
  if (target.index == node.index) {  // a catch event or a receive task
    close_subscriptions(owner);      // nothing else can win any more
    for (const auto& [name, value] : variables) set_local(owner, name, value);
    complete(owner);
    return true;
  }
  if (node.kind == bpmn::Kind::EventBasedGateway) {
    close_subscriptions(owner, node.parallel_events ? &target : nullptr);
    Instance& scope = *parent(owner);
    for (const auto& [name, value] : variables) set_variable(scope, name, value);
    // Before what follows, which may end the scope: the gateway has done its work. docs/decisions/0028
    if (!node.parallel_events || !is_armed(owner)) complete(owner);
    enter(target, scope, -1, true);
    return true;
  }
  if (target.kind == bpmn::Kind::BoundaryEvent) {
    Instance& scope = *parent(owner);
    for (const auto& [name, value] : variables) set_variable(scope, name, value);
    enter(target, scope, -1, true);
    if (target.interrupting) cancel(owner);
    return true;
  }
  check(is_event_sub_process_start(definition(owner), target), "an event leads to a node that can catch it");
  if (!owner.interrupted_by.empty()) return false;  // an interrupting start has fired in this scope
  const bpmn::Node& handler = definition(owner).node(target.parent);
  for (const auto& [name, value] : variables) set_variable(owner, name, value);
  if (target.interrupting) {
    close_subscriptions_inside(owner);
    cancel_children(owner);
    work_.update(owner, [&](Instance& i) { i.interrupted_by = handler.id; });
  }
  enter(handler, owner, -1);
  return true;
}

/// The subscriptions that event sub-processes of a scope hold; its boundary events stay armed.
void Execution::close_subscriptions_inside(const Instance& scope) {
  Tree& tree = *work_.tree(scope.root.value);
  const Definition& definition = this->definition(scope);
  for (const std::int64_t id : tree.of<Subscription>().owned_by(scope.id.value)) {
    Subscription& s = *tree.of<Subscription>().find(id);
    if (is_event_sub_process_start(definition, definition.node(s.target))) work_.erase(s);
  }
  for (const std::int64_t id : tree.of<Job>().owned_by(scope.id.value)) {
    Job& job = *tree.of<Job>().find(id);
    if (job.kind == JobKind::Timer && is_event_sub_process_start(definition, definition.node(job.node)))
      erase_job(job);
  }
}

}  // namespace lienthong::engine
