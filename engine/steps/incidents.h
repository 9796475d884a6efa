#pragma once
#include <optional>
#include <string>
#include "engine/steps/sight.h"

namespace lienthong::engine {

/// A job cannot go on until a person has helped; in each process that calls its own, up to the outermost, a
/// copy (bpmn-extensions 18.3).
void raise_incident(Sight&, const Job&);
/// What a client tells of an execution. Answers its id.
IncidentId raise_incident(Sight&, const Instance&, const std::string& type,
                          const std::optional<std::string>& message,
                          const std::optional<std::string>& configuration);
/// With its history and its copies; fills in ids, causes and the instant.
IncidentId open_incident(Sight&, Incident);

/// An incident, and its copies. `state`: resolved or deleted.
void end_incident(Sight&, const Incident&, const char* state);
/// That of a job, if it has one.
void end_incident(Sight&, const Job&, const char* state);
/// One row, without its copies.
void end_alone(Sight&, Incident&, const char* state);
/// All of an instance that goes.
void end_incidents_of(Sight&, const Instance&);

}  // namespace lienthong::engine
