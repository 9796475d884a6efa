// Decisions and their requirements graphs (engine-rest 15).
#include "api/engine_rest/decision_definitions.h"
#include "api/engine_rest/definition_routes.h"
#include "api/engine_rest/definitions.h"
#include "api/engine_rest/engine_rest.h"
#include "api/engine_rest/lists.h"
#include "api/engine_rest/variables_json.h"
#include "engine/definitions/decisions.h"
#include "xml/source.h"

namespace lienthong::api {
using engine::DecisionRow;
using engine::Filter;
using engine::Query;
using engine::RequirementsRow;

std::string decision_text(const DecisionRow& row) { return definition_text(row.key, row.version, row.id); }
std::string requirements_text(const RequirementsRow& row) {
  return definition_text(row.key, row.version, row.id);
}

void write_decision_definition(json::Writer& w, const DecisionRow& row,
                               const std::optional<RequirementsRow>& requirements) {
  w.object();
  Fields fields(w, 0);
  fields.text("id", decision_text(row)).text("key", row.key).text("category", row.category);
  fields.text("name", row.name).number("version", row.version).text("resource", row.resource);
  fields.id("deploymentId", row.deployment).text("tenantId", row.tenant);
  if (requirements)
    fields.text("decisionRequirementsDefinitionId", requirements_text(*requirements))
        .text("decisionRequirementsDefinitionKey", requirements->key);
  else
    fields.null("decisionRequirementsDefinitionId").null("decisionRequirementsDefinitionKey");
  fields.number("historyTimeToLive", row.history_time_to_live).text("versionTag", row.version_tag);
  w.end();
}

void write_requirements_definition(json::Writer& w, const RequirementsRow& row) {
  w.object();
  Fields fields(w, 0);
  fields.text("id", requirements_text(row)).text("key", row.key).text("category", row.category);
  fields.text("name", row.name).number("version", row.version).text("resource", row.resource);
  fields.id("deploymentId", row.deployment).text("tenantId", row.tenant);
  w.end();
}

std::optional<RequirementsRow> requirements_of(const DecisionRow& row, Services& services) {
  if (!row.requirements) return std::nullopt;
  return services.reader.find<RequirementsRow>(row.requirements.value);
}

namespace {

MakeFilter decision_tenants(std::string_view including_flag) {
  return [including_flag](const Argument& argument) {
    Filter listed = one_of("tenant")(argument);
    if (!argument.all().flag(including_flag)) return listed;
    return Filter::any({std::move(listed), Filter::is_null("tenant")});
  };
}

MakeFilter of_requirements(MakeFilter make) {
  return [make = std::move(make)](const Argument& a) {
    return Filter::exists("decision_requirements", "id", "requirements", make(a));
  };
}

MakeFilter latest() { return when(Filter::equal("latest", std::int64_t{1})); }

const ListRules& decision_rules() {
  static const ListRules all(
      {{"decisionDefinitionId", equals_id("id")},
       {"decisionDefinitionIdIn", one_of_ids("id")},
       {"name", equals("name")},
       {"nameLike", matches("name", true)},
       {"deploymentId", equals_id("deployment")},
       {"deployedAfter", deployed(after("time"))},
       {"deployedAt", deployed(equals_date("time"))},
       {"key", equals("key")},
       {"keyLike", matches("key")},
       {"category", equals("category")},
       {"categoryLike", matches("category")},
       {"version", equals_number("version")},
       {"latestVersion", latest()},
       {"resourceName", equals("resource")},
       {"resourceNameLike", matches("resource")},
       {"decisionRequirementsDefinitionId", equals_id("requirements")},
       {"decisionRequirementsDefinitionKey", of_requirements(equals("key"))},
       {"withoutDecisionRequirementsDefinition", when(Filter::equal("requirements", std::int64_t{0}))},
       {"tenantIdIn", decision_tenants("includeDecisionDefinitionsWithoutTenantId")},
       {"includeDecisionDefinitionsWithoutTenantId", beside_others()},
       {"withoutTenantId", when(Filter::is_null("tenant"))},
       {"versionTag", equals("version_tag")},
       {"versionTagLike", matches("version_tag")}},
      {{"id", by("id")},
       {"key", by("key")},
       {"name", by("name")},
       {"version", by("version")},
       {"deploymentId", by("deployment")},
       {"deployTime", {"time", false, false, "deployment", "id", "deployment", {}}},
       {"category", by("category")},
       {"tenantId", by("tenant")},
       {"versionTag", by("version_tag")},
       {"decisionRequirementsDefinitionKey",
        {"key", false, false, "decision_requirements", "id", "requirements", {}}}});
  return all;
}

const ListRules& requirements_rules() {
  static const ListRules all(
      {{"decisionRequirementsDefinitionId", equals_id("id")},
       {"decisionRequirementsDefinitionIdIn", one_of_ids("id")},
       {"name", equals("name")},
       {"nameLike", matches("name", true)},
       {"deploymentId", equals_id("deployment")},
       {"key", equals("key")},
       {"keyLike", matches("key")},
       {"category", equals("category")},
       {"categoryLike", matches("category")},
       {"version", equals_number("version")},
       {"latestVersion", latest()},
       {"resourceName", equals("resource")},
       {"resourceNameLike", matches("resource")},
       {"tenantIdIn", decision_tenants("includeDecisionRequirementsDefinitionsWithoutTenantId")},
       {"includeDecisionRequirementsDefinitionsWithoutTenantId", beside_others()},
       {"withoutTenantId", when(Filter::is_null("tenant"))}},
      {{"id", by("id")},
       {"key", by("key")},
       {"name", by("name")},
       {"version", by("version")},
       {"deploymentId", by("deployment")},
       {"category", by("category")},
       {"tenantId", by("tenant")}});
  return all;
}

/// The row that a path names: by id, by key, by key and tenant.
template <class Row>
Row named(const Request& request, Services& services, const std::string& kind) {
  if (!is_by_key(request)) {
    auto row = services.reader.find<Row>(parse_definition_id(request.segments[1]).value);
    if (!row) throw not_found("No matching " + kind + " with id " + request.segments[1]);
    return *std::move(row);
  }
  auto row = Definitions::latest_of<Row>(services.reader, request.segments[2], tenant_in_path(request));
  if (!row) throw no_definition_of_key(request, kind);
  return *std::move(row);
}

constexpr const char* decision_kind = "decision definition";
constexpr const char* requirements_kind = "decision requirements definition";

DecisionRow decision_named(const Request& request, Services& services) {
  return named<DecisionRow>(request, services, decision_kind);
}
RequirementsRow requirements_named(const Request& request, Services& services) {
  return named<RequirementsRow>(request, services, requirements_kind);
}

Response get_decision(const Request& request, Services& services) {
  const DecisionRow row = decision_named(request, services);
  std::string body;
  json::Writer w(body);
  write_decision_definition(w, row, requirements_of(row, services));
  return json_response(std::move(body));
}

Response get_requirements(const Request& request, Services& services) {
  std::string body;
  json::Writer w(body);
  write_requirements_definition(w, requirements_named(request, services));
  return json_response(std::move(body));
}

Response xml(const std::string& id, DeploymentId deployment, const std::string& resource,
             Services& services) {
  const auto found = services.reader.select(Query<engine::Resource>{
      Filter::all({Filter::equal("deployment", deployment.value), Filter::equal("name", resource)}),
      {},
      0,
      1});
  if (found.empty()) throw not_found("The resource of " + id + " is gone");
  std::string body;
  json::Writer w(body);
  w.object();
  Fields(w, 0).text("id", id).text("dmnXml", xml::Text(found.front().bytes).utf8());
  w.end();
  return json_response(std::move(body));
}

Response decision_xml(const Request& request, Services& services) {
  const DecisionRow row = decision_named(request, services);
  return xml(decision_text(row), row.deployment, row.resource, services);
}

Response requirements_xml(const Request& request, Services& services) {
  const RequirementsRow row = requirements_named(request, services);
  return xml(requirements_text(row), row.deployment, row.resource, services);
}

// ---- evaluation

Response rows_answer(const engine::Decided& decided, std::int32_t zone) {
  std::string body;
  json::Writer w(body);
  w.array();
  for (const Value& row : decided.rows) {
    engine::Variables variables;
    for (const auto& [name, value] : row.context().entries)
      variables.emplace_back(name, engine::typed_entry(decided, name, value));
    write_variables(w, variables, false, zone);
  }
  w.end();
  return json_response(std::move(body));
}

struct Asked {
  DecisionRow row;
  Context variables;
  std::string prefix;
  std::optional<std::string> user;
};

/// Evaluates beside the engine, so that a long evaluation holds nobody up, and answers when its history is
/// written.
void evaluate_asked(const Asked& asked, Services& services, const Respond& respond) {
  const MapError map = wrapped(asked.prefix);
  try {
    const auto decision = services.definitions.decision(services.reader, asked.row);
    engine::Decided decided = engine::decide(*decision, asked.variables, services.commands.now(),
                                             services.zone_offset_s, services.calendars);
    engine::RecordDecisions record{asked.row.id, std::move(decided.history), asked.user};
    submit(
        services, std::move(record), respond,
        [decided = std::move(decided), zone = services.zone_offset_s](engine::Reply&) {
          return rows_answer(decided, zone);
        },
        map);
  } catch (...) {
    respond(error_response(std::current_exception(), map));
  }
}

void evaluate(const Request& request, Services& services, Respond respond) {
  auto asked = std::make_shared<Asked>();
  asked->prefix = "Cannot evaluate decision " + definition_words(request) + ": ";
  const Value body = parse_body(request);
  asked->row = decision_named(request, services);
  asked->user = request.user;
  for (const auto& [name, value] :
       read_variables(object_field(body, "variables"), asked->prefix, services.zone_offset_s))
    asked->variables.put(name, value.for_expressions());
  services.later(
      [asked, respond = std::move(respond)](Services& fresh) { evaluate_asked(*asked, fresh, respond); });
}

void set_time_to_live(const Request& request, Services& services, Respond respond) {
  const Value body = parse_body(request);
  submit(services,
         engine::SetDecisionHistoryTimeToLive{decision_named(request, services).id,
                                              int_field(body, "historyTimeToLive")},
         std::move(respond));
}

Response no_diagram(const Request& request, Services& services) {
  decision_named(request, services);
  return no_content();
}
Response no_requirements_diagram(const Request& request, Services& services) {
  requirements_named(request, services);
  return no_content();
}

}  // namespace

void add_decision_definition_routes(Router& router) {
  Listing<DecisionRow> decisions;
  decisions.pattern = "/decision-definition";
  decisions.rules = &decision_rules();
  decisions.by_post = false;
  decisions.write = [](json::Writer& w, const std::vector<DecisionRow>& rows, const Criteria& criteria,
                       const Request&) {
    for (const DecisionRow& row : rows)
      write_decision_definition(w, row, requirements_of(row, criteria.services()));
  };
  add_list_routes(router, std::move(decisions));
  Listing<RequirementsRow> graphs;
  graphs.pattern = "/decision-requirements-definition";
  graphs.rules = &requirements_rules();
  graphs.by_post = false;
  graphs.write = [](json::Writer& w, const std::vector<RequirementsRow>& rows, const Criteria&,
                    const Request&) {
    for (const RequirementsRow& row : rows) write_requirements_definition(w, row);
  };
  add_list_routes(router, std::move(graphs));
  for (const char* way : {"/{id}", "/key/{key}", "/key/{key}/tenant-id/{tenantId}"}) {
    const std::string decision = std::string("/decision-definition") + way;
    router.read("GET", decision, get_decision);
    router.read("GET", decision + "/xml", decision_xml);
    router.read("GET", decision + "/diagram", no_diagram);
    router.write("POST", decision + "/evaluate", evaluate).takes({"variables"});
    router.write("PUT", decision + "/history-time-to-live", set_time_to_live).takes({"historyTimeToLive"});
    const std::string graph = std::string("/decision-requirements-definition") + way;
    router.read("GET", graph, get_requirements);
    router.read("GET", graph + "/xml", requirements_xml);
    router.read("GET", graph + "/diagram", no_requirements_diagram);
  }
}

}  // namespace lienthong::api
