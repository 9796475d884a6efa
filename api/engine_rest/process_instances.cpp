// Running process instances (engine-rest 6).
#include "api/engine_rest/process_instances.h"
#include <algorithm>
#include "api/engine_rest/engine_rest.h"
#include "api/engine_rest/lookups.h"
#include "api/engine_rest/variable_routes.h"

namespace lienthong::api {
using engine::Filter;
using engine::Instance;

engine::Instance running_process(Services& services, const std::string& id) {
  auto row = services.reader.find<Instance>(parse_number_id(id));
  if (!row || row->parent) throw not_found("Process instance with id " + id + " does not exist");
  return *std::move(row);
}

namespace {

void write_instance(json::Writer& w, const Instance& row, Services& services) {
  const KnownDefinitionPtr definition = services.definitions.find(services.reader, row.definition);
  w.object();
  Fields fields(w, services.zone_offset_s);
  fields.no_links().id("id", row.id);
  if (definition)
    fields.text("definitionId", definition->text).text("definitionKey", definition->row.key);
  else
    fields.id("definitionId", row.definition).null("definitionKey");
  fields.text("businessKey", row.business_key)
      .null("caseInstanceId")
      .flag("ended", false)
      .flag("suspended", row.suspended);
  fields.text("tenantId", tenant_of(definition));
  w.end();
}

Response get_instance(const Request& request, Services& services) {
  std::string body;
  json::Writer w(body);
  write_instance(w, running_process(services, request.segments[1]), services);
  return json_response(std::move(body));
}

void remove_instance(const Request& request, Services& services, Respond respond) {
  const std::string& id = request.segments[1];
  engine::DeleteInstance command;
  command.root = parse_id<InstanceId>(id);
  command.user = request.user;
  command.skip_io_mappings = request.flag("skipIoMappings");
  command.skip_sub_processes = request.flag("skipSubprocesses");
  command.skip_listeners = request.flag("skipCustomListeners");
  const std::string* must_exist = request.parameter("failIfNotExists");
  if (must_exist && *must_exist == "false" && !services.reader.find<Instance>(command.root.value))
    return respond(no_content());
  submit(services, std::move(command), std::move(respond),
         when_missing(not_found("Process instance with id " + id + " does not exist")));
}

// ---- suspension

bool wanted_state(const Value& body) {
  const auto suspended = optional_flag_field(body, "suspended");
  if (!suspended) throw invalid_request("suspended must be true or false");
  return *suspended;
}

void suspend_instance(const Request& request, Services& services, Respond respond) {
  const bool suspended = wanted_state(parse_body(request));
  const auto row = services.reader.find<Instance>(parse_number_id(request.segments[1]));
  if (!row || row->parent) return respond(no_content());  // Camunda 7 does not mind either
  submit(services, engine::SuspendInstance{row->id, suspended}, std::move(respond));
}

void suspend_all(std::vector<InstanceId> ids, bool suspended, Services& services, Respond respond) {
  std::ranges::sort(ids);
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
  std::vector<engine::Command> commands;
  for (const InstanceId id : ids) commands.push_back(engine::SuspendInstance{id, suspended});
  submit_each(services, std::move(commands), std::move(respond));
}

void suspend_instances(const Request& request, Services& services, Respond respond) {
  const Value body = parse_body(request);
  const bool suspended = wanted_state(body);
  refuse_tenant_choice(body);
  const auto definition = text_field(body, "processDefinitionId"),
             key = text_field(body, "processDefinitionKey");
  const auto ids = texts_field(body, "processInstanceIds");
  const Value *query = object_field(body, "processInstanceQuery"),
              *history = object_field(body, "historicProcessInstanceQuery");
  const bool described = ids || query || history;
  if ((definition ? 1 : 0) + (key ? 1 : 0) + (described ? 1 : 0) != 1)
    throw invalid_request(
        "Exactly one of processDefinitionId, processDefinitionKey, or processInstanceIds and queries selects "
        "what is suspended");
  if (history) throw invalid_request("historicProcessInstanceQuery is not supported here");
  if (definition)
    return submit(services, engine::SuspendInstances{parse_definition_id(*definition), "", suspended},
                  std::move(respond));
  if (key)
    return submit(services, engine::SuspendInstances{std::nullopt, *key, suspended}, std::move(respond));
  std::vector<InstanceId> selected =
      query ? instances_described(*query, services) : std::vector<InstanceId>();
  if (ids)
    for (const std::string& id : *ids) selected.push_back(running_process(services, id).id);
  suspend_all(std::move(selected), suspended, services, std::move(respond));
}

}  // namespace

void add_process_instance_routes(Router& router) {
  Listing<Instance> list;
  list.pattern = "/process-instance";
  list.rules = &process_instance_rules();
  list.rows = Filter::equal("parent", std::int64_t{0});
  list.write = [](json::Writer& w, const std::vector<Instance>& rows, const Criteria& criteria,
                  const Request&) {
    for (const Instance& row : rows) write_instance(w, row, criteria.services());
  };
  add_list_routes(router, std::move(list));
  router.get("/process-instance/{id}", get_instance);
  router.write("DELETE", "/process-instance/{id}", remove_instance)
      .asks({"skipCustomListeners", "skipIoMappings", "skipSubprocesses", "failIfNotExists"});
  router.write("PUT", "/process-instance/{id}/suspended", suspend_instance).takes({"suspended"});
  router.write("PUT", "/process-instance/suspended", suspend_instances)
      .takes({"suspended", "processDefinitionId", "processDefinitionKey", "processDefinitionTenantId",
              "processDefinitionWithoutTenantId", "processInstanceIds", "processInstanceQuery",
              "historicProcessInstanceQuery"});
  add_activity_instance_routes(router);
  // Java clients ask with the id of any execution, and for files that stand further out.
  add_variable_routes(router, {"process instance", "/process-instance/{id}/variables", true, false,
                               [](Services& services, std::string_view id) {
                                 const auto row = services.reader.find<Instance>(parse_number_id(id));
                                 return VariableScope{row ? row->id : InstanceId{}, {}, row.has_value()};
                               }});
}

}  // namespace lienthong::api
