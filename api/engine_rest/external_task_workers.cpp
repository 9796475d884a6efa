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
    const auto answer = [](engine::Reply& reply) {
      if (const auto* refusal = std::get_if<engine::NotedRefusal>(&reply))
        throw Refused(refusal->kind, refusal->why);
      return no_content();
    };
    submit(services, std::move(command), std::move(respond), answer,
           external_task_words(request.segments[1]));
  }
};

/// What a worker reports of its task. `errors_end`: see EngineRestSettings.
using Report = void (*)(const Request&, Services&, Respond, bool errors_end);

void complete(const Request& request, Services& services, Respond respond, bool errors_end) {
  const Call call(request, services);
  call.send(engine::CompleteExternalTask{call.job, call.worker, call.variables("variables", "complete"),
                                         call.variables("localVariables", "complete"), errors_end},
            std::move(respond));
}

void fail(const Request& request, Services& services, Respond respond, bool errors_end) {
  const Call call(request, services);
  engine::FailExternalTask command;
  command.job = call.job;
  command.worker = call.worker;
  command.message = text_field(call.body, "errorMessage");
  command.details = text_field(call.body, "errorDetails");
  command.retries = int_field(call.body, "retries").value_or(0);
  command.retry_timeout_ms = whole_field(call.body, "retryTimeout").value_or(0);
  command.variables = call.variables("variables", "report the failure of");
  command.local_variables = call.variables("localVariables", "report the failure of");
  command.ends_uncaught = errors_end;
  call.send(std::move(command), std::move(respond));
}

void raise_error(const Request& request, Services& services, Respond respond, bool errors_end) {
  const Call call(request, services);
  engine::RaiseExternalTaskError command;
  command.job = call.job;
  command.worker = call.worker;
  command.code = required(call.body, "errorCode");
  command.message = text_field(call.body, "errorMessage");
  command.variables = call.variables("variables", "report the BPMN error of");
  command.ends_uncaught = errors_end;
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

/// A worker whose report is too large would fetch the task and send it again for ever.
void give_up(const Request& request, Services& services, const std::string& why) {
  submit(services, engine::GiveUpExternalTask{parse_id<JobId>(request.segments[1]), why}, [](Response) {});
}

/// A client may send one body to whatever it reports: these say nothing where they are not taken.
const std::vector<std::string_view> report_words{"errorCode",    "errorMessage", "errorDetails", "retries",
                                                 "retryTimeout", "newDuration",  "lockDuration"};

Route& add_report(Router& router, const std::string& name, Report report, bool errors_end) {
  Route& route = router.write("POST", "/external-task/{id}/" + name,
                              [=](const Request& request, Services& services, Respond respond) {
                                report(request, services, std::move(respond), errors_end);
                              });
  route.when_too_large = give_up;
  route.bears(report_words);
  return route;
}

}  // namespace

void add_external_task_worker_routes(Router& router, bool errors_end) {
  router.write("POST", "/external-task/fetchAndLock", fetch_and_lock)
      .takes({"workerId", "maxTasks", "usePriority", "sorting", "asyncResponseTimeout", "topics"});
  add_report(router, "complete", complete, errors_end).takes({"workerId", "variables", "localVariables"});
  add_report(router, "failure", fail, errors_end)
      .takes({"workerId", "errorMessage", "errorDetails", "retries", "retryTimeout", "variables",
              "localVariables"});
  add_report(router, "bpmnError", raise_error, errors_end)
      .takes({"workerId", "errorCode", "errorMessage", "variables"});
  router.write("POST", "/external-task/{id}/extendLock", extend_lock)
      .takes({"workerId", "newDuration"})
      .bears(report_words);
  router.write("POST", "/external-task/{id}/lock", lock)
      .takes({"workerId", "lockDuration"})
      .bears(report_words);
  router.write("POST", "/external-task/{id}/unlock", unlock).bears({"workerId"});
}

}  // namespace lienthong::api
