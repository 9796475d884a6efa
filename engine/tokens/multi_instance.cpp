// A multi-instance runs its inner instances beside or after one another. BPMN 10.3.8, 13.3.7,
// bpmn-extensions 8
#include "engine/data/whole_number.h"
#include "engine/rows/limits.h"
#include "engine/tokens/loops.h"
#include "engine/waits/events.h"
#include "engine/waits/waits.h"

namespace lienthong::engine {
using lifecycle::ActivityState;

Value Loops::collection(const Instance& body, const bpmn::Node& node) {
  Value value = run_.data.evaluate(*node.loop->collection, body);
  if (value.is_string()) {  // the name of a variable
    const auto named = run_.data.variable(body, value.string());
    value = named ? named->for_expressions() : Value();
  }
  if (!value.is_list())
    throw Refused(Refused::Kind::Failed,
                  "the collection of '" + node.id + "' is " + name(value.kind()) + ", not a list");
  return value;
}

std::optional<Value> Loops::element(const Instance& body, const bpmn::Node& node, const Enter& step) {
  const bpmn::Loop& loop = *node.loop;
  if (loop.element_variable.empty()) return std::nullopt;
  const Value items = step.elements ? step.elements->items : collection(body, node);
  const auto at = static_cast<std::size_t>(step.loop_counter - (step.elements ? step.elements->from : 0));
  if (at < items.list().size()) return items.list()[at];
  if (loop.cardinality) return Value();  // more instances than items were asked for
  throw Refused(Refused::Kind::Failed,
                "the collection of '" + node.id + "' had " + std::to_string(body.total) +
                    " items when it began and has " + std::to_string(items.list().size()) +
                    " now: there is none for the instance with the loopCounter " +
                    std::to_string(step.loop_counter));
}

void Loops::start_multi_instance(Instance& body, const bpmn::Node& node) {
  const bpmn::Loop& loop = *node.loop;
  std::optional<Elements> elements;
  if (!loop.cardinality) elements = Elements{collection(body, node)};
  const std::int64_t total = loop.cardinality
                                 ? whole_number_of(run_.data.evaluate(*loop.cardinality, body),
                                                   "the loop cardinality of '" + node.id + "'", 0)
                                 : static_cast<std::int64_t>(elements->items.list().size());
  if (total > limits::loop_cardinality_max)
    throw Refused(Refused::Kind::Failed, "'" + node.id + "' asks for " + std::to_string(total) +
                                             " instances (limit " +
                                             std::to_string(limits::loop_cardinality_max) + ")");
  run_.work().update(body, [&](Instance& i) { i.total = total; });
  if (total == 0) return run_.agenda.complete(body);
  if (loop.element_variable.empty())
    elements.reset();
  else if (!elements)
    elements = Elements{collection(body, node)};
  run_.agenda.enter_inner(body, node, 0, loop.sequential ? 1 : total, std::move(elements));
}

namespace {

/// What the instance that completes now makes the body throw. BPMN 10.3.8, behavior
std::vector<const bpmn::LoopEvent*> thrown_by(Run& run, const Instance& body, const bpmn::Loop& loop,
                                              const Instance& inner) {
  std::vector<const bpmn::LoopEvent*> thrown;
  if (loop.behavior == bpmn::Loop::Behavior::One && body.done != 1) return thrown;
  for (const bpmn::LoopEvent& event : loop.throws)
    if (!event.condition || run.data.holds(*event.condition, inner)) thrown.push_back(&event);
  return thrown;
}

}  // namespace

void Loops::instance_of_many_ended(Instance& body, const bpmn::Node& node, Instance& inner) {
  const bpmn::Loop& loop = *node.loop;
  const InstanceId root = body.root, id = body.id;
  run_.work().update(body, [](Instance& i) { ++i.done; });
  const bool enough = loop.completion_condition && run_.data.holds(*loop.completion_condition, inner);
  const std::vector<const bpmn::LoopEvent*> thrown = thrown_by(run_, body, loop, inner);
  collect_output(body, node, inner);
  end_inner(inner);
  Instance* open = &body;
  for (const bpmn::LoopEvent* event : thrown) {
    throw_as_body(*open, *event);
    open = run_.instance(root, id);  // a boundary event may have ended it
    if (!open || open->state != ActivityState::Active) return;
  }
  if (enough) run_.life.cancel_inside(*open);
  const std::int64_t ended = open->done + open->terminated;
  if (enough || ended >= open->total) return run_.agenda.complete(*open);
  if (loop.sequential) run_.agenda.enter_inner(*open, node, ended);
}

/// Without event definition, a signal named after the activity reaches this process instance, and carries
/// the counters (docs/decisions/0018).
void Loops::throw_as_body(Instance& body, const bpmn::LoopEvent& thrown) {
  const InstanceId root = body.root, id = body.id;
  for (const bpmn::EventDefinition& event : thrown.events)
    if (Instance* open = run_.instance(root, id); open && open->state == ActivityState::Active)
      throw_implicitly(run_, *open, event);
  if (!thrown.events.empty()) return;
  Table<Subscription>& waiting = run_.work().tree(root.value)->of<Subscription>();
  const std::vector<Indexes::Place> listeners =
      run_.work().indexes().subscriptions(name_of(bpmn::EventKind::Signal), body.node, root.value);
  Variables counters;
  for (const char* name :
       {"nrOfInstances", "nrOfActiveInstances", "nrOfCompletedInstances", "nrOfTerminatedInstances"})
    counters.emplace_back(name, run_.data.variable(body, name).value_or(TypedValue{}));
  for (const Indexes::Place& listener : listeners)
    if (Subscription* s = waiting.find(listener.id)) trigger(run_, *s, counters);
}

/// In the order of the collection taken apart, whoever is ready first; null where none has come yet. Written
/// once a command, so that n instances do not write n growing lists.
void Loops::collect_output(const Instance& body, const bpmn::Node& node, const Instance& inner) {
  const bpmn::Loop& loop = *node.loop;
  if (loop.output_reference.empty() || loop.output_item.empty()) return;
  const auto [known, fresh] = outputs_.try_emplace({body.root, body.id});
  List& items = known->second;
  if (fresh)
    if (const Variable* kept =
            run_.data.own_variable(body.root.value, body.id.value, loop.output_reference)) {
      const Value before = kept->value.for_expressions();
      if (before.is_list()) items = before.list();
    }
  const auto at = static_cast<std::size_t>(std::max<std::int64_t>(inner.loop_counter, 0));
  items.resize(std::max({items.size(), at + 1, static_cast<std::size_t>(body.total)}));
  const auto result = run_.data.variable(inner, loop.output_item);
  items[at] = result ? result->for_expressions() : Value();
}

bool Loops::write_outputs() {
  const auto outputs = std::exchange(outputs_, {});
  for (const auto& [place, items] : outputs)
    if (const Instance* body = run_.instance(place.first, place.second))
      run_.data.set_local(*body, run_.node(*body).loop->output_reference, TypedValue::of(Value(items)));
  return !outputs.empty();
}

}  // namespace lienthong::engine
