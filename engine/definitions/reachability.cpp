#include "engine/definitions/reachability.h"

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
          is_link(thrower, bpmn::Kind::IntermediateThrowEvent) && thrower.link_end == node.index)
        nodes.push_back(other);
  return nodes;
}

}  // namespace

Paths::Paths(const bpmn::Process& process) {
  for (const bpmn::Node& node : process.nodes) {
    by_flows_.push_back(before(process, node, false));
    at_all_.push_back(before(process, node, true));
    boundaries_ = boundaries_ || node.kind == bpmn::Kind::BoundaryEvent;
  }
  for (const bpmn::Flow& flow : process.flows) sources_.push_back(flow.source);
}

/// All flows in one walk, a bit each: where branches have met, what lies before them is walked once.
std::vector<std::vector<bool>> Paths::reaching(const bpmn::Node& gateway, const Before& before) const {
  const std::size_t nodes = before.size(), flows = gateway.incoming.size(), words = (flows + 63) / 64;
  std::vector<std::uint64_t> bits(nodes * words);
  std::vector<bool> queued(nodes);
  std::vector<NodeIndex> queue;
  const auto add = [&](NodeIndex at, std::size_t word, std::uint64_t more) {
    const auto index = static_cast<std::size_t>(at);
    std::uint64_t& known = bits[index * words + word];
    if ((more & ~known) == 0) return;
    known |= more;
    if (!queued[index]) queue.push_back(at);
    queued[index] = true;
  };
  for (std::size_t i = 0; i < flows; ++i) {
    const NodeIndex source = sources_[static_cast<std::size_t>(gateway.incoming[i])];
    if (source >= 0 && source != gateway.index) add(source, i / 64, std::uint64_t{1} << (i % 64));
  }
  for (std::size_t next = 0; next < queue.size(); ++next) {
    const auto at = static_cast<std::size_t>(queue[next]);
    queued[at] = false;
    for (const NodeIndex other : before[at])
      for (std::size_t word = 0; other >= 0 && other != gateway.index && word < words; ++word)
        add(other, word, bits[at * words + word]);
  }
  std::vector<std::vector<bool>> reaches(flows, std::vector<bool>(nodes));
  for (const NodeIndex node : queue)
    for (std::size_t i = 0; i < flows; ++i) {
      const auto at = static_cast<std::size_t>(node);
      reaches[i][at] = (bits[at * words + i / 64] >> (i % 64)) & 1;
    }
  return reaches;
}

Reachability Paths::to(const bpmn::Node& gateway) const {
  Reachability result{reaching(gateway, by_flows_), {}};
  result.at_all = boundaries_ ? reaching(gateway, at_all_) : result.by_flows;
  return result;
}

}  // namespace lienthong::engine
