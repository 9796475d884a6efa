// What expressions see, and what their results become.
#include <algorithm>
#include "calendar/period.h"
#include "engine/data/data.h"
#include "engine/data/names.h"
#include "engine/definitions/members.h"
#include "engine/rows/wire_ids.h"

namespace lienthong::engine {

std::optional<Value> ScopeNames::find(std::string_view name) const {
  if (const Value* found = more_ ? more_->find(name) : nullptr) return *found;
  if (name == "execution" || (name == "task" && task_)) return std::nullopt;
  const auto found = run_.data.variable(scope_, name, task_);
  if (found) return found->for_expressions();
  if (name == "authenticatedUserId") return run_.user ? Value(*run_.user) : Value();
  return std::nullopt;
}

std::optional<Value> ScopeNames::call(std::string_view object, std::string_view method,
                                      const List& arguments) const {
  const bool on_task = object == "task" && task_;
  if (object.empty() && arguments.empty()) {
    if (method == "currentUser") return run_.user ? Value(*run_.user) : Value();
    // Groups are not known here: whoever asks for a person's groups asks another server.
    if (method == "currentUserGroups") return Value(List());
  }
  if (object != "execution" && !on_task) return std::nullopt;
  if (const auto known = std::ranges::find(variable_methods, method, &HostMethod::name);
      known != variable_methods.end() && arguments.size() != known->arguments)
    return std::nullopt;
  const auto first = [&]() -> std::string {
    return !arguments.empty() && arguments[0].is_string() ? arguments[0].string() : "";
  };
  if (method == "getVariable") return find(first()).value_or(Value());
  if (method == "hasVariable") return Value(run_.data.variable(scope_, first(), task_).has_value());
  if (method == "getVariableLocal") {
    for (const auto& [name, local] : run_.data.visible(scope_, true, task_))
      if (name == first()) return local.for_expressions();
    return Value();
  }
  if (set_variable(method, arguments, TypedValue::of_template)) return Value();
  if (method == "removeVariable") return run_.data.remove_variable(scope_, first(), false, task_), Value();
  if (method == "removeVariableLocal")
    return run_.data.remove_variable(scope_, first(), true, task_), Value();
  const std::size_t getter = method.starts_with("get") ? 3 : method.starts_with("is") ? 2 : 0;
  if (getter > 0 && method.size() > getter &&
      arguments.empty()) {  // getName() is name, isCanceled() canceled
    std::string name(method.substr(getter));
    name.front() = name.front() >= 'A' && name.front() <= 'Z' ? static_cast<char>(name.front() + 32) : '_';
    return property(object, name);
  }
  return std::nullopt;
}

bool ScopeNames::set_variable(std::string_view method, const List& arguments,
                              TypedValue (*typed)(Value)) const {
  const bool local = method == "setVariableLocal";
  if (!local && method != "setVariable") return false;
  const std::string name = !arguments.empty() && arguments[0].is_string() ? arguments[0].string() : "";
  TypedValue value = typed(arguments.size() > 1 ? arguments[1] : Value());
  if (local)
    run_.data.set_local(scope_, name, std::move(value), task_);
  else
    run_.data.set_variable(scope_, name, std::move(value), task_);
  return true;
}

std::optional<Value> ScopeNames::property(std::string_view object, std::string_view name) const {
  if (object == "task" && task_) {
    const auto optional = [](const std::optional<std::string>& text) {
      return text ? Value(*text) : Value();
    };
    const auto moment = [&](const std::optional<Instant>& at) {
      return at ? Value(date_time_of(*at, run_.core().settings.calendar->zone_offset_s())) : Value();
    };
    if (name == "id") return Value(to_string(task_->id));
    if (name == "name") return optional(task_->name);
    if (name == "description") return optional(task_->description);
    if (name == "dueDate") return moment(task_->due);
    if (name == "followUpDate") return moment(task_->follow_up);
    if (name == "createTime") return moment(task_->created);
    if (name == "processInstanceId") return Value(to_string(task_->root));
    if (name == "assignee") return optional(task_->assignee);
    if (name == "owner") return optional(task_->owner);
    if (name == "priority") return Value(task_->priority);
    if (name == "taskDefinitionKey") return Value(task_->node);
    if (name == "executionId") return Value(to_string(task_->instance));
    return std::nullopt;
  }
  if (object != "execution") return std::nullopt;
  if (name == "id") return Value(to_string(scope_.id));
  if (name == "processInstanceId") return Value(to_string(scope_.root));
  if (name == "businessKey" || name == "processBusinessKey") {
    const auto& key = run_.root(scope_).business_key;
    return key ? Value(*key) : Value();
  }
  if (name == "processDefinitionId") {
    const DefinitionRow& row = run_.core().definition_row(scope_.definition);
    return Value(definition_text(row.key, row.version, row.id));
  }
  if (name == "activityInstanceId")
    return Value(scope_.parent ? activity_id_text(scope_.node, scope_.id) : to_string(scope_.id));
  if (name == "currentActivityId") return Value(scope_.node);
  if (name == "currentActivityName") return Value(run_.node(scope_).name);
  if (name == "parentId") return scope_.parent ? Value(to_string(scope_.parent)) : Value();
  if (name == "tenantId") {
    const auto& tenant = run_.core().definition_row(scope_.definition).tenant;
    return tenant ? Value(*tenant) : Value();
  }
  if (name == "eventName" || name == "currentTransitionId") return Value();  // a listener knows them
  if (name == "canceled") return Value(scope_.state == lifecycle::ActivityState::Terminating);
  if (name == "variableNames") {
    List names;
    for (const auto& [variable, value] : run_.data.visible(scope_)) names.emplace_back(variable);
    return Value(std::move(names));
  }
  if (name == "variables") {
    Context all;
    for (const auto& [variable, value] : run_.data.visible(scope_))
      all.put(variable, value.for_expressions());
    return Value(std::move(all));
  }
  return std::nullopt;
}

std::optional<Value> PayloadNames::find(std::string_view name) const {
  const auto found = std::ranges::find(payload_, name, &std::pair<std::string, TypedValue>::first);
  if (found != payload_.end()) return found->second.for_expressions();
  return behind_ ? behind_->find(name) : std::nullopt;
}
std::optional<Value> PayloadNames::call(std::string_view object, std::string_view method,
                                        const List& arguments) const {
  return behind_ ? behind_->call(object, method, arguments) : std::nullopt;
}
std::optional<Value> PayloadNames::property(std::string_view object, std::string_view name) const {
  return behind_ ? behind_->property(object, name) : std::nullopt;
}

Value Data::evaluate(const bpmn::Expression& expression, const Instance& scope, const Task* task,
                     const Context* more) {
  return evaluate_of(run_.definition(scope), expression, scope, task, more);
}

Value Data::evaluate_of(const Definition& model, const bpmn::Expression& expression, const Instance& scope,
                        const Task* task, const Context* more) {
  const ScopeNames names(run_, scope, task, more);
  if (expression.language == bpmn::Expression::Language::JavaScript)
    return run_script(model, expression, scope, names, task, more);
  const feel::Environment environment = environment_of(run_.core().settings, names, run_.now());
  try {
    return feel::evaluate(model.compiled(expression), environment);
  } catch (const feel::EvaluationError& error) {
    throw Refused(Refused::Kind::Failed,
                  "in '" + scope.node + "', expression '" + expression.text + "': " + error.what());
  }
}

namespace {

/// The x of `${x}`; empty for anything else.
std::string_view only_name(std::string_view text) {
  if (text.size() < 4 || (!text.starts_with("${") && !text.starts_with("#{")) || text.back() != '}')
    return {};
  const std::string_view name = text.substr(2, text.size() - 3);
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= '0' && c <= '9');
  };
  for (const std::string_view other : {"true", "false", "null", "execution", "task"})
    if (name == other) return {};
  return std::ranges::all_of(name, is_letter) && (name[0] < '0' || name[0] > '9') ? name : std::string_view();
}

}  // namespace

