// What the board knows ahead of the game: which handler something thrown may reach, and from where the
// incoming flows of an inclusive gateway can be reached.
#include <algorithm>
#include "bpmn/soundness/net.h"

namespace lienthong::bpmn::soundness {

Code start_of(const Net& net, Code scope) {
  const Code first = scope - static_cast<Code>(net.node(scope).index);
  for (const NodeIndex child : net.node(scope).children)
    if (net.kind(first + static_cast<Code>(child)) == Kind::StartEvent)
      return first + static_cast<Code>(child);
  return none;
}

std::vector<Code> handlers(const Net& net, Code scope, EventKind thrown, const std::string& code,
                           Code came_from) {
  std::vector<Code> asked;
  for (const Code inner : net.nodes[scope].event_sub_processes)
    if (inner != came_from) asked.push_back(start_of(net, inner));
  asked.insert(asked.end(), net.nodes[scope].boundaries.begin(), net.nodes[scope].boundaries.end());
  std::vector<Code> exact, any;
  for (const Code handler : asked) {
    const auto& events = net.node(handler).events;
    const auto fits = [&](bool same) {
      return std::ranges::any_of(events, [&](const EventDefinition& e) {
        return e.kind == thrown && (same ? e.code == code : e.code.empty());
      });
    };
    // bpmn-extensions 11: errors prefer the handler of their code, escalations take the first that fits.
    if (thrown == EventKind::Error ? fits(true) : fits(true) || fits(false))
      exact.push_back(handler);
    else if (fits(false))
      any.push_back(handler);
  }
  exact.insert(exact.end(), any.begin(), any.end());
  return exact;
}

void Net::find_caught() {
  for (Code from = 0; from < node_count(); ++from) {
    if (kind(from) != Kind::EndEvent && kind(from) != Kind::IntermediateThrowEvent) continue;
    for (const EventDefinition& thrown : node(from).events)
      if (thrown.kind == EventKind::Error || thrown.kind == EventKind::Escalation)
        find_catcher(nodes[from].scope, thrown);
  }
}

void Net::find_catcher(Code scope, const EventDefinition& thrown) {
  for (Code came_from = none; scope != none; came_from = scope, scope = nodes[scope].scope) {
    const auto found = handlers(*this, scope, thrown.kind, thrown.code, came_from);
    if (found.empty()) continue;
    nodes[found.front()].caught = true;
    return;
  }
}

std::vector<Code> Net::predecessors(Code code, bool by_events) const {
  std::vector<Code> found{code};
  if (by_events && kind(code) == Kind::BoundaryEvent && node(code).attached_to >= 0)
    found.push_back(code - static_cast<Code>(node(code).index) + static_cast<Code>(node(code).attached_to));
  for (Code from = 0; event(code) == EventKind::Link && from < node_count(); ++from)
    if (nodes[from].link == code) found.push_back(from);
  return found;
}

std::vector<std::uint64_t> Net::find_reached(Code gateway, bool by_events) const {
  std::vector<std::uint64_t> masks(flows.size() + nodes.size(), 0);
  for (std::size_t i = 0; i < nodes[gateway].in.size(); ++i) {
    const std::uint64_t bit = std::uint64_t{1} << i;
    std::vector<Code> open{nodes[gateway].in[i]};
    masks[open.front()] |= bit;
    while (!open.empty()) {
      const Code source = flows[open.back()].source;
      open.pop_back();
      if (source == gateway) continue;
      for (const Code from : predecessors(source, by_events)) {
        if (from == gateway || masks[entering(from)] & bit) continue;
        masks[entering(from)] |= bit;
        for (const Code flow : nodes[from].in)
          if (!(masks[flow] & bit)) {
            masks[flow] |= bit;
            open.push_back(flow);
          }
      }
    }
  }
  return masks;
}

Net::Reached Net::reached(Code gateway, Code place) const {
  const std::size_t at = is_flow(place) ? place : entering(node_of(place));
  return {reached_[gateway].first[at], reached_[gateway].second[at]};
}

}  // namespace lienthong::bpmn::soundness
