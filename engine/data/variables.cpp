// Scopes and variables. bpmn-extensions 5.2
#include <unordered_set>
#include "engine/data/changes.h"
#include "engine/data/data.h"
#include "engine/data/data_flow.h"
#include "engine/data/loop_counters.h"
#include "engine/data/names.h"
#include "engine/rows/limits.h"

namespace lienthong::engine {

Variable* Data::own_variable(std::int64_t root, std::int64_t owner, std::string_view name) {
  Tree* tree = run_.work().tree(root);
  return tree ? tree->of<Variable>().find(tree->of<Variable>().beside.named(owner, name)) : nullptr;
}

namespace {

std::optional<std::int64_t> loop_counter_at(Run& run, const Instance& at, std::string_view name) {
  if (!at.body && at.loop_counter < 0) return std::nullopt;
  const std::optional<bpmn::Loop>& loop = run.node(at).loop;
  return loop_counter_named(at, loop ? &*loop : nullptr, name);
}

}  // namespace

std::optional<TypedValue> Data::variable(const Instance& scope, std::string_view name, const Task* task) {
  if (task)
    if (const Variable* found = own_variable(scope.root.value, task->id.value, name)) return found->value;
  for (const Instance* at = &scope; at; at = run_.parent(*at)) {
    if (const Variable* found = own_variable(at->root.value, at->id.value, name)) return found->value;
    if (const auto counter = loop_counter_at(run_, *at, name)) return TypedValue::of(Value(*counter));
  }
  constexpr std::string_view standard = "numberOf";  // BPMN's own words for Camunda's nrOf…
  if (name.starts_with(standard)) return variable(scope, "nrOf" + std::string(name.substr(standard.size())));
  return std::nullopt;
}

Variables Data::visible(const Instance& scope, bool local, const Task* task) {
  Variables all;
  std::unordered_set<std::string_view> seen;  // as the rows hold them
  const auto add = [&](std::string_view name, const TypedValue& value) {
    if (seen.insert(name).second) all.emplace_back(name, value);
  };
  Table<Variable>& table = run_.work().tree(scope.root.value)->of<Variable>();
  const auto add_all = [&](std::int64_t owner) {
    table.first_owned_by(owner, [&](Variable& v) { return add(v.name, v.value), false; });
  };
  if (task) add_all(task->id.value);
  if (task && local) return all;
  for (const Instance* at = &scope; at; at = local ? nullptr : run_.parent(*at)) {
    add_all(at->id.value);
    for (const std::string_view name : loop_names)
      if (const auto counter = loop_counter_at(run_, *at, name)) add(name, TypedValue::of(Value(*counter)));
  }
  return all;
}

void Data::set_variable(const Instance& scope, const std::string& name, TypedValue value, const Task* task) {
  if (task && own_variable(scope.root.value, task->id.value, name))
    return write_variable(scope.root.value, scope.id, task->id, name, std::move(value));
  const Instance* last = &scope;
  for (const Instance* at = &scope; at; at = run_.parent(*at)) {
    if (own_variable(at->root.value, at->id.value, name))
      return write_variable(at->root.value, at->id, {}, name, std::move(value));
    last = at;
  }
  write_variable(last->root.value, last->id, {}, name, std::move(value));
}

void Data::set_local(const Instance& scope, const std::string& name, TypedValue value, const Task* task) {
  write_variable(scope.root.value, scope.id, task ? task->id : TaskId{}, name, std::move(value));
}

void Data::set_variables(const Instance& scope, const Variables& variables, const Task* task) {
  for (const auto& [name, value] : variables) set_variable(scope, name, value, task);
}

namespace {

/// Workers may ask for tasks by variables of the process instance.
void wake_workers(Run& run, std::int64_t root) {
  ReadyWork& ready = run.work().indexes().ready();
  if (!ready.is_asked_by_variables()) return;
  std::size_t looks = 0;
  for (const auto& [id, job] : run.work().tree(root)->of<Job>().rows) {
    if (looks++ == limits::fetch_looks_max) return;
    ready.wake_if_asked(job);
  }
}

}  // namespace

std::optional<std::string> Data::too_large(const std::string& name, const TypedValue& value) const {
  const std::size_t most = run_.core().settings.value_bytes_max;
  const std::size_t size = value.value.is_string() ? value.value.string().size() : 0;
  if (size <= most) return std::nullopt;
  return "the value of variable '" + name + "' has " + std::to_string(size) + " bytes (limit " +
         std::to_string(most) + ")";
}

void Data::write_variable(std::int64_t root, InstanceId scope, TaskId task, const std::string& name,
                          TypedValue value) {
  if (const auto why = too_large(name, value)) throw Refused(Refused::Kind::TooLarge, *why);
  if (scope.value == root && !task) wake_workers(run_, root);
  Variable* known = own_variable(root, task ? task.value : scope.value, name);
  if (!task && (!known || !(known->value == value))) data_changed(run_, {root});
  if (!task) run_.changes.note(root, scope, name, known ? Change::Kind::Update : Change::Kind::Create);
  if (known) {
    if (known->value.transient != value.transient)
      throw Refused(Refused::Kind::Invalid,
                    "the variable '" + name + "' is " + (value.transient ? "not " : "") +
                        "transient already, and cannot become " + (value.transient ? "" : "not ") + "so");
    if (VariableHistory* row = run_.work().find<VariableHistory>(root, known->history.value))
      run_.work().update(*row, [&](VariableHistory& h) {
        h.value = value;
        h.updated = run_.now();
      });
    return run_.work().update(*known, [&](Variable& v) { v.value = std::move(value); });
  }
  if (value.transient) {
    Variable variable;
    variable.id.value = run_.next_id();
    variable.root.value = root;
    variable.scope = scope;
    variable.task = task;
    variable.name = name;
    variable.value = std::move(value);
    transient_.emplace_back(root, variable.id);
    run_.work().insert(std::move(variable));
    return;
  }
  VariableHistory row;
  row.id.value = run_.next_id();
  row.root.value = root;
  row.scope = scope;
  row.task = task;
  const Instance* owner = run_.instance({root}, scope);
  check(owner, "a variable is set in a scope that lives");
  row.definition = owner->definition;
  row.name = name;
  row.value = value;
  row.created = row.updated = run_.now();
  Variable variable;
  variable.id.value = run_.next_id();
  variable.root.value = root;
  variable.scope = scope;
  variable.task = task;
  variable.name = name;
  variable.value = std::move(value);
  variable.history = row.id;
  run_.work().insert(std::move(row));
  run_.work().insert(std::move(variable));
}

void Data::remove_variable(const Instance& scope, const std::string& name, bool local, const Task* task) {
  const auto erase = [&](std::int64_t root, std::int64_t owner) {
    Variable* found = own_variable(root, owner, name);
    if (!found) return false;
    if (VariableHistory* row = run_.work().find<VariableHistory>(root, found->history.value))
      run_.work().close(*row, [&](VariableHistory& h) {
        h.deleted = true;
        h.updated = run_.now();
      });
    const InstanceId owner_id = found->scope;
    const bool of_task = found->task.value != 0;
    run_.work().erase(*found);
    if (!of_task) run_.changes.note(root, owner_id, name, Change::Kind::Delete);
    return true;
  };
  if (task && (erase(scope.root.value, task->id.value) || local)) return;
  for (const Instance* at = &scope; at; at = local ? nullptr : run_.parent(*at))
    if (erase(at->root.value, at->id.value)) return;
}

void Data::drop_transient() {
  for (const auto& [root, id] : transient_)
    if (Variable* variable = run_.work().find<Variable>(root, id.value)) run_.work().erase(*variable);
  transient_.clear();
}

void Data::remove_all(std::int64_t owner, InstanceId root) {
  Tree& tree = *run_.work().tree(root.value);
  for (const std::int64_t id : tree.of<Variable>().owned_by(owner)) {
    Variable& variable = *tree.of<Variable>().find(id);
    if (VariableHistory* row = tree.of<VariableHistory>().find(variable.history.value))
      run_.work().close(*row, [](VariableHistory&) {});
    run_.work().erase(variable);
  }
}

}  // namespace lienthong::engine
