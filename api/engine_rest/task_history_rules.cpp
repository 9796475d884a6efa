#include "api/engine_rest/history.h"

namespace lienthong::api {
using engine::Filter;

namespace {

MakeFilter process_history_is(MakeFilter make) {
  return owner_is<engine::ProcessHistory>("root", std::move(make));
}

/// Links of open tasks; those of ended ones are gone with them.
MakeFilter link_is(MakeFilter make, bool candidates) {
  return [=, make = std::move(make)](const Argument& argument) {
    std::vector<Filter> parts{make(argument)};
    if (candidates) parts.push_back(Filter::equal("type", std::string("candidate")));
    return Filter::exists("identity_link", "task", "id", Filter::all(std::move(parts)));
  };
}

Filter involved_user(const Argument& argument) {
  const std::string user = argument.text();
  return Filter::any({Filter::equal("assignee", user), Filter::equal("owner", user),
                      Filter::exists("identity_link", "task", "id", Filter::equal("user", user))});
}

Filter has_candidate_group() {
  return Filter::exists(
      "identity_link", "task", "id",
      Filter::all({Filter::equal("type", std::string("candidate")), Filter::not_null("group")}));
}

const Filter open_task = Filter::is_null("ended"), ended_task = Filter::not_null("ended");

const ListRules rules_of_task_history(
    {
        {"taskId", equals_id("id")},
        {"taskParentTaskId", equals("parent_task")},
        {"processInstanceId", equals_id("root")},
        {"rootProcessInstanceId", process_history_is(in_hierarchy())},
        {"processInstanceBusinessKey", process_history_is(equals("business_key"))},
        {"processInstanceBusinessKeyIn", process_history_is(one_of("business_key"))},
        {"processInstanceBusinessKeyLike", process_history_is(matches("business_key"))},
        {"executionId", one_of_past_executions("instance")},
        {"activityInstanceIdIn", one_of_past_executions("instance")},
        {"processDefinitionId", equals_definition("definition")},
        {"processDefinitionKey", definition_is("definition", equals("key"))},
        {"processDefinitionName", definition_is("definition", equals("name"))},
        {"caseDefinitionId", always_empty()},
        {"caseDefinitionKey", always_empty()},
        {"caseDefinitionName", always_empty()},
        {"caseInstanceId", always_empty()},
        {"caseExecutionId", always_empty()},
        {"taskName", equals("name", true)},
        {"taskNameLike", matches("name", true)},
        {"taskDescription", equals("description", true)},
        {"taskDescriptionLike", matches("description", true)},
        {"taskDefinitionKey", equals("node")},
        {"taskDefinitionKeyIn", one_of("node")},
        {"taskDeleteReason", equals("delete_reason")},
        {"taskDeleteReasonLike", matches("delete_reason")},
        {"taskAssignee", equals("assignee")},
        {"taskAssigneeLike", matches("assignee")},
        {"taskOwner", equals("owner")},
        {"taskOwnerLike", matches("owner")},
        {"taskPriority", equals_number("priority")},
        {"assigned", when(Filter::not_null("assignee"))},
        {"unassigned", when(Filter::is_null("assignee"))},
        {"finished", when(ended_task)},
        {"unfinished", when(open_task)},
        {"processFinished", when(Filter::exists("process_history", "id", "root", ended_task))},
        {"processUnfinished", when(Filter::exists("process_history", "id", "root", open_task))},
        {"taskDueDate", equals_date("due")},
        {"taskDueDateBefore", before("due")},
        {"taskDueDateAfter", after("due")},
        {"withoutTaskDueDate", when(Filter::is_null("due"))},
        {"taskFollowUpDate", equals_date("follow_up")},
        {"taskFollowUpDateBefore", before("follow_up")},
        {"taskFollowUpDateAfter", after("follow_up")},
        {"startedBefore", at_or_before("started")},
        {"startedAfter", at_or_after("started")},
        {"finishedBefore", at_or_before("ended")},
        {"finishedAfter", at_or_after("ended")},
        {"taskInvolvedUser", involved_user},
        {"taskInvolvedGroup", link_is(equals("group"), false)},
        {"taskHadCandidateUser", link_is(equals("user"), true)},
        {"taskHadCandidateGroup", link_is(equals("group"), true)},
        {"withCandidateGroups", when(has_candidate_group())},
        {"withoutCandidateGroups", when(Filter::negate(has_candidate_group()))},
        {"tenantIdIn", definition_tenant_in()},
        {"withoutTenantId", definition_without_tenant()},
        {"variableNamesIgnoreCase", beside_others()},
        {"variableValuesIgnoreCase", beside_others()},
        {"taskVariables", task_variables<engine::VariableHistory>("eq")},
        {"processVariables", past_process_variables("eq neq gt gteq lt lteq like notLike")},
    },
    {
        {"taskId", by("id")},
        {"activityInstanceId", by("instance")},
        {"processDefinitionId", by("definition")},
        {"processInstanceId", by("root")},
        {"executionId", by("instance")},
        {"duration", by(std::string(duration_order))},
        {"endTime", by("ended")},
        {"startTime", by("started")},
        {"taskName", by("name")},
        {"taskDescription", by("description")},
        {"assignee", by("assignee")},
        {"owner", by("owner")},
        {"dueDate", by("due")},
        {"followUpDate", by("follow_up")},
        {"deleteReason", by("delete_reason")},
        {"taskDefinitionKey", by("node")},
        {"priority", by("priority")},
        {"caseDefinitionId", by("id")},
        {"caseInstanceId", by("id")},
        {"caseExecutionId", by("id")},
        {"tenantId", by_definition("tenant")},
    },
    true);

}  // namespace

const ListRules& task_history_rules() { return rules_of_task_history; }

}  // namespace lienthong::api