TypedValue Data::evaluate_typed(const bpmn::Expression& expression, const Instance& scope) {
  return evaluate_typed_of(run_.definition(scope), expression, scope);
}

TypedValue Data::evaluate_typed_of(const Definition& model, const bpmn::Expression& expression,
                                   const Instance& scope) {
  if (expression.language != bpmn::Expression::Language::Template)
    return TypedValue::of(evaluate_of(model, expression, scope));
  if (const std::string_view name = only_name(expression.text); !name.empty())
    if (auto found = variable(scope, name)) {
      found->transient = false;
      return *std::move(found);
    }
  return TypedValue::of_template(evaluate_of(model, expression, scope));
}

std::optional<std::string> Data::evaluate_text(const std::optional<bpmn::Expression>& expression,
                                               const Instance& scope, const Task* task) {
  if (!expression) return std::nullopt;
  return text_or_none(evaluate(*expression, scope, task));
}

std::string Data::evaluate_text(const std::string& in_model, const Instance& scope) {
  const feel::Expression* compiled = run_.definition(scope).compiled_text(in_model);
  if (!compiled) return in_model;
  const ScopeNames names(run_, scope, nullptr);
  try {
    return text(feel::evaluate(*compiled, environment_of(run_.core().settings, names, run_.now())));
  } catch (const feel::EvaluationError& error) {
    throw Refused(Refused::Kind::Failed, "in '" + scope.node + "', '" + in_model + "': " + error.what());
  }
}

