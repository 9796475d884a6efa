#include "api/engine_rest/external_tasks.h"

namespace lienthong::api {
using engine::Filter;

Filter external_tasks() {
  return Filter::in("kind", {std::string(name_of(engine::JobKind::ExternalTask)),
                             std::string(name_of(engine::JobKind::Notification))});
}

namespace {

/// A flag about locks, which depend on the present moment.
MakeFilter locked(bool wanted) {
  return [wanted](const Argument& argument) {
    if (!argument.flag()) return Filter::everything();
    Filter now = Filter::greater("locked_until", argument.services().commands.clock().steady.ms);
    return wanted ? std::move(now) : Filter::negate(std::move(now));
  };
}

/// What the steady clock will show at that date, unless somebody sets the machine's.
std::int64_t lock_end(const Argument& argument) {
  return argument.services().commands.clock().steady_at(argument.date()).ms;
}
Filter locked_longer(const Argument& argument) { return Filter::greater("locked_until", lock_end(argument)); }
Filter locked_shorter(const Argument& argument) { return Filter::less("locked_until", lock_end(argument)); }

const ListRules rules_of_external_tasks(
    {
        {"externalTaskId", equals_id("id")},
        {"externalTaskIdIn", one_of_ids("id")},
        {"topicName", equals("topic")},
        {"workerId", equals("worker")},
        {"locked", locked(true)},
        {"notLocked", locked(false)},
        {"withRetriesLeft", when(Filter::negate(Filter::less_or_equal("retries", std::int64_t{0})))},
        {"noRetriesLeft", when(Filter::equal("retries", std::int64_t{0}))},
        {"lockExpirationAfter", locked_longer},
        {"lockExpirationBefore", locked_shorter},
        {"activityId", equals("node")},
        {"activityIdIn", one_of("node")},
        {"executionId", one_of_executions("instance")},
        {"processInstanceId", equals_id("root")},
        {"processInstanceIdIn", one_of_ids("root")},
        {"processDefinitionId", equals_definition("definition")},
        {"processDefinitionKey", definition_is("definition", equals("key"))},
        {"processDefinitionKeyIn", definition_is("definition", one_of("key"))},
        {"processDefinitionName", definition_is("definition", equals("name"))},
        {"processDefinitionNameLike", definition_is("definition", matches("name"))},
        {"tenantIdIn", definition_tenant_in()},
        {"active", when(Filter::equal("suspended", std::int64_t{0}))},
        {"suspended", when(Filter::equal("suspended", std::int64_t{1}))},
        {"priorityHigherThanOrEquals", number_at_least("priority")},
        {"priorityLowerThanOrEquals", number_at_most("priority")},
        {"processVariables", process_variables("eq neq gt gteq lt lteq like notLike")},
        {"variableNamesIgnoreCase", beside_others()},
        {"variableValuesIgnoreCase", beside_others()},
    },
    {
        {"id", by("id")},
        {"lockExpirationTime", by("locked_until")},
        {"processInstanceId", by("root")},
        {"processDefinitionId", by("definition")},
        {"processDefinitionKey", by_definition("key")},
        {"tenantId", by_definition("tenant")},
        {"taskPriority", by("priority")},
        {"createTime", by("created")},
    });

}  // namespace

const ListRules& external_task_rules() { return rules_of_external_tasks; }

}  // namespace lienthong::api
