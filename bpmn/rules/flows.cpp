// Sequence flows: what they may link, and what must be linked.
#include "bpmn/rules/model.h"

namespace lienthong::bpmn::rules {
namespace {

bool is_link(const Model& model, const Element& event) {
  for (const Element& definition : model.event_definitions(event))
    if (definition.is("linkEventDefinition")) return true;
  return false;
}

bool is_compensation_boundary(const Model& model, const Element& event) {
  if (!event.is("boundaryEvent")) return false;
  for (const Element& definition : model.event_definitions(event))
    if (definition.is("compensateEventDefinition")) return true;
  return false;
}

/// Started by something else than a flow.
bool stands_alone(const Element& node) {
  return is_event_sub_process(node) || node.flag("isForCompensation", false);
}

/// Why no flow may lead to (or from) this node; nothing when one may.
std::optional<std::string> closed(const Model& model, const Element& node, bool incoming) {
  if (is_event_sub_process(node)) return "is started by its event";
  if (node.flag("isForCompensation", false)) return "is started by compensation";
  if (incoming) {
    if (node.is("startEvent")) return "begins";
    if (node.is("boundaryEvent")) return "is entered through its activity";
    if (node.is("intermediateCatchEvent") && is_link(model, node)) return "is the target of a link";
    return std::nullopt;
  }
  if (node.is("endEvent")) return "ends";
  if (node.is("intermediateThrowEvent") && is_link(model, node)) return "is the source of a link";
  if (is_compensation_boundary(model, node)) return "leads by an association to its handler";
  return std::nullopt;
}

void check_end(Model& model, const Element& flow, std::string_view attribute, bool incoming) {
  const auto id = flow.find(attribute);
  if (!id) return;
  const Reference found = model.resolve(flow, *id);
  const std::string the = "The " + describe(flow);
  const std::string way = incoming ? " leads to " : " leads from ";
  if (found.kind == Reference::Kind::Foreign) return;
  if (!found.element) {
    model.report("flow-end-missing", flow, the + way + "\"" + std::string(*id) + "\", which does not exist");
  } else if (!is_flow_node(*found.element)) {
    model.report("flow-end-kind", flow,
                 the + way + "the " + describe(*found.element) +
                     "; only activities, events and gateways may be linked");
  } else if (const auto why = closed(model, *found.element, incoming)) {
    model.report(incoming ? "flow-into-closed" : "flow-out-of-closed", flow,
                 the + way + "the " + describe(*found.element) + ", which " + *why);
  }
}

void check_flow(Model& model, const Element& flow) {
  check_end(model, flow, "sourceRef", false);
  check_end(model, flow, "targetRef", true);
  const auto source = model.referred(flow, "sourceRef"), target = model.referred(flow, "targetRef");
  if (!source || !target) return;
  const auto from = source->parent(), to = target->parent();
  if (is_flow_node(*source) && is_flow_node(*target) && from && to && from->index() != to->index())
    model.report("flow-across-scopes", flow,
                 "The " + describe(flow) + " leads from the " + describe(*source) + " in the " +
                     describe(*from) + " to the " + describe(*target) + " in the " + describe(*to));
  if (flow.find("isImmediate") && !flow.flag("isImmediate", true) && model.executable(flow))
    model.report("flow-immediate", flow,
                 "The " + describe(flow) +
                     " of an executable process says isImmediate=\"false\": nothing may come in between");
  if (flow.child("conditionExpression") && (source->is("parallelGateway") || source->is("startEvent")))
    model.report("flow-condition-source", flow,
                 "The " + describe(flow) + " leaves the " + describe(*source) +
                     " and must not have a condition: a token takes every way out");
  if (flow.child("conditionExpression") && is_activity(*source) && model.outgoing(*source).size() == 1)
    model.report(
        "flow-condition-alone", flow,
        "The " + describe(flow) + " has a condition, but the " + describe(*source) + " has no other way out");
}

bool lists(const Element& node, std::string_view child_name, const Element& flow) {
  const auto id = flow.find("id");
  for (const Element child : node.children()) {
    if (!child.is(child_name)) continue;
    const std::string_view text = child.text();
    const std::size_t colon = text.find(':');
    if (id && (text == *id || (colon != text.npos && text.substr(colon + 1) == *id))) return true;
  }
  return false;
}

/// A child that lists a flow which begins or ends at another node.
void check_listed(Model& model, const Element& node, bool incoming) {
  const std::string_view name = incoming ? "incoming" : "outgoing";
  for (const Element& child : children(node, name)) {
    const auto flow = model.resolve(child, child.text()).element;
    if (!flow || !flow->is("sequenceFlow")) continue;
    const auto end = model.referred(*flow, incoming ? "targetRef" : "sourceRef");
    if (end && end->index() != node.index())
      model.report("flow-not-listed", child,
                   "The " + describe(node) + " lists the " + describe(*flow) + " as <" + std::string(name) +
                       ">, but it " + (incoming ? "leads to the " : "leaves the ") + describe(*end));
  }
}

/// A process that lists the flows of its nodes at all must list them everywhere: one that lists none has just
/// left out what the flows say already.
void check_lists(Model& model) {
  std::unordered_map<int, bool> lists_flows;
  for (const Element& element : model.elements())
    if (element.is("incoming") || element.is("outgoing"))
      if (const auto process = model.process_of(element)) lists_flows[process->index()] = true;
  for (const Element& node : model.elements()) {
    if (!is_flow_node(node)) continue;
    const auto process = model.process_of(node);
    if (!process || !lists_flows.count(process->index())) continue;
    for (const bool incoming : {true, false}) {
      check_listed(model, node, incoming);
      const std::string_view name = incoming ? "incoming" : "outgoing";
      for (const Element& flow : incoming ? model.incoming(node) : model.outgoing(node))
        if (!lists(node, name, flow))
          model.report("flow-not-listed", node,
                       "The " + describe(node) + " does not list the " + describe(flow) + " as <" +
                           std::string(name) + ">, though the process lists others");
    }
  }
}

/// Events in a flow are linked always; the others where there are start (end) events.
bool is_always_linked(const Element& node, bool incoming) {
  if (node.is("intermediateCatchEvent") || node.is("intermediateThrowEvent")) return true;
  return incoming ? node.is("endEvent") : node.is("startEvent") || node.is("boundaryEvent");
}

void check_linked(Model& model, const Element& scope) {
  if (!is_scope(scope) || scope.is("adHocSubProcess")) return;
  const bool starts = !children(scope, "startEvent").empty(), ends = !children(scope, "endEvent").empty();
  for (const Element node : scope.children()) {
    if (!is_flow_node(node) || stands_alone(node)) continue;
    const bool instantiates = node.flag("instantiate", false);
    const bool always_in = is_always_linked(node, true), always_out = is_always_linked(node, false);
    if ((starts || always_in) && !instantiates && model.incoming(node).empty() && !closed(model, node, true))
      model.report("node-not-reached", node,
                   "No sequence flow leads to the " + describe(node) +
                       (always_in ? "" : ", though the " + describe(scope) + " has a start event"));
    if ((ends || always_out) && model.outgoing(node).empty() && !closed(model, node, false))
      model.report("node-not-left", node,
                   "No sequence flow leaves the " + describe(node) +
                       (always_out ? "" : ", though the " + describe(scope) + " has an end event"));
  }
}

}  // namespace

void check_flows(Model& model) {
  for (const Element& element : model.elements()) {
    if (element.is("sequenceFlow")) check_flow(model, element);
    check_linked(model, element);
  }
  check_lists(model);
}

}  // namespace lienthong::bpmn::rules
