// What compensation refers to. Of all associations only one kind executes: from a compensation boundary event
// to its handler, drawn in either direction. The others tie texts and data to what they are about.
#include "bpmn/reading.h"

namespace lienthong::bpmn {
namespace {

bool is_compensation_boundary(const Process& process, NodeIndex node) {
  return node >= 0 && process.node(node).kind == Kind::BoundaryEvent &&
         process.node(node).event() == EventKind::Compensate;
}

}  // namespace

void link_compensation(Reading& reading, Process& process, const std::vector<xml::Element>& associations) {
  for (Node& node : process.nodes)
    for (EventDefinition& event : node.events)
      if (const NodeIndex activity = event.activity_ref.empty() ? -1 : find_node(process, event.activity_ref);
          activity >= 0)
        event.activity_ref = process.node(activity).id;  // without a prefix
  for (const xml::Element& from : associations) {
    NodeIndex event = find_node(process, from.attribute("sourceRef"));
    NodeIndex handler = find_node(process, from.attribute("targetRef"));
    if (!is_compensation_boundary(process, event)) std::swap(event, handler);
    if (!is_compensation_boundary(process, event) || handler < 0) continue;
    Node& boundary = process.nodes[static_cast<std::size_t>(event)];
    if (boundary.handler >= 0 && boundary.handler != handler)
      reading.error(from, "compensation-handler-twice",
                    "The compensation boundary event \"" + boundary.id + "\" leads to \"" +
                        process.node(boundary.handler).id + "\" already; it has one handler (BPMN 10.7.1)");
    else
      boundary.handler = handler;
  }
}

}  // namespace lienthong::bpmn
