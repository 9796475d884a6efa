#include "engine/data/job_priority.h"
#include "engine/data/data.h"
#include "engine/data/whole_number.h"
#include "engine/steps/jobs.h"

namespace lienthong::engine {
namespace {

void set_priority(Run& run, Job& job, const std::optional<bpmn::Expression>& priority, const Instance& scope,
                  const std::string& what) {
  if (!priority) return;
  const Value value = run.data.evaluate(*priority, scope);
  if (!value.is_null()) job.priority = whole_number_of(value, what);
}

}  // namespace

void set_job_priority(Run& run, Job& job, const Instance& scope, const bpmn::Node& node) {
  const auto& own = node.job_priority;
  set_priority(run, job, own ? own : run.definition(scope).root().job_priority, scope,
               "the job priority of '" + node.id + "'");
}

void wait_in_job_of(Run& run, const Instance& scope, const bpmn::Node& node, Continue::Why why,
                    const std::vector<Step>& steps) {
  Job& job = wait_in_job(run, scope, node.id, why, steps);
  Job wanted = job;
  set_job_priority(run, wanted, scope, node);
  if (wanted.priority != job.priority) run.work().update(job, [&](Job& j) { j.priority = wanted.priority; });
}

void set_task_priority(Run& run, Job& job, const Instance& self, const bpmn::Node& node) {
  const auto& own = node.implementation.priority;
  set_priority(run, job, own ? own : run.definition(self).root().implementation.priority, self,
               "the task priority of '" + node.id + "'");
}

}  // namespace lienthong::engine
