#include "engine/work/run_job.h"
#include "engine/definitions/timers.h"
#include "engine/rows/limits.h"
#include "engine/steps/jobs.h"
#include "engine/tokens/joins.h"
#include "engine/waits/messages.h"
#include "engine/waits/waits.h"
#include "engine/work/deadlines.h"
#include "engine/work/listeners.h"

namespace lienthong::engine {
namespace {

void fire_timer(Run& run, Job& found) {
  Job job = found;
  if (job.configuration == kept_configuration) return expire_kept(run, found);
  if (!job.root) {  // a start timer
    const DefinitionRow& row = run.core().definition_row(job.definition);
    erase_job(run, found);
    const bpmn::Node& start = run.definition(job.definition)->node(job.node);
    const std::int64_t which = job.configuration.starts_with(signal_job)
                                   ? event_named(start, "signal", job.configuration.substr(signal_job.size()))
                                   : timer_named(start, job.configuration);
    if (!row.suspended) run.life.begin_process(row, start, {}, {}, {}, nullptr, which);
  } else {
    Instance* owner = run.instance(job.root, job.instance);
    check(owner, "a timer dies with its owner");
    const bpmn::Node& event = run.definition(*owner).node(job.node);
    erase_job(run, found);
    if (const bpmn::Listener* listener = timeout_listener(event, job))
      fire_timeout(run, *owner, *listener);
    else
      occur(run, *owner, event);
    owner = run.instance(job.root, job.instance);
    if (!owner || owner->state != lifecycle::ActivityState::Active) return;
    if (event.kind == bpmn::Kind::StartEvent && !owner->interrupted_by.empty()) return;
  }
  if (job.payload.empty()) return;
  const auto next = next_repetition(*job.due, job.payload, job.repetitions, run.now(),
                                    run.core().settings.calendar->zone_offset_s());
  if (!next) return;
  job.due = next;
  job.attempts = 0;
  job.retries = limits::job_retries_default;
  add_job(run, std::move(job));
}

/// Its steps are put back on the agenda.
void resume(Run& run, Job& job) {
  auto [steps, before] = read_steps(run, job);
  run.agenda.continue_from(before);
  if (const Instance* scope = run.instance(job.root, job.instance))
    run.joins.moved(run.definition(*scope), *scope);
  erase_job(run, job);
  for (Step& step : steps) run.agenda.put(std::move(step));
}

}  // namespace

void run_job(Run& run, Job& job) {
  switch (job.kind) {
    case JobKind::Timer: return fire_timer(run, job);
    case JobKind::Rung: return fire_rung(run, job);
    case JobKind::Step: return resume(run, job);
    case JobKind::ExternalTask:
    case JobKind::Notification: check(false, "workers run these");
  }
}

}  // namespace lienthong::engine
