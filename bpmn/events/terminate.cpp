#include "bpmn/events/event_type.h"

namespace lienthong::bpmn {

const EventType terminate_event{.kind = EventKind::Terminate,
                                .may_stand = {EventPlace::End},
                                .waits_beside_others = false,
                                .words = {"", "", "", "", "terminateEndEvent"},
                                .attributes = "",
                                .children = "",
                                .read = read_nothing,
                                .check = check_nothing,
                                .waits_for = may_repeat};

}  // namespace lienthong::bpmn
