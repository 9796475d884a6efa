#include <algorithm>
#include "bpmn/rules/model.h"

namespace lienthong::bpmn::rules {
namespace {

/// Whether the declared direction contradicts the flows.
bool check_direction(Model& model, const Element& gateway) {
  const std::string direction = gateway.attribute("gatewayDirection");
  const std::size_t in = model.incoming(gateway).size(), out = model.outgoing(gateway).size();
  const bool merges = in > 1, splits = out > 1;
  const bool wrong = (direction == "Converging" && (!merges || splits)) ||
                     (direction == "Diverging" && (merges || !splits)) ||
                     (direction == "Mixed" && (!merges || !splits));
  if (wrong)
    model.report("gateway-direction", gateway,
                 "The " + describe(gateway) + " is declared " + direction + ", but it has " +
                     std::to_string(in) + " incoming and " + std::to_string(out) +
                     " outgoing sequence flows");
  return wrong;
}

void check_ways(Model& model, const Element& gateway) {
  const std::size_t in = model.incoming(gateway).size(), out = model.outgoing(gateway).size();
  if (in < 2 && out < 2)
    model.report("gateway-one-way", gateway,
                 "The " + describe(gateway) +
                     " neither merges nor splits: it needs two or more incoming or outgoing sequence flows");
}

void check_default(Model& model, const Element& holder) {
  const auto flow = model.referred(holder, "default");
  if (!flow || !flow->is("sequenceFlow")) return;
  const auto source = model.referred(*flow, "sourceRef");
  if (!source || source->index() != holder.index())
    model.report("default-not-outgoing", holder,
                 "The default of the " + describe(holder) + " is the " + describe(*flow) +
                     ", which does not leave it");
}

/// A receive task, or a catch event that waits for something the gateway can choose by.
bool is_event_target(const Model& model, const Element& node) {
  if (node.is("receiveTask")) return true;
  if (!node.is("intermediateCatchEvent")) return false;
  const Elements definitions = model.event_definitions(node);
  return !definitions.empty() && std::all_of(definitions.begin(), definitions.end(), [](const Element& one) {
    return may_stand(event_kind(one), EventPlace::AfterGateway);
  });
}

/// Boundary events by the id of their activity.
using Boundaries = std::unordered_map<std::string_view, Element>;

void check_event_based(Model& model, const Element& gateway, const Boundaries& boundaries) {
  const Elements& out = model.outgoing(gateway);
  if (out.size() < 2)
    model.report("event-gateway-ways", gateway,
                 "The " + describe(gateway) + " needs two or more outgoing sequence flows");
  bool receive = false, message = false;
  for (const Element& flow : out) {
    if (flow.child("conditionExpression"))
      model.report("event-gateway-condition", flow,
                   "The " + describe(flow) + " behind the " + describe(gateway) +
                       " has a condition; the event alone decides");
    const auto target = model.referred(flow, "targetRef");
    if (!target || !is_flow_node(*target)) continue;
    if (!is_event_target(model, *target)) {
      model.report("event-gateway-target", *target,
                   "The " + describe(*target) + " stands behind the " + describe(gateway) +
                       ", where only receive tasks and message, signal, timer and conditional catch events "
                       "may stand");
      continue;
    }
    if (model.incoming(*target).size() > 1)
      model.report("event-gateway-target-shared", *target,
                   "The " + describe(*target) + " behind the " + describe(gateway) +
                       " must have no other incoming sequence flow");
    if (target->is("receiveTask")) {
      receive = true;
      if (const auto at = boundaries.find(target->find("id").value_or("")); at != boundaries.end())
        model.report("event-gateway-receive-boundary", at->second,
                     "The " + describe(*target) + " stands behind the " + describe(gateway) +
                         " and must have no boundary event");
    } else {
      for (const Element& definition : model.event_definitions(*target))
        message = message || event_kind(definition) == "message";
    }
  }
  if (receive && message)
    model.report("event-gateway-mixed", gateway,
                 "Behind the " + describe(gateway) +
                     " stand both receive tasks and message events; use one of the two");
}

bool is_none_start(const Model& model, const Element& node) {
  return node.is("startEvent") && model.event_definitions(node).empty();
}

/// How an event-based gateway may begin a process (BPMN 10.6.6).
void check_event_based_start(Model& model, const Element& gateway) {
  if (!gateway.flag("instantiate", false)) {
    if (gateway.attribute("eventGatewayType") == "Parallel")
      model.report("event-gateway-parallel", gateway,
                   "The " + describe(gateway) +
                       " is parallel, which only one that starts the process (instantiate=\"true\") may be");
    return;
  }
  const Elements& in = model.incoming(gateway);
  const bool behind_start = std::all_of(in.begin(), in.end(), [&](const Element& flow) {
    const auto source = model.referred(flow, "sourceRef");
    return source && is_none_start(model, *source);
  });
  if (!behind_start)
    model.report("event-gateway-instantiate", gateway,
                 "The " + describe(gateway) +
                     " starts the process (instantiate=\"true\"); a flow may lead to it from nothing but a "
                     "start event without event definition");
  else if (in.empty() && !children(*gateway.parent(), "startEvent").empty())
    model.report(
        "event-gateway-instantiate", gateway,
        "The " + describe(gateway) +
            " starts the process (instantiate=\"true\") beside a start event, which must lead to it");
}

}  // namespace

void check_gateways(Model& model) {
  Boundaries boundaries;
  for (const Element& element : model.elements())
    if (element.is("boundaryEvent")) boundaries.emplace(element.find("attachedToRef").value_or(""), element);
  for (const Element& element : model.elements()) {
    if (element.find("default")) check_default(model, element);
    if (!is_gateway(element)) continue;
    const bool event_based = element.is("eventBasedGateway") && model.process_of(element);
    if (!check_direction(model, element) && !event_based) check_ways(model, element);
    // In a choreography the gateway chooses between messages of the next tasks (BPMN 11.7.2).
    if (!event_based) continue;
    check_event_based(model, element, boundaries);
    check_event_based_start(model, element);
  }
}

}  // namespace lienthong::bpmn::rules
