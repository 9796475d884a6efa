// Messages, signals and conditions from outside (engine-rest 8).
#include "api/engine_rest/definitions.h"
#include "api/engine_rest/engine_rest.h"
#include "api/engine_rest/lookups.h"
#include "api/engine_rest/variables_json.h"

namespace lienthong::api {
namespace {

void write_started(Fields& fields, const engine::Correlated::One& one) {
  fields.no_links().id("id", one.root);
  fields.text("definitionId", definition_text(one.definition_key, one.definition_version, one.definition));
  fields.text("definitionKey", one.definition_key).text("businessKey", one.business_key);
  fields.null("caseInstanceId").flag("ended", one.ended).flag("suspended", false).null("tenantId");
}

void write_result(json::Writer& w, const engine::Correlated::One& one, bool with_variables,
                  std::int32_t zone) {
  Fields fields(w, zone);
  w.object();
  fields.text("resultType", one.started ? "ProcessDefinition" : "Execution");
  if (one.started) {
    fields.null("execution");
    w.key("processInstance").object();
    write_started(fields, one);
  } else {
    w.key("execution").object();
    fields.id("id", one.execution)
        .id("processInstanceId", one.root)
        .flag("ended", one.ended)
        .null("tenantId");
  }
  w.end();
  if (!one.started) fields.null("processInstance");
  if (with_variables) {
    w.key("variables");
    write_variables(w, one.variables, false, zone);
  }
  w.end();
}

engine::CorrelateMessage read_message(const Value& body, std::int32_t zone) {
  const auto name = text_field(body, "messageName");
  if (!name || name->empty()) throw invalid_request("No message name supplied");
  const auto tenant = text_field(body, "tenantId");
  const bool without_tenant = flag_field(body, "withoutTenantId");
  const auto instance = text_field(body, "processInstanceId");
  if (tenant && without_tenant)
    throw invalid_request("Parameter 'tenantId' cannot be used together with parameter 'withoutTenantId'.");
  if (tenant && instance)
    throw invalid_request("Parameter 'processInstanceId' cannot be used together with parameter 'tenantId'.");
  if (tenant)
    throw invalid_request("Parameter 'tenantId' is not supported: messages reach definitions without tenant");
  const auto variables = [&](const char* field) {
    return read_variables(object_field(body, field), "Cannot deliver message '" + *name + "': ", zone);
  };
  engine::CorrelateMessage command;
  command.name = *name;
  command.business_key = text_field(body, "businessKey");
  command.correlation_keys = variables("correlationKeys");
  command.local_correlation_keys = variables("localCorrelationKeys");
  if (instance) command.instance = parse_id<InstanceId>(*instance);
  command.variables = variables("processVariables");
  command.local_variables = variables("processVariablesLocal");
  command.triggered_scope_variables = variables("processVariablesToTriggeredScope");
  command.all = flag_field(body, "all");
  return command;
}

void message(const Request& request, Services& services, Respond respond) {
  const Value body = parse_body(request);
  engine::CorrelateMessage command = read_message(body, services.zone_offset_s);
  const bool results = flag_field(body, "resultEnabled"),
             variables = flag_field(body, "variablesInResultEnabled");
  if (variables && !results)
    throw invalid_request(
        "Parameter 'variablesInResultEnabled' cannot be used without 'resultEnabled' set to true.");
  if (!results) return submit(services, std::move(command), std::move(respond));
  submit(services, std::move(command), std::move(respond),
         [variables, zone = services.zone_offset_s](engine::Reply& reply) {
           std::string text;
           json::Writer w(text);
           w.array();
           for (const auto& one : std::get<engine::Correlated>(reply).results)
             write_result(w, one, variables, zone);
           w.end();
           return json_response(std::move(text));
         });
}

void signal(const Request& request, Services& services, Respond respond) {
  const Value body = parse_body(request);
  const auto name = text_field(body, "name");
  if (!name || name->empty()) throw invalid_request("No signal name given");
  const auto execution = text_field(body, "executionId"), tenant = text_field(body, "tenantId");
  if (execution && (tenant || flag_field(body, "withoutTenantId")))
    throw invalid_request(
        "A tenant id cannot be specified when a signal is delivered to a single execution.");
  if (tenant)
    throw invalid_request("Parameter 'tenantId' is not supported: signals reach definitions without tenant");
  engine::BroadcastSignal command;
  command.name = *name;
  if (execution) command.execution = parse_id<InstanceId>(*execution);
  command.variables = read_variables(object_field(body, "variables"),
                                     "Cannot throw signal '" + *name + "': ", services.zone_offset_s);
  submit(services, std::move(command), std::move(respond),
         [asked = execution.value_or("")](const Refused& refused) {
           if (refused.kind == Refused::Kind::Failed)
             return ContractError(500, "RestException", as_asked(refused.what(), asked), 0);
           return contract_error(refused);
         });
}

void condition(const Request& request, Services& services, Respond respond) {
  const Value body = parse_body(request);
  engine::EvaluateConditions command;
  command.tenant = text_field(body, "tenantId");
  command.without_tenant = flag_field(body, "withoutTenantId");
  if (command.tenant && command.without_tenant)
    throw invalid_request("Parameter 'tenantId' cannot be used together with parameter 'withoutTenantId'.");
  command.variables =
      read_variables(object_field(body, "variables"), "Cannot evaluate conditions: ", services.zone_offset_s);
  command.business_key = text_field(body, "businessKey");
  if (const auto definition = text_field(body, "processDefinitionId"))
    command.definition = parse_definition_id(*definition);
  command.user = request.user;
  submit(services, std::move(command), std::move(respond),
         [zone = services.zone_offset_s](engine::Reply& reply) {
           std::string text;
           json::Writer w(text);
           w.array();
           for (const auto& one : std::get<engine::Correlated>(reply).results) {
             Fields fields(w, zone);
             w.object();
             write_started(fields, one);
             w.end();
           }
           w.end();
           return json_response(std::move(text));
         });
}

}  // namespace

void add_message_routes(Router& router) {
  router.write("POST", "/message", message)
      .takes({"messageName", "businessKey", "correlationKeys", "localCorrelationKeys", "processInstanceId",
              "tenantId", "withoutTenantId", "processVariables", "processVariablesLocal",
              "processVariablesToTriggeredScope", "all", "resultEnabled", "variablesInResultEnabled"});
  router.write("POST", "/signal", signal)
      .takes({"name", "executionId", "variables", "tenantId", "withoutTenantId"});
  router.write("POST", "/condition", condition)
      .takes({"variables", "businessKey", "processDefinitionId", "tenantId", "withoutTenantId"});
}

}  // namespace lienthong::api
