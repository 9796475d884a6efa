#pragma once
#include "engine/definitions/definition.h"
#include "engine/definitions/settings.h"

namespace lienthong::engine {

/// One BPMN file, as a deployment takes it: read, checked, its executable processes compiled.
struct Prepared {
  std::string target_namespace;
  std::vector<DefinitionPtr> definitions;  ///< usable when no problem is an error
  std::vector<Problem> problems;
};
Prepared prepare(std::string_view xml, const ResourceLookup& resources, const Settings&);

/// A process that was accepted before, from its file; null when the file no longer holds it.
DefinitionPtr prepare_again(std::string_view xml, const std::string& key, const ResourceLookup& resources,
                            const Settings&);

}  // namespace lienthong::engine
