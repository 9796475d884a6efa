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

Instance& owner_of_job(Run& run, const Job& job) {
  Instance* owner = run.instance(job.root, job.instance);
  check(owner, "a job dies with its owner");
  return *owner;
}

/// By an event that needs no process instance; a suspended definition swallows it (bpmn-extensions 14).
/// `part`: which of the start event's definitions has happened.
void start_by(Run& run, const Job& job, std::int64_t part) {
  const DefinitionRow& row = run.core().definition_row(job.definition);
  if (row.suspended) return;
  run.life.begin_process(row, run.definition(job.definition)->node(job.node), {}, {}, {}, nullptr, part);
}

// ---- what each alternative of JobWork does; its job's row is gone already

void act(Run& run, const Job& job, const Continue& work) {
  run.agenda.continue_from(work.taken);
  if (const Instance* scope = run.instance(job.root, job.instance))
    run.joins.moved(run.definition(*scope), *scope);
}

void act(Run& run, const Job& job, const TryAgain&) { run.agenda.put(Again{job.root, job.instance, true}); }

void act(Run& run, const Job& job, const FireTimer& work) {
  if (!job.root) {
    const bpmn::Node& start = run.definition(job.definition)->node(job.node);
    return start_by(run, job, &timer_at(start, work.part) - start.events.data());
  }
  Instance& owner = owner_of_job(run, job);
  occur(run, owner, run.definition(owner).node(job.node));
}

void act(Run& run, const Job& job, const TellListener& work) {
  const Instance& owner = owner_of_job(run, job);
  fire_timeout(run, owner, timeout_listener(run.node(owner), work.listener));
}

void act(Run& run, const Job& job, const BringSignal& work) {
  if (!job.root)
    return start_by(run, job,
                    event_named(run.definition(job.definition)->node(job.node), "signal", work.name));
  Instance& owner = owner_of_job(run, job);
  occur(run, owner, run.definition(owner).node(job.node));
}

void act(Run& run, const Job&, const ForgetKept& work) { forget_kept(run, work.message); }

void act(Run& run, const Job& job, const FireRung& work) {
  fire_rung(run, owner_of_job(run, job), work.rung);
}

void act(Run& run, const Job& job, const PlanLadder& work) {
  plan_ladder(run, owner_of_job(run, job), work.deadline, work.passed);
}

void act(Run&, const Job&, const ForWorker&) { check(false, "workers do external tasks"); }
void act(Run&, const Job&, const Notify&) { check(false, "workers send notifications"); }

}  // namespace

void plan_next(Run& run, Job& job) {
  if (const FireRung* rung = std::get_if<FireRung>(&job.work)) return plan_rung_after(run, job, rung->rung);
  Job next = job;
  Turns* turns = turns_of(next.work);
  if (!turns || turns->period.empty()) return;
  next.due = next_repetition(job.due.value_or(run.now()), turns->period, turns->left, run.now(),
                             run.core().settings.calendar->zone_offset_s());
  run.work().update(job, [](Job& j) { *turns_of(j.work) = {}; });
  if (!next.due) return;
  next.attempts = 0;
  next.retries = limits::job_retries_default;
  next.error_message = next.error_details = std::nullopt;
  next.failed_node.clear();
  add_job(run, std::move(next));
}

void run_job(Run& run, Job& found) {
  plan_next(run, found);
  const Job job = found;
  std::vector<Step> steps = steps_in(run, job);  // what they carry goes with the job
  erase_job(run, found);
  std::visit([&](const auto& work) { act(run, job, work); }, job.work);
  for (Step& step : steps) run.agenda.put(std::move(step));
}

}  // namespace lienthong::engine
