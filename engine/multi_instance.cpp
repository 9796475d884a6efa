// A multi-instance runs its inner instances beside or after one another. BPMN 10.3.8, 13.3.7,
// bpmn-extensions 8
#include "engine/data/whole_number.h"
#include "engine/execution.h"

namespace lienthong::engine {
using lifecycle::ActivityState;

namespace {

std::int64_t cardinality_of(const Value& value, const bpmn::Node& node) {
  const auto count = whole_number(value);
  if (!count || *count < 0)
    throw Refused(Refused::Kind::Failed,
                  "the loop cardinality of '" + node.id + "' is no whole number of at least 0");
  return *count;
}

}  // namespace

/// Evaluated once a command for a parallel body, so that entering n instances reads a collection of n items
/// once.
Value Execution::loop_collection(const Instance& body, const bpmn::Node& node) {
  if (const auto known = collections_.find(body.id.value); known != collections_.end()) return known->second;
  Value value = evaluate(*node.loop->collection, body);
  if (value.is_string()) {  // the name of a variable
    const auto named = variable(body, value.string());
    value = named ? named->for_expressions() : Value();
  }
  if (!value.is_list())
    throw Refused(Refused::Kind::Failed,
                  "the collection of '" + node.id + "' is " + name(value.kind()) + ", not a list");
  if (!node.loop->sequential) collections_[body.id.value] = value;
  return value;
}

void Execution::start_multi_instance(Instance& body, const bpmn::Node& node) {
  const bpmn::Loop& loop = *node.loop;
  const std::int64_t total = loop.cardinality
                                 ? cardinality_of(evaluate(*loop.cardinality, body), node)
                                 : static_cast<std::int64_t>(loop_collection(body, node).list().size());
  if (total > limits::loop_cardinality_max)
    throw Refused(Refused::Kind::Failed, "'" + node.id + "' asks for " + std::to_string(total) +
                                             " instances (limit " +
                                             std::to_string(limits::loop_cardinality_max) + ")");
  work_.update(body, [&](Instance& i) { i.total = total; });
  if (total == 0) return complete(body);
  enter_inner(body, 0, loop.sequential ? 1 : total);
}

namespace {

/// What the instance that completes now makes the body throw. BPMN 10.3.8, behavior
std::vector<const bpmn::LoopEvent*> thrown_by(Execution& run, const Instance& body, const bpmn::Loop& loop,
                                              const Instance& inner) {
  std::vector<const bpmn::LoopEvent*> thrown;
  if (loop.behavior == bpmn::Loop::Behavior::One && body.done != 1) return thrown;
  for (const bpmn::LoopEvent& event : loop.throws)
    if (!event.condition || run.holds(*event.condition, inner)) thrown.push_back(&event);
  return thrown;
}

}  // namespace

void Execution::instance_of_many_ended(Instance& body, const bpmn::Node& node, Instance& inner) {
  const bpmn::Loop& loop = *node.loop;
  const InstanceId root = body.root, id = body.id;
  work_.update(body, [](Instance& i) { ++i.done; });
  const bool enough = loop.completion_condition && holds(*loop.completion_condition, inner);
  const std::vector<const bpmn::LoopEvent*> thrown = thrown_by(*this, body, loop, inner);
  collect_loop_output(body, node, inner);
  end_inner(inner);
  Instance* open = &body;
  for (const bpmn::LoopEvent* event : thrown) {
    throw_as_body(*open, *event);
    open = instance(root, id);  // a boundary event may have ended it
    if (!open || open->state != ActivityState::Active) return;
  }
  if (enough) cancel_children(*open);
  const std::int64_t ended = open->done + open->terminated;
  if (enough || ended >= open->total) return complete(*open);
  if (loop.sequential) enter_inner(*open, ended);
}

/// Without event definition, a signal named after the activity reaches this process instance, and carries
/// the counters (docs/decisions/0018).
void Execution::throw_as_body(Instance& body, const bpmn::LoopEvent& thrown) {
  const InstanceId root = body.root, id = body.id;
  for (const bpmn::EventDefinition& event : thrown.events)
    if (Instance* open = instance(root, id); open && open->state == ActivityState::Active)
      throw_implicitly(*open, event);
  if (!thrown.events.empty()) return;
  Table<Subscription>& waiting = work_.tree(root.value)->of<Subscription>();
  const std::vector<Indexes::Place> listeners =
      work_.indexes().subscriptions(name_of(bpmn::EventKind::Signal), body.node, root.value);
  Variables counters;
  for (const char* name :
       {"nrOfInstances", "nrOfActiveInstances", "nrOfCompletedInstances", "nrOfTerminatedInstances"})
    counters.emplace_back(name, variable(body, name).value_or(TypedValue{}));
  for (const Indexes::Place& listener : listeners)
    if (Subscription* s = waiting.find(listener.id)) trigger(*s, counters);
}

}  // namespace lienthong::engine
