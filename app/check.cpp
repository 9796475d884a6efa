#include "dmn/check.h"
#include <algorithm>
#include <cstdio>
#include "adapters/directory.h"
#include "adapters/javascript/confined_scripts.h"
#include "app/commands.h"
#include "app/decision_files.h"
#include "app/problems.h"
#include "app/report.h"
#include "app/surroundings.h"
#include "bpmn/reader.h"
#include "engine/definitions/outside.h"
#include "engine/definitions/preparation.h"

namespace lienthong::app {
namespace {

void sort_problems(std::vector<Problem>& problems) {
  std::ranges::stable_sort(problems, {}, [](const Problem& p) { return std::pair(p.line, p.column); });
}

bool has_an_error(const std::vector<Problem>& problems) {
  return std::ranges::any_of(problems,
                             [](const Problem& p) { return p.severity == Problem::Severity::Error; });
}

/// What is wrong with a DMN file, and what its tables leave out. The files beside it may be imported.
Checked check_decisions(const std::filesystem::path& file) {
  std::vector<std::filesystem::path> files{file};
  for (const auto& entry :
       std::filesystem::directory_iterator(file.has_parent_path() ? file.parent_path() : "."))
    if (entry.path().extension() == ".dmn" && entry.path().filename() != file.filename())
      files.push_back(entry.path());
  std::sort(files.begin() + 1, files.end());
  const DecisionFiles read(files);
  Checked checked;
  for (const Problem& p : read.problems)
    if (p.resource == file.string()) checked.problems.push_back(p);
  std::ranges::move(dmn::check(*read.model), std::back_inserter(checked.problems));
  checked.deployable = !has_an_error(checked.problems);
  sort_problems(checked.problems);
  return checked;
}

Checked check_form_file(const std::filesystem::path& file) {
  Checked checked;
  checked.problems = engine::check_form(read_file(file));
  checked.deployable = std::ranges::none_of(checked.problems, engine::refuses_form);
  return checked;
}

/// What a file's processes have to do with other files.
void check_beside(const std::filesystem::path& file, Surroundings& around, Examined& examined) {
  for (const engine::DefinitionPtr& definition : examined.definitions) {
    const bpmn::Process& process = definition->process();
    for (const engine::Outside& what : engine::outside_of(process))
      if (!around.has(what)) examined.problems.push_back(engine::not_at_hand(what));
    if (const auto other = around.twin(file, process.id)) {
      examined.problems.push_back(not_deployable(engine::process_twice(process, other->string())));
      examined.deployable = false;
    }
  }
}

/// What is wrong with a file, and how a run of it can go wrong.
Checked check_file(const std::filesystem::path& file, const engine::Settings& settings,
                   Surroundings& around) {
  const std::string bytes = read_file(file);
  Examined examined = examine(file, bytes, settings);
  check_beside(file, around, examined);
  const bpmn::Document document = bpmn::read(bytes);
  if (document.processes.empty() &&
      has_an_error(examined.problems))  // no process can be told from such a file
    return {std::move(examined.problems), examined.deployable, {}};
  bpmn::Judgement judgement = bpmn::judge_soundness(document);
  std::ranges::move(judgement.problems, std::back_inserter(examined.problems));
  sort_problems(examined.problems);
  return {std::move(examined.problems), examined.deployable, std::move(judgement.soundness)};
}

/// A file that cannot be judged has a problem like any other; those behind it are judged all the same.
Checked judged(const std::filesystem::path& file, const engine::Settings& settings,
               Surroundings& around) try {
  if (file.extension() == ".dmn") return check_decisions(file);
  if (file.extension() == ".form") return check_form_file(file);
  return check_file(file, settings, around);
} catch (const std::exception& error) {
  return {{{Problem::Severity::Error, "not-judged", error.what(), "", 0, 0, ""}}, false, {}};
}

/// BPMN, DMN and form files, sorted; at least one.
std::vector<std::filesystem::path> checkable_below(const std::filesystem::path& path) {
  std::vector<std::filesystem::path> files;
  const auto is_checkable = [](const std::filesystem::path& kind) {
    return kind == ".bpmn" || kind == ".dmn" || kind == ".form";
  };
  for (const auto& file : files_below(path, ""))
    if (!std::filesystem::is_directory(path) || is_checkable(file.extension())) files.push_back(file);
  if (files.empty())
    throw Refused(Refused::Kind::NotFound, "there is no .bpmn or .dmn file in '" + path.string() + "'");
  return files;
}

struct Counts {
  int errors = 0, warnings = 0, files = 0, refused = 0;

  void add(const Checked& checked) {
    ++files;
    refused += checked.deployable ? 0 : 1;
    for (const Problem& p : checked.problems) ++(p.severity == Problem::Severity::Error ? errors : warnings);
  }
  void print() const {
    std::printf("%d file%s checked: %d error%s, %d warning%s, %d not deployable\n", files,
                files == 1 ? "" : "s", errors, errors == 1 ? "" : "s", warnings, warnings == 1 ? "" : "s",
                refused);
  }
};

}  // namespace

int check(const std::vector<std::filesystem::path>& paths, const CheckOptions& options) {
  javascript::ConfinedScripts scripts({});
  engine::Settings settings;
  settings.calendar = read_calendar(options.calendar);
  settings.delegates = read_delegates(options.delegates);
  if (options.javascript) settings.scripts = &scripts;
  settings.is_unit = units_of(options.organisation);
  std::vector<std::filesystem::path> files;
  for (const auto& path : paths) std::ranges::move(checkable_below(path), std::back_inserter(files));
  Surroundings around(files);
  Counts counts;
  std::vector<std::pair<std::filesystem::path, Checked>> all;
  for (const auto& file : files) {
    Checked checked = judged(file, settings, around);
    counts.add(checked);
    if (options.format == CheckOptions::Format::Text) write_text(file, checked);
    if (options.format == CheckOptions::Format::Json) write_json(file, checked);
    std::fflush(stdout);  // whatever becomes of the next file
    if (options.format == CheckOptions::Format::Sarif) all.emplace_back(file, std::move(checked));
  }
  if (options.format == CheckOptions::Format::Text) counts.print();
  if (options.format == CheckOptions::Format::Sarif) std::printf("%s\n", sarif(all, options.version).c_str());
  return counts.errors || counts.refused ? exit_found : exit_ok;
}

}  // namespace lienthong::app
