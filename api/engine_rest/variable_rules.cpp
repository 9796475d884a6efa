#include "api/engine_rest/variable_rules.h"

namespace lienthong::api {
using engine::Filter;

namespace {

const Filter of_no_task = Filter::equal("task", std::int64_t{0});

MakeFilter name_is(bool pattern) {
  return [pattern](const Argument& argument) {
    const bool ignore_case = argument.all().flag("variableNamesIgnoreCase");
    return (pattern ? matches("name", ignore_case) : equals("name", ignore_case))(argument);
  };
}

/// All conditions on the row itself.
Filter values(const Argument& argument) {
  std::vector<Filter> parts;
  for (VariableCondition& condition : variable_conditions(argument, usual_operators))
    parts.push_back(std::move(condition.filter));
  return Filter::all(std::move(parts));
}

/// Scopes are executions or tasks.
Filter in_scopes(const Argument& argument) {
  Filter listed = one_of_ids("scope")(argument);
  if (listed.op != Filter::Op::In) return listed;
  return Filter::any({Filter::all({of_no_task, one_of_executions("scope")(argument)}),
                      one_of_its<engine::Task>("task")(argument)});
}

/// The only value, of the variable that is named beside it.
Filter value_is(const Argument& argument) {
  if (!argument.all().has("variableName"))
    throw invalid_request(
        "Only a single variable value parameter specified: variable name and value are required to "
        "be able to query after a specific variable value.");
  const Value value = argument.json() ? *argument.json() : Value(argument.text());
  return value_condition("eq", value, argument.all().flag("variableValuesIgnoreCase"),
                         argument.services().zone_offset_s);
}

/// "integer" means the wire's "Integer".
Filter type_in(const Argument& argument) {
  std::vector<engine::Scalar> types;
  for (std::string type : argument.texts()) {
    if (!type.empty() && type[0] >= 'a' && type[0] <= 'z') type[0] = static_cast<char>(type[0] - 'a' + 'A');
    types.emplace_back(std::move(type));
  }
  return types.empty() ? Filter::everything() : Filter::in("value.type", std::move(types));
}

/// A variable's tenant is that of its scope's definition.
Filter of_tenants(const Argument& argument) {
  Filter scope = definition_tenant_in()(argument);
  if (scope.op == Filter::Op::All && scope.parts.empty()) return scope;
  return Filter::exists_beside("instance", "id", "scope", std::move(scope));
}

MakeFilter scope_definition_is(MakeFilter make) { return definition_is("definition", std::move(make)); }

const ListRules runtime(
    {
        {"variableName", name_is(false)},
        {"variableNameLike", name_is(true)},
        {"processInstanceIdIn", one_of_ids("root")},
        {"executionIdIn", one_of_executions("scope")},
        {"caseInstanceIdIn", always_empty()},
        {"caseExecutionIdIn", always_empty()},
        {"taskIdIn", one_of_its<engine::Task>("task")},
        {"batchIdIn", always_empty()},
        {"activityInstanceIdIn", one_of_executions("scope")},
        {"variableScopeIdIn", in_scopes},
        {"tenantIdIn", of_tenants},
        {"variableValues", values},
        {"variableNamesIgnoreCase", beside_others()},
        {"variableValuesIgnoreCase", beside_others()},
    },
    {
        {"variableName", by("name")},
        {"variableType", by("value.type")},
        {"activityInstanceId", by("scope")},
        {"tenantId", by("id")},
    });

const ListRules history(
    {
        {"variableName", name_is(false)},
        {"variableNameLike", name_is(true)},
        {"variableNameIn", one_of("name")},
        {"variableValue", value_is},
        {"variableTypeIn", type_in},
        {"processInstanceId", equals_id("root")},
        {"processInstanceIdIn", one_of_ids("root")},
        {"processDefinitionId", equals_definition("definition")},
        {"processDefinitionKey", scope_definition_is(equals("key"))},
        {"executionIdIn", one_of_past_executions("scope")},
        {"caseInstanceId", always_empty()},
        {"caseExecutionIdIn", always_empty()},
        {"caseActivityIdIn", always_empty()},
        {"taskIdIn", one_of_its<engine::TaskHistory>("task")},
        {"activityInstanceIdIn", one_of_past_executions("scope")},
        {"tenantIdIn", definition_tenant_in()},
        {"withoutTenantId", definition_without_tenant()},
        {"includeDeleted", beside_others()},
        {"variableNamesIgnoreCase", beside_others()},
        {"variableValuesIgnoreCase", beside_others()},
    },
    {
        {"instanceId", by("root")},
        {"variableName", by("name")},
        {"tenantId", by_definition("tenant")},
    });

}  // namespace

const ListRules& variable_rules() { return runtime; }
const ListRules& variable_history_rules() { return history; }

Filter shown_variable_history(const Criteria& criteria) {
  return criteria.flag("includeDeleted") ? Filter::everything() : Filter::equal("deleted", std::int64_t{0});
}

}  // namespace lienthong::api
