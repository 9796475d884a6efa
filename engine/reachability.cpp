#include "engine/reachability.h"

namespace lienthong::engine {
namespace {

using bpmn::NodeIndex;

bool is_link(const bpmn::Node& node, bpmn::Kind kind) {
  return node.kind == kind && node.event() == bpmn::EventKind::Link;
}

/// The nodes whose tokens may come to `node` next.
std::vector<NodeIndex> before(const bpmn::Process& process, const bpmn::Node& node, bool boundaries) {
  std::vector<NodeIndex> nodes;
  for (const bpmn::FlowIndex flow : node.incoming) nodes.push_back(process.flow(flow).source);
  if (boundaries && node.kind == bpmn::Kind::BoundaryEvent) nodes.push_back(node.attached_to);
  if (is_link(node, bpmn::Kind::IntermediateCatchEvent))
    for (const NodeIndex other : process.node(node.parent).children)
      if (const bpmn::Node& thrower = process.node(other);
          is_link(thrower, bpmn::Kind::IntermediateThrowEvent) &&
          thrower.events.front().name == node.events.front().name)
        nodes.push_back(other);
  return nodes;
}

std::vector<bool> reaching(const bpmn::Process& process, const bpmn::Node& gateway, bpmn::FlowIndex incoming,
                           bool boundaries) {
  std::vector<bool> reaches(process.nodes.size());
  std::vector<NodeIndex> open{process.flow(incoming).source};
  while (!open.empty()) {
    const NodeIndex at = open.back();
    open.pop_back();
    if (at < 0 || at == gateway.index || reaches[static_cast<std::size_t>(at)]) continue;
    reaches[static_cast<std::size_t>(at)] = true;
    for (const NodeIndex other : before(process, process.node(at), boundaries)) open.push_back(other);
  }
  return reaches;
}

}  // namespace

Reachability reachability_of(const bpmn::Process& process, const bpmn::Node& gateway) {
  Reachability result;
  for (const bpmn::FlowIndex incoming : gateway.incoming) {
    result.by_flows.push_back(reaching(process, gateway, incoming, false));
    result.at_all.push_back(reaching(process, gateway, incoming, true));
  }
  return result;
}

}  // namespace lienthong::engine
