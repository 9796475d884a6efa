// How many tokens an activity takes to start, and gives when it completes. BPMN 10.3, 13.3.2
#include <algorithm>
#include "engine/execution.h"

namespace lienthong::engine {

/// Tokens are parked, whatever flow they came by, until there are startQuantity of them.
bool Execution::quantity_ready(const bpmn::Node& node, const Instance& scope, const Step& step) {
  if (node.start_quantity == 1 || step.flow < 0 || step.resumed) return true;
  Table<Arrival>& arrivals = work_.tree(scope.root.value)->of<Arrival>();
  const auto missing = static_cast<std::size_t>(node.start_quantity) - 1;
  std::size_t waiting = 0;
  const auto& flows = arrivals.beside.at(scope.id.value, node.id);
  for (const auto& [flow, ids] : flows) waiting += flow.empty() ? 0 : ids.size();
  if (waiting < missing) {
    park(node, scope, step.flow);
    return false;
  }
  std::vector<std::int64_t> parked;
  for (const auto& [flow, ids] : flows)
    if (!flow.empty()) parked.insert(parked.end(), ids.begin(), ids.end());
  std::ranges::sort(parked);
  parked.resize(missing);
  for (const std::int64_t id : parked) work_.erase(*arrivals.find(id));
  return true;
}

void Execution::take(const Instance& self, const bpmn::Node& node, bpmn::FlowIndex index) {
  for (int token = 0; token < node.completion_quantity; ++token) take_once(self, node, index);
}

}  // namespace lienthong::engine
