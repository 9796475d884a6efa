// Data that a multi-instance takes apart and puts together again: loopDataOutputRef, outputDataItem.
// BPMN 10.3.8
#include "engine/execution.h"

namespace lienthong::engine {

/// In the order of the collection taken apart, whoever is ready first; null where none has come yet. Written
/// once a command, so that n instances do not write n growing lists.
void Execution::collect_loop_output(const Instance& body, const bpmn::Node& node, const Instance& inner) {
  const bpmn::Loop& loop = *node.loop;
  if (loop.output_reference.empty() || loop.output_item.empty()) return;
  const auto [known, fresh] = loop_outputs_.try_emplace({body.root, body.id});
  List& items = known->second;
  if (fresh)
    if (const Variable* kept = own_variable(body.root.value, body.id.value, loop.output_reference)) {
      const Value before = kept->value.for_expressions();
      if (before.is_list()) items = before.list();
    }
  const auto at = static_cast<std::size_t>(std::max<std::int64_t>(inner.loop_counter, 0));
  items.resize(std::max({items.size(), at + 1, static_cast<std::size_t>(body.total)}));
  const auto result = variable(inner, loop.output_item);
  items[at] = result ? result->for_expressions() : Value();
}

void Execution::write_loop_outputs() {
  const auto outputs = std::exchange(loop_outputs_, {});
  for (const auto& [place, items] : outputs)
    if (const Instance* body = instance(place.first, place.second))
      set_local(*body, node(*body).loop->output_reference, TypedValue::of(Value(items)));
}

}  // namespace lienthong::engine
