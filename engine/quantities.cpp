// How many tokens an activity takes to start, and gives when it completes. BPMN 10.3, 13.3.2
#include "engine/execution.h"

namespace lienthong::engine {

/// Tokens are parked, whatever flow they came by, until there are startQuantity of them.
bool Execution::quantity_ready(const bpmn::Node& node, const Instance& scope, const Step& step) {
  if (node.start_quantity == 1 || step.flow < 0 || step.resumed) return true;
  Table<Arrival>& arrivals = work_.tree(scope.root.value)->of<Arrival>();
  const auto missing = static_cast<std::size_t>(node.start_quantity) - 1;
  std::vector<std::int64_t> parked;
  arrivals.first_owned_by(scope.id.value, [&](Arrival& a) {
    if (a.join == node.id && !a.flow.empty()) parked.push_back(a.id.value);
    return parked.size() == missing;
  });
  if (parked.size() < missing) {
    park(node, scope, step.flow);
    return false;
  }
  for (const std::int64_t id : parked) work_.erase(*arrivals.find(id));
  return true;
}

void Execution::take(const Instance& self, const bpmn::Node& node, bpmn::FlowIndex index) {
  for (int token = 0; token < node.completion_quantity; ++token) take_once(self, node, index);
}

}  // namespace lienthong::engine
