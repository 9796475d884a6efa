// The body of fetchAndLock and its answer (engine-rest 11.1).
#include "api/engine_rest/external_tasks.h"
#include "api/engine_rest/lookups.h"
#include "api/engine_rest/variables_json.h"

namespace lienthong::api {
using engine::FetchTopic;

namespace {

/// No definition has this id, so a list of it matches nothing where an empty one matches all.
constexpr DefinitionId no_definition{-1};

/// Definitions and keys a topic is restricted to: every restriction must hold.
template <class T>
void restrict_to(std::vector<T>& allowed, std::vector<T> further, const T& nothing) {
  if (!allowed.empty())
    std::erase_if(further, [&](const T& one) { return std::ranges::find(allowed, one) == allowed.end(); });
  if (further.empty()) further.push_back(nothing);
  allowed = std::move(further);
}

void restrict_tenants(FetchTopic& topic, const Value& given) {
  std::vector<std::optional<std::string>>& tenants = topic.tenants;
  if (const auto in = texts_field(given, "tenantIdIn"); in && !in->empty())
    tenants.assign(in->begin(), in->end());
  if (!flag_field(given, "withoutTenantId")) return;
  if (tenants.empty())
    tenants.emplace_back();
  else
    topic.definitions = {no_definition};
}

FetchTopic read_topic(const Value& given) {
  if (!given.is_context()) throw invalid_request("Each of 'topics' must be an object");
  static const Words known{"topicName",
                           "lockDuration",
                           "variables",
                           "localVariables",
                           "deserializeValues",
                           "includeExtensionProperties",
                           "businessKey",
                           "processDefinitionVersionTag",
                           "processDefinitionId",
                           "processDefinitionIdIn",
                           "processDefinitionKey",
                           "processDefinitionKeyIn",
                           "tenantIdIn",
                           "withoutTenantId",
                           "processVariables"};
  check_properties(given, known, "property of a topic");
  FetchTopic topic;
  auto name = text_field(given, "topicName");
  if (!name) throw ContractError(500, "NullValueException", "topicName is null", 0);
  topic.topic = *std::move(name);
  topic.lock_duration_ms = whole_field(given, "lockDuration").value_or(0);
  topic.variables = texts_field(given, "variables");
  topic.local_variables = flag_field(given, "localVariables");
  topic.deserialize_values = flag_field(given, "deserializeValues");
  topic.include_extension_properties = flag_field(given, "includeExtensionProperties");
  topic.business_key = text_field(given, "businessKey");
  topic.version_tag = text_field(given, "processDefinitionVersionTag");
  if (const auto id = text_field(given, "processDefinitionId"))
    restrict_to(topic.definitions, {parse_definition_id(*id)}, no_definition);
  if (const auto ids = texts_field(given, "processDefinitionIdIn"); ids && !ids->empty()) {
    std::vector<DefinitionId> listed;
    for (const std::string& id : *ids) listed.push_back(parse_definition_id(id));
    restrict_to(topic.definitions, std::move(listed), no_definition);
  }
  if (const auto key = text_field(given, "processDefinitionKey"))
    restrict_to(topic.keys, {*key}, std::string());
  if (auto keys = texts_field(given, "processDefinitionKeyIn"); keys && !keys->empty())
    restrict_to(topic.keys, *std::move(keys), std::string());
  restrict_tenants(topic, given);
  if (const Value* variables = object_field(given, "processVariables"))
    for (const auto& [variable, value] : variables->context().entries)
      topic.process_variables.emplace_back(variable, value);
  return topic;
}

engine::FetchAndLock::Sort read_sort(const Value& body) {
  using Sort = engine::FetchAndLock::Sort;
  const Value* levels = list_field(body, "sorting");
  if (!levels || levels->list().empty()) return Sort::None;
  const Value& level = levels->list().front();
  if (levels->list().size() > 1)
    throw invalid_request("Tasks are fetched in one order: 'sorting' has one level");
  const auto by = text_field(level, "sortBy"), order = text_field(level, "sortOrder");
  if (by != "createTime")
    throw invalid_request("Cannot set query sortBy parameter to value " + by.value_or("null"));
  if (order && *order != "asc" && *order != "desc")
    throw invalid_request("Cannot set query sortOrder parameter to value " + *order);
  return order == "desc" ? Sort::CreatedDescending : Sort::CreatedAscending;
}

void write_locked(json::Writer& w, const engine::LockedTask& task, std::int32_t zone_offset_s) {
  w.object();
  Fields fields(w, zone_offset_s);
  fields.id("id", task.job).text("topicName", task.topic).text("workerId", task.worker);
  fields.date("lockExpirationTime", task.locked_until).date("createTime", task.created);
  fields.number("retries", task.retries).text("errorMessage", task.error_message);
  fields.text("errorDetails", task.error_details).number("priority", task.priority).flag("suspended", false);
  fields.text("activityId", task.node);
  fields.text("activityInstanceId",
              task.activity ? std::optional(activity_id_text(task.node, task.activity)) : std::nullopt);
  fields.id("executionId", task.execution).id("processInstanceId", task.root);
  fields.text("processDefinitionId",
              definition_text(task.definition_key, task.definition_version, task.definition));
  fields.text("processDefinitionKey", task.definition_key);
  fields.text("processDefinitionVersionTag", task.definition_version_tag).null("tenantId");
  fields.text("businessKey", task.business_key);
  w.key("variables");
  engine::Variables variables = task.variables;
  if (task.notice)
    for (const auto& [name, value] : task.notice->entries)
      variables.emplace_back(name, TypedValue::of(value));
  write_variables(w, variables, task.deserialize_values, zone_offset_s);
  w.key("extensionProperties").object();
  for (const auto& [name, value] : task.extension_properties) w.key(name).string(value);
  w.end();
  w.end();
}

}  // namespace

engine::FetchAndLock read_fetch(const Value& body) {
  engine::FetchAndLock command;
  auto worker = text_field(body, "workerId");
  if (!worker) throw ContractError(500, "NullValueException", "workerId is null", 0);
  command.worker = *std::move(worker);
  command.max_tasks = int_field(body, "maxTasks").value_or(0);
  command.use_priority = flag_field(body, "usePriority");
  command.sort = read_sort(body);
  command.claims = engine::FetchAndLock::Claims::Both;
  const Value* topics = list_field(body, "topics");
  if (!topics) return command;
  for (const Value& given : topics->list()) {
    FetchTopic topic = read_topic(given);
    const auto same = std::ranges::find(command.topics, topic.topic, &FetchTopic::topic);
    if (same == command.topics.end())
      command.topics.push_back(std::move(topic));
    else
      *same = std::move(topic);
  }
  return command;
}

Response locked_tasks(const engine::LockedTasks& locked, std::int32_t zone_offset_s) {
  std::string body;
  json::Writer w(body);
  w.array();
  for (const engine::LockedTask& task : locked.tasks) write_locked(w, task, zone_offset_s);
  w.end();
  return json_response(std::move(body));
}

}  // namespace lienthong::api
