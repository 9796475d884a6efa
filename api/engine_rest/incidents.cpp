#include "api/engine_rest/engine_rest.h"
#include "api/engine_rest/lists.h"
#include "api/engine_rest/lookups.h"

namespace lienthong::api {
using engine::Filter;
using engine::Incident;
using engine::IncidentHistory;

namespace {

/// What the contract shows as the configuration: the job to try again, or a client's own text.
template <class Row>
std::optional<std::string> configuration_of(const Row& row) {
  return row.job ? to_string(row.job) : row.configuration;
}
Filter configured(const Argument& argument) {
  const std::string text = argument.text();
  Filter client = Filter::equal("configuration", text);
  const std::int64_t job = parse_number_id(text);
  return job == 0 ? client : Filter::any({Filter::equal("job", job), std::move(client)});
}

const ListRules open_rules(
    {
        {"incidentId", equals_id("id")},
        {"incidentType", equals("type")},
        {"incidentMessage", equals("message")},
        {"incidentMessageLike", matches("message")},
        {"processDefinitionId", equals_definition("definition")},
        {"processDefinitionKeyIn", definition_is("definition", one_of("key"))},
        {"processInstanceId", equals_id("root")},
        {"executionId", equals_id("instance")},
        {"incidentTimestampBefore", before("created")},
        {"incidentTimestampAfter", after("created")},
        {"activityId", equals("node")},
        {"failedActivityId", equals("failed_node")},
        {"causeIncidentId", equals_id("cause")},
        {"rootCauseIncidentId", equals_id("root_cause")},
        {"configuration", configured},
        {"tenantIdIn", definition_tenant_in()},
        {"jobDefinitionIdIn", always_empty()},
    },
    {
        {"incidentId", by("id")},
        {"incidentMessage", by("message")},
        {"incidentTimestamp", by("created")},
        {"incidentType", by("type")},
        {"executionId", by("instance")},
        {"activityId", by("node")},
        {"processInstanceId", by("root")},
        {"processDefinitionId", by("definition")},
        {"causeIncidentId", by("cause")},
        {"rootCauseIncidentId", by("root_cause")},
        {"configuration", by("configuration"), false, nullptr, by("job")},
        {"tenantId", by_definition("tenant")},
    });

MakeFilter state_is(const char* state) { return when(Filter::equal("state", std::string(state))); }

const ListRules history_rules(
    {
        {"incidentId", equals_id("id")},
        {"incidentType", equals("type")},
        {"incidentMessage", equals("message")},
        {"incidentMessageLike", matches("message")},
        {"processDefinitionId", equals_definition("definition")},
        {"processDefinitionKey", definition_is("definition", equals("key"))},
        {"processDefinitionKeyIn", definition_is("definition", one_of("key"))},
        {"processInstanceId", equals_id("root")},
        {"executionId", equals_id("instance")},
        {"createTimeBefore", before("created")},
        {"createTimeAfter", after("created")},
        {"endTimeBefore", before("ended")},
        {"endTimeAfter", after("ended")},
        {"activityId", equals("node")},
        {"failedActivityId", equals("failed_node")},
        {"causeIncidentId", equals_id("cause")},
        {"rootCauseIncidentId", equals_id("root_cause")},
        {"configuration", configured},
        {"historyConfiguration", always_empty()},
        {"open", state_is("open")},
        {"resolved", state_is("resolved")},
        {"deleted", state_is("deleted")},
        {"tenantIdIn", definition_tenant_in()},
        {"withoutTenantId", definition_without_tenant()},
        {"jobDefinitionIdIn", always_empty()},
    },
    {
        {"incidentId", by("id")},
        {"incidentMessage", by("message")},
        {"createTime", by("created")},
        {"endTime", by("ended")},
        {"incidentType", by("type")},
        {"executionId", by("instance")},
        {"activityId", by("node")},
        {"processInstanceId", by("root")},
        {"processDefinitionId", by("definition")},
        {"processDefinitionKey", by_definition("key")},
        {"causeIncidentId", by("cause")},
        {"rootCauseIncidentId", by("root_cause")},
        {"configuration", by("configuration"), false, nullptr, by("job")},
        {"historyConfiguration", by("id")},
        {"tenantId", by_definition("tenant")},
        {"incidentState", by("state")},
    });

/// What open and past incidents share.
template <class Row>
void write_common(Fields& fields, const Row& row, Services& services) {
  fields.id("id", row.id).text("incidentType", row.type).text("incidentMessage", row.message);
  fields.id("executionId", row.instance).text_or_null("activityId", row.node);
  fields.text_or_null("failedActivityId", row.failed_node).id("processInstanceId", row.root);
  fields.id("causeIncidentId", row.cause).id("rootCauseIncidentId", row.root_cause);
  fields.text("configuration", configuration_of(row))
      .null("jobDefinitionId")
      .text("annotation", row.annotation);
  fields.text("tenantId", tenant_of(services.definitions.find(services.reader, row.definition)));
}

void write_open(json::Writer& w, const Incident& incident, Services& services) {
  w.object();
  Fields fields(w, services.zone_offset_s);
  write_common(fields, incident, services);
  fields.date("incidentTimestamp", incident.created);
  const KnownDefinitionPtr definition = services.definitions.find(services.reader, incident.definition);
  if (definition)
    fields.text("processDefinitionId", definition->text);
  else
    fields.id("processDefinitionId", incident.definition);
  w.end();
}

void write_history(json::Writer& w, const std::vector<IncidentHistory>& rows, Services& services) {
  TopRoots tops;
  for (const IncidentHistory& row : rows) tops.add(row.root);
  tops.read(services.reader);
  for (const IncidentHistory& row : rows) {
    w.object();
    Fields fields(w, services.zone_offset_s);
    write_common(fields, row, services);
    write_definition(fields, services.definitions.find(services.reader, row.definition), row.definition);
    fields.date("createTime", row.created)
        .date("endTime", row.ended)
        .null("removalTime")
        .null("historyConfiguration");
    fields.id("rootProcessInstanceId", tops.of(row.root));
    fields.flag("open", row.state == "open").flag("deleted", row.state == "deleted");
    fields.flag("resolved", row.state == "resolved");
    w.end();
  }
}

ContractError no_incident(const Request& request) {
  return not_found("No matching incident with id " + request.segments[1]);
}

Response get_incident(const Request& request, Services& services) {
  const auto incident = services.reader.find<Incident>(parse_number_id(request.segments[1]));
  if (!incident) throw no_incident(request);
  std::string body;
  json::Writer w(body);
  write_open(w, *incident, services);
  return json_response(std::move(body));
}

void create_incident(const Request& request, Services& services, Respond respond) {
  const Value body = parse_body(request);
  auto type = text_field(body, "incidentType");
  if (!type || type->empty()) throw invalid_request("incidentType is null: an incident needs a type");
  engine::CreateIncident command;
  command.instance = parse_id<InstanceId>(request.segments[1]);
  command.type = *std::move(type);
  command.configuration = text_field(body, "configuration");
  command.message = text_field(body, "message");
  const auto read = [](engine::Reply& reply, Services& fresh) {
    const auto made = fresh.reader.find<Incident>(std::get<engine::Created>(reply).id);
    if (!made) throw not_found("The incident is already gone");
    std::string out;
    json::Writer w(out);
    write_open(w, *made, fresh);
    return json_response(std::move(out));
  };
  const auto missing =
      invalid_request("Cannot find an execution with executionId '" + request.segments[1] + "'");
  submit_then_read(services, std::move(command), std::move(respond), read, when_missing(missing));
}

void resolve_incident(const Request& request, Services& services, Respond respond) {
  submit(services, engine::ResolveIncident{parse_id<IncidentId>(request.segments[1])}, std::move(respond),
         when_missing(no_incident(request)));
}

Write annotate(bool clear) {
  return [clear](const Request& request, Services& services, Respond respond) {
    auto annotation = clear ? std::nullopt : text_field(parse_body(request), "annotation");
    submit(services,
           engine::AnnotateIncident{parse_id<IncidentId>(request.segments[1]), std::move(annotation)},
           std::move(respond));
  };
}

}  // namespace

void add_incident_routes(Router& router) {
  Listing<Incident> open;
  open.pattern = "/incident";
  open.rules = &open_rules;
  open.by_post = false;
  open.write = [](json::Writer& w, const std::vector<Incident>& rows, const Criteria& criteria,
                  const Request&) {
    for (const Incident& row : rows) write_open(w, row, criteria.services());
  };
  add_list_routes(router, std::move(open));
  Listing<IncidentHistory> history;
  history.pattern = "/history/incident";
  history.rules = &history_rules;
  history.by_post = false;
  history.write = [](json::Writer& w, const std::vector<IncidentHistory>& rows, const Criteria& criteria,
                     const Request&) { write_history(w, rows, criteria.services()); };
  add_list_routes(router, std::move(history));
  router.get("/incident/{id}", get_incident);
  router.write("POST", "/execution/{id}/create-incident", create_incident)
      .takes({"incidentType", "configuration", "message"});
  router.write("DELETE", "/incident/{id}", resolve_incident);
  router.write("PUT", "/incident/{id}/annotation", annotate(false)).takes({"annotation"});
  router.write("DELETE", "/incident/{id}/annotation", annotate(true));
}

}  // namespace lienthong::api
