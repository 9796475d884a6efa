#pragma once
#include <vector>
#include "base/refused.h"
#include "engine/definitions/definition.h"

namespace lienthong::engine {

/// Limits of the engine that every run of these processes meets: loops of more instances than there may be,
/// and processes that call each other on every way, for ever.
void check_limits(const std::vector<DefinitionPtr>&, std::vector<Problem>&);

}  // namespace lienthong::engine
