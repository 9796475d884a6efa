#pragma once
// Promises about time: armed when their element starts, met when it completes, missed when the due instant
// finds it still running. The ladder's rungs are told to people through notifications, and to the process
// through escalations. (docs/formats/extensions.md)
#include "engine/data/data.h"

namespace lienthong::engine {

void open_deadlines(Run&, Instance&, const bpmn::Node&);
void close_deadlines(Run&, const Instance&, bool completed);
/// The instant of a rung has come. May end the instance.
void fire_rung(Run&, Instance& owner, RungId);
/// The rung behind that of `job` has a job from now on, if it had none.
void plan_rung_after(Run&, const Job& job, RungId);
/// Somebody has called it off; those behind it stay planned.
void cancel_rung(Run&, const Job&, RungId, const std::optional<std::string>& user);
/// The rungs of a deadline that an older version has set, but for the first `passed` points.
void plan_ladder(Run&, const Instance& owner, DeadlineId, std::int64_t passed);

}  // namespace lienthong::engine
