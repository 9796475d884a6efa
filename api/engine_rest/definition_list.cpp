// The list of process definitions (engine-rest 5.2).
#include "api/engine_rest/definition_routes.h"
#include "api/engine_rest/lists.h"
#include "api/engine_rest/process_definitions.h"

namespace lienthong::api {
using engine::DefinitionRow;
using engine::Filter;

void write_process_definition(json::Writer& w, const DefinitionRow& row) {
  w.object();
  Fields fields(w, 0);
  fields.text("id", definition_text(row.key, row.version, row.id)).text("key", row.key);
  fields.text("category", row.category).text("description", row.description).text("name", row.name);
  fields.number("version", row.version).text("resource", row.resource).id("deploymentId", row.deployment);
  fields.null("diagram")
      .flag("suspended", row.suspended)
      .text("tenantId", row.tenant)
      .text("versionTag", row.version_tag);
  fields.number("historyTimeToLive", row.history_time_to_live)
      .flag("startableInTasklist", row.startable_in_tasklist);
  w.end();
}

namespace {

MakeFilter definition_with_incident(MakeFilter make) {
  return [make = std::move(make)](const Argument& a) {
    return Filter::exists("incident", "definition", "id", make(a));
  };
}

MakeFilter flagged(std::string column, bool value) {
  return when(Filter::equal(std::move(column), std::int64_t{value ? 1 : 0}));
}

/// By a user's own name. Groups are not known here: whoever asks for a person's groups asks another server.
Filter startable_by(const Argument& argument) {
  return Filter::exists("identity_link", "definition", "id", equals("user")(argument));
}

Filter definition_tenants(const Argument& argument) {
  Filter listed = one_of("tenant")(argument);
  if (!argument.all().flag("includeProcessDefinitionsWithoutTenantId")) return listed;
  return Filter::any({std::move(listed), Filter::is_null("tenant")});
}

const ListRules& definition_rules() {
  static const ListRules all({{"processDefinitionId", equals_id("id")},
                              {"processDefinitionIdIn", one_of_ids("id")},
                              {"name", equals("name")},
                              {"nameLike", matches("name", true)},
                              {"deploymentId", equals_id("deployment")},
                              {"deployedAfter", deployed(after("time"))},
                              {"deployedAt", deployed(equals_date("time"))},
                              {"key", equals("key")},
                              {"keysIn", one_of("key")},
                              {"keyLike", matches("key")},
                              {"category", equals("category")},
                              {"categoryLike", matches("category")},
                              {"version", equals_number("version")},
                              {"ver", equals_number("version")},
                              {"latestVersion", flagged("latest", true)},
                              {"latest", flagged("latest", true)},
                              {"resourceName", equals("resource")},
                              {"resourceNameLike", matches("resource")},
                              {"startableBy", startable_by},
                              {"active", flagged("suspended", false)},
                              {"suspended", flagged("suspended", true)},
                              {"incidentId", definition_with_incident(equals_id("id"))},
                              {"incidentType", definition_with_incident(equals("type"))},
                              {"incidentMessage", definition_with_incident(equals("message"))},
                              {"incidentMessageLike", definition_with_incident(matches("message"))},
                              {"tenantIdIn", definition_tenants},
                              {"includeProcessDefinitionsWithoutTenantId", beside_others()},
                              {"startablePermissionCheck", beside_others()},  // everybody may, so far
                              {"withoutTenantId", when(Filter::is_null("tenant"))},
                              {"versionTag", equals("version_tag")},
                              {"versionTagLike", matches("version_tag")},
                              {"withoutVersionTag", when(Filter::is_null("version_tag"))},
                              {"startableInTasklist", flagged("startable_in_tasklist", true)},
                              {"notStartableInTasklist", flagged("startable_in_tasklist", false)}},
                             {{"category", by("category")},
                              {"key", by("key")},
                              {"id", by("id")},
                              {"name", by("name")},
                              {"version", by("version")},
                              {"deploymentId", by("deployment")},
                              {"deployTime", {"time", false, false, "deployment", "id", "deployment", {}}},
                              {"tenantId", by("tenant")},
                              {"versionTag", by("version_tag")}});
  return all;
}

}  // namespace

void add_definition_list(Router& router) {
  Listing<DefinitionRow> list;
  list.pattern = "/process-definition";
  list.rules = &definition_rules();
  list.write = [](json::Writer& w, const std::vector<DefinitionRow>& rows, const Criteria&, const Request&) {
    for (const DefinitionRow& row : rows) write_process_definition(w, row);
  };
  list.by_post = false;
  add_list_routes(router, std::move(list));
}

}  // namespace lienthong::api
