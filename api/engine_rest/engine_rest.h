#pragma once
#include "api/router.h"

namespace lienthong::api {

struct EngineRestSettings {
  /// A BPMN error of a worker that nobody catches ends the token, as in Camunda 7; else it becomes an
  /// incident.
  bool worker_errors_end = true;
};

/// Every resource of the wire contract that this release answers.
void add_engine_rest(Router&, EngineRestSettings = {});

// One function a resource, each in the file of its name.
void add_version_routes(Router&);
void add_deployment_routes(Router&);
void add_process_definition_routes(Router&);
void add_process_instance_routes(Router&);
void add_execution_routes(Router&);
void add_event_subscription_routes(Router&);
void add_message_routes(Router&);
void add_task_routes(Router&);
void add_external_task_routes(Router&, EngineRestSettings);
void add_job_routes(Router&);
void add_incident_routes(Router&);
void add_variable_instance_routes(Router&);
void add_process_history_routes(Router&);
void add_activity_history_routes(Router&);
void add_task_history_routes(Router&);
void add_decision_definition_routes(Router&);
void add_decision_history_routes(Router&);

}  // namespace lienthong::api
