// Flow node instances and process instances begin.
#include "engine/data/changes.h"
#include "engine/data/data_flow.h"
#include "engine/data/job_priority.h"
#include "engine/driver/lifecycle.h"
#include "engine/elements/behavior.h"
#include "engine/steps/activity.h"
#include "engine/steps/jobs.h"
#include "engine/tokens/ad_hoc.h"
#include "engine/tokens/joins.h"
#include "engine/tokens/loops.h"
#include "engine/tokens/tokens.h"
#include "engine/waits/conditions.h"
#include "engine/waits/messages.h"
#include "engine/waits/waits.h"
#include "engine/work/deadlines.h"
#include "engine/work/listeners.h"

namespace lienthong::engine {
using lifecycle::ActivityOperation;
using lifecycle::ActivityState;

void Lifecycle::on(const Enter& step) {
  enter_one(step);
  if (step.loop_end <= step.loop_counter + 1) return;
  const Instance* body = run_.instance(step.root, step.scope);
  if (body && body->state == ActivityState::Active)
    run_.agenda.enter_inner(*body, run_.node(*body), step.loop_counter + 1, step.loop_end, step.elements);
}

void Lifecycle::enter_one(const Enter& step) {
  Instance* scope = run_.instance(step.root, step.scope);
  const bool open =
      scope && (scope->state == ActivityState::Active || scope->state == ActivityState::Compensating);
  if (!open) return;  // the scope was cancelled meanwhile
  if (step.compensates && !run_.work().find<Compensable>(step.root.value, step.compensates.value))
    return run_.agenda.ended_in(*scope);  // whoever asked for it was
  if (step.flow >= 0 && !step.resumed && !pass_flow(step, *scope)) return;
  const DefinitionPtr definition = run_.definition(step.definition);
  const bpmn::Node& node = definition->node(step.node);
  run_.joins.moved(*definition, *scope);
  if (!quantity_ready(run_, node, *scope, step) || !ad_hoc_admits(run_, node, *scope, step)) return;
  std::optional<Value> element = step.inner ? run_.loops.element(*scope, node, step) : std::nullopt;
  if (!step.resumed && wait_before(step, node, *scope, element)) return;
  if (definition->is_join(node) && !run_.joins.admits(node, *scope, step)) return;
  Instance& self = create(step, node, *scope);
  if (element) run_.data.set_local(self, node.loop->element_variable, TypedValue::of(*std::move(element)));
  if (!step.happened && step.occurred < 0) return begin(self, node);
  move_activity(run_, self, ActivityOperation::Activate);
  if (!node.listeners.empty() && !announce(self, node, "start")) return;
  if (step.happened) return run_.agenda.complete(self);
  wait_for_others(self, node, step.occurred);  // for what else is needed
}

bool Lifecycle::announce(const Instance& self, const bpmn::Node& node, std::string_view event) {
  tell(run_, node.listeners, self, {event, node});
  return run_.changes.empty() || run_.conditions.settle(self, event == "end");
}

bool Lifecycle::pass_flow(const Enter& step, const Instance& scope) {
  const bpmn::Flow& flow = run_.definition(scope).process().flow(step.flow);
  if (flow.listeners.empty()) return true;
  tell(run_, flow.listeners, scope, {"take", run_.definition(scope).node(flow.source), nullptr, flow.id});
  return run_.changes.empty() || run_.conditions.settle(scope, false);
}

/// A parallel multiple start event, or a parallel event-based gateway, of which one event has happened.
void Lifecycle::wait_for_others(Instance& self, const bpmn::Node& node, std::int64_t occurred) {
  if (node.kind == bpmn::Kind::StartEvent) return arm(run_, self, node, occurred);
  for (const bpmn::FlowIndex index : node.outgoing) {
    const bpmn::Node& event = run_.definition(self).node(run_.definition(self).process().flow(index).target);
    if (event.index != occurred) arm(run_, self, event);
  }
  if (!is_armed(run_, self)) run_.agenda.complete(self);
}

/// camunda:asyncBefore: the token waits in a job, before an event that has happened too; an instance of many
/// with what it gets.
bool Lifecycle::wait_before(const Enter& step, const bpmn::Node& node, const Instance& scope,
                            const std::optional<Value>& element) {
  if (!(step.inner ? node.loop->async_before : node.async_before)) return false;
  Enter later = step;
  later.resumed = true;
  later.loop_end = -1;
  later.elements.reset();
  if (element) later.elements = Elements{Value(List{*element}), step.loop_counter};
  wait_in_job_of(run_, scope, node, Continue::Why::AsyncBefore, {later});
  return true;
}

Instance& Lifecycle::create(const Enter& step, const bpmn::Node& node, const Instance& scope) {
  Instance self;
  self.id.value = run_.next_id();
  self.root = scope.root;
  self.parent = scope.id;
  self.definition = scope.definition;
  self.node = node.id;
  self.body = node.loop.has_value() && !step.inner;
  self.loop_counter = step.loop_counter;
  self.started = run_.now();
  self.arrived_by = step.flow >= 0 ? run_.definition(scope).process().flow(step.flow).id : step.arrived_by;
  self.compensates = step.compensates;
  if (self.compensates)
    run_.work().update(*run_.work().find<Compensable>(self.root.value, self.compensates.value),
                       [&](Compensable& c) { c.handler = self.id; });
  if (node.event() == bpmn::EventKind::Link) return run_.work().insert(std::move(self));  // no history. 15
  ActivityHistory row = history_at(run_, scope, node, self.body);
  row.id.value = run_.next_id();
  row.instance = self.id;
  self.history = row.id;
  run_.work().insert(std::move(row));
  return run_.work().insert(std::move(self));
}

void Lifecycle::begin(Instance& self, const bpmn::Node& node) {
  const bool inner = self.loop_counter >= 0 && !self.body;
  if (!self.body) map_inputs(self, node);
  const bool data = !node.data.empty() || (node.loop && !node.loop->output_item.empty());
  if (data && !fill_data_inputs(run_, self, node)) return;
  if (!inner)
    for (const bpmn::NodeIndex event : node.boundary) arm(run_, self, run_.definition(self).node(event));
  if (is_scope(node) && !self.body)
    for (const bpmn::NodeIndex handler : run_.definition(self).event_sub_processes(node))
      arm(run_, self, run_.definition(self).start_of(run_.definition(self).node(handler)));
  if (!self.body) open_deadlines(run_, self, node);
  move_activity(run_, self, ActivityOperation::Activate);
  if (!run_.changes.empty() && !run_.conditions.settle(self, true)) return;
  if (!self.body && !node.listeners.empty() && !announce(self, node, "start")) return;
  if (self.body)
    run_.loops.start(self, node);
  else
    behavior_of(node.kind).start(run_, self, node);
}

/// Evaluated in the outer scope, stored in the inner one. bpmn-extensions 7
void Lifecycle::map_inputs(Instance& self, const bpmn::Node& node) {
  std::vector<TypedValue> values;
  values.reserve(node.inputs.size());
  const Instance& outer = self.loop_counter >= 0 || !self.parent ? self : *run_.parent(self);
  for (const bpmn::Parameter& input : node.inputs)
    values.push_back(run_.data.evaluate_parameter(input, outer));
  for (std::size_t i = 0; i < values.size(); ++i)
    run_.data.set_local(self, node.inputs[i].name, std::move(values[i]));
}

void Lifecycle::on(const Again& step) {
  Instance* self = run_.instance(step.root, step.self);
  if (!self || self->state != (step.begun ? ActivityState::Active : ActivityState::Ready)) return;
  const bpmn::Node& node = run_.node(*self);
  if (step.begun) return behavior_of(node.kind).start(run_, *self, node);
  stop_waiting_for_data(run_, *self);  // what it writes itself is no news to it
  begin(*self, node);
}

void Lifecycle::on(const Collect& step) {
  Instance* owner = run_.instance(step.root, step.self);
  if (!owner || owner->state != ActivityState::Active || !offer_kept(run_, *owner)) return;
  run_.agenda.put(step);  // it may wait for more
}

void Lifecycle::on(const Deliver& step) {
  Subscription* to = run_.work().find<Subscription>(step.root.value, step.to.value);
  if (!to) return;
  Message message;
  message.name = step.message;
  message.sender = step.sender;
  message.payload = step.payload;
  receive(run_, *to, message);
}

InstanceId Lifecycle::begin_process(const DefinitionRow& row, const bpmn::Node& start_event,
                                    const Variables& variables, std::optional<std::string> business_key,
                                    std::optional<std::string> starter, const Instance* caller,
                                    std::int64_t occurred) {
  const DefinitionPtr definition = run_.definition(row.id);
  const bpmn::Node& process = definition->root();
  Instance root;
  root.id.value = run_.next_id();
  root.root = root.id;
  root.definition = row.id;
  root.node = process.id;
  root.started = run_.now();
  root.business_key = business_key;
  root.top_root = root.id;
  if (caller) {
    root.called_by = caller->id;
    root.calling_root = caller->root;
    root.top_root = run_.root(*caller).top_root;
  }
  ProcessHistory history;
  history.id = root.id;
  history.root = root.id;
  history.calling_root = root.calling_root;
  history.top_root = root.top_root;
  history.definition = row.id;
  history.business_key = std::move(business_key);
  history.start_user = std::move(starter);
  history.start_node = start_event.id;
  history.started = run_.now();
  Instance& self = run_.work().insert(std::move(root));
  run_.work().insert(std::move(history));
  if (!start_event.initiator.empty())
    run_.data.set_local(self, start_event.initiator, TypedValue::of(run_.user ? Value(*run_.user) : Value()));
  for (const auto& [name, value] : variables) run_.data.set_local(self, name, value);
  for (const bpmn::NodeIndex handler : definition->event_sub_processes(process))
    arm(run_, self, definition->start_of(definition->node(handler)));
  move_activity(run_, self, ActivityOperation::Activate);
  open_deadlines(run_, self, process);
  tell(run_, process.listeners, self, {"start", process});
  enter_first(start_event, self, occurred);
  return self.id;
}

/// The first token. An event that stands behind an instantiating event-based gateway comes through it; a
/// start event or gateway that needs more than what has happened waits for the rest. BPMN 10.6.6, 13.4.4
void Lifecycle::enter_first(const bpmn::Node& start, const Instance& self, std::int64_t occurred) {
  Enter step = entering(self, start.index);
  step.happened = start.event() != bpmn::EventKind::None;
  const Definition& definition = run_.definition(self);
  const bpmn::Node* gateway = start.incoming.empty()
                                  ? nullptr
                                  : &definition.node(definition.process().flow(start.incoming[0]).source);
  if (gateway) {
    Enter before = step;
    before.node = gateway->index;
    before.happened = !gateway->parallel_events;
    before.occurred = gateway->parallel_events ? start.index : -1;
    before.resumed = gateway->async_before;
    if (gateway->async_before)  // what stands behind it waits with it
      return wait_in_job_of(run_, self, *gateway, Continue::Why::AsyncBefore, {before, step});
    run_.agenda.put(before);
  } else if (start.needs_all_events()) {
    step.happened = false;
    step.occurred = occurred;
  }
  run_.agenda.put(step);
}

}  // namespace lienthong::engine
