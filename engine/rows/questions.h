#pragma once
// Questions of handlers about rows of all process instances, answered as the running command sees them.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>
#include "engine/rows/workspace.h"

namespace lienthong::engine {

/// The process instances of a business key, oldest first.
std::vector<std::int64_t> roots_of_key(Workspace&, const std::string& business_key);
/// Those in which a variable of this name has this value in any scope, oldest first, and maybe some more.
/// None when more than `max` variables have it, or no index finds such values (null, lists, times …).
std::optional<std::vector<std::int64_t>> roots_with(Workspace&, const std::string& name, const Value& value,
                                                    std::size_t max);
/// The running process instances of a definition, by id, from behind `last` on, at most `max`.
std::vector<std::int64_t> roots_of(Workspace&, DefinitionId, std::int64_t last = 0,
                                   std::int64_t max = std::numeric_limits<std::int64_t>::max());
std::int64_t count_roots_of(Workspace&, DefinitionId);

std::vector<Resource> resources_of(Workspace&, DeploymentId);
std::optional<Resource> resource_of(Workspace&, DeploymentId, const std::string& name);

}  // namespace lienthong::engine
