#include "api/engine_rest/engine_rest.h"
#include "api/engine_rest/lookups.h"
#include "api/engine_rest/variable_routes.h"
#include "api/engine_rest/variable_rules.h"
#include "api/engine_rest/variables_json.h"

namespace lienthong::api {
using engine::Filter;
using engine::Query;
using engine::Variable;
using engine::VariableHistory;

namespace {

EventId variable_id(const Variable& variable) {
  return variable.history ? variable.history : EventId{variable.id.value};
}

/// Definitions of running scopes, by instance.
std::unordered_map<std::int64_t, DefinitionId> definitions_of(engine::Reader& reader,
                                                              const std::vector<Variable>& rows) {
  IdSet scopes;
  for (const Variable& row : rows) scopes.add(row.scope);
  std::unordered_map<std::int64_t, DefinitionId> found;
  for_each_of<engine::Instance>(reader, "id", scopes, [&](const engine::Instance& scope) {
    found.emplace(scope.id.value, scope.definition);
  });
  return found;
}

template <class Row>
ActivityIds activities_of(engine::Reader& reader, const std::vector<Row>& rows) {
  ActivityIds ids;
  for (const Row& row : rows) ids.add(row.root, row.scope);
  ids.read(reader);
  return ids;
}

void write_present(json::Writer& w, const std::vector<Variable>& rows, bool deserialize, Services& services) {
  const auto definitions = definitions_of(services.reader, rows);
  const ActivityIds activities = activities_of(services.reader, rows);
  for (const Variable& row : rows) {
    const auto found = definitions.find(row.scope.value);
    const DefinitionId definition_id = found == definitions.end() ? DefinitionId() : found->second;
    const KnownDefinitionPtr definition = services.definitions.find(services.reader, definition_id);
    w.object();
    write_variable_fields(w, row.value, deserialize, services.zone_offset_s);
    Fields fields(w, services.zone_offset_s);
    fields.id("id", variable_id(row)).text("name", row.name);
    fields.text("processDefinitionId", definition ? std::optional(definition->text) : std::nullopt);
    fields.id("processInstanceId", row.root)
        .id("executionId", row.scope)
        .null("caseInstanceId")
        .null("caseExecutionId");
    fields.id("taskId", row.task)
        .null("batchId")
        .text("activityInstanceId", activities.text(row.root, row.scope));
    fields.null("errorMessage").text("tenantId", tenant_of(definition));
    w.end();
  }
}

void write_past(json::Writer& w, const std::vector<VariableHistory>& rows, bool deserialize,
                Services& services) {
  const ActivityIds activities = activities_of(services.reader, rows);
  TopRoots tops;
  for (const VariableHistory& row : rows) tops.add(row.root);
  tops.read(services.reader);
  for (const VariableHistory& row : rows) {
    const KnownDefinitionPtr definition = services.definitions.find(services.reader, row.definition);
    w.object();
    write_variable_fields(w, row.value, deserialize, services.zone_offset_s);
    Fields fields(w, services.zone_offset_s);
    fields.id("id", row.id).text("name", row.name);
    write_definition(fields, definition, row.definition);
    fields.id("processInstanceId", row.root).id("executionId", row.scope);
    fields.text("activityInstanceId", activities.text(row.root, row.scope)).id("taskId", row.task);
    fields.null("caseDefinitionKey").null("caseDefinitionId").null("caseInstanceId").null("caseExecutionId");
    fields.null("errorMessage").text("tenantId", tenant_of(definition));
    fields.text("state", std::string_view(row.deleted ? "DELETED" : "CREATED"))
        .date("createTime", row.created);
    fields.null("removalTime").id("rootProcessInstanceId", tops.of(row.root));
    w.end();
  }
}

/// By the id both lists give it.
Variable present_variable(const Request& request, Services& services) {
  const auto past = services.reader.find<VariableHistory>(parse_number_id(request.segments[1]));
  std::vector<Variable> rows;
  if (past)
    rows = services.reader.select(Query<Variable>{
        Filter::all({Filter::equal("root", past->root.value), Filter::equal("history", past->id.value)}),
        {},
        0,
        1});
  if (rows.empty())
    throw not_found("Variable instance with Id '" + request.segments[1] + "' does not exist.");
  return std::move(rows.front());
}

VariableHistory past_variable(const Request& request, Services& services) {
  const std::string& id = request.segments[2];
  auto row = services.reader.find<VariableHistory>(parse_number_id(id));
  if (!row) throw not_found("Historic variable instance with Id '" + id + "' does not exist.");
  return *std::move(row);
}

Response one_present(const Request& request, Services& services) {
  std::string body;
  json::Writer w(body);
  write_present(w, {present_variable(request, services)}, deserializes(request), services);
  return json_response(std::move(body));
}

Response one_past(const Request& request, Services& services) {
  std::string body;
  json::Writer w(body);
  write_past(w, {past_variable(request, services)}, deserializes(request), services);
  return json_response(std::move(body));
}

/// The flag of a list stands in the query string, of a POST in the body too.
bool list_deserializes(const Criteria& criteria, const Request& request) {
  for (const std::string_view name : deserialize_words)
    if (criteria.object() && criteria.has(name)) return criteria.flag(name);
  return deserializes(request);
}

void add_present(Router& router) {
  Listing<Variable> list;
  list.pattern = "/variable-instance";
  list.rules = &variable_rules();
  list.shape = deserialize_words;
  list.write = [](json::Writer& w, const std::vector<Variable>& rows, const Criteria& criteria,
                  const Request& request) {
    write_present(w, rows, list_deserializes(criteria, request), criteria.services());
  };
  add_list_routes(router, std::move(list));
  router.get("/variable-instance/{id}", one_present).asks(deserialize_words);
  router.get("/variable-instance/{id}/data", [](const Request& r, Services& s) {
    return variable_bytes(present_variable(r, s).value, r.segments[1]);
  });
}

void add_past(Router& router) {
  Listing<VariableHistory> list;
  list.pattern = "/history/variable-instance";
  list.rules = &variable_history_rules();
  list.shape = deserialize_words;
  list.also = shown_variable_history;
  list.write = [](json::Writer& w, const std::vector<VariableHistory>& rows, const Criteria& criteria,
                  const Request& request) {
    write_past(w, rows, list_deserializes(criteria, request), criteria.services());
  };
  add_list_routes(router, std::move(list));
  router.get("/history/variable-instance/{id}", one_past).asks(deserialize_words);
  router.get("/history/variable-instance/{id}/data", [](const Request& r, Services& s) {
    return variable_bytes(past_variable(r, s).value, r.segments[2]);
  });
}

}  // namespace

void add_variable_instance_routes(Router& router) {
  add_present(router);
  add_past(router);
}

}  // namespace lienthong::api
