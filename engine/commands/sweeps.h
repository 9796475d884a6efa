#pragma once
// Slices of commands on many (engine/rows/sweep.h), and what they do to one.
#include "engine/commands.h"
#include "engine/steps/run.h"
#include "engine/steps/sweeps.h"

namespace lienthong::engine {

/// A sweep comes to a process instance out of turn, because somebody asks for that.
void reach_out_of_turn(Run&, SweepId, InstanceId root);
/// That has failed: what can be done without running anything, so that the sweep can go on.
void force_out_of_turn(Run&, SweepId, InstanceId root, const std::string& why);
/// Nothing could be done: it is not asked for again.
void pass_by(Run&, SweepId, InstanceId root, const std::string& why);
/// A slice has failed: the next one is smaller. When it was one process instance only, that one is forced.
void narrow(Run&, SweepId, const std::string& why);
/// Not even that could be done: goes on behind it.
void step_over(Run&, SweepId, const std::string& why);

// What they do.
void suspend_tree(Run&, InstanceId root, bool suspended);
/// With its definition. Whoever called it cannot get an answer any more: an incident there, unless he goes
/// with the definition or the deployment `leaving` as well. `by_force`: nothing in it is told.
void delete_root(Run&, InstanceId root, DeploymentId leaving, bool by_force = false);
void erase_files(Run&, DeploymentId);
/// At most `max` rows of an ended process instance; answers how many.
std::int64_t erase_history(Run&, InstanceId root, std::int64_t max);
/// The message comes to all who wait for it in a process instance, and have since before an id was given.
void deliver_in(Run&, const CorrelateMessage&, InstanceId root, std::int64_t before, Correlated& answer);

}  // namespace lienthong::engine
