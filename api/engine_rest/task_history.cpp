#include "api/engine_rest/engine_rest.h"
#include "api/engine_rest/history.h"
#include "api/engine_rest/lookups.h"

namespace lienthong::api {
using engine::TaskHistory;

namespace {

/// Open tasks that have been changed: only their present row knows.
std::unordered_set<std::int64_t> updated_tasks(engine::Reader& reader, const std::vector<TaskHistory>& rows) {
  IdSet open;
  for (const TaskHistory& row : rows)
    if (!row.ended) open.add(row.id);
  std::unordered_set<std::int64_t> updated;
  for_each_of<engine::Task>(
      reader, "id", open, [&](const engine::Task& task) { updated.insert(task.id.value); },
      engine::Filter::not_null("updated"));
  return updated;
}

std::string_view state_of(const TaskHistory& row, bool updated) {
  if (!row.ended) return updated ? "Updated" : "Created";
  return row.state == lifecycle::TaskState::Completed ? "Completed" : "Deleted";
}

void write_row(json::Writer& w, const TaskHistory& row, std::string_view state, InstanceId top,
               Services& services) {
  const KnownDefinitionPtr definition = services.definitions.find(services.reader, row.definition);
  w.object();
  Fields fields(w, services.zone_offset_s);
  fields.id("id", row.id);
  write_definition(fields, definition, row.definition);
  fields.id("processInstanceId", row.root).id("executionId", row.instance);
  fields.null("caseDefinitionKey").null("caseDefinitionId").null("caseInstanceId").null("caseExecutionId");
  fields.text("activityInstanceId", activity_id_text(row.node, row.instance));
  fields.text("name", row.name).text("description", row.description).text("deleteReason", row.delete_reason);
  fields.text("owner", row.owner).text("assignee", row.assignee);
  write_times(fields, row, "duration");
  fields.text_or_null("taskDefinitionKey", row.node).number("priority", row.priority).date("due", row.due);
  fields.text("parentTaskId", row.parent_task).date("followUp", row.follow_up);
  fields.text("tenantId", row.tenant ? row.tenant : tenant_of(definition)).null("removalTime");
  fields.id("rootProcessInstanceId", top).text("taskState", state);
  w.end();
}

void write_history_of_tasks(json::Writer& w, const std::vector<TaskHistory>& rows, Services& services) {
  const auto updated = updated_tasks(services.reader, rows);
  TopRoots tops;
  for (const TaskHistory& row : rows) tops.add(row.root);
  tops.read(services.reader);
  for (const TaskHistory& row : rows)
    write_row(w, row, state_of(row, updated.contains(row.id.value)), tops.of(row.root), services);
}

}  // namespace

void add_task_history_routes(Router& router) {
  Listing<TaskHistory> list;
  list.pattern = "/history/task";
  list.rules = &task_history_rules();
  list.write = [](json::Writer& w, const std::vector<TaskHistory>& rows, const Criteria& criteria,
                  const Request&) { write_history_of_tasks(w, rows, criteria.services()); };
  add_list_routes(router, std::move(list));
}

}  // namespace lienthong::api
