// What operators do with external tasks: retries and priority.
#include "api/engine_rest/external_tasks.h"
#include "api/engine_rest/history.h"
#include "api/engine_rest/process_instances.h"

namespace lienthong::api {
using engine::Filter;
using engine::Job;
using engine::Query;

namespace {

std::int64_t retries_in(const Value& body) {
  const auto retries = int_field(body, "retries");
  if (!retries) throw invalid_request("The number of retries cannot be null");
  if (*retries < 0) throw invalid_request("The number of retries cannot be negative");
  return *retries;
}

void set_retries(const Request& request, Services& services, Respond respond) {
  const std::string& id = request.segments[1];
  engine::SetExternalTaskRetries command{{parse_id<JobId>(id)}, retries_in(parse_body(request))};
  submit(services, std::move(command), std::move(respond), external_task_words(id));
}

void add_matching(std::vector<JobId>& jobs, Services& services, Filter where) {
  for (const Job& job :
       services.reader.select(Query<Job>{Filter::all({external_tasks(), std::move(where)}), {}}))
    if (std::ranges::find(jobs, job.id) == jobs.end()) jobs.push_back(job.id);
}

std::vector<JobId> selected(const Value& body, Services& services) {
  std::vector<JobId> jobs;
  for (const std::string& id : texts_field(body, "externalTaskIds").value_or(std::vector<std::string>())) {
    const JobId job = parse_id<JobId>(id);
    if (!job) throw ContractError(404, "RestException", "External task with id " + id + " does not exist");
    jobs.push_back(job);
  }
  std::vector<engine::Scalar> roots;
  for (const std::string& id : texts_field(body, "processInstanceIds").value_or(std::vector<std::string>()))
    roots.emplace_back(parse_number_id(id));
  if (!roots.empty()) add_matching(jobs, services, Filter::in("root", std::move(roots)));
  if (const Value* query = object_field(body, "externalTaskQuery"))
    add_matching(jobs, services, external_task_rules().filter_within(*query, services));
  std::vector<engine::Scalar> described;
  if (const Value* query = object_field(body, "processInstanceQuery"))
    for (const InstanceId root : instances_described(*query, services)) described.emplace_back(root.value);
  if (const Value* query = object_field(body, "historicProcessInstanceQuery"))
    for (const auto& row : services.reader.select(
             Query<engine::ProcessHistory>{process_history_rules().filter_within(*query, services), {}}))
      described.emplace_back(row.id.value);
  if (!described.empty()) add_matching(jobs, services, Filter::in("root", std::move(described)));
  return jobs;
}

void set_many_retries(const Request& request, Services& services, Respond respond) {
  const Value body = parse_body(request);
  const std::int64_t retries = retries_in(body);
  std::vector<JobId> jobs = selected(body, services);
  if (jobs.empty()) throw invalid_request("externalTaskIds is empty: no external task was selected");
  submit(services, engine::SetExternalTaskRetries{std::move(jobs), retries}, std::move(respond),
         [asked = texts_field(body, "externalTaskIds")](const Refused& refused) {
           if (refused.kind != Refused::Kind::NotFound) return contract_error(refused);
           std::string why = refused.what();
           for (const std::string& id : asked.value_or(std::vector<std::string>()))  // as it was asked for
             why = as_asked(std::move(why), id);
           return ContractError(404, "RestException", why);
         });
}

void set_priority(const Request& request, Services& services, Respond respond) {
  const std::string& id = request.segments[1];
  const auto priority = whole_field(parse_body(request), "priority");
  if (!priority) throw invalid_request("The priority of an external task cannot be null");
  submit(services, engine::SetExternalTaskPriority{parse_id<JobId>(id), *priority}, std::move(respond),
         external_task_words(id));
}

}  // namespace

void add_external_task_operator_routes(Router& router) {
  router.write("PUT", "/external-task/retries", set_many_retries)
      .takes({"retries", "externalTaskIds", "processInstanceIds", "externalTaskQuery", "processInstanceQuery",
              "historicProcessInstanceQuery"});
  router.write("PUT", "/external-task/{id}/retries", set_retries).takes({"retries"});
  router.write("PUT", "/external-task/{id}/priority", set_priority).takes({"priority"});
}

}  // namespace lienthong::api
