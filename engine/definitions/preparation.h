#pragma once
#include "engine/definitions/definition.h"
#include "engine/definitions/settings.h"

namespace lienthong::engine {

/// One BPMN file, as a deployment takes it: read, checked, its executable processes compiled.
struct Prepared {
  std::string target_namespace;
  std::vector<DefinitionPtr> definitions;  ///< usable when no problem is an error
  std::vector<Problem> problems;
  std::size_t of_model = 0;         ///< so many of them, from the first on, are about the model's structure
  std::vector<Problem> violations;  ///< of the standard, whether or not a deployment minds them
};
Prepared prepare(std::string_view xml, const ResourceLookup& resources, const Settings&);

/// Who asks for a file's findings: for a deployment, violations are warnings.
enum class Verdict { Check, Deployment };
/// Problems and violations, by place; what both say of one place is said once. `telling` may change how a
/// problem is told.
std::vector<Problem> findings(const Prepared&, Verdict, const std::function<void(Problem&)>& telling = {});

/// That two files of one deployment hold a process of one id.
Problem process_twice(const bpmn::Process&, const std::string& other_file);

/// A process that was accepted before, from its file; null when the file no longer holds it.
DefinitionPtr prepare_again(std::string_view xml, const std::string& key, const ResourceLookup& resources,
                            const Settings&);

}  // namespace lienthong::engine
