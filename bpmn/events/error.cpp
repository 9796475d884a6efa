#include "bpmn/checking.h"
#include "bpmn/events/event_type.h"
#include "bpmn/reading.h"

namespace lienthong::bpmn {
namespace {

void read_error(Reading& reading, const xml::Element& from, EventDefinition& event) {
  event.reference = from.attribute("errorRef");
  event.code = reading.error_code(event.reference);
  if (const Declared* error = look_up(reading.errors, event.reference))
    event.error_message = error->message;
  else if (!event.reference.empty())
    tell_unknown_error(reading, from, event.reference);
  event.code_variable = from.attribute("errorCodeVariable", xml::Space::Camunda);
  event.message_variable = from.attribute("errorMessageVariable", xml::Space::Camunda);
}

void check_error(Checking& checking, const Node& node, const EventDefinition& event) {
  if (is_throwing(node) && event.code.empty())
    checking.error(event.place, node.id, "error-without-code",
                   "The " + describe(node) + " needs an errorRef to an error with an errorCode");
}

}  // namespace

const EventType error_event{.kind = EventKind::Error,
                            .may_stand = {EventPlace::EventSubProcess, EventPlace::Boundary, EventPlace::End},
                            .waits_beside_others = false,
                            .words = {"errorStartEvent", "", "", "boundaryError", "errorEndEvent"},
                            .attributes = "errorRef",
                            .children = "",
                            .read = read_error,
                            .check = check_error,
                            .waits_for = may_repeat};

}  // namespace lienthong::bpmn
