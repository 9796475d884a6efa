#pragma once
#include <optional>
#include <string>
#include "engine/steps/sight.h"

namespace lienthong::engine {

/// An incident, and a copy on each calling process up to the outermost (bpmn-extensions 18.3). Answers its
/// id. `node`: where it stands; of a job the job's, which may be inside the instance.
IncidentId raise_incident(Sight&, const Instance&, const std::string& type, const std::string& node,
                          const std::string& failed_node, const std::optional<std::string>& message,
                          const std::optional<std::string>& configuration);
/// A row with its history; fills in its id and instant, and itself as a cause that is missing.
IncidentId open_incident(Sight&, Incident);
void end_incident(Sight&, Incident&, const char* state);
/// The incident of a job, and its copies in calling processes. `state`: resolved or deleted.
void end_incidents(Sight&, std::int64_t root, const std::string& configuration, const char* state);
/// All of an instance that goes.
void end_incidents_of(Sight&, const Instance&);

}  // namespace lienthong::engine
