#pragma once
// What the driver and the undoing of work both do to an activity's row and its history.
#include "engine/steps/sight.h"

namespace lienthong::engine {

/// Along an arrow of the activity lifecycle (docs/lifecycles.md), which must be there.
void move_activity(Sight&, Instance&, lifecycle::ActivityOperation);
void close_history(Sight&, Instance&, bool canceled, bool completes_scope = false);

/// A line of the audit trail.
void audit(Sight&, InstanceId root, InstanceId instance, std::string kind, std::optional<std::string> actor,
           std::string subject, const Context& detail);

}  // namespace lienthong::engine
