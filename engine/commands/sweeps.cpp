#include "engine/commands/sweeps.h"
#include <algorithm>
#include "engine/commands/handlers.h"
#include "engine/rows/questions.h"
#include "engine/steps/incidents.h"
#include "engine/steps/jobs.h"
#include "engine/waits/events.h"

namespace lienthong::engine {
namespace {

/// One slice of a sweep, or its coming out of turn.
class Slice {
 public:
  Slice(Run& run, Sweep& sweep) : run_(run), sweep_(sweep) {
    message_.name = sweep.name;
    message_.variables = carried(run, sweep, SweepRole::Variable);
    message_.local_variables = carried(run, sweep, SweepRole::Local);
    message_.triggered_scope_variables = carried(run, sweep, SweepRole::TriggeredScope);
    message_.correlation_keys = carried(run, sweep, SweepRole::Key);
    message_.local_correlation_keys = carried(run, sweep, SweepRole::LocalKey);
    message_.all = true;
    run.user = sweep.user;
  }

  /// The process instances that it comes to next, at most `max`.
  std::vector<std::int64_t> next(std::int64_t max) {
    std::vector<std::int64_t> roots;
    if (sweep_.definition)
      roots = roots_of(run_.work(), sweep_.definition, sweep_.reached.value, max);
    else
      roots = run_.work().indexes().waiting_roots(event_of(sweep_.kind), sweep_.name, sweep_.reached.value,
                                                  static_cast<std::size_t>(max));
    std::erase_if(roots, [&](std::int64_t root) { return root >= sweep_.id.value; });
    return roots;
  }

  void reach(InstanceId root) {
    if (run_.work().aside().has(root) && sweep_.kind != SweepKind::Delete) return;
    const std::int64_t before = sweep_.id.value;
    switch (sweep_.kind) {
      case SweepKind::Suspend: return suspend_tree(run_, root, true);
      case SweepKind::Activate: return suspend_tree(run_, root, false);
      case SweepKind::Delete: return delete_root(run_, root, leaving());
      case SweepKind::Signal: return signal_in(run_, sweep_.name, message_.variables, root, before);
      case SweepKind::SignalByJobs: return signal_in_by_jobs(run_, sweep_.name, root, before);
      case SweepKind::Message: return deliver_in(run_, message_, root, before, answer);
      case SweepKind::History: return;
    }
  }

  void force(InstanceId root, const std::string& why) {
    if (sweep_.kind == SweepKind::Delete) return delete_root(run_, root, leaving(), true);
    if (run_.work().aside().has(root)) return;
    if (sweep_.kind == SweepKind::Signal) return signal_in_by_jobs(run_, sweep_.name, root, sweep_.id.value);
    if (const Instance* self = run_.instance(root, root))
      raise_incident(run_, *self, "failedCommand",
                     short_message(std::string(name_of(sweep_.kind)) + ": " + why),
                     "sweep-" + to_string(sweep_.id));
  }

  Correlated answer;

 private:
  DeploymentId leaving() const { return sweep_.whole ? sweep_.deployment : DeploymentId{}; }

  Run& run_;
  Sweep& sweep_;
  CorrelateMessage message_;
};

void finish(Run& run, Sweep& sweep) {
  const DeploymentId deployment = sweep.whole ? sweep.deployment : DeploymentId{};
  if (sweep.kind == SweepKind::Delete) run.core().forget(sweep.definition);
  end_sweep(run, sweep);
  const auto of_it = [&](const auto& other) { return other.second.deployment == deployment; };
  if (deployment && std::ranges::none_of(run.work().sweeps().rows(), of_it)) erase_files(run, deployment);
}

void go_on_behind(Run& run, Sweep& sweep, InstanceId last, std::int64_t reached) {
  run.work().update(sweep, [&](Sweep& s) {
    s.reached = last;
    s.done += reached;
    s.width = std::min(s.width * 2, static_cast<std::int64_t>(slice_max(run)));
  });
}

/// It comes to what has not been done yet because somebody asked.
bool is_open(Run& run, const Sweep& sweep, InstanceId root) {
  if (sweep.kind == SweepKind::Delete || run.work().aside().has(root)) return true;
  const Instance* self = run.instance(root, root);
  return self && is_to_reach(sweep, *self, run.work().indexes());
}

void mark(Run& run, SweepId sweep, InstanceId root) {
  Instance* self = run.work().aside().has(root) ? nullptr : run.instance(root, root);
  if (self) run.work().update(*self, [&](Instance& i) { i.swept = sweep; });
}

}  // namespace

Reply handle(Run& run, const RunSweep& command) {
  Sweep* sweep = run.work().sweeps().find(command.sweep);
  if (!sweep) return Nothing{};
  if (sweep->kind == SweepKind::History) {
    const std::int64_t erased = erase_history(run, sweep->reached, sweep->width);
    if (erased < sweep->width)
      finish(run, *sweep);
    else
      go_on_behind(run, *sweep, sweep->reached, erased);
    return Nothing{};
  }
  Slice slice(run, *sweep);
  const std::vector<std::int64_t> roots = slice.next(sweep->width);
  run.work().pass_through(roots);
  for (const std::int64_t root : roots)
    if (is_open(run, *sweep, InstanceId{root})) slice.reach(InstanceId{root});
  const auto reached = static_cast<std::int64_t>(roots.size());
  if (reached < sweep->width)
    finish(run, *sweep);
  else
    go_on_behind(run, *sweep, InstanceId{roots.back()}, reached);
  return std::move(slice.answer);
}

void reach_out_of_turn(Run& run, SweepId id, InstanceId root) {
  Sweep* sweep = run.work().sweeps().find(id);
  if (!sweep || !is_open(run, *sweep, root)) return;
  Slice(run, *sweep).reach(root);
  mark(run, id, root);
}

void force_out_of_turn(Run& run, SweepId id, InstanceId root, const std::string& why) {
  Sweep* sweep = run.work().sweeps().find(id);
  if (!sweep || !is_open(run, *sweep, root)) return;
  Slice(run, *sweep).force(root, why);
  mark(run, id, root);
}

void pass_by(Run& run, SweepId id, InstanceId root, const std::string& why) {
  run.core().notices.push_back("the sweep " + to_string(id) + " cannot come to process instance " +
                               to_string(root) + ": " + why);
  mark(run, id, root);
}

void narrow(Run& run, SweepId id, const std::string& why) {
  Sweep* sweep = run.work().sweeps().find(id);
  if (!sweep) return;
  if (sweep->width > 1) return run.work().update(*sweep, [](Sweep& s) { s.width /= 2; });
  Slice slice(run, *sweep);
  const std::vector<std::int64_t> roots = slice.next(1);
  if (roots.empty()) return finish(run, *sweep);
  slice.force(InstanceId{roots.front()}, why);
  go_on_behind(run, *sweep, InstanceId{roots.front()}, 1);
}

void step_over(Run& run, SweepId id, const std::string& why) {
  Sweep* sweep = run.work().sweeps().find(id);
  if (!sweep) return;
  const std::vector<std::int64_t> roots = Slice(run, *sweep).next(1);
  const std::string at = roots.empty() ? "what is left" : std::to_string(roots.front());
  run.core().notices.push_back("the sweep " + to_string(id) + " passes over " + at + ": " + why);
  if (roots.empty()) return finish(run, *sweep);
  go_on_behind(run, *sweep, InstanceId{roots.front()}, 1);
}

}  // namespace lienthong::engine
