#include "bpmn/events/event_type.h"

namespace lienthong::bpmn {

// That it belongs to a transaction is checked in check_compensation.cpp.
const EventType cancel_event{.kind = EventKind::Cancel,
                             .may_stand = {EventPlace::Boundary, EventPlace::End},
                             .waits_beside_others = false,
                             .words = {"", "", "", "cancelBoundaryCatch", "cancelEndEvent"},
                             .attributes = "",
                             .children = "",
                             .read = read_nothing,
                             .check = check_nothing,
                             .waits_for = once};

}  // namespace lienthong::bpmn
