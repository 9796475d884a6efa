#pragma once
#include "engine/rows/job.h"
#include "engine/steps/run.h"

namespace lienthong::engine {

/// What camunda:jobPriority says of a job of the machine at `node`: the element's own, else the process'.
/// bpmn-extensions 3.1
void set_job_priority(Run&, Job&, const Instance& scope, const bpmn::Node& node);
/// Steps wait in a job of that priority (jobs.h).
void wait_in_job_of(Run&, const Instance& scope, const bpmn::Node& node, Continue::Why,
                    const std::vector<Step>&);
/// The same of a task for workers, by camunda:taskPriority.
void set_task_priority(Run&, Job&, const Instance& self, const bpmn::Node& node);

}  // namespace lienthong::engine
