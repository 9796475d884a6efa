// Boundary events, event sub-processes, catch events, receive tasks, event-based gateways and start events
// are all one record: "while `owner` lives, this event leads to `target`". Errors and escalations need no
// record: the definition names their handlers.
#include "engine/steps/jobs.h"
#include "engine/waits/wait.h"
#include "engine/waits/waits.h"

namespace lienthong::engine {
using lifecycle::ActivityState;

namespace {

/// The scope that an event sub-process start, or else the node itself, waits in.
bool is_event_sub_process_start(const Definition& definition, const bpmn::Node& event) {
  return event.kind == bpmn::Kind::StartEvent && event.parent >= 0 &&
         definition.node(event.parent).kind == bpmn::Kind::EventSubProcess;
}

}  // namespace

void arm(Run& run, Instance& owner, const bpmn::Node& event, std::int64_t occurred, bool again) {
  for (std::size_t i = 0; i < event.events.size(); ++i) {
    const bpmn::EventDefinition& definition = event.events[i];
    if (static_cast<std::int64_t>(i) == occurred) continue;
    const Wait& wait = wait_of(definition.kind);
    if (wait.as == Wait::As::Job) wait.job(run, owner, event, static_cast<std::int64_t>(i));
    const bool beside_others = wait.as == Wait::As::SubscriptionBesideOthers && event.needs_all_events();
    if (wait.as != Wait::As::Subscription && !beside_others) continue;
    Subscription s;
    s.id.value = run.next_id();
    s.root = owner.root;
    s.owner = owner.id;
    s.definition = owner.definition;
    s.target = event.id;
    s.event = name_of(definition.kind);
    s.name = wait.subject(run, definition, &owner);
    s.part = static_cast<std::int64_t>(i);
    s.interrupting = event.interrupting;
    s.created = run.now();
    const Subscription& fresh = run.work().insert(std::move(s));
    wait.armed(run, owner, fresh, again);
  }
}

bool is_armed(Run& run, const Instance& owner, const bpmn::Node* target) {
  Tree& tree = *run.work().tree(owner.root.value);
  const auto waits = [&](const Subscription& s) { return !target || s.target == target->id; };
  const auto ticks = [&](const Job& job) { return is_event(job) && (!target || job.node == target->id); };
  return tree.of<Subscription>().first_owned_by(owner.id.value, waits) ||
         tree.of<Job>().first_owned_by(owner.id.value, ticks);
}

void close_subscriptions(Run& run, const Instance& owner, const bpmn::Node* target) {
  Tree& tree = *run.work().tree(owner.root.value);
  for (const std::int64_t id : tree.of<Subscription>().owned_by(owner.id.value))
    if (Subscription& s = *tree.of<Subscription>().find(id); !target || s.target == target->id)
      run.work().erase(s);
  for (const std::int64_t id : tree.of<Job>().owned_by(owner.id.value))
    if (Job& job = *tree.of<Job>().find(id); is_event(job) && (!target || job.node == target->id))
      erase_job(run, job);
}

void trigger(Run& run, Subscription& found, const Variables& triggered_scope) {
  const Subscription s = found;  // its row may go meanwhile
  Instance* owner = run.instance(s.root, s.owner);
  if (!owner || owner->state != ActivityState::Active) return;
  const bpmn::Node& target = run.definition(*owner).node(s.target);
  if (target.needs_all_events()) run.work().erase(found);
  occur(run, *owner, target, triggered_scope);
}

bool occur(Run& run, Instance& owner, const bpmn::Node& target, const Variables& variables) {
  if (!target.needs_all_events()) return handle_at(run, owner, target, variables);
  if (is_armed(run, owner, &target)) {
    for (const auto& [name, value] : variables) run.data.set_variable(owner, name, value);
    return true;
  }
  const InstanceId root = owner.root, id = owner.id;
  const bool handled = handle_at(run, owner, target, variables);
  Instance* still = target.interrupting ? nullptr : run.instance(root, id);
  if (still && still->state == ActivityState::Active && still->interrupted_by.empty())
    arm(run, *still, target, -1, true);
  return handled;
}

bool handle_at(Run& run, Instance& owner, const bpmn::Node& target, const Variables& variables) {
  if (owner.state != ActivityState::Active) return false;
  const bpmn::Node& node = run.node(owner);
  if (target.index == node.index) {   // a catch event or a receive task
    close_subscriptions(run, owner);  // nothing else can win any more
    for (const auto& [name, value] : variables) run.data.set_local(owner, name, value);
    run.agenda.complete(owner);
    return true;
  }
  if (node.kind == bpmn::Kind::EventBasedGateway) {
    close_subscriptions(run, owner, node.parallel_events ? &target : nullptr);
    Instance& scope = *run.parent(owner);
    for (const auto& [name, value] : variables) run.data.set_variable(scope, name, value);
    // Before what follows, which may end the scope: the gateway has done its work. docs/decisions/0028
    if (!node.parallel_events || !is_armed(run, owner)) run.agenda.complete(owner);
    run.agenda.enter(target, scope, -1, true);
    return true;
  }
  if (target.kind == bpmn::Kind::BoundaryEvent) {
    Instance& scope = *run.parent(owner);
    for (const auto& [name, value] : variables) run.data.set_variable(scope, name, value);
    run.agenda.enter(target, scope, -1, true);
    if (target.interrupting) run.life.cancel(owner);
    return true;
  }
  check(is_event_sub_process_start(run.definition(owner), target),
        "an event leads to a node that can catch it");
  if (!owner.interrupted_by.empty()) return false;  // an interrupting start has fired in this scope
  const bpmn::Node& handler = run.definition(owner).node(target.parent);
  for (const auto& [name, value] : variables) run.data.set_variable(owner, name, value);
  if (target.interrupting) {
    close_subscriptions_inside(run, owner);
    run.life.cancel_inside(owner);
    run.work().update(owner, [&](Instance& i) { i.interrupted_by = handler.id; });
  }
  run.agenda.enter(handler, owner, -1);
  return true;
}

/// The subscriptions that event sub-processes of a scope hold; its boundary events stay armed.
void close_subscriptions_inside(Run& run, const Instance& scope) {
  Tree& tree = *run.work().tree(scope.root.value);
  const Definition& definition = run.definition(scope);
  for (const std::int64_t id : tree.of<Subscription>().owned_by(scope.id.value)) {
    Subscription& s = *tree.of<Subscription>().find(id);
    if (is_event_sub_process_start(definition, definition.node(s.target))) run.work().erase(s);
  }
  for (const std::int64_t id : tree.of<Job>().owned_by(scope.id.value)) {
    Job& job = *tree.of<Job>().find(id);
    if (is_event(job) && is_event_sub_process_start(definition, definition.node(job.node)))
      erase_job(run, job);
  }
}

}  // namespace lienthong::engine
