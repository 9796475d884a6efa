#include "engine/data/job_priority.h"
#include "engine/definitions/timers.h"
#include "engine/steps/jobs.h"
#include "engine/waits/wait.h"

namespace lienthong::engine {
namespace {

void arm_timer(Run& run, Instance& owner, const bpmn::Node& event, std::int64_t part) {
  const bpmn::EventDefinition& timer = timer_at(event, part);
  const Schedule schedule = schedule_of(timer, run.data.evaluate(*timer.expression, owner), run.now(),
                                        run.core().settings.calendar->zone_offset_s());
  const bool repeats = (event.kind == bpmn::Kind::BoundaryEvent || event.kind == bpmn::Kind::StartEvent) &&
                       !event.interrupting;
  FireTimer work{part, {}};
  if (repeats && !event.needs_all_events()) work.turns = {schedule.period, schedule.repetitions};
  Job job = job_of(owner, event.id, std::move(work));
  job.due = schedule.due;
  set_job_priority(run, job, owner, event);
  add_job(run, std::move(job));
}

}  // namespace

const Wait timer_wait{.kind = bpmn::EventKind::Timer, .as = Wait::As::Job, .listed = false, .job = arm_timer};

}  // namespace lienthong::engine
