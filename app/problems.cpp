#include "app/problems.h"
#include <algorithm>
#include <map>
#include <optional>
#include "app/commands.h"
#include "bpmn/reader.h"
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

/// The judgement of runs is the caller's: it has more time than a deployment.
std::vector<Problem> found_at_deployment(const std::string& bytes, const bpmn::Imports& beside,
                                         engine::Settings settings) {
  settings.soundness = engine::SoundnessPolicy::Off;
  return engine::prepare(bytes, beside, settings).problems;
}

}  // namespace

Examined examine(const std::filesystem::path& file, const std::string& bytes,
                 const engine::Settings& settings) {
  const bpmn::Imports beside = imports_beside(file);
  Examined out{bpmn::validate(bytes, beside), true};
  std::map<std::pair<int, int>, bool> said;  // whether as an error
  for (const Problem& problem : out.problems) said[{problem.line, problem.column}] |= is_error(problem);
  for (Problem& problem : found_at_deployment(bytes, beside, settings)) {
    const bool error = is_error(problem);
    if (error) out.deployable = false;
    const auto already = said.find({problem.line, problem.column});
    if (already != said.end() && (already->second || !error)) continue;
    if (error && bpmn::is_engine_demand(problem.rule)) {
      problem.severity = Problem::Severity::Warning;
      problem.message = "Not deployable: " + problem.message;
    }
    out.problems.push_back(std::move(problem));
  }
  std::ranges::stable_sort(out.problems, {}, [](const Problem& p) { return std::pair(p.line, p.column); });
  return out;
}

}  // namespace lienthong::app
