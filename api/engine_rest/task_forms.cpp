// Forms of tasks: which one, its fields' values, and its file when it was deployed with the process.
#include "api/engine_rest/task_page.h"
#include "api/engine_rest/tasks.h"
#include "engine/definitions/form_fields.h"
#include "feel/feel.h"

namespace lienthong::api {
using engine::Filter;
using engine::Task;

namespace {

bool is_generated(const Task& task, const bpmn::Form& form) {
  return !task.form_key && !task.form_ref && !form.fields.empty();
}

Response get_task_form(const Request& request, Services& services) {
  const std::string& id = request.segments[1];
  const auto task = services.reader.find<Task>(parse_number_id(id));
  if (!task) throw ContractError(400, "RestException", "Cannot get form for task " + id, 0);
  std::string body;
  json::Writer w(body);
  w.object();
  Fields fields(w, services.zone_offset_s);
  if (is_generated(*task, form_of(*task, services)))
    fields.text("key", "embedded:engine://engine/:engine/task/" + id + "/rendered-form");
  else
    fields.text("key", task->form_key);
  write_form_ref(w, *task, services);
  fields.null("contextPath");
  w.end();
  return json_response(std::move(body));
}

// ---- form variables

struct Visible : feel::Names {
  explicit Visible(const std::vector<const engine::Variable*>& variables) : variables(variables) {}
  std::optional<Value> find(std::string_view name) const override {
    for (const engine::Variable* v : variables)
      if (v->name == name) return v->value.for_expressions();
    return std::nullopt;
  }
  const std::vector<const engine::Variable*>& variables;
};

/// A field's default as the type the field has; null when there is none or it cannot be evaluated now.
TypedValue default_of(const bpmn::FormField& field, const Visible& names, Services& services) {
  Value value;
  if (field.default_value) {
    try {
      const auto compiled = feel::compile(field.default_value->text, feel::Dialect::Template);
      value = feel::evaluate(*compiled, {names, services.commands.now(), services.zone_offset_s});
    } catch (const std::runtime_error&) {  // it may need what only the engine offers
      value = nullptr;
    }
  }
  return value.is_null() ? TypedValue() : engine::shown(field, value);
}

Response get_task_form_variables(const Request& request, Services& services) {
  const std::string& id = request.segments[1];
  const auto task = services.reader.find<Task>(parse_number_id(id));
  if (!task)
    throw ContractError(400, "BadUserRequestException",
                        "Cannot find task with id '" + id + "'.: task is null", 0);
  const std::string* names = request.parameter("variableNames");
  const std::string* deserialize = request.parameter("deserializeValues");
  const std::vector<std::string> wanted = names ? split_list(*names) : std::vector<std::string>();
  const TaskVariables all(services, {*task});
  const std::vector<const engine::Variable*> visible = all.of(*task, false);
  std::string body;
  json::Writer w(body);
  w.object();
  const auto write = [&](const std::string& name, const TypedValue& value) {
    if (!wanted.empty() && std::ranges::find(wanted, name) == wanted.end()) return;
    w.key(name);
    write_variable(w, value, !deserialize || *deserialize == "true", services.zone_offset_s);
  };
  for (const engine::Variable* v : visible) write(v->name, v->value);
  const Visible scope(visible);
  for (const bpmn::FormField& field : form_of(*task, services).fields)
    if (!scope.find(field.id)) write(field.id, default_of(field, scope, services));
  w.end();
  return json_response(std::move(body));
}

// ---- deployed forms

struct FormFile {
  std::string bytes;
  bool json = false;
};

FormFile file_named(const std::string& name, DeploymentId deployment, Services& services) {
  auto files = services.reader.select(engine::Query<engine::Resource>{
      Filter::all({Filter::equal("deployment", deployment.value), Filter::equal("name", name)}), {}, 0, 1});
  if (files.empty())
    throw not_found("The form with the resource name '" + name + "' cannot be found in deployment with id " +
                    to_string(deployment));
  return {std::move(files.front().bytes), name.ends_with(".form")};
}

/// Camunda Forms are found by the id inside their JSON: the newest one, or that of the process' own
/// deployment.
FormFile form_with_id(const std::string& key, std::optional<DeploymentId> deployment, Services& services) {
  Filter where = Filter::like("name", "%.form");
  if (deployment) where = Filter::all({Filter::equal("deployment", deployment->value), std::move(where)});
  engine::Order newest = by("id");
  newest.descending = true;
  for (auto& file : services.reader.select(engine::Query<engine::Resource>{std::move(where), {newest}})) {
    try {
      const Value* id = nullptr;
      const Value content = json::parse(file.bytes);
      id = content.find("id");
      if (id && id->is_string() && id->string() == key) return {std::move(file.bytes), true};
    } catch (const Refused&) {  // a file of that name which is no form
    }
  }
  throw not_found("No deployed form with the key '" + key + "' can be found");
}

FormFile deployed(const Task& task, Services& services) {
  const KnownDefinitionPtr definition = services.definitions.find(services.reader, task.definition);
  const DeploymentId deployment = definition ? definition->row.deployment : DeploymentId();
  if (task.form_ref) {
    const bool own = form_of(task, services).ref_binding == "deployment";
    return form_with_id(*task.form_ref, own ? std::optional(deployment) : std::nullopt, services);
  }
  if (!task.form_key) throw invalid_request("The form key is not set for task " + to_string(task.id));
  for (const std::string_view prefix : {"embedded:deployment:", "camunda-forms:deployment:", "deployment:"})
    if (task.form_key->starts_with(prefix))
      return file_named(task.form_key->substr(prefix.size()), deployment, services);
  throw invalid_request("The form key '" + *task.form_key + "' does not reference a deployed form.");
}

Response deployed_form(const Request& request, Services& services) {
  const std::string& id = request.segments[1];
  const auto task = services.reader.find<Task>(parse_number_id(id));
  if (!task) throw invalid_request("Cannot get deployed form for task " + id + ": task is null");
  FormFile file = deployed(*task, services);
  Response response = json_response(std::move(file.bytes));
  if (!file.json) response.content_type = "application/xhtml+xml";
  return response;
}

}  // namespace

void add_task_form_routes(Router& router) {
  router.get("/task/{id}/form", get_task_form);
  router.get("/task/{id}/form-variables", get_task_form_variables)
      .asks({"variableNames", "deserializeValues"});
  router.get("/task/{id}/deployed-form", deployed_form);
}

}  // namespace lienthong::api
