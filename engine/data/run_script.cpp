// Scripts that another engine runs: it gets values and answers what to change, so that the change is part of
// this transaction or of none.
#include "engine/data/data.h"
#include "engine/data/names.h"
#include "engine/definitions/scripts.h"

namespace lienthong::engine {
namespace {

Context context_of(const Variables& variables) {
  Context context;
  for (const auto& [name, value] : variables) context.put(name, value.for_expressions());
  return context;
}

/// The variables scope by scope, since a script may ask where a name stands.
std::vector<Context> scopes_of(Run& run, const Instance& scope, const Task* task) {
  std::vector<Context> scopes;
  if (task) scopes.push_back(context_of(run.data.visible(scope, true, task)));
  for (const Instance* at = &scope; at; at = run.parent(*at))
    scopes.push_back(context_of(run.data.visible(*at, true)));
  return scopes;
}

Context properties_of(const ScopeNames& names, std::string_view object,
                      std::initializer_list<const char*> wanted) {
  Context properties;
  for (const char* property : wanted)
    if (auto value = names.property(object, property)) properties.put(property, std::move(*value));
  return properties;
}

}  // namespace

Value Data::run_script(const Definition& model, const bpmn::Expression& expression, const Instance& scope,
                       const ScopeNames& names, const Task* task, const Context* more) {
  Scripts* scripts = run_.core().settings.scripts;
  const std::string where = scope.node;
  if (!scripts)
    throw Refused(Refused::Kind::Failed,
                  "'" + where + "' holds JavaScript, which is off; switch it on with --javascript on");
  ScriptCall call;
  call.source = model.script(expression).source;
  call.scopes = scopes_of(run_, scope, task);
  if (more)
    for (const auto& [name, value] : more->entries) call.scopes.front().put(name, value);
  call.execution =
      properties_of(names, "execution",
                    {"id", "processInstanceId", "businessKey", "processBusinessKey", "processDefinitionId",
                     "currentActivityId", "currentActivityName", "parentId", "tenantId", "eventName",
                     "activityInstanceId", "currentTransitionId", "canceled", "variableNames"});
  if (task)
    call.task =
        properties_of(names, "task",
                      {"id", "name", "description", "assignee", "owner", "priority", "dueDate",
                       "followUpDate", "createTime", "executionId", "taskDefinitionKey", "eventName"});
  call.now = run_.now();
  call.seed = scope.id.value;
  ScriptAnswer answer;
  try {
    answer = scripts->run(call);
  } catch (const Refused& refused) {
    throw Refused(Refused::Kind::Failed, "in '" + where + "', the script fails: " + refused.what());
  }
  for (const ScriptEffect& effect : answer.effects)
    if (!names.set_variable(effect.method, effect.arguments, TypedValue::of) &&
        !names.call(effect.object, effect.method, effect.arguments))
      throw Refused(Refused::Kind::Failed, "in '" + where + "', the script calls " + effect.object + "." +
                                               effect.method + ", which is not known here");
  if (answer.error) throw RaisedBpmnError(where, std::move(*answer.error));
  return std::move(answer.result);
}

}  // namespace lienthong::engine
