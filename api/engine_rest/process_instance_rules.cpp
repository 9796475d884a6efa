// What process instances are filtered and sorted by (engine-rest 6.2).
#include "api/engine_rest/process_instances.h"

namespace lienthong::api {
using engine::Filter;

namespace {

MakeFilter not_of_definition(MakeFilter make) {
  return [make = definition_is("definition", std::move(make))](const Argument& argument) {
    Filter asked = make(argument);
    const bool empty = asked.op == Filter::Op::All && asked.parts.empty();  // an empty list filters nothing
    return empty ? std::move(asked) : Filter::negate(std::move(asked));
  };
}

MakeFilter process_with_incident(MakeFilter make) {
  return [make = std::move(make)](const Argument& argument) {
    return Filter::exists("incident", "root", "id", make(argument));
  };
}

/// Called process instances that go on are found by their callers in the history.
Filter calling(Filter condition) {
  return Filter::exists("process_history", "calling_root", "id",
                        Filter::all({Filter::is_null("ended"), std::move(condition)}));
}

/// What the history knows of the same process instance.
MakeFilter known_as(MakeFilter make) {
  return [make = std::move(make)](const Argument& argument) {
    return Filter::exists("process_history", "id", "id", make(argument));
  };
}

/// An active leaf at the activity, or an async job waiting there.
Filter process_at_activity(const Argument& argument) {
  const Filter there = one_of("node")(argument);
  if (there.op != Filter::Op::In) return there;
  Filter leaf =
      Filter::all({there, Filter::negate(Filter::equal("parent", std::int64_t{0})),
                   Filter::negate(Filter::exists_beside("instance", "parent", "id", Filter::everything()))});
  Filter job = Filter::all({there, Filter::equal("kind", std::string(name_of(engine::JobKind::Continue)))});
  return Filter::any({Filter::exists("instance", "root", "id", std::move(leaf)),
                      Filter::exists("job", "root", "id", std::move(job))});
}

}  // namespace

const ListRules& process_instance_rules() {
  static const ListRules all(
      {{"processInstanceIds", one_of_ids("id")},
       {"businessKey", equals("business_key")},
       {"businessKeyLike", matches("business_key")},
       {"caseInstanceId", always_empty()},
       {"processDefinitionId", equals_definition("definition")},
       {"processDefinitionKey", definition_is("definition", equals("key"))},
       {"processDefinitionKeyIn", definition_is("definition", one_of("key"))},
       {"processDefinitionKeyNotIn", not_of_definition(one_of("key"))},
       {"deploymentId", definition_is("definition", equals_id("deployment"))},
       {"superProcessInstance", known_as(equals_id("calling_root"))},
       {"subProcessInstance", [](const Argument& a) { return calling(equals_id("id")(a)); }},
       {"superCaseInstance", always_empty()},
       {"subCaseInstance", always_empty()},
       {"active", when(Filter::equal("suspended", std::int64_t{0}))},
       {"suspended", when(Filter::equal("suspended", std::int64_t{1}))},
       {"withIncident", when(Filter::exists("incident", "root", "id", Filter::everything()))},
       {"incidentId", process_with_incident(equals_id("id"))},
       {"incidentType", process_with_incident(equals("type"))},
       {"incidentMessage", process_with_incident(equals("message"))},
       {"incidentMessageLike", process_with_incident(matches("message"))},
       {"tenantIdIn", definition_tenant_in()},
       {"withoutTenantId", definition_without_tenant()},
       {"processDefinitionWithoutTenantId", definition_without_tenant()},
       {"activityIdIn", process_at_activity},
       {"rootProcessInstanceId", known_as(in_hierarchy())},
       {"rootProcessInstances", when(Filter::equal("calling_root", std::int64_t{0}))},
       {"leafProcessInstances", when(Filter::negate(calling(Filter::everything())))},
       {"variableNamesIgnoreCase", beside_others()},
       {"variableValuesIgnoreCase", beside_others()},
       {"variables", variables_of("variable", "scope", "id", Filter::equal("task", std::int64_t{0}))}},
      {{"instanceId", by("id")},
       {"definitionKey", by_definition("key")},
       {"definitionId", by("definition")},
       {"tenantId", by_definition("tenant")},
       {"businessKey", by("business_key")}},
      true);
  return all;
}

std::vector<InstanceId> instances_described(const Value& query, Services& services) {
  const Filter asked = process_instance_rules().filter_within(query, services);
  std::vector<InstanceId> ids;
  for (const auto& row : services.reader.select(engine::Query<engine::Instance>{
           Filter::all({Filter::equal("parent", std::int64_t{0}), asked}), {}}))
    ids.push_back(row.id);
  return ids;
}

}  // namespace lienthong::api
