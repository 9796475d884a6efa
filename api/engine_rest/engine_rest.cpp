#include "api/engine_rest/engine_rest.h"

namespace lienthong::api {
namespace {

/// What the contract has beside our operations where one of ours takes any word for an id.
constexpr std::string_view not_served[] = {"/process-definition/statistics",
                                           "/process-instance/delete",
                                           "/process-instance/delete-historic-query-based",
                                           "/process-instance/job-retries",
                                           "/process-instance/job-retries-historic-query-based",
                                           "/process-instance/message-async",
                                           "/process-instance/suspended-async",
                                           "/process-instance/variables-async",
                                           "/external-task/retries-async",
                                           "/job/retries",
                                           "/task/create",
                                           "/history/process-instance/async",
                                           "/history/process-instance/delete",
                                           "/history/process-instance/report",
                                           "/history/process-instance/set-removal-time",
                                           "/history/task/report",
                                           "/history/decision-instance/delete",
                                           "/history/decision-instance/set-removal-time"};

}  // namespace

void add_engine_rest(Router& router, EngineRestSettings settings) {
  add_version_routes(router);
  add_deployment_routes(router);
  add_process_definition_routes(router);
  add_decision_definition_routes(router);
  add_process_instance_routes(router);
  add_execution_routes(router);
  add_event_subscription_routes(router);
  add_message_routes(router);
  add_task_routes(router);
  add_external_task_routes(router, settings);
  add_job_routes(router);
  add_incident_routes(router);
  add_variable_instance_routes(router);
  add_process_history_routes(router);
  add_activity_history_routes(router);
  add_task_history_routes(router);
  add_decision_history_routes(router);
  for (const std::string_view path : not_served) router.reserve(path);
}

}  // namespace lienthong::api
