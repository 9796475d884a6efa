#include "app/problems.h"
#include <algorithm>
#include <optional>
#include "app/commands.h"
#include "bpmn/validate.h"
#include "engine/definitions/preparation.h"

namespace lienthong::app {
namespace {

bool is_error(const Problem& problem) { return problem.severity == Problem::Severity::Error; }

/// Files beside the examined one, and only files.
bpmn::Imports imports_beside(const std::filesystem::path& file) {
  return [folder = file.parent_path()](const std::string& path) -> std::optional<std::string> {
    std::error_code error;
    if (!std::filesystem::is_regular_file(folder / path, error)) return std::nullopt;
    return read_file(folder / path);
  };
}

}  // namespace

Problem not_deployable(Problem problem) {
  problem.severity = Problem::Severity::Warning;
  problem.message = "Not deployable: " + problem.message;
  return problem;
}

Examined examine(const std::filesystem::path& file, const std::string& bytes, engine::Settings settings) {
  settings.soundness = engine::SoundnessPolicy::Off;  // the caller's: it has more time than a deployment
  engine::Prepared prepared = engine::prepare(bytes, imports_beside(file), settings);
  const auto telling = [](Problem& problem) {
    if (is_error(problem) && bpmn::is_engine_demand(problem.rule))
      problem = not_deployable(std::move(problem));
  };
  return {engine::findings(prepared, engine::Verdict::Check, telling),
          std::ranges::none_of(prepared.problems, is_error), std::move(prepared.definitions)};
}

}  // namespace lienthong::app
