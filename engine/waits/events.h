#pragma once
// Events that are thrown: errors and escalations outwards, signals to everybody. Each may end the instance it
// comes from.
#include "engine/data/data.h"

namespace lienthong::engine {

/// An error raised in `from`; false when nobody catches it. `from_itself`: its own boundary events may.
bool throw_error(Run&, Instance& from, bool from_itself, const std::string& code,
                 const std::optional<std::string>& message);
bool throw_escalation(Run&, Instance& from, bool from_itself, const std::string& code);
/// To everybody who listens now, in every process instance, and who starts by it. Very many are left to a
/// sweep, which is answered. `from`: the thrower's process instance.
SweepId broadcast_signal(Run&, const std::string& name, const Variables&,
                         const std::optional<std::string>& business_key = {}, InstanceId from = {});
/// To those of one process instance that have listened since before an id was given; now, or by a job each.
void signal_in(Run&, const std::string& name, const Variables&, InstanceId root, std::int64_t before);
void signal_in_by_jobs(Run&, const std::string& name, InstanceId root, std::int64_t before);
/// A signal event throws: with its payload, or (`camunda:async`) each listener gets it in a job of its own,
/// without payload.
void throw_signal(Run&, const bpmn::EventDefinition&, const Instance& from);
/// An event that an activity itself throws (BPMN 10.5.1, implicit throw event): its own boundary events
/// catch it first.
void throw_implicitly(Run&, Instance& from, const bpmn::EventDefinition&);

}  // namespace lienthong::engine
