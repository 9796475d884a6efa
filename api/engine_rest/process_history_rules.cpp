#include "api/engine_rest/history.h"

namespace lienthong::api {
using engine::Filter;

namespace {

// ---- states

constexpr std::array<std::pair<std::string_view, engine::Outcome>, 5> states{
    {{"active", engine::Outcome::Active},
     {"suspended", engine::Outcome::Suspended},
     {"completed", engine::Outcome::Completed},
     {"externallyTerminated", engine::Outcome::ExternallyTerminated},
     {"internallyTerminated", engine::Outcome::InternallyTerminated}}};

MakeFilter state_is(engine::Outcome state) {
  return when(Filter::equal("state", std::string(name_of(state))));
}

/// Asked by a log that is not written.
MakeFilter not_kept(const std::string& what) {
  return [what](const Argument& argument) -> Filter {
    throw invalid_request("'" + std::string(argument.name()) + "' is not supported: no " + what +
                          " log is kept");
  };
}

// ---- rows that belong to the process instance

Filter some(const char* table, Filter condition) {
  return Filter::exists(table, "root", "id", std::move(condition));
}

/// `make` holds for some row of the table.
MakeFilter some_row(const char* table, MakeFilter make, Filter further = Filter::everything()) {
  return [=, make = std::move(make), further = std::move(further)](const Argument& argument) {
    Filter condition = make(argument);
    if (condition.op == Filter::Op::All && condition.parts.empty()) return condition;
    return some(table, Filter::all({std::move(condition), further}));
  };
}

/// An incident is its own root cause when another, or it itself, names it so.
Filter is_root_cause() {
  return Filter::exists("incident_history", "root_cause", "id", Filter::everything());
}

Filter retrying() {
  return Filter::all({Filter::not_null("error_message"), Filter::greater("retries", std::int64_t{0})});
}

Filter incident_status(const Argument& argument) {
  const std::string status = argument.text();
  if (status != "open" && status != "resolved" && status != "deleted")
    throw invalid_request("Cannot set query parameter 'incidentStatus' to value '" + status +
                          "': Valid values are open, resolved and deleted");
  return some("incident_history", Filter::equal("state", status));
}

/// An active activity, or an asynchronous step that waits there.
Filter at_activity(const Argument& argument) {
  Filter nodes = one_of("node")(argument);
  if (nodes.op != Filter::Op::In) return nodes;
  // What is active has an execution, and an index; only the history says which one is a multi-instance's
  // body.
  std::vector<engine::Scalar> elements;
  for (const engine::Scalar& node : nodes.values) {
    const auto& text = std::get<std::string>(node);
    elements.emplace_back(text.substr(0, text.find('#')));
  }
  return Filter::any(
      {Filter::all({some("instance", Filter::in("node", std::move(elements))),
                    some("activity_history", Filter::all({Filter::is_null("ended"), nodes}))}),
       some("job",
            Filter::all({Filter::equal("kind", std::string(name_of(engine::JobKind::Continue))), nodes}))});
}

/// The process instance that called the one named.
Filter called(const Argument& argument) {
  return Filter::exists("process_history", "calling_root", "id",
                        Filter::equal("id", parse_number_id(argument.text())));
}

const Filter open_row = Filter::is_null("ended"), ended_row = Filter::not_null("ended");

const ListRules rules_of_process_history(
    {
        {"processInstanceId", equals_id("id")},
        {"processInstanceIds", one_of_ids("id")},
        {"processInstanceIdNotIn", none_of_ids("id")},
        {"rootProcessInstanceId", in_hierarchy()},
        {"processInstanceBusinessKey", equals("business_key")},
        {"processInstanceBusinessKeyIn", one_of("business_key")},
        {"processInstanceBusinessKeyLike", matches("business_key")},
        {"rootProcessInstances", when(Filter::equal("calling_root", std::int64_t{0}))},
        {"superProcessInstanceId", equals_id("calling_root")},
        {"subProcessInstanceId", called},
        {"superCaseInstanceId", always_empty()},
        {"subCaseInstanceId", always_empty()},
        {"caseInstanceId", always_empty()},
        {"processDefinitionId", equals_definition("definition")},
        {"processDefinitionKey", definition_is("definition", equals("key"))},
        {"processDefinitionKeyIn", definition_is("definition", one_of("key"))},
        {"processDefinitionKeyNotIn", definition_is("definition", none_of("key"))},
        {"processDefinitionName", definition_is("definition", equals("name"))},
        {"processDefinitionNameLike", definition_is("definition", matches("name"))},
        {"finished", when(ended_row)},
        {"unfinished", when(open_row)},
        {"active", state_is(engine::Outcome::Active)},
        {"suspended", state_is(engine::Outcome::Suspended)},
        {"completed", state_is(engine::Outcome::Completed)},
        {"externallyTerminated", state_is(engine::Outcome::ExternallyTerminated)},
        {"internallyTerminated", state_is(engine::Outcome::InternallyTerminated)},
        {"withIncidents", when(some("incident_history", Filter::everything()))},
        {"withRootIncidents", when(some("incident_history", is_root_cause()))},
        {"incidentType", some_row("incident_history", equals("type"))},
        {"incidentStatus", incident_status},
        {"incidentMessage", some_row("incident_history", equals("message"))},
        {"incidentMessageLike", some_row("incident_history", matches("message"))},
        {"incidentIdIn", some_row("incident_history", one_of_ids("id"))},
        {"withJobsRetrying", when(some("job", retrying()))},
        {"startedBy", equals("start_user")},
        {"startedBefore", at_or_before("started")},
        {"startedAfter", at_or_after("started")},
        {"finishedBefore", at_or_before("ended")},
        {"finishedAfter", at_or_after("ended")},
        {"executedActivityBefore", some_row("activity_history", at_or_before("started"))},
        {"executedActivityAfter", some_row("activity_history", at_or_after("started"))},
        {"executedActivityIdIn", some_row("activity_history", one_of("node"), ended_row)},
        {"activeActivityIdIn", some_row("activity_history", one_of("node"), open_row)},
        {"activityIdIn", at_activity},
        {"executedJobBefore", not_kept("job")},
        {"executedJobAfter", not_kept("job")},
        {"tenantIdIn", definition_tenant_in()},
        {"withoutTenantId", definition_without_tenant()},
        {"variableNamesIgnoreCase", beside_others()},
        {"variableValuesIgnoreCase", beside_others()},
        {"variables", variables_of("variable_history", "root", "id",
                                   Filter::all({Filter::equal("task", std::int64_t{0}),
                                                Filter::equal("deleted", std::int64_t{0})}))},
    },
    {
        {"instanceId", by("id")},
        {"definitionId", by("definition")},
        {"definitionKey", by_definition("key")},
        {"definitionName", by_definition("name")},
        {"definitionVersion", by_definition("version")},
        {"businessKey", by("business_key")},
        {"startTime", by("started")},
        {"endTime", by("ended")},
        {"duration", by(std::string(duration_order))},
        {"tenantId", by_definition("tenant")},
    },
    true);

}  // namespace

const ListRules& process_history_rules() { return rules_of_process_history; }

void check_process_history_criteria(const Criteria& criteria) {
  int asked = 0;
  for (const auto& [name, state] : states) asked += criteria.flag(name);
  if (asked > 1)
    throw ContractError(400, "BadUserRequestException",
                        "Already querying for historic process instance with another state", 0);
  if (criteria.flag("rootProcessInstances") && criteria.has("superProcessInstanceId"))
    throw ContractError(
        400, "BadUserRequestException",
        "Invalid query usage: cannot set both rootProcessInstances and superProcessInstanceId", 0);
}

}  // namespace lienthong::api
