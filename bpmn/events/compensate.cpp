#include "bpmn/events/event_type.h"
#include "xml/tree.h"

namespace lienthong::bpmn {
namespace {

void read_compensate(Reading&, const xml::Element& from, EventDefinition& event) {
  event.activity_ref = from.attribute("activityRef");
  event.wait_for_completion = from.flag("waitForCompletion", true);
}

}  // namespace

// What may be undone, and from where, is checked with its handlers: check_compensation.cpp.
const EventType compensate_event{
    .kind = EventKind::Compensate,
    .may_stand = {EventPlace::EventSubProcess, EventPlace::Throw, EventPlace::Boundary, EventPlace::End},
    .waits_beside_others = false,
    .words = {"compensationStartEvent", "", "intermediateCompensationThrowEvent", "compensationBoundaryCatch",
              "compensationEndEvent"},
    .attributes = "waitForCompletion:b activityRef",
    .children = "",
    .read = read_compensate,
    .check = check_nothing,
    .waits_for = once};

}  // namespace lienthong::bpmn
