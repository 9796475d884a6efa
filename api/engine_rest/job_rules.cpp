#include "api/engine_rest/job_rules.h"

namespace lienthong::api {
using engine::Filter;
using engine::JobKind;

namespace {

Filter job_kind_in(std::initializer_list<JobKind> kinds) {
  std::vector<engine::Scalar> words;
  for (const JobKind kind : kinds) words.emplace_back(std::string(name_of(kind)));
  return Filter::in("kind", std::move(words));
}

/// What waits for an instant, the rungs of deadlines among them.
Filter timer_jobs() {
  return job_kind_in(
      {JobKind::Timer, JobKind::Listener, JobKind::KeptMessage, JobKind::Rung, JobKind::Ladder});
}

/// What is to be done as soon as there is time: continuations, and signals under way.
Filter prompt_jobs() { return job_kind_in({JobKind::Continue, JobKind::TryAgain, JobKind::Signal}); }

Filter has_retries() { return Filter::negate(Filter::less_or_equal("retries", std::int64_t{0})); }

Filter executable(const Argument& argument) {
  if (!argument.flag()) return Filter::everything();
  const std::int64_t now = argument.services().commands.now().ms;
  return Filter::all({has_retries(), Filter::equal("suspended", std::int64_t{0}),
                      Filter::any({Filter::is_null("due"), Filter::less_or_equal("due", now)})});
}

Filter acquired(const Argument& argument) {
  if (!argument.flag()) return Filter::everything();
  return Filter::greater("locked_until", argument.services().commands.clock().steady.ms);
}

Filter compared(const Argument& argument, const std::string& column, std::string_view op,
                const std::string& date) {
  const auto at = parse_date_parameter(date, argument.services().zone_offset_s);
  if (!at)
    throw invalid_request("Cannot set query parameter '" + std::string(argument.name()) + "' to value '" +
                          date + "': Cannot convert value \"" + date + "\" to java type java.util.Date");
  if (op == "gt") return Filter::greater(column, at->ms);
  if (op == "lt") return Filter::less(column, at->ms);
  throw invalid_request("Invalid " + std::string(argument.name()) +
                        " comparator specified: " + std::string(op));
}

/// `gt_<date>,lt_<date>`, or `[{operator, value}]`.
MakeFilter dates(std::string column) {
  return [column = std::move(column)](const Argument& argument) {
    std::vector<Filter> parts;
    if (argument.raw()) {
      for (const std::string& part : argument.texts()) {
        const std::size_t split = std::min(part.find('_'), part.size());
        parts.push_back(
            compared(argument, column, part.substr(0, split), part.substr(std::min(split + 1, part.size()))));
      }
      return Filter::all(std::move(parts));
    }
    if (!argument.json()->is_list())
      throw invalid_request("The field '" + std::string(argument.name()) + "' must be a list");
    for (const Value& item : argument.json()->list())
      parts.push_back(compared(argument, column, text_field(item, "operator").value_or(""),
                               text_field(item, "value").value_or("")));
    return Filter::all(std::move(parts));
  };
}

const ListRules rules_of_jobs(
    {
        {"jobId", equals_id("id")},
        {"jobIds", one_of_ids("id")},
        {"jobDefinitionId", always_empty()},
        {"processInstanceId", equals_id("root")},
        {"processInstanceIds", one_of_ids("root")},
        {"executionId", one_of_executions("instance")},
        {"processDefinitionId", equals_definition("definition")},
        {"processDefinitionKey", definition_is("definition", equals("key"))},
        {"activityId", equals("node")},
        {"failedActivityId", equals("failed_node")},
        {"withRetriesLeft", when(has_retries())},
        {"noRetriesLeft", when(Filter::equal("retries", std::int64_t{0}))},
        {"executable", executable},
        {"timers", when(timer_jobs())},
        {"messages", when(prompt_jobs())},
        {"dueDates", dates("due")},
        {"createTimes", dates("created")},
        {"withException", when(Filter::not_null("error_message"))},
        {"exceptionMessage", equals("error_message")},
        {"active", when(Filter::equal("suspended", std::int64_t{0}))},
        {"suspended", when(Filter::equal("suspended", std::int64_t{1}))},
        {"acquired", acquired},
        {"priorityLowerThanOrEquals", number_at_most("priority")},
        {"priorityHigherThanOrEquals", number_at_least("priority")},
        {"tenantIdIn", definition_tenant_in("includeJobsWithoutTenantId")},
        {"withoutTenantId", definition_without_tenant()},
        {"includeJobsWithoutTenantId", beside_others()},
    },
    {
        {"jobId", by("id")},
        {"executionId", by("instance")},
        {"processInstanceId", by("root")},
        {"processDefinitionId", by("definition")},
        {"processDefinitionKey", by_definition("key")},
        {"jobPriority", by("priority")},
        {"jobRetries", by("retries")},
        {"jobDueDate", by("due")},
        {"tenantId", by_definition("tenant")},
    });

}  // namespace

Filter machine_jobs() { return Filter::any({timer_jobs(), prompt_jobs()}); }

const ListRules& job_rules() { return rules_of_jobs; }

void check_job_criteria(const Criteria& criteria) {
  if (criteria.flag("timers") && criteria.flag("messages"))
    throw invalid_request("Parameter timers cannot be used together with parameter messages.");
}

}  // namespace lienthong::api
