#include "bpmn/soundness/net.h"
#include <algorithm>
#include "bpmn/checking.h"
#include "bpmn/soundness/soundness.h"

namespace lienthong::bpmn::soundness {
namespace {

bool has_inside(const Node& node) {
  switch (node.kind) {
    case Kind::Process:
    case Kind::SubProcess:
    case Kind::EventSubProcess:
    case Kind::Transaction:
    case Kind::AdHocSubProcess: return !node.children.empty();
    default: return false;
  }
}

bool compensates(const Node& node) { return node.for_compensation || node.event() == EventKind::Compensate; }

/// Started by compensation alone, or inside of something that is.
bool only_compensation(const Process& process, const Node& node) {
  for (NodeIndex at = node.index; at > 0; at = process.node(at).parent) {
    const Node& n = process.node(at);
    if (n.for_compensation) return true;
    if (n.kind != Kind::EventSubProcess) continue;
    for (const NodeIndex child : n.children)
      if (process.node(child).kind == Kind::StartEvent && compensates(process.node(child))) return true;
  }
  return false;
}

bool waits_for_messages(const Node& node) {
  return node.kind == Kind::ReceiveTask || node.event() == EventKind::Message;
}

/// Foreign editors pair link events by their labels when the links have no names.
const std::string& link_name(const Node& node) {
  return node.events.front().name.empty() ? node.name : node.events.front().name;
}

/// Every subset of `free`, each with all of `always`.
std::vector<std::vector<Code>> subsets(const std::vector<Code>& free, const std::vector<Code>& always) {
  std::vector<std::vector<Code>> all;
  for (std::size_t bits = 0; bits < (std::size_t{1} << free.size()); ++bits) {
    std::vector<Code> set = always;
    for (std::size_t i = 0; i < free.size(); ++i)
      if (bits >> i & 1) set.push_back(free[i]);
    all.push_back(std::move(set));
  }
  // Few flows first: of the shortest traces the simplest is told.
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); });
  return all;
}

}  // namespace

Net::Net(const std::vector<const Process*>& judged, const Document& document) {
  for (const Process* process : judged) add(*process);
  add_letters(document);
  link_events();
  for (NetNode& node : nodes) make_choices(node);
  find_caught();
  join_rows();
  reached_.resize(nodes.size());
  for (Code n = 0; n < node_count(); ++n)
    if (nodes[n].in.size() > 1 && (kind(n) == Kind::InclusiveGateway || kind(n) == Kind::ComplexGateway))
      reached_[n] = {find_reached(n, false), find_reached(n, true)};
}

void Net::add(const Process& process) {
  const Code first_node = node_count(), first_flow = flow_count();
  const auto node_code = [&](NodeIndex i) { return first_node + static_cast<Code>(i); };
  processes.push_back(first_node);
  for (const Flow& flow : process.flows) {
    if (flow.source < 0 || flow.target < 0)
      throw Outside{"a sequence flow leads from or to nothing", flow.id, flow.place};
    flows.push_back({&flow, node_code(flow.source), node_code(flow.target), none});
  }
  for (const Node& node : process.nodes) {
    NetNode& n = nodes.emplace_back();
    n.node = &node;
    n.process = &process;
    if (node.parent >= 0) n.scope = node_code(node.parent);
    for (const FlowIndex i : node.incoming) n.in.push_back(first_flow + static_cast<Code>(i));
    for (const FlowIndex i : node.outgoing) n.out.push_back(first_flow + static_cast<Code>(i));
    for (const NodeIndex i : node.boundary)
      if (!compensates(process.node(i))) n.boundaries.push_back(node_code(i));
    for (const NodeIndex i : node.children) {
      const Node& child = process.node(i);
      const bool event = child.kind == Kind::EventSubProcess && !only_compensation(process, child);
      const auto starts = [&](NodeIndex c) { return process.node(c).kind == Kind::StartEvent; };
      if (event && std::ranges::any_of(child.children, starts)) n.event_sub_processes.push_back(node_code(i));
    }
    n.is_scope = has_inside(node);
    n.is_activity = is_activity(node.kind) && node.kind != Kind::EventSubProcess;
    n.judged = !only_compensation(process, node);
    const bool joins = node.kind == Kind::InclusiveGateway || node.kind == Kind::ComplexGateway;
    const std::size_t most =
        node.kind == Kind::ComplexGateway ? soundness_branches_max : soundness_incoming_max;
    if (joins && n.in.size() > most)
      throw Outside{
          "an inclusive or complex gateway has more than " + std::to_string(most) + " incoming flows",
          node.id, node.place};
  }
}

