#include "api/engine_rest/engine_rest.h"

namespace lienthong::api {

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
}

}  // namespace lienthong::api
