// Process instances are stopped, and go on.
#include "engine/commands/handlers.h"
#include "engine/commands/sweeps.h"
#include "engine/rows/questions.h"
#include "engine/steps/activity.h"
#include "engine/tokens/joins.h"
#include "engine/waits/conditions.h"
#include "engine/waits/messages.h"

namespace lienthong::engine {

void suspend_tree(Run& run, InstanceId id, bool suspended) {
  Tree& tree = *run.work().tree(id.value);
  Instance& root = *tree.of<Instance>().find(id.value);
  if (root.suspended == suspended) return;
  run.work().update(root, [&](Instance& i) { i.suspended = suspended; });
  for (auto& [key, job] : tree.of<Job>().rows)
    run.work().update(job, [&](Job& j) { j.suspended = suspended; });
  if (ProcessHistory* row = tree.of<ProcessHistory>().find(id.value))
    run.work().update(*row,
                      [&](ProcessHistory& h) { h.state = suspended ? Outcome::Suspended : Outcome::Active; });
  if (!suspended) {
    run.conditions.look_again(id);
    run.joins.moved_in(id);
    collect_kept(run, id);
  }
  audit(run, id, id, suspended ? "suspended" : "activated", run.user, root.node, {});
}

Reply handle(Run& run, const SuspendInstance& command) {
  process_named(run, command.root);
  suspend_tree(run, command.root, command.suspended);
  return Nothing{};
}

Reply handle(Run& run, const SuspendInstances& command) {
  std::vector<Sweep> sweeps;
  std::int64_t total = 0;
  for (const auto& [id, row] : run.work().globals().of<DefinitionRow>().rows) {
    if (command.definition ? row.id != *command.definition : row.key != command.key) continue;
    Sweep sweep;
    sweep.kind = command.suspended ? SweepKind::Suspend : SweepKind::Activate;
    sweep.definition = row.id;
    sweep.total = count_roots_of(run.work(), row.id);
    total += sweep.total;
    if (sweep.total > 0) sweeps.push_back(std::move(sweep));
  }
  if (total > static_cast<std::int64_t>(slice_max(run))) {
    Underway underway;
    for (Sweep& sweep : sweeps) underway.sweeps.push_back(begin_sweep(run, std::move(sweep)).id);
    return underway;
  }
  for (const Sweep& sweep : sweeps)
    for (const std::int64_t root : roots_of(run.work(), sweep.definition))
      if (!run.work().aside().has(InstanceId{root})) suspend_tree(run, InstanceId{root}, command.suspended);
  return Nothing{};
}

Reply handle(Run& run, const SuspendDefinition& command) {
  DefinitionRow& row = run.core().definition_row(command.definition);
  run.work().update(row, [&](DefinitionRow& d) { d.suspended = command.suspended; });
  for (auto& [id, job] : run.work().globals().of<Job>().rows)
    if (job.definition == command.definition && !is_for_workers(job))
      run.work().update(job, [&](Job& j) { j.suspended = command.suspended; });
  if (!command.include_instances) return Nothing{};
  return handle(run, SuspendInstances{command.definition, "", command.suspended});
}

}  // namespace lienthong::engine
