// Everything that points from one element of a process to another: flows, default flows, boundary events,
// lanes.
#include <algorithm>
#include <map>
#include "bpmn/reading.h"

namespace lienthong::bpmn {

NodeIndex find_node(const Process& process, std::string_view reference) {
  auto found = process.by_id.find(reference);
  if (found == process.by_id.end()) found = process.by_id.find(reference.substr(reference.find(':') + 1));
  return found == process.by_id.end() || found->second == 0 ? -1 : found->second;
}

namespace {

NodeIndex flow_end(Reading& reading, const Process& process, const xml::Element& flow, const char* attribute,
                   const char* rule) {
  const auto reference = flow.find(attribute);
  const NodeIndex node = reference ? find_node(process, *reference) : -1;
  if (node >= 0) return node;
  const std::string id = flow.attribute("id"), named = id.empty() ? "" : " \"" + id + "\"";
  reading.error(flow, rule,
                reference ? "The " + std::string(attribute) + " \"" + std::string(*reference) +
                                "\" of the sequence flow" + named + " is no flow node of this process"
                          : "The sequence flow" + named + " has no " + attribute);
  return -1;
}

void read_condition(Reading& reading, const xml::Element& from, Flow& flow) {
  const auto condition = from.child("conditionExpression");
  if (!condition) return;
  const std::string_view type =
      condition->find("type", xml::Space::SchemaInstance).value_or("tFormalExpression");
  if (type.substr(type.find(':') + 1) != "tFormalExpression")
    reading.error(
        *condition, "condition-type",
        "The condition has the xsi:type \"" + std::string(type) + "\"; only tFormalExpression is allowed");
  if (condition->find("resource", xml::Space::Camunda))
    reading.error(*condition, "not-executable-yet",
                  "A condition in a resource is not executed in this release; write it into the flow");
  flow.condition = formal_expression(reading, *condition);
}

void link_default(Reading& reading, Process& process, Node& node, const xml::Element& from,
                  const std::unordered_map<std::string_view, FlowIndex>& flows) {
  const auto reference = from.find("default");
  if (!reference || reference->empty()) return;
  auto found = flows.find(*reference);
  if (found == flows.end()) found = flows.find(reference->substr(reference->find(':') + 1));
  if (found == flows.end() || process.flow(found->second).source != node.index) {
    reading.error(from, "default-flow",
                  "The default flow \"" + std::string(*reference) + "\" is no sequence flow that leaves \"" +
                      node.id + "\"");
    return;
  }
  node.default_flow = found->second;
  process.flows[static_cast<std::size_t>(found->second)].is_default = true;
}

void link_boundary(Reading& reading, Process& process, Node& node, const xml::Element& from) {
  const auto reference = from.find("attachedToRef");
  node.attached_to = reference ? find_node(process, *reference) : -1;
  if (node.attached_to == node.index) node.attached_to = -1;
  if (node.attached_to >= 0) {
    process.nodes[static_cast<std::size_t>(node.attached_to)].boundary.push_back(node.index);
    return;
  }
  reading.error(from, "attached-to",
                reference ? "The boundary event \"" + node.id + "\" is attached to \"" +
                                std::string(*reference) + "\", which is no activity of this process"
                          : "The boundary event \"" + node.id + "\" needs attachedToRef");
}

void read_lane(Process& process, const xml::Element& lane) {
  for (const xml::Element child : lane.children()) {
    if (child.is("flowNodeRef")) {
      const NodeIndex node = find_node(process, child.text());
      if (node < 0) continue;
      Node& inside = process.nodes[static_cast<std::size_t>(node)];
      inside.lane = lane.attribute("name");
      if (auto group = expression_attribute(lane, "candidateGroup", xml::Space::Lienthong))
        inside.lane_group = std::move(group);
    }
  }
  // Inner lanes come last, so that the innermost name stays.
  for (const xml::Element child : lane.children())
    if (child.is("childLaneSet")) read_lanes(process, child);
}

}  // namespace

void read_lanes(Process& process, const xml::Element& lane_set) {
  for (const xml::Element child : lane_set.children())
    if (child.is("lane")) read_lane(process, child);
}

/// A link leads to what it refers to, else to what refers to it, else to its name, in the same scope. BPMN
/// 10.5.5: `source` and `target` name link definitions; some tools write the event's id.
void link_links(Process& process) {
  using Targets = std::map<std::pair<NodeIndex, std::string_view>, NodeIndex>;
  Targets by_id, by_source, by_name;
  const auto is_link = [](const Node& node, Kind kind) {
    return node.kind == kind && node.event() == EventKind::Link;
  };
  for (const Node& node : process.nodes) {
    if (!is_link(node, Kind::IntermediateCatchEvent)) continue;
    const EventDefinition& link = node.events.front();
    by_id.try_emplace({node.parent, link.id}, node.index);
    by_id.try_emplace({node.parent, node.id}, node.index);
    for (const std::string& source : link.link_sources)
      by_source.try_emplace({node.parent, source}, node.index);
    by_name.try_emplace({node.parent, link.name}, node.index);
  }
  for (Node& node : process.nodes) {
    if (!is_link(node, Kind::IntermediateThrowEvent)) continue;
    const EventDefinition& link = node.events.front();
    const auto try_one = [&](const Targets& targets, std::string_view key) {
      const auto found = targets.find({node.parent, key});
      if (node.link_end < 0 && !key.empty() && found != targets.end()) node.link_end = found->second;
    };
    try_one(by_id, link.link_target);
    try_one(by_source, link.id);
    try_one(by_source, node.id);
    try_one(by_name, link.name);
    if (node.link_end >= 0) process.nodes[static_cast<std::size_t>(node.link_end)].link_end = node.index;
  }
}

/// What stands in a sub-process belongs to its lane.
void spread_lane_groups(Process& process) {
  for (Node& node : process.nodes)
    if (node.parent > 0 && !node.lane_group) node.lane_group = process.node(node.parent).lane_group;
}

void link_flows(Reading& reading, Process& process, const std::vector<xml::Element>& nodes,
                const std::vector<xml::Element>& flows) {
  std::unordered_map<std::string_view, FlowIndex> by_id;
  for (const xml::Element& from : flows) {
    const auto index = static_cast<FlowIndex>(process.flows.size());
    Flow& flow = process.flows.emplace_back();
    flow.anonymous = from.find("id").value_or("").empty();
    flow.id = reading.id_of(from, from.attribute("sourceRef") + "->" + from.attribute("targetRef"));
    flow.name = from.attribute("name");
    flow.place = from.place();
    if (!flow.anonymous) by_id.emplace(*from.find("id"), index);
    flow.source = flow_end(reading, process, from, "sourceRef", "flow-without-source");
    flow.target = flow_end(reading, process, from, "targetRef", "flow-without-target");
    read_condition(reading, from, flow);
    flow.listeners = read_listeners(reading, from, "executionListener");
    for (Listener& listener : flow.listeners)
      if (listener.event.empty()) listener.event = "take";  // there is no other
    if (flow.source >= 0) process.nodes[static_cast<std::size_t>(flow.source)].outgoing.push_back(index);
    if (flow.target >= 0) process.nodes[static_cast<std::size_t>(flow.target)].incoming.push_back(index);
  }
  for (std::size_t i = 1; i < nodes.size(); ++i) {
    link_default(reading, process, process.nodes[i], nodes[i], by_id);
    if (process.nodes[i].kind == Kind::BoundaryEvent)
      link_boundary(reading, process, process.nodes[i], nodes[i]);
  }
}

}  // namespace lienthong::bpmn
