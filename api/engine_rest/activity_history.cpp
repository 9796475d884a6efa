#include "api/engine_rest/engine_rest.h"
#include "api/engine_rest/history.h"
#include "api/engine_rest/lookups.h"

namespace lienthong::api {
using engine::ActivityHistory;
using engine::Filter;

namespace {

Filter instance_is(const Argument& argument) {
  const Filter asked = equals_id("instance")(argument);
  return asked.op == Filter::Op::Equal ? of_activity_instance(std::get<std::int64_t>(asked.value)) : asked;
}

const ListRules activity_rules(
    {
        {"activityInstanceId", instance_is},
        {"processInstanceId", equals_id("root")},
        {"processDefinitionId", equals_definition("definition")},
        {"executionId", instance_is},
        {"activityId", equals("node")},
        {"activityName", equals("name")},
        {"activityNameLike", matches("name")},
        {"activityType", equals("type")},
        {"taskAssignee", equals("assignee")},
        {"finished", when(Filter::not_null("ended"))},
        {"unfinished", when(Filter::is_null("ended"))},
        {"completeScope", when(Filter::equal("completes_scope", std::int64_t{1}))},
        {"canceled", when(Filter::equal("canceled", std::int64_t{1}))},
        {"startedBefore", at_or_before("started")},
        {"startedAfter", at_or_after("started")},
        {"finishedBefore", at_or_before("ended")},
        {"finishedAfter", at_or_after("ended")},
        {"tenantIdIn", definition_tenant_in()},
        {"withoutTenantId", definition_without_tenant()},
    },
    {
        {"activityInstanceId", by("id")},
        {"instanceId", by("root")},
        {"executionId", by("id")},
        {"activityId", by("node")},
        {"activityName", by("name")},
        {"activityType", by("type")},
        {"startTime", by("started")},
        {"endTime", by("ended")},
        {"duration", by(std::string(duration_order))},
        {"definitionId", by("definition")},
        {"occurrence", by("id")},
        {"tenantId", by_definition("tenant")},
    });

void write_activities(json::Writer& w, const std::vector<ActivityHistory>& rows, Services& services) {
  ActivityIds scopes;
  TopRoots tops;
  for (const ActivityHistory& row : rows) {
    scopes.add(row.root, row.parent);
    tops.add(row.root);
  }
  scopes.read(services.reader);
  tops.read(services.reader);
  for (const ActivityHistory& row : rows) {
    const KnownDefinitionPtr definition = services.definitions.find(services.reader, row.definition);
    w.object();
    Fields fields(w, services.zone_offset_s);
    fields.text("id", activity_id_text(row.node, row.instance));
    fields.text_or_null("parentActivityInstanceId", scopes.text(row.root, row.parent));
    fields.text("activityId", row.node).text("activityName", row.name).text("activityType", row.type);
    write_definition(fields, definition, row.definition);
    fields.id("processInstanceId", row.root).id("executionId", row.instance).id("taskId", row.task);
    fields.text("assignee", row.assignee)
        .id("calledProcessInstanceId", row.called)
        .null("calledCaseInstanceId");
    write_times(fields, row, "durationInMillis");
    fields.flag("canceled", row.canceled).flag("completeScope", row.completes_scope);
    fields.text("tenantId", tenant_of(definition))
        .null("removalTime")
        .id("rootProcessInstanceId", tops.of(row.root));
    w.end();
  }
}

Response get_activity(const Request& request, Services& services) {
  const std::string& id = request.segments[2];
  const std::int64_t instance = parse_activity_id(id);
  const auto rows =
      services.reader.select(engine::Query<ActivityHistory>{of_activity_instance(instance), {}, 0, 1});
  if (rows.empty() || instance == 0)
    throw not_found("Historic activity instance with id '" + id + "' does not exist");
  std::string body;
  json::Writer w(body);
  write_activities(w, rows, services);
  return json_response(std::move(body));
}

}  // namespace

void add_activity_history_routes(Router& router) {
  Listing<ActivityHistory> list;
  list.pattern = "/history/activity-instance";
  list.rules = &activity_rules;
  list.write = [](json::Writer& w, const std::vector<ActivityHistory>& rows, const Criteria& criteria,
                  const Request&) { write_activities(w, rows, criteria.services()); };
  add_list_routes(router, std::move(list));
  router.get("/history/activity-instance/{id}", get_activity);
}

}  // namespace lienthong::api
