// What is done to a task: updated, claimed, delegated, completed, ended by an error.
#include "api/engine_rest/lookups.h"
#include "api/engine_rest/tasks.h"
#include "api/engine_rest/variables_json.h"

namespace lienthong::api {
namespace {

TaskId task_id(const Request& request) { return parse_id<TaskId>(request.segments[1]); }

/// Most of the engine's task services find a task this way.
MapError cannot_find(const Request& request) {
  return null_value("Cannot find task with id " + request.segments[1] + ": task is null");
}

void update(const Request& request, Services& services, Respond respond) {
  const Value body = parse_body(request);
  engine::UpdateTask command;
  command.task = task_id(request);
  command.name = text_field(body, "name");
  command.description = text_field(body, "description");
  command.assignee = text_field(body, "assignee");
  command.owner = text_field(body, "owner");
  command.parent_task = text_field(body, "parentTaskId");
  command.tenant = text_field(body, "tenantId");
  command.priority = int_field(body, "priority").value_or(0);
  command.delegation = text_field(body, "delegationState");
  command.due = date_field(body, "due", services.zone_offset_s);
  command.follow_up = date_field(body, "followUp", services.zone_offset_s);
  if (command.delegation && *command.delegation != "PENDING" && *command.delegation != "RESOLVED")
    throw invalid_request(
        "Valid values for property 'delegationState' are 'PENDING' or 'RESOLVED', but got '" +
        *command.delegation + "'");
  if (text_field(body, "caseInstanceId"))
    throw invalid_request("'caseInstanceId' is not supported: there are no cases");
  submit(services, std::move(command), std::move(respond),
         when_missing(not_found("No matching task with id " + request.segments[1])));
}

void claim(const Request& request, Services& services, Respond respond) {
  submit(services, engine::ClaimTask{task_id(request), text_field(parse_body(request), "userId")},
         std::move(respond), cannot_find(request));
}

void unclaim(const Request& request, Services& services, Respond respond) {
  submit(services, engine::AssignTask{task_id(request), std::nullopt}, std::move(respond));
}

void assign(const Request& request, Services& services, Respond respond) {
  submit(services, engine::AssignTask{task_id(request), text_field(parse_body(request), "userId")},
         std::move(respond));
}

void delegate(const Request& request, Services& services, Respond respond) {
  const auto user = text_field(parse_body(request), "userId");
  if (!user) throw invalid_request("No user id was supplied: a task is delegated to somebody");
  submit(services, engine::DelegateTask{task_id(request), *user}, std::move(respond), cannot_find(request));
}

void resolve_task(const Request& request, Services& services, Respond respond) {
  const Value body = parse_body(request);
  const std::string prefix = "Cannot resolve task " + request.segments[1] + ": ";
  engine::ResolveTask command{
      task_id(request), read_variables(object_field(body, "variables"), prefix, services.zone_offset_s)};
  submit(services, std::move(command), std::move(respond), cannot_find(request));
}

Write complete_task(bool form) {
  return [form](const Request& request, Services& services, Respond respond) {
    const Value body = parse_body(request);
    const std::string prefix =
        std::string(form ? "Cannot submit task form " : "Cannot complete task ") + request.segments[1] + ": ";
    engine::CompleteTask command;
    command.task = task_id(request);
    command.variables = read_variables(object_field(body, "variables"), prefix, services.zone_offset_s);
    command.with_variables_in_return = flag_field(body, "withVariablesInReturn");
    command.form = form;
    command.user = request.user;
    if (!command.with_variables_in_return)
      return submit(services, std::move(command), std::move(respond), wrapped(prefix));
    const auto answer = [zone = services.zone_offset_s](engine::Reply& reply) {
      std::string out;
      json::Writer w(out);
      const auto* completed =
          std::get_if<engine::CompletedTask>(&reply);  // resolving a PENDING task answers nothing
      write_variables(w, completed ? completed->variables : engine::Variables(), false, zone);
      return json_response(std::move(out));
    };
    submit(services, std::move(command), std::move(respond), answer, wrapped(prefix));
  };
}

/// 404 for an unknown task; 400 for what the request can be blamed for; no handler: 500.
MapError ended_by_event(const Request& request) {
  ContractError missing(404, "RestException",
                        "Cannot find task with id " + request.segments[1] + ": task is null", 0);
  return when_missing(std::move(missing), [](const Refused& refused) {
    if (refused.kind == Refused::Kind::Invalid) return ContractError(400, "RestException", refused.what(), 0);
    return contract_error(refused);
  });
}

std::string code_of(const Value& body, std::string_view field) {
  auto code = text_field(body, field);
  if (!code || code->empty()) throw ContractError(400, "RestException", std::string(field) + " is empty", 0);
  return *std::move(code);
}

void raise_task_error(const Request& request, Services& services, Respond respond) {
  const Value body = parse_body(request);
  engine::RaiseTaskError command;
  command.task = task_id(request);
  command.code = code_of(body, "errorCode");
  command.message = text_field(body, "errorMessage");
  command.variables = read_variables(object_field(body, "variables"), "", services.zone_offset_s);
  submit(services, std::move(command), std::move(respond), ended_by_event(request));
}

void raise_escalation(const Request& request, Services& services, Respond respond) {
  const Value body = parse_body(request);
  engine::RaiseTaskEscalation command;
  command.task = task_id(request);
  command.code = code_of(body, "escalationCode");
  command.variables = read_variables(object_field(body, "variables"), "", services.zone_offset_s);
  submit(services, std::move(command), std::move(respond), ended_by_event(request));
}

}  // namespace

void add_task_work_routes(Router& router) {
  router.write("PUT", "/task/{id}", update)
      .takes({"name", "description", "priority", "assignee", "owner", "delegationState", "due", "followUp",
              "parentTaskId", "caseInstanceId", "tenantId"})
      .bears({"id", "created", "lastUpdated", "executionId", "processDefinitionId", "processInstanceId",
              "taskDefinitionKey", "caseExecutionId", "caseDefinitionId", "suspended", "formKey",
              "camundaFormRef", "taskState", "attachment", "comment", "variables", "links"});
  router.write("POST", "/task/{id}/claim", claim).takes({"userId"});
  router.write("POST", "/task/{id}/unclaim", unclaim);
  router.write("POST", "/task/{id}/assignee", assign).takes({"userId"});
  router.write("POST", "/task/{id}/delegate", delegate).takes({"userId"});
  router.write("POST", "/task/{id}/resolve", resolve_task).takes({"variables"});
  router.write("POST", "/task/{id}/complete", complete_task(false))
      .takes({"variables", "withVariablesInReturn"});
  router.write("POST", "/task/{id}/submit-form", complete_task(true))
      .takes({"variables", "withVariablesInReturn"});
  router.write("POST", "/task/{id}/bpmnError", raise_task_error)
      .takes({"errorCode", "errorMessage", "variables"});
  router.write("POST", "/task/{id}/bpmnEscalation", raise_escalation).takes({"escalationCode", "variables"});
}

}  // namespace lienthong::api
