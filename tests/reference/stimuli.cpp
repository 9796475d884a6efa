#include <algorithm>
#include "tests/reference/generator.h"

namespace lienthong::reference {
namespace {

Variables some_variables(Dice& dice) {
  Variables variables;
  for (int more = dice.roll(3); more > 0; --more)
    variables.emplace_back(dice.one_of(variable_names), dice.between(0, 4));
  return variables;
}

int node_named(const Model& model, const std::string& id) {
  const auto found = std::ranges::find(model.nodes, id, &Node::id);
  return static_cast<int>(found - model.nodes.begin());
}

/// Now and then a process that runs is suspended, and one that is suspended goes on.
std::optional<Stimulus> random_suspension(const Model& model, const Observation& seen, Dice& dice) {
  std::vector<int> running{0}, suspended;
  for (int i = 0; i < static_cast<int>(model.nodes.size()); ++i) {
    const Node& n = model.node(i);
    if (n.called >= 0 && seen.contains("active " + n.id)) running.push_back(n.called);
    if (seen.contains("suspended " + n.id)) suspended.push_back(i);
  }
  Stimulus s;
  if (!suspended.empty() && dice.chance(30)) {
    s.kind = Stimulus::Kind::Activate;
    s.node = dice.one_of(suspended);
    return s;
  }
  if (!dice.chance(12)) return std::nullopt;
  s.kind = Stimulus::Kind::Suspend;
  s.node = dice.one_of(running);
  return s;
}

}  // namespace

Stimulus random_start(Dice& dice) {
  Stimulus s;
  for (const std::string& name : variable_names) s.variables.emplace_back(name, dice.between(0, 3));
  return s;
}

std::optional<Stimulus> random_stimulus(const Model& model, const Observation& seen, int now, Dice& dice,
                                        bool suspension) {
  using enum Stimulus::Kind;
  if (seen.contains("process") && seen.at("process") != 0) return std::nullopt;
  if (suspension)
    if (auto s = random_suspension(model, seen, dice)) return s;
  std::vector<Stimulus> options;
  int next_timer = -1;
  for (const auto& [what, count] : seen) {
    const std::size_t space = what.find(' ');
    const std::string verb = what.substr(0, space);
    if (space == std::string::npos) continue;
    const std::string id = what.substr(space + 1, what.find(' ', space + 1) - space - 1);
    Stimulus s;
    if (verb == "timer") {
      const int due = std::stoi(what.substr(what.rfind(' ') + 1));
      next_timer = next_timer < 0 ? due : std::min(next_timer, due);
      continue;
    }
    if (verb != "task" && verb != "topic" && verb != "waits") continue;
    s.node = node_named(model, id);
    if (verb == "task") {
      const int roll = dice.roll(100);
      s.kind = roll < 84 ? CompleteTask : roll < 92 ? TaskError : TaskEscalation;
      if (s.kind == TaskError) s.reference = dice.chance(50) ? "E1" : "E2";
      if (s.kind == TaskEscalation) s.reference = dice.chance(50) ? "C1" : "C2";
    } else if (verb == "topic") {
      const int roll = dice.roll(100);
      s.kind = roll < 78 ? Answer : roll < 94 ? WorkerError : WorkerFails;
      if (seen.contains("incident " + id) && dice.chance(80)) s.kind = Retry;
      if (s.kind == WorkerError) s.reference = dice.chance(50) ? "E1" : "E2";
    } else {
      const Node& event = model.node(s.node);
      s.kind = event.event == Event::Signal ? Signal : Message;
      s.reference = event.reference;
    }
    if (s.kind == CompleteTask || s.kind == Answer || s.kind == Message || s.kind == Signal)
      s.variables = some_variables(dice);
    options.push_back(s);
    if (verb != "waits") options.push_back(std::move(s));  // people and workers act more often
  }
  if (next_timer >= 0) {
    Stimulus s;
    s.kind = Wait;
    s.minutes = std::max(next_timer - now, 1);
    options.push_back(std::move(s));
  }
  if (options.empty()) return std::nullopt;
  if (dice.chance(2)) {
    Stimulus s;
    s.kind = dice.chance(50) ? Cancel : Wait;
    s.minutes = 1;
    return s;
  }
  return dice.one_of(options);
}

}  // namespace lienthong::reference
