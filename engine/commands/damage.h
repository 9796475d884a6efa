#pragma once
#include "engine/commands.h"
#include "engine/steps/run.h"

namespace lienthong::engine {

/// An incident says what was found damaged, once; what no longer has anybody to start for it is erased.
void tell_of(Run&, const Damage&);
/// Deletes a process instance that cannot run, row by row, and what it called. False: nothing is left of it.
bool delete_remains(Run&, InstanceId root, const std::optional<std::string>& reason);

}  // namespace lienthong::engine
