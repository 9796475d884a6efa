#include "api/engine_rest/tasks.h"

namespace lienthong::api {
using engine::Filter;

namespace {

// ---- people

Filter candidates(Filter condition) {
  return Filter::exists("identity_link", "task", "id",
                        Filter::all({Filter::equal("type", std::string("candidate")), std::move(condition)}));
}

/// Candidate filters mean unassigned tasks, unless asked otherwise.
Filter unassigned(const Argument& argument, Filter condition) {
  if (argument.all().flag("includeAssignedTasks")) return condition;
  return Filter::all({Filter::is_null("assignee"), std::move(condition)});
}

MakeFilter candidate(MakeFilter make) {
  return [make = std::move(make)](const Argument& argument) {
    Filter condition = make(argument);
    if (condition.op == Filter::Op::All && condition.parts.empty()) return condition;
    return unassigned(argument, candidates(std::move(condition)));
  };
}

MakeFilter some_candidate(const char* column, bool wanted) {
  return [=](const Argument& argument) {
    if (!argument.flag()) return Filter::everything();
    Filter some = candidates(Filter::not_null(column));
    return unassigned(argument, wanted ? std::move(some) : Filter::negate(std::move(some)));
  };
}

Filter involved(const Argument& argument) {
  const std::string user = argument.text();
  return Filter::any({Filter::equal("assignee", user), Filter::equal("owner", user),
                      Filter::exists("identity_link", "task", "id", Filter::equal("user", user))});
}

Filter not_assigned_to(const Argument& argument) {
  const Filter none = none_of("assignee")(argument);
  return none.op == Filter::Op::Not ? Filter::all({Filter::not_null("assignee"), none}) : none;
}

// ---- task

Filter delegation(const Argument& argument) {
  const std::string state = argument.text();
  if (state != "PENDING" && state != "RESOLVED")
    throw invalid_request("Cannot set query parameter 'delegationState' to value '" + state +
                          "': Valid values are PENDING and RESOLVED");
  return Filter::equal("delegation", state);
}

/// A task is stopped with its process instance.
Filter suspension(bool suspended) {
  return Filter::exists("instance", "id", "root", Filter::equal("suspended", std::int64_t{suspended}));
}

/// Changed after, or created after when never changed.
Filter updated_after(const Argument& argument) {
  const std::int64_t at = argument.date().ms;
  return Filter::any({Filter::greater("updated", at),
                      Filter::all({Filter::is_null("updated"), Filter::greater("created", at)})});
}

MakeFilter process_is(MakeFilter make) { return owner_is<engine::Instance>("root", std::move(make)); }

// ---- sorting by a variable

engine::Order by_variable(const char* inner, const char* outer) {
  engine::Order order;
  order.table = "variable";
  order.inner = inner;
  order.outer = outer;
  order.same_root = true;
  return order;
}

/// `parameters: {"variable": name, "type": "String"}`
void named_variable(engine::Order& order, const Value& parameters) {
  const auto name = text_field(parameters, "variable"), type = text_field(parameters, "type");
  if (!name || !type)
    throw invalid_request("sorting by a variable needs the parameters 'variable' and 'type'");
  const auto known = from_name<VariableType>(*type);
  if (!known || *known == VariableType::Bytes || *known == VariableType::File ||
      *known == VariableType::Object)
    throw invalid_request("sorting by variables of type '" + *type + "' is not possible");
  const bool text =
      *known == VariableType::String || *known == VariableType::Json || *known == VariableType::Xml;
  order.field = text ? "value.text" : "value.number";
  std::vector<Filter> parts{Filter::equal("name", *name), Filter::equal("value.type", *type)};
  if (order.inner != "task") parts.push_back(Filter::equal("task", std::int64_t{0}));
  if (order.inner == "root")
    parts.push_back(Filter::exists("instance", "id", "scope", Filter::equal("parent", std::int64_t{0})));
  order.where = Filter::all(std::move(parts));
}

const ListRules rules_of_tasks(
    {
        // task
        {"taskId", equals_id("id")},
        {"taskIdIn", one_of_ids("id")},
        {"name", equals("name", true)},
        {"nameNotEqual", differs("name", true)},
        {"nameLike", matches("name", true)},
        {"nameNotLike", mismatches("name", true)},
        {"description", equals("description", true)},
        {"descriptionLike", matches("description", true)},
        {"priority", equals_number("priority")},
        {"maxPriority", number_at_most("priority")},
        {"minPriority", number_at_least("priority")},
        {"taskDefinitionKey", equals("node")},
        {"taskDefinitionKeyIn", one_of("node")},
        {"taskDefinitionKeyNotIn", none_of("node")},
        {"taskDefinitionKeyLike", matches("node")},
        {"parentTaskId", equals("parent_task")},
        {"delegationState", delegation},
        {"active", when(suspension(false))},
        {"suspended", when(suspension(true))},
        // people
        {"assignee", equals("assignee")},
        {"assigneeLike", matches("assignee")},
        {"assigneeIn", one_of("assignee")},
        {"assigneeNotIn", not_assigned_to},
        {"owner", equals("owner")},
        {"assigned", when(Filter::not_null("assignee"))},
        {"unassigned", when(Filter::is_null("assignee"))},
        {"involvedUser", involved},
        {"candidateUser", candidate(equals("user"))},
        {"candidateGroup", candidate(equals("group"))},
        {"candidateGroupLike", candidate(matches("group"))},
        {"candidateGroups", candidate(one_of("group"))},
        {"includeAssignedTasks", beside_others()},
        {"withCandidateGroups", some_candidate("group", true)},
        {"withoutCandidateGroups", some_candidate("group", false)},
        {"withCandidateUsers", some_candidate("user", true)},
        {"withoutCandidateUsers", some_candidate("user", false)},
        // process
        {"processInstanceId", equals_id("root")},
        {"processInstanceIdIn", one_of_ids("root")},
        {"processInstanceBusinessKey", process_is(equals("business_key"))},
        {"processInstanceBusinessKeyIn", process_is(one_of("business_key"))},
        {"processInstanceBusinessKeyLike", process_is(matches("business_key"))},
        {"processDefinitionId", equals_definition("definition")},
        {"processDefinitionKey", definition_is("definition", equals("key"))},
        {"processDefinitionKeyIn", definition_is("definition", one_of("key"))},
        {"processDefinitionName", definition_is("definition", equals("name"))},
        {"processDefinitionNameLike", definition_is("definition", matches("name"))},
        {"executionId", one_of_executions("instance")},
        {"activityInstanceIdIn", one_of_executions("instance")},
        {"tenantIdIn", one_of("tenant")},
        {"withoutTenantId", when(Filter::is_null("tenant"))},
        // cases, which never exist
        {"caseInstanceId", always_empty()},
        {"caseInstanceBusinessKey", always_empty()},
        {"caseInstanceBusinessKeyLike", always_empty()},
        {"caseDefinitionId", always_empty()},
        {"caseDefinitionKey", always_empty()},
        {"caseDefinitionName", always_empty()},
        {"caseDefinitionNameLike", always_empty()},
        {"caseExecutionId", always_empty()},
        {"caseInstanceVariables", always_empty()},
        // dates
        {"dueDate", equals_date("due")},
        {"due", equals_date("due")},
        {"dueAfter", after("due")},
        {"dueBefore", before("due")},
        {"withoutDueDate", when(Filter::is_null("due"))},
        {"followUpDate", equals_date("follow_up")},
        {"followUp", equals_date("follow_up")},
        {"followUpAfter", after("follow_up")},
        {"followUpBefore", before("follow_up")},
        {"followUpBeforeOrNotExistent", before_or_unset("follow_up")},
        {"createdOn", equals_date("created")},
        {"created", equals_date("created")},
        {"createdAfter", after("created")},
        {"createdBefore", before("created")},
        {"updatedAfter", updated_after},
        // expressions
        {"assigneeExpression", refused_expression()},
        {"assigneeLikeExpression", refused_expression()},
        {"ownerExpression", refused_expression()},
        {"involvedUserExpression", refused_expression()},
        {"candidateUserExpression", refused_expression()},
        {"candidateGroupExpression", refused_expression()},
        {"candidateGroupsExpression", refused_expression()},
        {"processInstanceBusinessKeyExpression", refused_expression()},
        {"processInstanceBusinessKeyLikeExpression", refused_expression()},
        {"dueDateExpression", refused_expression()},
        {"dueAfterExpression", refused_expression()},
        {"dueBeforeExpression", refused_expression()},
        {"followUpDateExpression", refused_expression()},
        {"followUpAfterExpression", refused_expression()},
        {"followUpBeforeExpression", refused_expression()},
        {"followUpBeforeOrNotExistentExpression", refused_expression()},
        {"createdOnExpression", refused_expression()},
        {"createdAfterExpression", refused_expression()},
        {"createdBeforeExpression", refused_expression()},
        {"updatedAfterExpression", refused_expression()},
        // variables
        {"taskVariables", task_variables<engine::Variable>(usual_operators)},
        {"processVariables", process_variables("eq neq gt gteq lt lteq like notLike")},
        {"variableNamesIgnoreCase", beside_others()},
        {"variableValuesIgnoreCase", beside_others()},
    },
    {
        {"instanceId", by("root")},
        {"caseInstanceId", by("id")},
        {"dueDate", by("due")},
        {"followUpDate", by("follow_up")},
        {"executionId", by("instance")},
        {"caseExecutionId", by("id")},
        {"assignee", by("assignee")},
        {"created", by("created")},
        {"lastUpdated", by("updated")},
        {"description", by("description")},
        {"id", by("id")},
        {"name", by("name")},
        {"nameCaseInsensitive", by("name", true)},
        {"priority", by("priority")},
        {"tenantId", by("tenant")},
        {"processVariable", by_variable("root", "root"), true, named_variable},
        {"executionVariable", by_variable("scope", "instance"), true, named_variable},
        {"taskVariable", by_variable("task", "id"), true, named_variable},
        {"caseInstanceVariable", by("id"), true},
        {"caseExecutionVariable", by("id"), true},
    },
    true);

ContractError invalid_usage(const std::string& what) {
  return {500, "ProcessEngineException", "Invalid query usage: " + what, 0};
}

constexpr std::array<std::string_view, 4> candidate_flags{"withCandidateGroups", "withoutCandidateGroups",
                                                          "withCandidateUsers", "withoutCandidateUsers"};

bool asks_for_candidates(const Criteria& criteria) {
  for (const std::string_view name :
       {"candidateUser", "candidateGroup", "candidateGroupLike", "candidateGroups"})
    if (criteria.has(name)) return true;
  return std::ranges::any_of(candidate_flags, [&](std::string_view name) { return criteria.flag(name); });
}

}  // namespace

const ListRules& task_rules() { return rules_of_tasks; }

void check_task_criteria(const Criteria& criteria) {
  for (const std::string_view group : {"candidateGroup", "candidateGroups"})
    refuse_together(criteria, "candidateUser", group,
                    invalid_usage("cannot set both candidateUser and candidateGroup"));
  if (criteria.flag("includeAssignedTasks") && !asks_for_candidates(criteria))
    throw invalid_usage(
        "candidateUser, candidateGroup, candidateGroupIn, withCandidateGroups, withoutCandidateGroups, "
        "withCandidateUsers, withoutCandidateUsers has to be called before 'includeAssignedTasks'.");
  if (criteria.flag("withoutDueDate"))
    for (const std::string_view date : {"dueDate", "due", "dueBefore", "dueAfter"})
      if (criteria.has(date))
        throw invalid_usage("cannot set both " + std::string(date) + " and withoutDueDate filters.");
  if (criteria.flag("withoutTenantId") && criteria.has("tenantIdIn"))
    throw invalid_usage("cannot set both tenantIdIn and withoutTenantId filters.");
  const Value* alternatives = criteria.object() ? list_field(*criteria.object(), "orQueries") : nullptr;
  if (!alternatives) return;
  for (const Value& one : alternatives->list())
    for (const std::string_view flag : candidate_flags)
      if (one.is_context() && Criteria(one, criteria.services()).flag(flag))
        throw invalid_usage("cannot set " + std::string(flag) + "() within 'or' query");
}

}  // namespace lienthong::api