void Net::add_letters(const Document& document) {
  std::vector<bool> from_outside(nodes.size(), false);
  const auto code_of = [&](const MessageFlowEnd& end) {
    for (const Code process : processes)
      if (end.process >= 0 && end.node > 0 &&
          nodes[process].process == &document.processes[static_cast<std::size_t>(end.process)])
        return process + static_cast<Code>(end.node);
    return none;
  };
  for (const Collaboration& collaboration : document.collaborations)
    for (const MessageFlow& flow : collaboration.message_flows) {
      const Code from = code_of(flow.source), to = code_of(flow.target);
      if (to == none || !waits_for_messages(node(to))) continue;
      if (from == none) {
        from_outside[to] = true;
        continue;
      }
      const auto letter = static_cast<Code>(letters.size());
      letters.push_back({flow.id, from, to});
      nodes[from].sends.push_back(letter);
      nodes[to].receives.push_back(letter);
    }
  for (const Letter& letter : letters) nodes[letter.to].awaits = !from_outside[letter.to];
}

void Net::make_choices(NetNode& n) {
  const bool inclusive = n.node->kind == Kind::InclusiveGateway;
  std::vector<Code> free, always, fallback;
  switch (n.node->kind) {
    case Kind::ExclusiveGateway:
      for (const Code flow : n.out) n.choices.push_back({flow});
      if (n.choices.empty()) n.choices.emplace_back();
      return;
    case Kind::ParallelGateway:
    case Kind::EventBasedGateway: n.choices.push_back(n.out); return;
    default: break;
  }
  for (const Code flow : n.out) {
    if (flows[flow].flow->is_default)
      fallback.push_back(flow);
    else
      (inclusive || flows[flow].flow->condition ? free : always).push_back(flow);
  }
  if (free.size() > soundness_branches_max)
    throw Outside{"more than " + std::to_string(soundness_branches_max) +
                      " flows may be taken or not, in any combination",
                  n.node->id, n.node->place};
  n.choices = subsets(free, always);
  if (n.node->kind == Kind::ComplexGateway) n.reset_choices = subsets(free, {});
  // BPMN 13.4.3: the default flow is taken when no condition holds, and only then.
  if (!free.empty() && n.choices.front().size() == always.size()) {
    n.choices.front().insert(n.choices.front().end(), fallback.begin(), fallback.end());
    if (n.choices.front().empty()) n.choices.erase(n.choices.begin());
  } else if (free.empty() && !fallback.empty()) {
    n.choices.front().insert(n.choices.front().end(), fallback.begin(), fallback.end());
  }
  // BPMN 10.3: an activity may send several tokens down each flow. More than the limit are as good as many.
  const int copies = std::min<int>(n.node->completion_quantity, soundness_tokens_max + 1);
  for (auto& flows_taken : n.choices) {
    const std::vector<Code> once = flows_taken;
    for (int i = 1; i < copies; ++i) flows_taken.insert(flows_taken.end(), once.begin(), once.end());
  }
}

void Net::link_events() {
  for (Code from = 0; from < node_count(); ++from) {
    if (event(from) != EventKind::Link || kind(from) != Kind::IntermediateThrowEvent) continue;
    if (node(from).link_end >= 0) {
      nodes[from].link = from - static_cast<Code>(node(from).index) + static_cast<Code>(node(from).link_end);
      continue;
    }
    for (Code to = 0; to < node_count(); ++to)
      if (event(to) == EventKind::Link && kind(to) == Kind::IntermediateCatchEvent &&
          nodes[to].scope == nodes[from].scope && link_name(node(to)) == link_name(node(from)))
        nodes[from].link = to;
  }
}

