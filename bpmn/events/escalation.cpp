#include "bpmn/checking.h"
#include "bpmn/events/event_type.h"
#include "bpmn/reading.h"

namespace lienthong::bpmn {
namespace {

// A dangling reference stands in for the code it fails to give, so that it is reported once.
void read_escalation(Reading& reading, const xml::Element& from, EventDefinition& event) {
  event.reference = from.attribute("escalationRef");
  const Declared* escalation = resolve(reading, from, reading.escalations, event.reference, "escalation");
  event.code = escalation ? escalation->code : event.reference;
  event.code_variable = from.attribute("escalationCodeVariable", xml::Space::Camunda);
}

void check_escalation(Checking& checking, const Node& node, const EventDefinition& event) {
  if (is_throwing(node) && event.code.empty())
    checking.error(
        event.place, node.id, "escalation-without-code",
        "The " + describe(node) + " needs an escalationRef to an escalation with an escalationCode");
}

}  // namespace

// Which codes a scope may catch together is more than a comparison: check_events.cpp.
const EventType escalation_event{
    .kind = EventKind::Escalation,
    .may_stand = {EventPlace::EventSubProcess, EventPlace::Throw, EventPlace::Boundary, EventPlace::End},
    .waits_beside_others = true,
    .words = {"escalationStartEvent", "", "intermediateEscalationThrowEvent", "boundaryEscalation",
              "escalationEndEvent"},
    .attributes = "escalationRef",
    .children = "",
    .read = read_escalation,
    .check = check_escalation,
    .waits_for = may_repeat};

}  // namespace lienthong::bpmn
