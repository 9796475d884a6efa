#include "bpmn/checking.h"
#include "bpmn/events/event_type.h"

namespace lienthong::bpmn {
namespace {

void check_ends(Checking& checking, const Flow& flow) {
  if (flow.source < 0 || flow.target < 0) return;  // the reader has said so
  const Node& source = checking.process.node(flow.source);
  const Node& target = checking.process.node(flow.target);
  const auto wrong = [&](const char* rule, const std::string& why) {
    checking.error(flow.place, flow.id, rule, "The " + describe(flow) + " " + why);
  };
  if (source.parent != target.parent)
    wrong("flow-across-scopes", "leads from " + describe(source) + " to " + describe(target) +
                                    " across the border of a sub-process; both must be in the same one");
  for (const Node* end : {&source, &target}) {
    if (end->kind == Kind::EventSubProcess)
      wrong("flow-at-event-sub-process",
            "must not touch the " + describe(*end) + ", which its start event starts");
    if (end->for_compensation)
      wrong("flow-at-compensation", "must not touch the compensation activity \"" + end->id + "\"");
  }
  if (target.kind == Kind::StartEvent)
    wrong("flow-into-start", "leads into the start event \"" + target.id + "\"");
  if (target.kind == Kind::BoundaryEvent)
    wrong("flow-into-boundary",
          "leads into the boundary event \"" + target.id + "\"; lead it to the activity");
  if (source.kind == Kind::EndEvent) wrong("flow-from-end", "leaves the end event \"" + source.id + "\"");
}

void check_flow_condition(Checking& checking, const Flow& flow) {
  if (!flow.condition || flow.source < 0) return;
  const Node& source = checking.process.node(flow.source);
  if (flow.is_default)
    checking.warning(flow.place, flow.id, "default-with-condition",
                     "The condition of the default " + describe(flow) +
                         " is ignored: it is taken when no other of the " + describe(source) + " is");
  else if (source.kind == Kind::ParallelGateway || source.kind == Kind::EventBasedGateway)
    checking.warning(
        flow.place, flow.id, "condition-ignored",
        "The condition of the " + describe(flow) + " is ignored: it leaves the " + describe(source));
  else
    check_condition(checking, flow.id, flow.condition, "condition of the " + describe(flow));
}

void check_exclusive(Checking& checking, const Node& gateway) {
  if (gateway.outgoing.empty()) {
    checking.error(gateway, "exclusive-without-outgoing",
                   "The " + describe(gateway) + " needs an outgoing sequence flow");
    return;
  }
  const Flow& only = checking.process.flow(gateway.outgoing.front());
  if (gateway.outgoing.size() == 1) {
    if (only.condition && !only.is_default)
      checking.error(only.place, only.id, "exclusive-single-condition",
                     "The only sequence flow out of the " + describe(gateway) + " must have no condition");
    return;
  }
  std::vector<const Flow*> bare;
  for (const FlowIndex index : gateway.outgoing) {
    const Flow& flow = checking.process.flow(index);
    if (!flow.is_default && !flow.condition) bare.push_back(&flow);
  }
  if (bare.empty()) {
    if (gateway.default_flow < 0 && gateway.outgoing.size() > 1)
      checking.warning(gateway, "exclusive-without-default",
                       "Where no condition of the " + describe(gateway) +
                           " holds, the process fails there; give it a default flow");
    return;
  }
  const Flow& flow = *bare.back();
  if (gateway.default_flow >= 0)
    checking.warning(flow.place, flow.id, "default-flow-never",
                     "The " + describe(flow) + " has no condition, so the " + describe(gateway) +
                         " always takes it before its default flow; give it a condition");
  else if (bare.size() > 1)
    checking.error(
        flow.place, flow.id, "exclusive-without-condition",
        "The " + describe(gateway) + " has " + std::to_string(bare.size()) +
            " sequence flows without condition; give all but one a condition and make that one the default");
  else
    checking.warning(
        flow.place, flow.id, "exclusive-without-default",
        "The " + describe(flow) + " has no condition; make it the default flow of the " + describe(gateway));
}

/// A catch event of a kind that may stand nowhere in the flow is told once, by check_events.
bool may_stand_behind_gateway(const Node& target) {
  const EventPlaces& places = type_of(target.event()).may_stand;
  return target.kind == Kind::IntermediateCatchEvent &&
         (places.contains(EventPlace::AfterGateway) || !places.contains(EventPlace::Catch));
}

void check_event_based(Checking& checking, const Node& gateway) {
  if (gateway.instantiate && !gateway.incoming.empty())
    checking.error(gateway, "instantiating-gateway-incoming",
                   "The " + describe(gateway) +
                       " begins a process instance and must have no incoming flow (BPMN 10.6.6)");
  if (gateway.instantiate && checking.scope_of(gateway).kind != Kind::Process)
    checking.error(gateway, "instantiating-gateway-scope",
                   "The " + describe(gateway) + " begins a process instance and must stand in the process");
  if (gateway.parallel_events && !gateway.instantiate)
    checking.error(gateway, "parallel-event-gateway",
                   "The " + describe(gateway) +
                       " waits for all its events, which only an instantiating one does (BPMN 10.6.6)");
  if (gateway.async_after)
    checking.error(gateway, "event-gateway-async", "The " + describe(gateway) + " must not have asyncAfter");
  if (gateway.outgoing.empty())
    checking.error(gateway, "event-gateway-without-outgoing",
                   "The " + describe(gateway) + " would wait for ever; it needs outgoing flows");
  for (const FlowIndex index : gateway.outgoing) {
    const Flow& flow = checking.process.flow(index);
    if (flow.target < 0) continue;
    const Node& target = checking.process.node(flow.target);
    const bool receives = target.kind == Kind::ReceiveTask && !target.events.empty();
    if (!receives && !may_stand_behind_gateway(target))
      checking.error(flow.place, flow.id, "event-gateway-target",
                     "The " + describe(gateway) +
                         " may lead to intermediate catch events and receive tasks only, not to the " +
                         describe(target));
    else if (target.incoming.size() > 1)
      checking.error(target, "event-gateway-second-flow",
                     "The " + describe(target) +
                         " stands behind an event-based gateway and must have no other incoming flow");
  }
}

void check_gateway(Checking& checking, const Node& node) {
  switch (node.kind) {
    case Kind::ExclusiveGateway: check_exclusive(checking, node); break;
    case Kind::EventBasedGateway: check_event_based(checking, node); break;
    case Kind::ComplexGateway:
      check_condition(checking, node.id, node.activation_condition,
                      "activationCondition of the " + describe(node));
      if (node.incoming.size() > 1 && !node.activation_condition)
        checking.error(
            node, "complex-without-activation",
            "The " + describe(node) + " joins several flows and needs an activationCondition (BPMN 10.6.5)");
      break;
    default: break;
  }
}

/// By scope: whether something is drawn in it that begins it.
std::vector<bool> scopes_that_begin(const Process& process) {
  std::vector<bool> begins(process.nodes.size());
  for (const Node& node : process.nodes)
    if (node.kind == Kind::StartEvent || (node.instantiate && node.incoming.empty()))
      begins[static_cast<std::size_t>(node.parent)] = true;
  return begins;
}

/// Nothing leads there and nothing starts it: drawn, but never reached.
void check_reached(Checking& checking, const Node& node, const std::vector<bool>& begins) {
  const bool starts_itself = node.kind == Kind::Process || node.kind == Kind::StartEvent ||
                             node.kind == Kind::BoundaryEvent || node.kind == Kind::EventSubProcess ||
                             node.for_compensation;
  if (node.instantiate || starts_itself || !node.incoming.empty() ||
      checking.scope_of(node).kind == Kind::AdHocSubProcess)
    return;
  if (node.kind == Kind::IntermediateCatchEvent && node.event() == EventKind::Link) return;
  // Without a start event, which is an error of its own, all that nothing leads to would begin (BPMN 10.4.2).
  if (!begins[static_cast<std::size_t>(node.parent)]) return;
  checking.warning(node, "never-reached",
                   "No sequence flow leads to the " + describe(node) + "; it is never executed");
}

}  // namespace

void check_flows(Checking& checking) {
  for (const Flow& flow : checking.process.flows) {
    check_ends(checking, flow);
    check_flow_condition(checking, flow);
  }
  const std::vector<bool> begins = scopes_that_begin(checking.process);
  for (const Node& node : checking.process.nodes) {
    check_gateway(checking, node);
    check_reached(checking, node, begins);
  }
}

}  // namespace lienthong::bpmn
