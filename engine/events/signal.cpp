// A signal reaches everybody who listens at that moment, in every instance and definition. bpmn-extensions 13
#include "engine/elements/elements.h"
#include "engine/execution.h"
#include "engine/timers.h"

namespace lienthong::engine {

void Execution::broadcast_signal(const std::string& name, const Variables& variables,
                                 const std::optional<std::string>& business_key) {
  for (const Indexes::Place& place : work_.indexes().subscriptions("signal", name)) {
    Subscription* s = work_.find<Subscription>(place.root, place.id);
    if (!s) continue;  // gone through an earlier listener of this very signal
    if (place.root == 0) {
      const DefinitionRow& row = core_.definition_row(s->definition);
      const bpmn::Node& start = definition(s->definition)->node(s->target);
      if (!row.suspended)
        start_process(row, start, variables, business_key, user, nullptr,
                      event_named(start, "signal", s->name));
      continue;
    }
    Instance* owner = instance(s->root, s->owner);
    if (!owner || root(*owner).suspended) continue;
    set_variables(*owner, variables);
    trigger(*s);
  }
}

/// The job of a listener is that of a timer which is due: it dies with its owner, and is retried alike.
void Execution::broadcast_signal_by_jobs(const std::string& name) {
  for (const Indexes::Place& place : work_.indexes().subscriptions("signal", name)) {
    Subscription* s = work_.find<Subscription>(place.root, place.id);
    if (!s) continue;
    const Instance* owner = place.root == 0 ? nullptr : instance(s->root, s->owner);
    if (owner ? root(*owner).suspended : core_.definition_row(s->definition).suspended) continue;
    Job job;
    job.kind = JobKind::Timer;
    job.root = s->root;
    job.instance = s->owner;
    job.definition = s->definition;
    job.node = s->target;
    job.configuration = std::string(signal_job) + name;
    job.retries = limits::job_retries_default;
    add_job(std::move(job));
    if (definition(s->definition)->node(s->target).needs_all_events()) work_.erase(*s);
  }
}

void Execution::throw_signal(const bpmn::EventDefinition& event, const Instance& from) {
  const std::string name = event_name(event, from);
  if (event.async) return broadcast_signal_by_jobs(name);
  std::optional<std::string> business_key;
  const Variables payload = map_in(*this, event.in, from, business_key);
  broadcast_signal(name, payload, business_key);
}

}  // namespace lienthong::engine
