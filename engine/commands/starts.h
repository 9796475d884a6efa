#pragma once
#include "engine/steps/run.h"

namespace lienthong::engine {

/// Start events of the newest version of a process wait; those of no other.
void arm_start_events(Run&, const DefinitionRow&);
void disarm_start_events(Run&, DefinitionId);
/// Who may start it (camunda:candidateStarterUsers and …Groups), evaluated without an instance.
void add_starters(Run&, const DefinitionRow&, const Definition&);
void remove_starters(Run&, DefinitionId);

}  // namespace lienthong::engine
