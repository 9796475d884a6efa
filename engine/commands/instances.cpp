#include "engine/commands/damage.h"
#include "engine/commands/forms.h"
#include "engine/commands/handlers.h"
#include "engine/tokens/tokens.h"
#include "engine/waits/conditions.h"
#include "engine/waits/messages.h"
#include "engine/work/tasks.h"

namespace lienthong::engine {

Instance& process_named(Run& run, InstanceId id) {
  Instance* root = run.instance(id, id);
  if (!root)
    throw Refused(Refused::Kind::NotFound, "Process instance with id " + to_string(id) + " does not exist");
  return *root;
}

Reply handle(Run& run, const StartProcess& command) {
  DefinitionRow* row = nullptr;
  if (command.definition)
    row = &run.core().definition_row(*command.definition);
  else
    row = run.core().latest(command.key);
  if (!row)
    throw Refused(Refused::Kind::NotFound,
                  "No matching process definition with key: " + command.key + " and no tenant-id");
  if (row->suspended)
    throw Refused(Refused::Kind::Suspended,
                  "ENGINE-03043 ProcessDefinition with id '" + to_string(row->id) + "' is suspended.");
  const DefinitionPtr definition = run.definition(row->id);
  const bpmn::Node* start = command.start_event.empty() ? definition->initial_start() : nullptr;
  for (const bpmn::NodeIndex child : definition->root().children) {
    const bpmn::Node& node = definition->node(child);
    if (node.kind == bpmn::Kind::StartEvent && node.id == command.start_event) start = &node;
  }
  if (!command.start_event.empty() && !start)
    throw Refused(Refused::Kind::Invalid,
                  "'" + command.start_event + "' is no start event of the process '" + row->key + "'");
  if (!start)
    throw Refused(Refused::Kind::Failed,
                  "the process '" + row->key +
                      "' has no none start event, nor a single other one to begin at; name a start event or "
                      "send what it waits for");
  run.user = command.user;
  Variables variables = command.variables;
  std::optional<std::string> business_key = command.business_key;
  if (command.form) apply_start_form(*start, *definition, run, variables, business_key);
  Started started;
  started.root = run.life.begin_process(*row, *start, variables, business_key, command.user);
  started.definition = row->id;
  started.definition_key = row->key;
  started.definition_version = row->version;
  started.business_key = business_key;
  return started;
}

Reply handle(Run& run, const DeleteInstance& command) {
  Tree* remains = run.work().aside().has(command.root) ? run.work().remains_of(command.root.value) : nullptr;
  const Instance* self =
      remains ? remains->of<Instance>().find(command.root.value) : &process_named(run, command.root);
  const Instance place = self ? *self : Instance{};
  if (remains) {
    delete_remains(run, command.root, command.reason);
  } else {
    if (ProcessHistory* row = run.work().find<ProcessHistory>(place.id.value, place.id.value))
      run.work().update(*row, [&](ProcessHistory& h) { h.delete_reason = command.reason; });
    run.skip_listeners = command.skip_listeners;
    run.skip_io_mappings = command.skip_io_mappings;
    run.life.cancel(process_named(run, command.root), Outcome::ExternallyTerminated);
  }
  const bool called = place.called_by && !run.work().aside().has(place.calling_root);
  Instance* caller = called ? run.instance(place.calling_root, place.called_by) : nullptr;
  if (!caller) return Nothing{};
  // Deleting a called process cancels its call activity; the caller goes when nothing else is active there.
  // bpmn-extensions 10
  Instance* scope = run.parent(*caller);
  run.life.cancel(*caller, Outcome::ExternallyTerminated);
  while (scope && !has_tokens(run, *scope)) {
    Instance* outer = run.parent(*scope);
    run.life.cancel(*scope, Outcome::ExternallyTerminated);
    scope = outer;
  }
  return Nothing{};
}

Reply handle(Run& run, const ChangeVariables& command) {
  Task* task = command.task ? &task_named(run, command.task) : nullptr;
  Instance* scope =
      task ? run.instance(task->root, task->instance) : run.work().find<Instance>(command.instance.value);
  if (!scope)
    throw Refused(Refused::Kind::NotFound,
                  "execution " + to_string(command.instance) + " doesn't exist: execution is null");
  for (const auto& [name, value] : command.set) {
    if (command.local)
      run.data.set_local(*scope, name, value, task);
    else
      run.data.set_variable(*scope, name, value, task);
  }
  for (const std::string& name : command.remove) run.data.remove_variable(*scope, name, command.local, task);
  if (task) change_task(run, *task, [](Task&) {});
  return Nothing{};
}

}  // namespace lienthong::engine
