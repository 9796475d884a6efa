// Starting a process through its definition (engine-rest 5.1): the hot path reads nothing.
#include "api/engine_rest/common.h"
#include "api/engine_rest/definition_routes.h"
#include "api/engine_rest/definitions.h"
#include "api/engine_rest/variables_json.h"

namespace lienthong::api {
namespace {

Response started_answer(const engine::Started& started, const std::string& base_url, bool with_variables,
                        std::int32_t zone) {
  std::string body;
  json::Writer w(body);
  w.object();
  Fields fields(w, zone);
  fields.self_link(base_url + "/process-instance/" + to_string(started.root)).id("id", started.root);
  fields.text("definitionId",
              definition_text(started.definition_key, started.definition_version, started.definition));
  fields.text("definitionKey", started.definition_key)
      .text("businessKey", started.business_key)
      .null("caseInstanceId");
  fields.flag("ended", started.ended).flag("suspended", started.suspended).null("tenantId");
  if (with_variables) {
    w.key("variables");
    write_variables(w, started.variables, false, zone);
  }
  w.end();
  return json_response(std::move(body));
}

MapError start_errors(const Request& request, const std::string& prefix) {
  const bool by_key = request.segments[1] == "key";
  return [by_key, map = wrapped(prefix)](const Refused& refused) {
    if (by_key && refused.kind == Refused::Kind::NotFound)
      return ContractError(404, "RestException", refused.what());
    return map(refused);
  };
}

/// Variables of a process that begins: what is wrong with them is an InvalidRequestException, as measured.
engine::Variables start_variables(const Value* given, const std::string& prefix, std::int32_t zone_offset_s) {
  try {
    return read_variables(given, prefix, zone_offset_s);
  } catch (ContractError& error) {
    if (error.status == 400) error.type = "InvalidRequestException";
    throw;
  }
}

void start(const Request& request, Services& services, Respond respond, bool form) {
  const std::string prefix = "Cannot instantiate process definition " + definition_words(request) + ": ";
  const Value body = parse_body(request);
  engine::StartProcess command;
  if (request.segments[1] != "key")
    command.definition = parse_definition_id(request.segments[1]);
  else if (request.segments.size() == 6)
    command.definition = named_definition(request, services, invalid_request("")).id;
  else
    command.key = request.segments[2];
  command.business_key = text_field(body, "businessKey");
  command.variables = start_variables(object_field(body, "variables"), prefix, services.zone_offset_s);
  command.user = request.user;
  command.form = form;
  command.with_variables_in_return = flag_field(body, "withVariablesInReturn");
  if (const Value* instructions = list_field(body, "startInstructions");
      instructions && !instructions->list().empty()) {
    const Value& first = instructions->list().front();
    const auto activity = first.is_context() ? text_field(first, "activityId") : std::nullopt;
    if (instructions->list().size() > 1 || !activity || text_field(first, "type") != "startBeforeActivity")
      throw invalid_request(prefix +
                            "startInstructions: one startBeforeActivity of a start event is supported");
    static const Words known{"type", "activityId", "variables"};
    check_properties(first, known, "property of this instruction", true);
    command.start_event = *activity;
    for (auto& one : start_variables(object_field(first, "variables"), prefix, services.zone_offset_s)) {
      std::erase_if(command.variables, [&](const auto& given) { return given.first == one.first; });
      command.variables.push_back(std::move(one));
    }
  }
  for (const char* name : {"skipCustomListeners", "skipIoMappings"})
    if (flag_field(body, name))
      throw invalid_request(prefix + "'" + name + "' is not supported: a process starts at a start event");
  if (text_field(body, "caseInstanceId"))
    throw invalid_request(prefix + "'caseInstanceId' is not supported: there are no cases");
  const bool with_variables = command.with_variables_in_return;
  submit(
      services, std::move(command), std::move(respond),
      [base = request.base_url, with_variables, zone = services.zone_offset_s](engine::Reply& reply) {
        return started_answer(std::get<engine::Started>(reply), base, with_variables, zone);
      },
      start_errors(request, prefix));
}

}  // namespace

void add_definition_start(Router& router) {
  for_each_name(
      [&](const std::string& pattern) {
        router
            .write("POST", pattern + "/start",
                   [](const Request& request, Services& services, Respond respond) {
                     start(request, services, std::move(respond), false);
                   })
            .takes({"variables", "businessKey", "caseInstanceId", "startInstructions", "skipCustomListeners",
                    "skipIoMappings", "withVariablesInReturn"});
        router
            .write("POST", pattern + "/submit-form",
                   [](const Request& request, Services& services, Respond respond) {
                     start(request, services, std::move(respond), true);
                   })
            .takes({"variables", "businessKey", "withVariablesInReturn"});
      },
      "");
}

}  // namespace lienthong::api
