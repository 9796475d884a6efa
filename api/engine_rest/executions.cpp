// Executions: every instance of a flow node is one, and so is the process instance (engine-rest 7).
#include "api/engine_rest/engine_rest.h"
#include "api/engine_rest/event_subscriptions.h"
#include "api/engine_rest/lists.h"
#include "api/engine_rest/lookups.h"
#include "api/engine_rest/variable_routes.h"
#include "api/engine_rest/variables_json.h"

namespace lienthong::api {
using engine::Filter;
using engine::Instance;
using engine::Subscription;

namespace {

MakeFilter subscribed(const char* event) {
  return [event](const Argument& argument) {
    return Filter::exists_beside(
        "subscription", "owner", "id",
        Filter::all({Filter::equal("event", std::string(event)), Filter::equal("name", argument.text())}));
  };
}

MakeFilter execution_with_incident(MakeFilter make) {
  return [make = std::move(make)](const Argument& argument) {
    return Filter::exists("incident", "instance", "id", make(argument));
  };
}

Filter of_process(Filter condition) { return Filter::exists("instance", "id", "root", std::move(condition)); }

const ListRules& execution_rules() {
  static const Filter no_task = Filter::equal("task", std::int64_t{0});
  static const ListRules all(
      {{"businessKey", owner_is<Instance>("root", equals("business_key"))},
       {"processDefinitionId", equals_definition("definition")},
       {"processDefinitionKey", definition_is("definition", equals("key"))},
       {"processInstanceId", equals_id("root")},
       {"activityId", equals("node")},
       {"signalEventSubscriptionName", subscribed("signal")},
       {"messageEventSubscriptionName", subscribed("message")},
       {"active", when(of_process(Filter::equal("suspended", std::int64_t{0})))},
       {"suspended", when(of_process(Filter::equal("suspended", std::int64_t{1})))},
       {"incidentId", execution_with_incident(equals_id("id"))},
       {"incidentType", execution_with_incident(equals("type"))},
       {"incidentMessage", execution_with_incident(equals("message"))},
       {"incidentMessageLike", execution_with_incident(matches("message"))},
       {"tenantIdIn", definition_tenant_in()},
       {"variableNamesIgnoreCase", beside_others()},
       {"variableValuesIgnoreCase", beside_others()},
       {"variables", variables_of("variable", "scope", "id", no_task, "eq neq gt gteq lt lteq like")},
       {"processVariables",
        variables_of("variable", "scope", "root", no_task, "eq neq", "process variable")}},
      {{"instanceId", by("id")},
       {"definitionKey", by_definition("key")},
       {"definitionId", by("definition")},
       {"tenantId", by_definition("tenant")}});
  return all;
}

void write_execution(json::Writer& w, const Instance& row, Services& services) {
  w.object();
  Fields fields(w, services.zone_offset_s);
  fields.id("id", row.id).id("processInstanceId", row.root).flag("ended", false);
  fields.text("tenantId", tenant_of(services.definitions.find(services.reader, row.definition)));
  w.end();
}

Response get_execution(const Request& request, Services& services) {
  const auto row = services.reader.find<Instance>(parse_number_id(request.segments[1]));
  if (!row) throw not_found("Execution with id " + request.segments[1] + " does not exist");
  std::string body;
  json::Writer w(body);
  write_execution(w, *row, services);
  return json_response(std::move(body));
}

engine::Variables variables_in(const Request& request, Services& services, const std::string& prefix) {
  return read_variables(object_field(parse_body(request), "variables"), prefix, services.zone_offset_s);
}

void signal_execution(const Request& request, Services& services, Respond respond) {
  const std::string& id = request.segments[1];
  const std::string prefix = "Cannot signal execution " + id + ": ";
  engine::SignalExecution command{parse_id<InstanceId>(id), variables_in(request, services, prefix)};
  submit(services, std::move(command), std::move(respond), wrapped(prefix));
}

Response message_subscription(const Request& request, Services& services) {
  const std::string &id = request.segments[1], &name = request.segments[3];
  const auto rows = services.reader.select(engine::Query<Subscription>{
      Filter::all({Filter::equal("owner", parse_number_id(id)),
                   Filter::equal("event", std::string("message")), Filter::equal("name", name)}),
      {},
      0,
      1});
  if (rows.empty())
    throw not_found("Message event subscription for execution " + id + " named " + name + " does not exist");
  std::string body;
  json::Writer w(body);
  write_event_subscription(w, rows.front(), services);
  return json_response(std::move(body));
}

void trigger(const Request& request, Services& services, Respond respond) {
  const std::string &id = request.segments[1], &name = request.segments[3];
  const std::string prefix = "Cannot trigger message " + name + " for execution " + id + ": ";
  engine::CorrelateMessage command;
  command.name = name;
  command.execution = parse_id<InstanceId>(id);
  command.variables = variables_in(request, services, prefix);
  submit(services, std::move(command), std::move(respond), wrapped(prefix));
}

}  // namespace

void add_execution_routes(Router& router) {
  Listing<Instance> list;
  list.pattern = "/execution";
  list.rules = &execution_rules();
  list.write = [](json::Writer& w, const std::vector<Instance>& rows, const Criteria& criteria,
                  const Request&) {
    for (const Instance& row : rows) write_execution(w, row, criteria.services());
  };
  add_list_routes(router, std::move(list));
  router.get("/execution/{id}", get_execution);
  router.write("POST", "/execution/{id}/signal", signal_execution).takes({"variables"});
  router.get("/execution/{id}/messageSubscriptions/{messageName}", message_subscription);
  router.write("POST", "/execution/{id}/messageSubscriptions/{messageName}/trigger", trigger)
      .takes({"variables"});
  add_variable_routes(router, {"execution", "/execution/{id}/localVariables", true, true,
                               [](Services& services, std::string_view id) {
                                 const auto row = services.reader.find<Instance>(parse_number_id(id));
                                 return VariableScope{row ? row->id : InstanceId{}, {}, row.has_value()};
                               }});
}

}  // namespace lienthong::api
