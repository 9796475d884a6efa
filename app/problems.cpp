#include "app/problems.h"
#include <algorithm>
#include <map>
#include <optional>
#include "app/commands.h"
#include "bpmn/reader.h"
#include "bpmn/validate.h"
#include "engine/definition.h"

namespace lienthong::app {
namespace {

bool is_error(const Problem& problem) { return problem.severity == Problem::Severity::Error; }

std::vector<Problem> found_at_deployment(const bpmn::Document& document) {
  std::vector<Problem> problems = bpmn::check(document);
  if (std::ranges::none_of(problems, is_error))
    for (bpmn::Process process : document.processes)
      if (process.executable) engine::Definition(std::move(process), problems);
  return problems;
}

/// Files beside the examined one, and only files.
bpmn::Imports imports_beside(const std::filesystem::path& file) {
  return [folder = file.parent_path()](const std::string& path) -> std::optional<std::string> {
    std::error_code error;
    if (!std::filesystem::is_regular_file(folder / path, error)) return std::nullopt;
    return read_file(folder / path);
  };
}

}  // namespace

Examined examine(const std::filesystem::path& file, const bpmn::Document& document,
                 const std::string& bytes) {
  Examined out{bpmn::validate(bytes, imports_beside(file)), true};
  std::map<std::pair<int, int>, bool> said;  // whether as an error
  for (const Problem& problem : out.problems) said[{problem.line, problem.column}] |= is_error(problem);
  for (Problem& problem : found_at_deployment(document)) {
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
