#pragma once
// Validation: whether a file is BPMN 2.0 at all, executable or not. Deployment asks something else, namely
// whether this program can run it: see `check` in bpmn/reader.h.
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "base/refused.h"

namespace lienthong::bpmn {

/// The bytes of a file named by an `import`, by its path relative to the validated file; nothing when there
/// is none. Absolute URIs are never asked for.
using Imports = std::function<std::optional<std::string>(const std::string& path)>;

/// Everything in a file that contradicts the standard: the schema, references, and the constraints of the
/// text that docs/formats/rules.md lists. Without `imports`, imported files are not looked at.
std::vector<Problem> validate(std::string_view xml, const Imports& imports = {});

/// Whether a rule of `check` is this engine's demand and not the standard's: a valid file may break it, and
/// is then only not deployable here.
bool is_engine_demand(std::string_view rule);

}  // namespace lienthong::bpmn
