#include "dmn/check.h"
#include <algorithm>
#include <cstdio>
#include <optional>
#include "adapters/javascript/confined_scripts.h"
#include "app/commands.h"
#include "app/decision_files.h"
#include "app/problems.h"
#include "base/json.h"
#include "bpmn/reader.h"
#include "bpmn/soundness/soundness.h"

namespace lienthong::app {
namespace {

struct Checked {
  std::vector<Problem> problems;
  bool deployable = true;
  std::optional<bpmn::Soundness> soundness;
};

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
  checked.deployable = std::ranges::none_of(
      checked.problems, [](const Problem& p) { return p.severity == Problem::Severity::Error; });
  std::ranges::stable_sort(checked.problems, {},
                           [](const Problem& p) { return std::pair(p.line, p.column); });
  return checked;
}

/// What is wrong with a file, and how a run of it can go wrong.
Checked check_file(const std::filesystem::path& file, const engine::Settings& settings) {
  const std::string bytes = read_file(file);
  Examined examined = examine(file, bytes, settings);
  bpmn::Judgement judgement = bpmn::judge_soundness(bpmn::read(bytes));
  std::ranges::move(judgement.problems, std::back_inserter(examined.problems));
  std::ranges::stable_sort(examined.problems, {},
                           [](const Problem& p) { return std::pair(p.line, p.column); });
  return {std::move(examined.problems), examined.deployable, std::move(judgement.soundness)};
}

const char* severity(const Problem& p) {
  return p.severity == Problem::Severity::Error ? "error" : "warning";
}

void write_property(json::Writer& out, std::string_view name, const std::optional<bool>& holds) {
  out.key(name);
  if (holds)
    out.boolean(*holds);
  else
    out.null();
}

void write_soundness(json::Writer& out, const std::optional<bpmn::Soundness>& soundness) {
  out.key("soundness");
  if (!soundness) {
    out.null();
    return;
  }
  out.object();
  write_property(out, "safe", soundness->safe);
  write_property(out, "optionToComplete", soundness->option_to_complete);
  write_property(out, "properCompletion", soundness->proper_completion);
  write_property(out, "noDeadActivities", soundness->no_dead_activities);
  write_property(out, "sound", soundness->sound());
  out.key("states").number(static_cast<std::int64_t>(soundness->states));
  out.key("bounded").boolean(soundness->bounded);
  out.key("counterexample").array();
  for (const std::string& id : soundness->counterexample) out.string(id);
  out.end().end();
}

void write_json(const std::filesystem::path& file, const Checked& checked) {
  std::string text;
  json::Writer out(text);
  out.object().key("file").string(file.string()).key("problems").array();
  for (const Problem& p : checked.problems)
    out.object()
        .key("severity")
        .string(severity(p))
        .key("rule")
        .string(p.rule)
        .key("message")
        .string(p.message)
        .key("elementId")
        .string(p.element_id)
        .key("line")
        .number(p.line)
        .key("column")
        .number(p.column)
        .end();
  out.end();
  write_soundness(out, checked.soundness);
  out.end();
  std::printf("%s\n", text.c_str());
}

std::string verdict(const std::optional<bpmn::Soundness>& soundness) {
  if (!soundness) return "soundness not judged";
  const std::string states = std::to_string(soundness->states) + " states";
  if (soundness->sound() == true) return "sound (" + states + ")";
  std::string text = soundness->sound() == false ? "not sound (" : "soundness unknown (";
  const auto add = [&](const char* name, const std::optional<bool>& holds) {
    if (holds != true) text += std::string(name) + (holds ? ": no, " : ": unknown, ");
  };
  add("option to complete", soundness->option_to_complete);
  add("safe", soundness->safe);
  add("proper completion", soundness->proper_completion);
  add("no dead activities", soundness->no_dead_activities);
  return text + states + (soundness->bounded ? ")" : ", the bound)");
}

void write_text(const std::filesystem::path& file, const Checked& checked) {
  for (const Problem& p : checked.problems)
    std::printf("%s:%d:%d: %s: %s%s%s [%s]\n", file.c_str(), p.line, p.column, severity(p),
                p.element_id.c_str(), p.element_id.empty() ? "" : ": ", p.message.c_str(), p.rule.c_str());
  if (file.extension() != ".dmn") std::printf("%s: %s\n", file.c_str(), verdict(checked.soundness).c_str());
}

/// BPMN and DMN files, sorted; at least one.
std::vector<std::filesystem::path> checkable_below(const std::filesystem::path& path) {
  std::vector<std::filesystem::path> files;
  for (const auto& file : files_below(path, ""))
    if (!std::filesystem::is_directory(path) || file.extension() == ".bpmn" || file.extension() == ".dmn")
      files.push_back(file);
  if (files.empty())
    throw Refused(Refused::Kind::NotFound, "there is no .bpmn or .dmn file in '" + path.string() + "'");
  return files;
}

}  // namespace

int check(const std::vector<std::filesystem::path>& paths, const CheckOptions& options) {
  javascript::ConfinedScripts scripts({});
  engine::Settings settings;
  settings.delegates = read_delegates(options.delegates);
  if (options.javascript) settings.scripts = &scripts;
  int errors = 0, warnings = 0, files = 0, refused = 0;
  for (const auto& path : paths)
    for (const auto& file : checkable_below(path)) {
      const Checked checked = file.extension() == ".dmn" ? check_decisions(file) : check_file(file, settings);
      ++files;
      refused += checked.deployable ? 0 : 1;
      for (const Problem& p : checked.problems)
        ++(p.severity == Problem::Severity::Error ? errors : warnings);
      if (options.json)
        write_json(file, checked);
      else
        write_text(file, checked);
    }
  if (!options.json)
    std::printf("%d file%s checked: %d error%s, %d warning%s, %d not deployable\n", files,
                files == 1 ? "" : "s", errors, errors == 1 ? "" : "s", warnings, warnings == 1 ? "" : "s",
                refused);
  return errors || refused ? exit_found : exit_ok;
}

}  // namespace lienthong::app
