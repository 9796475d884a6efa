#pragma once
// What the driver and the undoing of work both do to an activity's row and its history.
#include "engine/steps/sight.h"

namespace lienthong::engine {

/// Along an arrow of the activity lifecycle (docs/lifecycles.md), which must be there.
void move_activity(Sight&, Instance&, lifecycle::ActivityOperation);
/// The row that history has of an element from now on; its id and instance are still to be set.
ActivityHistory history_at(Sight&, const Instance& scope, const bpmn::Node&, bool body = false);
/// Whether a token that leaves the node goes nowhere from there: in Camunda's words it completes its scope,
/// whatever else still lives there. Not so a compensation handler.
bool ends_its_path(const bpmn::Node&);
void close_history(Sight&, Instance&, bool canceled, bool completes_scope = false);

/// A line of the audit trail.
void audit(Sight&, InstanceId root, InstanceId instance, std::string kind, std::optional<std::string> actor,
           std::string subject, const Context& detail);

}  // namespace lienthong::engine
