#include "api/engine_rest/engine_rest.h"
#include "api/engine_rest/job_rules.h"
#include "api/engine_rest/lookups.h"
#include "engine/rows/limits.h"

namespace lienthong::api {
using engine::Filter;
using engine::Job;
using engine::Query;

namespace {

void write_job(json::Writer& w, const Job& job, Services& services) {
  const KnownDefinitionPtr definition = services.definitions.find(services.reader, job.definition);
  w.object();
  Fields fields(w, services.zone_offset_s);
  fields.id("id", job.id).null("jobDefinitionId").id("processInstanceId", job.root);
  write_definition(fields, definition, job.definition);
  fields.id("executionId", job.instance).text("exceptionMessage", job.error_message);
  fields.text_or_null("failedActivityId", job.failed_node);
  fields.number("retries", job.retries.value_or(engine::limits::job_retries_default))
      .date("dueDate", job.due);
  fields.flag("suspended", job.suspended)
      .number("priority", job.priority)
      .text("tenantId", tenant_of(definition));
  fields.date("createTime", job.created).null("batchId");
  w.end();
}

Job asked_job(const Request& request, Services& services) {
  const std::string& id = request.segments[1];
  auto job = services.reader.find<Job>(parse_number_id(id));
  if (!job || is_for_workers(*job)) throw not_found("Job with id " + id + " does not exist");
  return *std::move(job);
}

Response get_job(const Request& request, Services& services) {
  std::string body;
  json::Writer w(body);
  write_job(w, asked_job(request, services), services);
  return json_response(std::move(body));
}

JobId job_id(const Request& request) { return parse_id<JobId>(request.segments[1]); }

void set_job_retries(const Request& request, Services& services, Respond respond) {
  const Value body = parse_body(request);
  const auto retries = int_field(body, "retries");
  if (!retries) throw invalid_request("The number of job retries cannot be null");
  if (*retries < 0)
    throw ContractError(500, "InvalidRequestException",
                        "The number of job retries must be a non-negative Integer, but '" +
                            std::to_string(*retries) + "' has been provided.",
                        0);
  engine::SetJobRetries command{job_id(request), *retries, body.find("dueDate") != nullptr,
                                date_field(body, "dueDate", services.zone_offset_s)};
  submit(services, std::move(command), std::move(respond), invalid_as(500));
}

/// Whatever goes wrong in the job itself is a 404, says Camunda 7's code.
void execute(const Request& request, Services& services, Respond respond) {
  submit(services, engine::RunJob{job_id(request), true}, std::move(respond), invalid_as(404));
}

void set_due(const Request& request, Services& services, Respond respond) {
  const Value body = parse_body(request);
  engine::SetJobDue command{job_id(request), date_field(body, "duedate", services.zone_offset_s),
                            flag_field(body, "cascade")};
  submit(services, command, std::move(respond), invalid_as(500));
}

void recalculate_due(const Request& request, Services& services, Respond respond) {
  const std::string* from_creation = request.parameter("creationDateBased");
  submit(services, engine::RecalculateJobDue{job_id(request), !from_creation || *from_creation == "true"},
         std::move(respond),
         when_missing(not_found("No job found with id '" + request.segments[1] + "'."), invalid_as(500)));
}

void suspend(const Request& request, Services& services, Respond respond) {
  submit(services, engine::SuspendJob{job_id(request), flag_field(parse_body(request), "suspended")},
         std::move(respond));
}

void set_job_priority(const Request& request, Services& services, Respond respond) {
  const auto priority = whole_field(parse_body(request), "priority");
  if (!priority) throw invalid_request("Priority for job '" + request.segments[1] + "' cannot be null.");
  submit(services, engine::SetJobPriority{job_id(request), *priority}, std::move(respond),
         when_missing(not_found("No job found with id '" + request.segments[1] + "'")));
}

void remove_job(const Request& request, Services& services, Respond respond) {
  const std::string* user = request.parameter("userId");
  submit(services, engine::DeleteJob{job_id(request), user ? std::optional(*user) : std::nullopt},
         std::move(respond), when_missing(not_found("No job found with id '" + request.segments[1] + "'")));
}

/// The one selection of PUT /job/suspended.
Filter selected_jobs(const Value& body, Services& services) {
  if (text_field(body, "jobId"))
    throw invalid_request(
        "Either processDefinitionId, processDefinitionKey, processInstanceId or "
        "jobDefinitionId should be set to update the suspension state.");
  std::vector<Filter> found;
  for (const char* name :
       {"jobDefinitionId", "processInstanceId", "processDefinitionId", "processDefinitionKey"}) {
    const auto value = text_field(body, name);
    if (!value) continue;
    const Criteria criteria(body, services);
    const Value* given = body.find(name);
    const Argument argument(name, criteria, nullptr, given);
    if (std::string_view(name) == "jobDefinitionId") found.push_back(Filter::nothing());
    if (std::string_view(name) == "processInstanceId") found.push_back(equals_id("root")(argument));
    if (std::string_view(name) == "processDefinitionId")
      found.push_back(equals_definition("definition")(argument));
    if (std::string_view(name) == "processDefinitionKey")
      found.push_back(definition_is("definition", equals("key"))(argument));
  }
  if (found.size() != 1)
    throw invalid_request(
        "Only one of jobDefinitionId, processInstanceId, processDefinitionId or processDefinitionKey "
        "should be set to update the suspension state.");
  return std::move(found.front());
}

void suspend_jobs(const Request& request, Services& services, Respond respond) {
  const Value body = parse_body(request);
  const bool suspended = flag_field(body, "suspended");
  refuse_tenant_choice(body);
  Filter where = Filter::all({machine_jobs(), selected_jobs(body, services)});
  std::vector<engine::Command> commands;
  for (const Job& job : services.reader.select(Query<Job>{std::move(where), {}}))
    commands.emplace_back(engine::SuspendJob{job.id, suspended});
  submit_each(services, std::move(commands), std::move(respond));
}

}  // namespace

void add_job_routes(Router& router) {
  Listing<Job> list;
  list.pattern = "/job";
  list.rules = &job_rules();
  list.rows = machine_jobs();
  list.check = check_job_criteria;
  list.write = [](json::Writer& w, const std::vector<Job>& jobs, const Criteria& criteria, const Request&) {
    for (const Job& job : jobs) write_job(w, job, criteria.services());
  };
  add_list_routes(router, std::move(list));
  router.get("/job/{id}", get_job);
  router.get("/job/{id}/stacktrace",
             [](const Request& r, Services& s) { return text_or_nothing(asked_job(r, s).error_details); });
  router.write("PUT", "/job/suspended", suspend_jobs)
      .takes({"suspended", "jobId", "jobDefinitionId", "processInstanceId", "processDefinitionId",
              "processDefinitionKey", "processDefinitionTenantId", "processDefinitionWithoutTenantId"});
  router.write("PUT", "/job/{id}/retries", set_job_retries).takes({"retries", "dueDate"});
  router.write("POST", "/job/{id}/execute", execute);
  router.write("PUT", "/job/{id}/duedate", set_due).takes({"duedate", "cascade"});
  router.write("POST", "/job/{id}/duedate/recalculate", recalculate_due).asks({"creationDateBased"});
  router.write("PUT", "/job/{id}/suspended", suspend).takes({"suspended"});
  router.write("PUT", "/job/{id}/priority", set_job_priority).takes({"priority"});
  router.write("DELETE", "/job/{id}", remove_job).asks({"userId"});
}

}  // namespace lienthong::api
