#include "tests/reference/write_scenario.h"
#include <algorithm>
#include <fstream>
#include <set>
#include "tests/reference/to_bpmn.h"

namespace lienthong::reference {
namespace {

std::string json_of(const Variables& variables) {
  std::map<std::string, int> last;
  for (const auto& [name, value] : variables) last[name] = value;
  std::string out;
  for (const auto& [name, value] : last)
    out += (out.empty() ? "{ \"" : ", \"") + name + "\": " + std::to_string(value);
  return out.empty() ? "{}" : out + " }";
}

std::string line_of(const Model& model, const Stimulus& s) {
  using enum Stimulus::Kind;
  const std::string id = s.node >= 0 ? model.node(s.node).id : "";
  const std::string with = s.variables.empty() ? "" : " with " + json_of(s.variables);
  switch (s.kind) {
    case Start: return "start    " + model.nodes.front().id + with;
    case CompleteTask: return "task     " + id + " completes" + with;
    case TaskError: return "task     " + id + " raises error " + s.reference;
    case TaskEscalation: return "task     " + id + " raises escalation " + s.reference;
    case Answer: return "worker   " + id + " answers" + (with.empty() ? "" : " " + json_of(s.variables));
    case WorkerError: return "worker   " + id + " raises " + s.reference;
    case WorkerFails: return "worker   " + id + " fails \"broken\"";
    case Retry: return "job      " + id + " retries 1";
    case Message: return "message  " + s.reference + with;
    case Signal: return "signal   " + s.reference + with;
    case Wait: return "wait     PT" + std::to_string(s.minutes) + "M";
    case Cancel: return "delete";
    case Suspend: return "suspend  of " + id;
    case Activate: return "activate of " + id;
  }
  return "";
}

/// What a scenario can say of one observation.
std::set<std::string> clauses_of(const Observation& seen, const std::set<std::string>& words) {
  std::set<std::string> clauses;
  std::map<std::string, long> ran;
  bool incident = false;
  for (const std::string& what : words) {
    const long count = seen.contains(what) ? seen.at(what) : 0;
    const std::size_t space = what.find(' ');
    const std::string verb = what.substr(0, space), id = space == what.npos ? "" : what.substr(space + 1);
    if (verb == "process")
      clauses.insert(std::string("process is ") + (count == 0   ? "running"
                                                   : count == 1 ? "completed"
                                                                : "terminated"));
    else if (verb == "task")
      clauses.insert("task " + id +
                     (count > 0 ? " is open " + std::to_string(count) + " times" : " is not open"));
    else if (verb == "topic")
      clauses.insert("topic " + id + (count > 0 ? " is waiting" : " is not waiting"));
    else if (verb == "variable")
      clauses.insert("variable " + id + " = " + std::to_string(count));
    else if (verb == "incident" && count > 0)
      incident = true, clauses.insert("incident at " + id);
    else if ((verb == "done" || verb == "cancelled" || verb == "active") && id.find('#') == id.npos)
      ran[id] += count;
    if (verb == "cancelled" && count > 0 && id.find('#') == id.npos)
      clauses.insert("element " + id + " was cancelled");
  }
  if (!incident) clauses.insert("no incident");
  for (const auto& [id, count] : ran)
    clauses.insert("element " + id + " ran " + std::to_string(count) + " times");
  return clauses;
}

}  // namespace

std::string lines_of(const Model& model, const std::vector<Stimulus>& stimuli) {
  std::string out;
  for (const Stimulus& s : stimuli) out += line_of(model, s) + "\n";
  return out;
}

void write_scenario(const std::filesystem::path& folder, const std::string& name, const std::string& title,
                    const Model& model, const Verdict& verdict) {
  std::ofstream(folder / (name + ".bpmn")) << to_bpmn(model);
  std::set<std::string> words;
  for (const auto& [what, count] : verdict.seen) words.insert(what);
  for (const Observation& one : verdict.possible)
    for (const auto& [what, count] : one) words.insert(what);
  // Only what holds in every outcome that BPMN allows.
  std::set<std::string> clauses;
  bool first = true;
  for (const Observation& one : verdict.possible) {
    const std::set<std::string> its = clauses_of(one, words);
    if (first)
      clauses = its;
    else
      std::erase_if(clauses, [&](const std::string& clause) { return !its.contains(clause); });
    first = false;
  }
  std::ofstream out(folder / (name + ".scenario"));
  out << "scenario \"" << title << "\"\nprocess  " << name << ".bpmn\n" << lines_of(model, verdict.stimuli);
  for (const std::string& clause : clauses) out << "expect   " << clause << "\n";
}

}  // namespace lienthong::reference
