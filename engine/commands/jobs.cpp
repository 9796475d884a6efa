#include "engine/steps/jobs.h"
#include <algorithm>
#include "calendar/period.h"
#include "engine/commands/handlers.h"
#include "engine/definitions/retry_plan.h"
#include "engine/definitions/timers.h"
#include "engine/rows/limits.h"
#include "engine/steps/activity.h"
#include "engine/steps/incidents.h"
#include "engine/work/deadlines.h"
#include "engine/work/listeners.h"
#include "engine/work/run_job.h"

namespace lienthong::engine {

Job& job_named(Run& run, JobId id) {
  Job* job = run.work().find<Job>(id.value);
  if (!job || is_for_workers(*job))
    throw Refused(Refused::Kind::NotFound, "ENGINE-13053 No job found with id '" + to_string(id) + "'");
  return *job;
}

namespace {

void keep_instant(const Job& job) {
  if (job.is<FireRung>())
    throw Refused(Refused::Kind::Invalid, "a rung of a deadline is told at its own instant: the job at '" +
                                              job.node + "' cannot be moved");
}

}  // namespace

Reply handle(Run& run, const RunJob& command) {
  Job* job = run.work().find<Job>(command.job.value);
  if (!job && !command.asked_for) return Nothing{};  // gone since it was due
  Job& found = job_named(run, command.job);
  if (!command.asked_for && (found.suspended || (found.due && *found.due > run.now()))) return Nothing{};
  if (found.due && *found.due > run.now()) keep_instant(found);
  run.core().trying = found.id;
  run_job(run, found);
  return Nothing{};
}

namespace {

/// Where the model says nothing. An instance shows at once what has failed; what has none is tried for a
/// while before it asks for a person, since what it needs may only be away.
RetryPlan usual_plan(const Job& job) {
  if (job.root) return {};
  return {4, {"PT1M", "PT5M", "PT30M"}};
}

/// What the node of a job says, evaluated at each failure; nothing where it says nothing that can be read.
std::optional<RetryPlan> plan_in_model(Run& run, const Job& job) {
  try {
    const DefinitionPtr definition = run.definition(job.definition);
    if (!definition->process().by_id.contains(job.node)) return std::nullopt;
    const bpmn::Node& node = definition->node(job.node);
    const Instance* at = job.root ? run.instance(job.root, job.instance) : nullptr;
    const bool of_one_instance = at && at->body && at->node == node.id && node.loop;
    const std::string& cycle = of_one_instance ? node.loop->retry_cycle : node.retry_cycle;
    if (!definition->compiled_text(cycle)) return retry_plan(cycle);
    return at ? retry_plan(run.data.evaluate_text(cycle, *at)) : std::nullopt;
  } catch (const Refused&) {  // the definition is gone, or the expression fails
    return std::nullopt;
  }
}

}  // namespace

void record_job_failure(Run& run, JobId id, const std::string& message) {
  Job* job = run.work().find<Job>(id.value);
  if (!job) return;
  plan_next(run, *job);
  const RetryPlan plan = plan_in_model(run, *job).value_or(usual_plan(*job));
  const std::int32_t zone = run.core().settings.calendar->zone_offset_s();
  const std::int64_t attempts = job->attempts + 1;
  const std::int64_t left =
      attempts == 1 ? plan.attempts - 1 : std::max<std::int64_t>(job->retries.value_or(1) - 1, 0);
  run.work().update(*job, [&](Job& j) {
    j.attempts = attempts;
    j.error_message = short_message(message);
    j.error_details = message;
    j.failed_node = j.node;
    if (left <= 0 || plan.intervals.empty()) return;
    const auto interval = std::min(static_cast<std::size_t>(attempts) - 1, plan.intervals.size() - 1);
    if (const auto due = calendar::add_duration(run.now(), plan.intervals[interval], zone)) j.due = due;
  });
  set_retries(run, *job, left);
}

void give_up_job(Run& run, JobId id, const std::string& message) {
  Job* job = run.work().find<Job>(id.value);
  if (!job) return;
  run.work().update(*job, [&](Job& j) {
    ++j.attempts;
    j.retries = 0;
    j.error_message = short_message(message);
    j.error_details = message;
    j.failed_node = j.node;
  });
}

Reply handle(Run& run, const SetJobRetries& command) {
  Job& job = job_named(run, command.job);
  if (command.set_due) keep_instant(job);
  if (command.set_due)
    run.work().update(job, [&](Job& j) { j.due = command.due; });
  else if (command.retries > 0 && job.retries.value_or(1) <= 0 && job.is<Continue>())
    run.work().update(job, [](Job& j) { j.due.reset(); });
  set_retries(run, job, command.retries);
  return Nothing{};
}

Reply handle(Run& run, const SetJobDue& command) {
  Job& job = job_named(run, command.job);
  keep_instant(job);
  run.work().update(job, [&](Job& j) { j.due = command.due; });
  return Nothing{};
}

Reply handle(Run& run, const RecalculateJobDue& command) {
  Job& job = job_named(run, command.job);
  const FireTimer* fire = std::get_if<FireTimer>(&job.work);
  const TellListener* tell = std::get_if<TellListener>(&job.work);
  const Instance* owner = job.root ? run.instance(job.root, job.instance) : nullptr;
  if ((!fire && !tell) || !owner)
    throw Refused(Refused::Kind::Invalid, "only the timers of an instance can be calculated anew");
  const bpmn::Node& node = run.definition(*owner).node(job.node);
  const bpmn::EventDefinition& timer =
      fire ? timer_at(node, fire->part) : *timeout_listener(node, tell->listener).timer;
  const Value value = run.data.evaluate(*timer.expression, *owner);
  const Instant from = command.from_creation ? job.created : run.now();
  const Schedule schedule = schedule_of(timer, value, from, run.core().settings.calendar->zone_offset_s());
  run.work().update(job, [&](Job& j) { j.due = schedule.due; });
  return Nothing{};
}

Reply handle(Run& run, const SuspendJob& command) {
  run.work().update(job_named(run, command.job), [&](Job& j) { j.suspended = command.suspended; });
  return Nothing{};
}

Reply handle(Run& run, const SetJobPriority& command) {
  run.work().update(job_named(run, command.job), [&](Job& j) { j.priority = command.priority; });
  return Nothing{};
}

Reply handle(Run& run, const DeleteJob& command) {
  Job& job = job_named(run, command.job);
  if (job.is<PlanLadder>())
    throw Refused(Refused::Kind::Conflict,
                  "the rungs of the deadline at '" + job.node + "' are being planned");
  if (const FireRung* fire = std::get_if<FireRung>(&job.work))
    cancel_rung(run, job, fire->rung, command.user);
  else
    audit(run, job.root, job.instance, "job-deleted", command.user, job.node,
          Context{{"kind", Value(std::string(name_of(job.kind())))}});
  erase_job(run, job);
  return Nothing{};
}

namespace {

Incident& incident_named(Run& run, IncidentId id) {
  Incident* incident = run.work().find<Incident>(id.value);
  if (!incident) throw Refused(Refused::Kind::NotFound, "No matching incident with id " + to_string(id));
  return *incident;
}

}  // namespace

Reply handle(Run& run, const ResolveIncident& command) {
  Incident& incident = incident_named(run, command.incident);
  const Incident* first = run.work().find<Incident>(incident.root_cause.value);
  if (first && first->job)
    throw Refused(Refused::Kind::Invalid, "Cannot resolve an incident of type " + incident.type +
                                              "; set the retries of its job instead");
  end_incident(run, incident, "resolved");
  return Nothing{};
}

Reply handle(Run& run, const AnnotateIncident& command) {
  Incident& incident = incident_named(run, command.incident);
  run.work().update(incident, [&](Incident& i) { i.annotation = command.annotation; });
  if (IncidentHistory* row = run.work().find<IncidentHistory>(incident.root.value, incident.id.value))
    run.work().update(*row, [&](IncidentHistory& h) { h.annotation = command.annotation; });
  return Nothing{};
}

Reply handle(Run& run, const CreateIncident& command) {
  Instance* at = run.work().find<Instance>(command.instance.value);
  if (!at)
    throw Refused(Refused::Kind::NotFound,
                  "Execution with id " + to_string(command.instance) + " does not exist");
  return Created{raise_incident(run, *at, command.type, command.message, command.configuration).value};
}

}  // namespace lienthong::engine
