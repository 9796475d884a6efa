#include "bpmn/checking.h"
#include "bpmn/events/event_type.h"
#include "bpmn/reading.h"

namespace lienthong::bpmn {
namespace {

void read_message(Reading& reading, const xml::Element& from, EventDefinition& event) {
  event.reference = from.attribute("messageRef");
  event.name = reading.message_name(from, event.reference);
  event.time_to_live = from.attribute("timeToLive", xml::Space::Lienthong);
  if (event.time_to_live.empty()) event.time_to_live = reading.message_time_to_live(event.reference);
}

// A message that is thrown is sent by a worker; its name plays no part.
void check_message(Checking& checking, const Node& node, const EventDefinition& event) {
  if (!is_throwing(node) && event.name.empty())
    checking.error(event.place, node.id, "message-without-name",
                   "The " + describe(node) + " needs a messageRef to a message with a name");
}

}  // namespace

const EventType message_event{
    .kind = EventKind::Message,
    .may_stand = {EventPlace::Start, EventPlace::EventSubProcess, EventPlace::Catch, EventPlace::Throw,
                  EventPlace::Boundary, EventPlace::End, EventPlace::AfterGateway},
    .waits_beside_others = true,
    .words = {"messageStartEvent", "intermediateMessageCatch", "intermediateMessageThrowEvent",
              "boundaryMessage", "messageEndEvent"},
    .attributes = "messageRef",
    .children = "operationRef?",
    .read = read_message,
    .check = check_message,
    .waits_for = once_a_name};

}  // namespace lienthong::bpmn
