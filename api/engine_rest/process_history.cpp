#include "api/engine_rest/engine_rest.h"
#include "api/engine_rest/history.h"
#include "api/engine_rest/lookups.h"

namespace lienthong::api {
using engine::ProcessHistory;

namespace {

void write_process(json::Writer& w, const ProcessHistory& row, Services& services) {
  const KnownDefinitionPtr definition = services.definitions.find(services.reader, row.definition);
  w.object();
  Fields fields(w, services.zone_offset_s);
  fields.id("id", row.id).text("businessKey", row.business_key);
  write_definition(fields, definition, row.definition);
  fields.text("processDefinitionName", definition ? definition->row.name : std::nullopt);
  fields.number("processDefinitionVersion",
                definition ? std::optional(definition->row.version) : std::nullopt);
  write_times(fields, row, "durationInMillis");
  fields.text("startUserId", row.start_user).text_or_null("startActivityId", row.start_node);
  fields.text("deleteReason", row.delete_reason).id("superProcessInstanceId", row.calling_root);
  fields.id("rootProcessInstanceId", row.top_root ? row.top_root : row.id);
  fields.null("superCaseInstanceId").null("caseInstanceId");
  fields.text("tenantId", row.tenant ? row.tenant : tenant_of(definition)).text("state", name_of(row.state));
  fields.null("removalTime").null("restartedProcessInstanceId");
  w.end();
}

ContractError no_instance(const std::string& id) {
  return not_found("Historic process instance with id " + id + " does not exist");
}

Response get_process(const Request& request, Services& services) {
  const std::string& id = request.segments[2];
  const auto row = services.reader.find<ProcessHistory>(parse_number_id(id));
  if (!row) throw no_instance(id);
  std::string body;
  json::Writer w(body);
  write_process(w, *row, services);
  return json_response(std::move(body));
}

void remove_process(const Request& request, Services& services, Respond respond) {
  const std::string& id = request.segments[2];
  const auto row = services.reader.find<ProcessHistory>(parse_number_id(id));
  const std::string* must_exist = request.parameter("failIfNotExists");
  if (!row && must_exist && *must_exist == "false") return respond(no_content());
  if (row && !row->ended)
    throw not_found("Process instance is still running, cannot delete historic process instance with id " +
                    id);
  submit(services, engine::DeleteHistory{parse_id<InstanceId>(id)}, std::move(respond),
         when_missing(no_instance(id)));
}

}  // namespace

void add_process_history_routes(Router& router) {
  Listing<ProcessHistory> list;
  list.pattern = "/history/process-instance";
  list.rules = &process_history_rules();
  list.check = check_process_history_criteria;
  list.write = [](json::Writer& w, const std::vector<ProcessHistory>& rows, const Criteria& criteria,
                  const Request&) {
    for (const ProcessHistory& row : rows) write_process(w, row, criteria.services());
  };
  add_list_routes(router, std::move(list));
  router.get("/history/process-instance/{id}", get_process);
  router.write("DELETE", "/history/process-instance/{id}", remove_process).asks({"failIfNotExists"});
}

}  // namespace lienthong::api
