// What workers do with external tasks.
#include "api/engine_rest/external_tasks.h"
#include "api/engine_rest/lookups.h"
#include "api/engine_rest/variables_json.h"

namespace lienthong::api {
using Kind = Refused::Kind;

MapError external_task_words(const std::string& id) {
  return [id](const Refused& refused) {
    switch (refused.kind) {
      case Kind::NotFound:
        return ContractError(404, "RestException", "External task with id " + id + " does not exist");
      case Kind::Conflict:
      case Kind::Suspended:
      case Kind::Invalid: return ContractError(400, "RestException", refused.what(), 0);
      default: return contract_error(refused);
    }
  };
}

namespace {

ContractError null(std::string_view name) {
  return {500, "NullValueException", std::string(name) + " is null", 0};
}

std::string required(const Value& body, std::string_view name) {
  auto text = text_field(body, name);
  if (!text) throw null(name);
  return *std::move(text);
}

/// A worker's operation on the task of the path.
struct Call {
  const Request& request;
  Services& services;
  const Value body;
  JobId job;
  std::string worker;

  Call(const Request& asked, Services& with, bool by_worker = true)
      : request(asked), services(with), body(parse_body(asked)), job(parse_id<JobId>(asked.segments[1])) {
    if (by_worker) worker = required(body, "workerId");
  }
  engine::Variables variables(std::string_view name, std::string_view what) const {
    const std::string prefix = "Cannot " + std::string(what) + " external task " + request.segments[1] + ": ";
    return read_variables(object_field(body, name), prefix, services.zone_offset_s);
  }
  void send(engine::Command command, Respond respond) const {
    submit(services, std::move(command), std::move(respond), external_task_words(request.segments[1]));
  }
};

void complete(const Request& request, Services& services, Respond respond) {
  const Call call(request, services);
  call.send(engine::CompleteExternalTask{call.job, call.worker, call.variables("variables", "complete"),
                                         call.variables("localVariables", "complete")},
            std::move(respond));
}

void fail(const Request& request, Services& services, Respond respond) {
  const Call call(request, services);
  engine::FailExternalTask command;
  command.job = call.job;
  command.worker = call.worker;
  command.message = text_field(call.body, "errorMessage");
  command.details = text_field(call.body, "errorDetails");
  command.retries = whole_field(call.body, "retries").value_or(0);
  command.retry_timeout_ms = whole_field(call.body, "retryTimeout").value_or(0);
  command.variables = call.variables("variables", "report the failure of");
  command.local_variables = call.variables("localVariables", "report the failure of");
  call.send(std::move(command), std::move(respond));
}

void raise_error(const Request& request, Services& services, Respond respond) {
  const Call call(request, services);
  engine::RaiseExternalTaskError command;
  command.job = call.job;
  command.worker = call.worker;
  command.code = required(call.body, "errorCode");
  command.message = text_field(call.body, "errorMessage");
  command.variables = call.variables("variables", "report the BPMN error of");
  call.send(std::move(command), std::move(respond));
}

void extend_lock(const Request& request, Services& services, Respond respond) {
  const Call call(request, services);
  call.send(engine::ExtendLock{call.job, call.worker, whole_field(call.body, "newDuration").value_or(0)},
            std::move(respond));
}

void lock(const Request& request, Services& services, Respond respond) {
  const Call call(request, services);
  call.send(
      engine::LockExternalTask{call.job, call.worker, whole_field(call.body, "lockDuration").value_or(0)},
      std::move(respond));
}

void unlock(const Request& request, Services& services, Respond respond) {
  const Call call(request, services, false);
  call.send(engine::UnlockExternalTask{call.job}, std::move(respond));
}

void fetch_and_lock(const Request& request, Services& services, Respond respond) {
  const Value body = parse_body(request);
  const std::int64_t timeout_ms = whole_field(body, "asyncResponseTimeout").value_or(0);
  if (timeout_ms > long_poll_ms_max)
    throw invalid_request("The asynchronous response timeout cannot be set to a value greater than " +
                          std::to_string(long_poll_ms_max) + " milliseconds");
  fetch(services, read_fetch(body), timeout_ms, std::move(respond));
}

}  // namespace

void add_external_task_worker_routes(Router& router) {
  router.write("POST", "/external-task/fetchAndLock", fetch_and_lock);
  router.write("POST", "/external-task/{id}/complete", complete);
  router.write("POST", "/external-task/{id}/failure", fail);
  router.write("POST", "/external-task/{id}/bpmnError", raise_error);
  router.write("POST", "/external-task/{id}/extendLock", extend_lock);
  router.write("POST", "/external-task/{id}/lock", lock);
  router.write("POST", "/external-task/{id}/unlock", unlock);
}

}  // namespace lienthong::api
