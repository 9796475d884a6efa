// A signal reaches everybody who listens at that moment, in every instance and definition. bpmn-extensions 13
#include "engine/data/mappings.h"
#include "engine/definitions/timers.h"
#include "engine/rows/limits.h"
#include "engine/steps/gate.h"
#include "engine/steps/jobs.h"
#include "engine/waits/events.h"
#include "engine/waits/waits.h"

namespace lienthong::engine {

void broadcast_signal(Run& run, const std::string& name, const Variables& variables,
                      const std::optional<std::string>& business_key) {
  for (const Indexes::Place& place : run.work().indexes().subscriptions("signal", name)) {
    Subscription* s = run.work().find<Subscription>(place.root, place.id);
    if (!s) continue;  // gone through an earlier listener of this very signal
    if (place.root == 0) {
      const DefinitionRow& row = run.core().definition_row(s->definition);
      const bpmn::Node& start = run.definition(s->definition)->node(s->target);
      if (!row.suspended)
        run.life.begin_process(row, start, variables, business_key, run.user, nullptr,
                               event_named(start, "signal", s->name));
      continue;
    }
    Instance* owner = run.instance(s->root, s->owner);
    if (!owner || is_stopped(run, owner->root)) continue;
    run.data.set_variables(*owner, variables);
    trigger(run, *s);
  }
}

/// The job of a listener is that of a timer which is due: it dies with its owner, and is retried alike.
void broadcast_signal_by_jobs(Run& run, const std::string& name) {
  for (const Indexes::Place& place : run.work().indexes().subscriptions("signal", name)) {
    Subscription* s = run.work().find<Subscription>(place.root, place.id);
    if (!s) continue;
    const Instance* owner = place.root == 0 ? nullptr : run.instance(s->root, s->owner);
    if (owner ? is_stopped(run, owner->root) : run.core().definition_row(s->definition).suspended) continue;
    Job job;
    job.kind = JobKind::Timer;
    job.root = s->root;
    job.instance = s->owner;
    job.definition = s->definition;
    job.node = s->target;
    job.configuration = std::string(signal_job) + name;
    job.retries = limits::job_retries_default;
    add_job(run, std::move(job));
    if (run.definition(s->definition)->node(s->target).needs_all_events()) run.work().erase(*s);
  }
}

void throw_signal(Run& run, const bpmn::EventDefinition& event, const Instance& from) {
  const std::string name = run.data.event_name(event, from);
  if (event.async) return broadcast_signal_by_jobs(run, name);
  std::optional<std::string> business_key;
  const Variables payload = map_in(run, event.in, from, business_key);
  broadcast_signal(run, name, payload, business_key);
}

}  // namespace lienthong::engine
