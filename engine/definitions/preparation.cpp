#include "engine/definitions/preparation.h"
#include <algorithm>
#include <map>
#include <set>
#include "base/check.h"
#include "bpmn/reader.h"
#include "bpmn/soundness/soundness.h"
#include "bpmn/vocabulary.h"
#include "engine/definitions/check_limits.h"
#include "engine/definitions/check_times.h"
#include "engine/definitions/form_fields.h"
#include "engine/definitions/members.h"
#include "engine/definitions/outside.h"

namespace lienthong::engine {
namespace {

/// A limit that was written for another calendar would be counted wrongly.
void check_calendars(const bpmn::Process& process, const std::string& ours, std::vector<Problem>& problems) {
  for (const bpmn::Node& node : process.nodes)
    for (const bpmn::Deadline& deadline : node.deadlines)
      if (!deadline.calendar.empty() && deadline.calendar != ours)
        problems.push_back({Problem::Severity::Error,
                            "calendar",
                            "the deadline '" + deadline.id + "' asks for the calendar '" + deadline.calendar +
                                "'; this server works by '" + ours + "' (serve --calendar FILE)",
                            node.id,
                            deadline.place.line,
                            deadline.place.column,
                            {}});
}

/// JavaScript needs its engine, and must be readable.
void check_scripts(const Definition& definition, Scripts* engine, std::vector<Problem>& problems) {
  for (const Definition::Script* script : definition.scripts()) {
    const auto wrong = [&](const char* rule, const std::string& message) {
      problems.push_back({Problem::Severity::Error, rule, message, script->element, script->place.line,
                          script->place.column, ""});
    };
    if (!engine)
      wrong("javascript-off", "'" + script->element +
                                  "' holds JavaScript, which is off here; switch it on with --javascript on, "
                                  "or write FEEL or an expression ${…}");
    else if (const auto fault = engine->compile(script->source))
      wrong("javascript", "cannot read the script of '" + script->element + "': " + fault->message +
                              (fault->line ? " in its line " + std::to_string(fault->line) : ""));
  }
}

/// Java bindings become external tasks where the deployment's own file or the server's has an entry.
void apply_delegates(bpmn::Document& document, const ResourceLookup& resources, const Settings& settings) {
  Delegates all;
  if (settings.delegates) all.add(*settings.delegates);
  if (const auto own = resources ? resources(std::string(Delegates::resource_name)) : std::nullopt)
    all.add(Delegates::parse(*own));
  for (bpmn::Process& process : document.processes) all.apply(process);
}

/// How runs of a file's processes can go wrong: a warning, or the reason to refuse it.
std::vector<Problem> judge(const bpmn::Document& document, SoundnessPolicy policy) {
  const auto runs = [](const bpmn::Process& process) { return process.executable; };
  if (policy == SoundnessPolicy::Off || std::ranges::none_of(document.processes, runs)) return {};
  bpmn::Judgement judgement = bpmn::judge_soundness(document, {bpmn::soundness_deployment_states_max});
  const bool violated = judgement.soundness && judgement.soundness->sound() == false;
  if (violated && policy == SoundnessPolicy::Refuse)
    for (Problem& problem : judgement.problems) problem.severity = Problem::Severity::Error;
  return std::move(judgement.problems);
}

}  // namespace

Prepared prepare(std::string_view xml, const ResourceLookup& resources, const Settings& settings) {
  Prepared out;
  bpmn::Document document = bpmn::read(xml, resources);
  out.target_namespace = document.target_namespace;
  out.violations = std::move(document.violations);
  apply_delegates(document, resources, settings);
  out.problems = bpmn::check(document);
  out.of_model = out.problems.size();
  if (std::ranges::any_of(out.problems,
                          [](const Problem& p) { return p.severity == Problem::Severity::Error; }))
    return out;
  std::ranges::move(judge(document, settings.soundness), std::back_inserter(out.problems));
  const std::string calendar = settings.calendar ? settings.calendar->id() : "";
  for (bpmn::Process& process : document.processes) {
    if (!process.executable) continue;
    if (!calendar.empty()) check_calendars(process, calendar, out.problems);
    out.definitions.push_back(
        std::make_shared<const Definition>(std::move(process), out.problems, resources));
    check_scripts(*out.definitions.back(), settings.scripts, out.problems);
    check_times(out.definitions.back()->process(), out.problems);
    check_form_fields(out.definitions.back()->process(), out.problems);
    check_members(*out.definitions.back(), out.problems);
    if (settings.is_unit) check_units(out.definitions.back()->process(), settings.is_unit, out.problems);
  }
  check_limits(out.definitions, out.problems);
  return out;
}

Problem process_twice(const bpmn::Process& process, const std::string& other_file) {
  return {Problem::Severity::Error,
          "process-twice",
          "The process \"" + process.id + "\" is also in " + other_file + "; give one of the two another id",
          process.id,
          process.place.line,
          process.place.column,
          ""};
}

std::vector<Problem> findings(const Prepared& prepared, Verdict verdict,
                              const std::function<void(Problem&)>& telling) {
  using enum Problem::Severity;
  using Place = std::pair<int, int>;
  const auto place_of = [](const Problem& p) { return Place(p.line, p.column); };
  using Said =
      std::pair<std::string, std::string>;  // a rule that the standard and the engine share, and where
  const auto said_of = [](const Problem& p) { return Said(p.rule, p.element_id); };
  std::map<Place, bool> violated;  // whether as an error
  std::map<Said, bool> said;
  for (const Problem& v : prepared.violations) {
    violated[place_of(v)] |= v.severity == Error;
    said[said_of(v)] |= v.severity == Error;
  }
  std::set<Place> refused;
  std::set<Said> refused_by_rule;
  std::vector<Problem> out;
  for (std::size_t i = 0; i < prepared.problems.size(); ++i) {
    const Problem& problem = prepared.problems[i];
    const bool error = problem.severity == Error;
    const bool structural = i < prepared.of_model && !bpmn::is_of_vocabulary(problem.rule);
    const auto also = structural ? violated.find(place_of(problem)) : violated.end();
    const auto same = structural ? said.find(said_of(problem)) : said.end();
    const bool as_error = (also != violated.end() && also->second) || (same != said.end() && same->second);
    if ((also != violated.end() || same != said.end()) && (!error || (verdict == Verdict::Check && as_error)))
      continue;
    if (structural && error) {
      refused.insert(place_of(problem));
      refused_by_rule.insert(said_of(problem));
    }
    out.push_back(problem);
    if (telling) telling(out.back());
  }
  for (const Problem& violation : prepared.violations) {
    if (verdict == Verdict::Deployment &&
        (refused.contains(place_of(violation)) || refused_by_rule.contains(said_of(violation))))
      continue;
    out.push_back(violation);
    if (verdict == Verdict::Deployment) out.back().severity = Warning;
  }
  std::ranges::stable_sort(out, {}, place_of);
  return out;
}

DefinitionPtr prepare_again(std::string_view xml, const std::string& key, const ResourceLookup& resources,
                            const Settings& settings) {
  bpmn::Document document = bpmn::read(xml);
  apply_delegates(document, resources, settings);
  for (bpmn::Process& process : document.processes) {
    if (process.id != key) continue;
    std::vector<Problem> problems;
    auto definition = std::make_shared<const Definition>(std::move(process), problems, resources);
    check(problems.empty(), "a deployed definition still compiles");
    return definition;
  }
  return nullptr;
}

}  // namespace lienthong::engine