bool Net::goes_on(Code code) const {
  const NetNode& n = nodes[code];
  if (n.in.empty() || n.out.size() != 1 || n.choices.size() != 1 || !n.boundaries.empty() ||
      !n.sends.empty() || n.awaits || n.is_scope || n.node->start_quantity != 1 ||
      n.node->completion_quantity != 1)
    return false;
  switch (n.node->kind) {
    case Kind::IntermediateCatchEvent: return n.node->event() != EventKind::Link;
    case Kind::IntermediateThrowEvent:
      return n.node->event() != EventKind::Link && !n.node->has_event(EventKind::Escalation);
    case Kind::StartEvent:
    case Kind::EndEvent:
    case Kind::BoundaryEvent:
    case Kind::EventSubProcess:
    case Kind::Process:
    case Kind::EventBasedGateway: return false;
    case Kind::ParallelGateway:
    case Kind::InclusiveGateway:
    case Kind::ComplexGateway: return n.in.size() == 1;
    default: return true;
  }
}

/// A token in front of a node that it always passes alone can do what one behind it can, and nothing else:
/// both are one place. Two tokens there are two on the flows that all of them have passed.
void Net::join_rows() {
  std::vector<bool> passed(nodes.size());
  for (Code n = 0; n < node_count(); ++n) passed[n] = goes_on(n);
  const auto next = [&](Code flow) {
    const Code target = flows[flow].target;
    return passed[target] ? nodes[target].out.front() : none;
  };
  std::vector<Code> seen_by(flows.size(), none);
  for (Code first = 0; first < flow_count(); ++first) {  // a circle is left to be gone round step by step
    Code at = first;
    for (; at != none && seen_by[at] == none; at = next(at)) seen_by[at] = first;
    if (at != none && seen_by[at] == first) passed[flows[at].target] = false;
  }
  rows.resize(flows.size());
  stems.resize(flows.size());
  for (Code flow = 0; flow < flow_count(); ++flow) {
    if (passed[flows[flow].source]) continue;
    std::vector<Code>& row = rows[flow];
    for (Code at = flow; at != none; at = next(at)) row.push_back(at);
    for (const Code one : row) flows[one].place = row.back();
    std::vector<Code>& stem = stems[row.back()];
    const auto apart = std::mismatch(stem.rbegin(), stem.rend(), row.rbegin(), row.rend());
    if (stem.empty())
      stem = row;
    else
      stem.erase(stem.begin(), apart.first.base());
  }
}

std::vector<Code> Net::beginnings(Code scope) const {
  std::vector<Code> none_starts, typed, implicit;
  const NetNode& s = nodes[scope];
  const Code first = scope - static_cast<Code>(s.node->index);
  for (const NodeIndex i : s.node->children) {
    const Code child = first + static_cast<Code>(i);
    const Node& n = node(child);
    if (n.kind == Kind::StartEvent)
      (n.event() == EventKind::None ? none_starts : typed).push_back(child);
    else if (nodes[child].in.empty() && n.kind != Kind::BoundaryEvent && n.kind != Kind::EventSubProcess &&
             !n.for_compensation && !n.instantiate &&
             !(n.kind == Kind::IntermediateCatchEvent && n.event() == EventKind::Link))
      implicit.push_back(child);
  }
  if (s.node->kind == Kind::AdHocSubProcess) return implicit;
  if (!none_starts.empty()) return none_starts;
  if (s.node->kind != Kind::Process && !typed.empty()) return typed;
  if (s.node->kind == Kind::Process && !alternatives(scope).empty()) return {};
  return implicit;  // BPMN 10.4.2: without start events all nodes without incoming flow begin
}

std::vector<Code> Net::alternatives(Code process) const {
  std::vector<Code> found;
  for (const NodeIndex i : node(process).children) {
    const Code child = process + static_cast<Code>(i);
    const Node& n = node(child);
    const bool instantiates = n.instantiate && nodes[child].in.empty();
    if (instantiates && n.kind == Kind::EventBasedGateway && !n.parallel_events)
      for (const Code flow : nodes[child].out) found.push_back(flows[flow].target);
    else if (instantiates || (n.kind == Kind::StartEvent && n.event() != EventKind::None))
      found.push_back(child);
  }
  return found;
}

}  // namespace lienthong::bpmn::soundness
