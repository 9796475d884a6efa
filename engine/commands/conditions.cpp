// Conditional start events are asked for from outside. engine-rest 8.3
#include "engine/waits/conditions.h"
#include <algorithm>
#include <set>
#include "engine/commands/handlers.h"

namespace lienthong::engine {
namespace {

/// A condition sees the variables that the process would begin with.
struct StartNames : feel::Names {
  explicit StartNames(const Variables& variables) : variables(variables) {}
  std::optional<Value> find(std::string_view name) const override {
    const auto found = std::ranges::find(variables, name, &std::pair<std::string, TypedValue>::first);
    return found == variables.end() ? std::nullopt : std::optional(found->second.for_expressions());
  }
  const Variables& variables;
};

struct Start {
  DefinitionId definition;
  std::string event;
  std::int64_t part = 0;  ///< of its event definitions
};

std::vector<Start> starts_of(Run& run, DefinitionId id) {
  std::vector<Start> starts;
  const DefinitionPtr definition = run.definition(id);
  for (const bpmn::NodeIndex index : definition->start_nodes()) {
    const bpmn::Node& node = definition->node(index);
    for (std::size_t i = 0; i < node.events.size(); ++i)
      if (node.events[i].kind == bpmn::EventKind::Conditional)
        starts.push_back({id, node.id, static_cast<std::int64_t>(i)});
  }
  if (starts.empty())
    throw Refused(Refused::Kind::Failed, "ENGINE-13042 Process definition with id '" + to_string(id) +
                                             "' does not declare conditional start event");
  return starts;
}

/// Of the latest version of every process.
std::vector<Start> all_starts(Run& run) {
  std::vector<Start> starts;
  for (const std::int64_t id : run.work().indexes().waiting_in(0, name_of(bpmn::EventKind::Conditional)))
    if (const Subscription* s = run.work().globals().of<Subscription>().find(id))
      starts.push_back({s->definition, s->target, s->part});
  if (starts.empty())
    throw Refused(
        Refused::Kind::Failed,
        "ENGINE-13043 No subscriptions were found during evaluation of the conditional start events.");
  return starts;
}

}  // namespace

Reply handle(Run& run, const EvaluateConditions& command) {
  const StartNames names(command.variables);
  Correlated answer;
  std::set<std::pair<DefinitionId, std::string>> begun;  // a multiple event begins one instance
  for (const Start& start : command.definition ? starts_of(run, *command.definition) : all_starts(run)) {
    const DefinitionRow& row = run.core().definition_row(start.definition);
    if (row.suspended || (command.without_tenant && row.tenant) ||
        (command.tenant && row.tenant != command.tenant))
      continue;
    const DefinitionPtr definition = run.definition(row.id);
    const bpmn::Node& event = definition->node(start.event);
    const auto part = static_cast<std::size_t>(start.part);
    if (begun.contains({row.id, event.id}) ||
        !condition_holds(run, *definition, event.events.at(part), names))
      continue;
    begun.emplace(row.id, event.id);
    run.user = command.user;
    Correlated::One one;
    one.started = true;
    one.definition = row.id;
    one.business_key = command.business_key;
    one.root = one.execution = run.life.begin_process(row, event, command.variables, command.business_key,
                                                      command.user, nullptr, start.part);
    answer.results.push_back(std::move(one));
  }
  return answer;
}

}  // namespace lienthong::engine
