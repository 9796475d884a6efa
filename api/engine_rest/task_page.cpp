#include "api/engine_rest/task_page.h"
#include <charconv>
#include "api/engine_rest/lookups.h"
#include "api/engine_rest/variable_routes.h"

namespace lienthong::api {
using engine::Task;
using engine::Variable;

TaskShape task_shape(const Criteria& criteria) {
  return {criteria.flag("withCommentAttachmentInfo"), criteria.flag("withTaskVariablesInReturn"),
          criteria.flag("withTaskLocalVariablesInReturn")};
}

TaskVariables::TaskVariables(Services& services, const std::vector<Task>& tasks) {
  engine::Reader& reader = services.reader;
  IdSet roots;
  for (const Task& task : tasks) roots.add(task.root);
  for_each_of<Variable>(reader, "root", roots,
                        [&](Variable& v) { by_root_[v.root.value].push_back(std::move(v)); });
  for_each_of<engine::Instance>(reader, "root", roots, [&](const engine::Instance& instance) {
    parents_.emplace(instance.id.value, instance.parent.value);
    for (Variable& counter : loop_variables(services, instance))
      by_root_[instance.root.value].push_back(std::move(counter));
  });
}

std::vector<const Variable*> TaskVariables::of(const Task& task, bool local) const {
  std::vector<const Variable*> found;
  const auto variables = by_root_.find(task.root.value);
  if (variables == by_root_.end()) return found;
  std::unordered_set<std::string_view> names;
  const auto add_if = [&](auto&& belongs) {
    for (const Variable& v : variables->second)
      if (belongs(v) && names.insert(v.name).second) found.push_back(&v);
  };
  add_if([&](const Variable& v) { return v.task == task.id; });
  if (local) return found;
  for (std::int64_t scope = task.instance.value; scope != 0;) {
    add_if([&](const Variable& v) { return !v.task && v.scope.value == scope; });
    const auto parent = parents_.find(scope);
    scope = parent == parents_.end() ? 0 : parent->second;
  }
  return found;
}

bpmn::Form form_of(const Task& task, Services& services) {
  const auto process = services.definitions.process(services.reader, task.definition);
  if (!process) return {};
  const auto node = process->by_id.find(task.node);
  if (node == process->by_id.end()) return {};
  return process->node(node->second).form.value_or(bpmn::Form());
}

/// {key, binding, version} of a form of Camunda Forms.
void write_form_ref(json::Writer& w, const Task& task, Services& services) {
  w.key("camundaFormRef");
  if (!task.form_ref) {
    w.null();
    return;
  }
  const bpmn::Form form = form_of(task, services);
  std::int64_t version = 0;
  const char* const end = form.ref_version.data() + form.ref_version.size();
  const bool numbered =
      !form.ref_version.empty() && std::from_chars(form.ref_version.data(), end, version).ptr == end;
  w.object();
  w.key("key").string(*task.form_ref);
  w.key("binding").string(form.ref_binding.empty() ? "latest" : form.ref_binding);
  w.key("version");
  if (numbered)
    w.number(version);
  else
    w.null();
  w.end();
}

namespace {

void write_task(json::Writer& w, const Task& task, bool suspended, Services& services) {
  Fields fields(w, services.zone_offset_s);
  fields.id("id", task.id).text("name", task.name).text("assignee", task.assignee).text("owner", task.owner);
  fields.date("created", task.created).date("lastUpdated", task.updated);
  fields.date("due", task.due).date("followUp", task.follow_up);
  fields.text_or_null("delegationState", name_of(task.delegation)).text("description", task.description);
  fields.id("executionId", task.instance)
      .text("parentTaskId", task.parent_task)
      .number("priority", task.priority);
  const KnownDefinitionPtr definition = services.definitions.find(services.reader, task.definition);
  if (definition)
    fields.text("processDefinitionId", definition->text);
  else
    fields.id("processDefinitionId", task.definition);
  fields.id("processInstanceId", task.root).text_or_null("taskDefinitionKey", task.node);
  fields.null("caseExecutionId").null("caseInstanceId").null("caseDefinitionId");
  fields.flag("suspended", suspended).text("formKey", task.form_key);
  write_form_ref(w, task, services);
  fields.text("tenantId", task.tenant)
      .text("taskState", std::string_view(task.updated ? "Updated" : "Created"));
}

/// The process instances of these tasks that are suspended.
std::unordered_set<std::int64_t> stopped(engine::Reader& reader, const std::vector<Task>& tasks) {
  IdSet roots;
  for (const Task& task : tasks) roots.add(task.root);
  std::unordered_set<std::int64_t> found;
  for_each_of<engine::Instance>(reader, "id", roots, [&](const engine::Instance& root) {
    if (root.suspended) found.insert(root.id.value);
  });
  return found;
}

std::unordered_set<std::int64_t> commented(engine::Reader& reader, const std::vector<Task>& tasks) {
  IdSet ids;
  for (const Task& task : tasks) ids.add(task.id);
  std::unordered_set<std::int64_t> found;
  for_each_of<engine::Comment>(reader, "task", ids,
                               [&](const engine::Comment& c) { found.insert(c.task.value); });
  return found;
}

}  // namespace

void write_tasks(json::Writer& w, const std::vector<Task>& tasks, const TaskShape& shape,
                 Services& services) {
  const bool with_variables = shape.variables || shape.local_variables;
  const auto suspended = stopped(services.reader, tasks);
  const auto comments =
      shape.comments ? commented(services.reader, tasks) : std::unordered_set<std::int64_t>();
  const auto variables =
      with_variables ? std::optional<TaskVariables>(std::in_place, services, tasks) : std::nullopt;
  for (const Task& task : tasks) {
    w.object();
    write_task(w, task, suspended.contains(task.root.value), services);
    if (shape.comments) {
      w.key("attachment").boolean(false);
      w.key("comment").boolean(comments.contains(task.id.value));
    }
    if (with_variables) {
      w.key("variables").object();
      for (const Variable* v : variables->of(task, !shape.variables)) {
        w.key(v->name);
        write_variable(w, v->value, true, services.zone_offset_s);
      }
      w.end();
    }
    w.end();
  }
}

}  // namespace lienthong::api
