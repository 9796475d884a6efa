#pragma once
#include "engine/commands.h"
#include "engine/steps/run.h"

namespace lienthong::engine {

/// The gate of commands: what a person or client asks of a stopped process instance is refused here, with
/// Refused{Suspended} in the contract's words, before any handler acts. What a command names and is not there
/// is its handler's to tell. docs/suspension.md
void check_may_touch(Run&, const Command&);

}  // namespace lienthong::engine
