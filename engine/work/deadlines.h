#pragma once
// Promises about time: armed when their element starts, met when it completes, missed when the due instant
// finds it still running. The ladder's rungs are told to people through notifications, and to the process
// through escalations. (docs/formats/extensions.md)
#include "engine/data/data.h"

namespace lienthong::engine {

void open_deadlines(Run&, Instance&, const bpmn::Node&);
void close_deadlines(Run&, const Instance&, bool completed);
/// Every point that has come: several at once after a stop, each still told once. May end the instance.
void fire_rung(Run&, Job&);

}  // namespace lienthong::engine
