// Everything that points from one element of a process to another: flows, default flows, boundary events,
// lanes.
#include <algorithm>
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
  const std::string id = flow.attribute("id");
  reading.error(flow, rule,
                reference ? "The " + std::string(attribute) + " \"" + std::string(*reference) +
                                "\" of the sequence flow \"" + id + "\" is no flow node of this process"
                          : "The sequence flow \"" + id + "\" has no " + attribute);
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
    flow.id = from.attribute("id");
    flow.name = from.attribute("name");
    flow.place = from.place();
    if (flow.id.empty())
      reading.error(from, "missing-id", "A sequence flow needs an id");
    else
      by_id.emplace(*from.find("id"), index);
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
