// Multi-instance: a body instance around inner instances; boundary events belong to the body. BPMN 13.3.7,
// bpmn-extensions 8
#include "engine/data/whole_number.h"
#include "engine/execution.h"

namespace lienthong::engine {
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

void Execution::start_loop(Instance& body, const bpmn::Node& node) {
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
  for (std::int64_t i = 0; i < (loop.sequential ? 1 : total); ++i) enter_inner(body, i);
}

void Execution::loop_instance_ended(Instance& body, const bpmn::Node& node, Instance& inner) {
  const bpmn::Loop& loop = *node.loop;
  work_.update(body, [](Instance& i) { ++i.done; });
  const bool enough = loop.completion_condition && holds(*loop.completion_condition, inner);
  if (enough) {
    cancel_children(body, inner.id);
    return complete(body);
  }
  if (body.done == body.total) return complete(body);
  if (loop.sequential) enter_inner(body, body.done);
}

}  // namespace lienthong::engine