bool Data::holds(const bpmn::Expression& expression, const Instance& scope, const Context* more) {
  const Value value = evaluate(expression, scope, nullptr, more);
  if (value.is_boolean()) return value.boolean();
  throw Refused(Refused::Kind::Failed, "in '" + scope.node + "', condition '" + expression.text + "' gives " +
                                           name(value.kind()) + (value.is_null() ? "" : " " + text(value)) +
                                           " instead of true or false");
}

std::string Data::event_name(const bpmn::EventDefinition& event, const Instance& scope) {
  const feel::Expression* compiled = run_.definition(scope).compiled_name(event);
  if (!compiled) return event.name.empty() ? event.code : event.name;
  const ScopeNames names(run_, scope, nullptr);
  try {
    return text(feel::evaluate(*compiled, environment_of(run_.core().settings, names, run_.now())));
  } catch (const feel::EvaluationError& error) {
    throw Refused(Refused::Kind::Failed, "the name of the event '" + event.id + "': " + error.what());
  }
}

Value Data::evaluate_held(const bpmn::Parameter& parameter, const Instance& scope) {
  switch (parameter.shape) {
    case bpmn::Parameter::Shape::Value: return parameter.value ? evaluate(*parameter.value, scope) : Value{};
    case bpmn::Parameter::Shape::List: {
      List list;
      for (const bpmn::Parameter& entry : parameter.entries) list.push_back(evaluate_held(entry, scope));
      return Value(std::move(list));
    }
    case bpmn::Parameter::Shape::Map: {
      Context map;
      for (const bpmn::Parameter& entry : parameter.entries) {
        const Value key = evaluate(*entry.key, scope);
        if (key.is_null())
          throw Refused(Refused::Kind::Failed, "the key '" + entry.key->text + "' of a map is null");
        map.put(text(key), evaluate_held(entry, scope));
      }
      return Value(std::move(map));
    }
  }
  return {};
}

TypedValue Data::evaluate_parameter(const bpmn::Parameter& parameter, const Instance& scope) {
  if (parameter.shape != bpmn::Parameter::Shape::Value)
    return TypedValue::of(evaluate_held(parameter, scope));
  return parameter.value ? evaluate_typed(*parameter.value, scope) : TypedValue{};
}

std::optional<Instant> Data::evaluate_instant(const std::optional<bpmn::Expression>& expression,
                                              const Instance& scope, const Task* task) {
  if (!expression) return std::nullopt;
  const Value value = evaluate(*expression, scope, task);
  if (value.is_null() || (value.is_string() && value.string().empty())) return std::nullopt;
  const auto instant =
      calendar::read_instant(value, run_.now(), run_.core().settings.calendar->zone_offset_s());
  if (!instant)
    throw Refused(Refused::Kind::Failed,
                  "ENGINE-09027 in '" + scope.node + "', '" + text(value) + "' is no date");
  return instant;
}

}  // namespace lienthong::engine
