#include "api/engine_rest/external_tasks.h"
#include <set>
#include "api/engine_rest/engine_rest.h"
#include "api/engine_rest/lookups.h"

namespace lienthong::api {
using engine::Filter;
using engine::Job;

namespace {

void write_external_task(json::Writer& w, const Job& job, const std::optional<std::string>& business_key,
                         Services& services) {
  const KnownDefinitionPtr definition = services.definitions.find(services.reader, job.definition);
  w.object();
  Fields fields(w, services.zone_offset_s);
  fields.id("id", job.id).text("topicName", job.topic).text_or_null("workerId", job.worker);
  const ClockReport clock = services.commands.clock();
  fields.date("lockExpirationTime",
              job.locked_until ? std::optional(clock.shown(*job.locked_until)) : std::nullopt);
  fields.date("createTime", job.created);
  fields.number("retries", job.retries)
      .text("errorMessage", job.error_message)
      .number("priority", job.priority);
  fields.flag("suspended", job.suspended).text("activityId", job.node);
  fields.text("activityInstanceId",
              job.instance ? std::optional(activity_id_text(job.node, job.instance)) : std::nullopt);
  fields.id("executionId", job.instance);
  fields.id("processInstanceId", job.root);
  write_definition(fields, definition, job.definition);
  fields.text("processDefinitionVersionTag", definition ? definition->row.version_tag : std::nullopt);
  fields.text("tenantId", tenant_of(definition)).text("businessKey", business_key);
  w.end();
}

void write_external_tasks(json::Writer& w, const std::vector<Job>& jobs, Services& services) {
  IdSet roots;
  for (const Job& job : jobs) roots.add(job.root);
  const auto keys = business_keys(services.reader, roots);
  for (const Job& job : jobs) {
    const auto key = keys.find(job.root.value);
    write_external_task(w, job, key == keys.end() ? std::nullopt : std::optional(key->second), services);
  }
}

Job asked_external_task(const Request& request, Services& services) {
  const std::string& id = request.segments[1];
  auto job = services.reader.find<Job>(parse_number_id(id));
  if (!job || !is_for_workers(*job))
    throw ContractError(404, "RestException", "External task with id " + id + " does not exist");
  return *std::move(job);
}

Response get_external_task(const Request& request, Services& services) {
  std::string body;
  json::Writer w(body);
  write_external_tasks(w, {asked_external_task(request, services)}, services);
  return json_response(std::move(body));
}

Response topic_names(const Request& request, Services& services) {
  const Criteria criteria(request, services);
  const Filter locked = Filter::greater("locked_until", services.commands.clock().steady.ms);
  std::vector<Filter> parts{external_tasks()};
  if (criteria.flag("withLockedTasks")) parts.push_back(locked);
  if (criteria.flag("withUnlockedTasks")) parts.push_back(Filter::negate(locked));
  if (criteria.flag("withRetriesLeft"))
    parts.push_back(Filter::negate(Filter::less_or_equal("retries", std::int64_t{0})));
  std::set<std::string> topics;
  for (Job& job : services.reader.select(engine::Query<Job>{Filter::all(std::move(parts)), {}}))
    topics.insert(std::move(job.topic));
  std::string body;
  json::Writer w(body);
  w.array();
  for (const std::string& topic : topics) w.string(topic);
  w.end();
  return json_response(std::move(body));
}

}  // namespace

void add_external_task_routes(Router& router, EngineRestSettings settings) {
  Listing<Job> list;
  list.pattern = "/external-task";
  list.rules = &external_task_rules();
  list.rows = external_tasks();
  list.write = [](json::Writer& w, const std::vector<Job>& jobs, const Criteria& criteria, const Request&) {
    write_external_tasks(w, jobs, criteria.services());
  };
  add_list_routes(router, std::move(list));
  router.get("/external-task/topic-names", topic_names)
      .asks({"withLockedTasks", "withUnlockedTasks", "withRetriesLeft"});
  router.get("/external-task/{id}", get_external_task);
  router.get("/external-task/{id}/errorDetails", [](const Request& r, Services& s) {
    return text_or_nothing(asked_external_task(r, s).error_details);
  });
  add_external_task_worker_routes(router, settings.worker_errors_end);
  add_external_task_operator_routes(router);
}

}  // namespace lienthong::api
