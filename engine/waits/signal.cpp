// A signal reaches everybody who listens at that moment, in every instance and definition. bpmn-extensions 13
#include <algorithm>
#include "engine/data/job_priority.h"
#include "engine/data/mappings.h"
#include "engine/definitions/timers.h"
#include "engine/rows/limits.h"
#include "engine/steps/gate.h"
#include "engine/steps/jobs.h"
#include "engine/steps/sweeps.h"
#include "engine/waits/events.h"
#include "engine/waits/wait.h"
#include "engine/waits/waits.h"

namespace lienthong::engine {

namespace {

void start_by_signal(Run& run, const Subscription& s, const Variables& variables,
                     const std::optional<std::string>& business_key) {
  const DefinitionRow& row = run.core().definition_row(s.definition);
  const bpmn::Node& start = run.definition(s.definition)->node(s.target);
  if (!row.suspended)
    run.life.begin_process(row, start, variables, business_key, run.user, nullptr,
                           event_named(start, "signal", s.name));
}

void signal_one(Run& run, Subscription& s, const Variables& variables) {
  Instance* owner = run.instance(s.root, s.owner);
  if (!owner || is_stopped(run, owner->root)) return;
  run.data.set_variables(*owner, variables);
  trigger(run, s);
}

/// Due at once; it dies with its owner.
void signal_one_by_job(Run& run, Subscription& s) {
  const Instance* owner = s.root ? run.instance(s.root, s.owner) : nullptr;
  if (s.root && !owner) return;
  if (owner ? is_stopped(run, owner->root) : run.core().definition_row(s.definition).suspended) return;
  BringSignal work{s.name};
  Job job =
      owner ? job_of(*owner, s.target, std::move(work)) : job_of(s.definition, s.target, std::move(work));
  if (owner) set_job_priority(run, job, *owner, run.definition(*owner).node(s.target));
  add_job(run, std::move(job));
  if (run.definition(s.definition)->node(s.target).needs_all_events()) run.work().erase(s);
}

constexpr std::int64_t any = std::numeric_limits<std::int64_t>::max();

/// Calls `act` for each of these listeners that is still there: an earlier one of this very signal may have
/// ended it.
template <class Act>
void each_listener(Run& run, const std::vector<Indexes::Place>& places, std::int64_t before, Act&& act) {
  for (const Indexes::Place& place : places)
    if (Subscription* s = place.id < before ? run.work().find<Subscription>(place.root, place.id) : nullptr)
      act(*s);
}

bool are_many(Run& run, const std::string& name) {
  const std::size_t max = slice_max(run);
  return run.work().indexes().waiting_roots("signal", name, 0, max + 1).size() > max;
}

/// All, or where a sweep does the others those who start by it and those of the thrower's own process
/// instance, which may have ended before the sweep comes to it.
std::vector<Indexes::Place> listeners(Run& run, const std::string& name, InstanceId from, bool many) {
  const Indexes& indexes = run.work().indexes();
  if (!many) return indexes.subscriptions("signal", name);
  std::vector<Indexes::Place> places = indexes.subscriptions("signal", name, 0);
  if (from) std::ranges::move(indexes.subscriptions("signal", name, from.value), std::back_inserter(places));
  return places;
}

Sweep& leave_to_sweep(Run& run, SweepKind kind, const std::string& name, InstanceId from) {
  Sweep sweep;
  sweep.kind = kind;
  sweep.name = name;
  sweep.total = run.work().indexes().count("signal", name);
  Sweep& kept = begin_sweep(run, std::move(sweep));
  if (Instance* own = from ? run.instance(from, from) : nullptr)
    run.work().update(*own, [&](Instance& i) { i.swept = kept.id; });
  return kept;
}

void broadcast_signal_by_jobs(Run& run, const std::string& name, InstanceId from) {
  const bool many = are_many(run, name);
  each_listener(run, listeners(run, name, from, many), any,
                [&](Subscription& s) { signal_one_by_job(run, s); });
  if (many) leave_to_sweep(run, SweepKind::SignalByJobs, name, from);
}

}  // namespace

const Wait signal_wait{.kind = bpmn::EventKind::Signal,
                       .as = Wait::As::Subscription,
                       .listed = true,
                       .subject = event_name,
                       .armed = nothing_yet};

SweepId broadcast_signal(Run& run, const std::string& name, const Variables& variables,
                         const std::optional<std::string>& business_key, InstanceId from) {
  const bool many = are_many(run, name);
  each_listener(run, listeners(run, name, from, many), any, [&](Subscription& s) {
    if (s.root)
      signal_one(run, s, variables);
    else
      start_by_signal(run, s, variables, business_key);
  });
  if (!many) return {};
  const Sweep& sweep = leave_to_sweep(run, SweepKind::Signal, name, from);
  carry(run, sweep, SweepRole::Variable, variables);
  return sweep.id;
}

void signal_in(Run& run, const std::string& name, const Variables& variables, InstanceId root,
               std::int64_t before) {
  each_listener(run, run.work().indexes().subscriptions("signal", name, root.value), before,
                [&](Subscription& s) { signal_one(run, s, variables); });
}

void signal_in_by_jobs(Run& run, const std::string& name, InstanceId root, std::int64_t before) {
  each_listener(run, run.work().indexes().subscriptions("signal", name, root.value), before,
                [&](Subscription& s) { signal_one_by_job(run, s); });
}

void throw_signal(Run& run, const bpmn::EventDefinition& event, const Instance& from) {
  const std::string name = run.data.event_name(event, from);
  if (event.async) return broadcast_signal_by_jobs(run, name, from.root);
  std::optional<std::string> business_key;
  const Variables payload = map_in(run, event.in, from, business_key);
  broadcast_signal(run, name, payload, business_key, from.root);
}

}  // namespace lienthong::engine
