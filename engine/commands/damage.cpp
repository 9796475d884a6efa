// What was found damaged (engine/rows/damage.h): told by incidents, and deleted without its definition.
#include "engine/commands/damage.h"
#include "engine/steps/incidents.h"
#include "engine/steps/jobs.h"

namespace lienthong::engine {
namespace {

bool is_told(Tree& tree, const Damage& damage) {
  for (const auto& [id, incident] : tree.of<Incident>().rows)
    if (incident.type == incident_damaged && incident.definition == damage.definition &&
        (!damage.root || incident.instance == damage.root))
      return true;
  return false;
}

/// Its caller waits for a called process instance that is gone. Trying again calls anew.
void tell_caller(Run& run, const Damage& damage) {
  Instance* caller = run.instance(damage.root, damage.call);
  if (!caller || caller->state != lifecycle::ActivityState::Active) return;
  const auto waits = [](const Job& job) { return job.is<Continue>() || job.is<TryAgain>(); };
  if (run.work().tree(damage.root.value)->of<Job>().first_owned_by(damage.call.value, waits)) return;
  wait_for_help(run, *caller, run.node(*caller), damage.why);
}

template <class R, class Close>
void close_history(Workspace& work, Tree& tree, Close&& close) {
  std::vector<std::int64_t> ids;
  for (const auto& [id, row] : tree.of<R>().rows) ids.push_back(id);
  for (const std::int64_t id : ids) work.close(*tree.of<R>().find(id), close);
}

template <class... R>
void erase_rows(Workspace& work, Tree& tree, Records<R...>) {
  const auto erase = [&]<class One>(Table<One>& table) {
    while (!table.rows.empty()) work.erase(table.rows.begin()->second);
  };
  (erase(tree.of<R>()), ...);
}

}  // namespace

void tell_of(Run& run, const Damage& damage) {
  if (damage.call) return tell_caller(run, damage);
  if (!damage.root && !run.work().globals().of<DefinitionRow>().find(damage.definition.value)) {
    for (const Subscription& start : run.work().select<Subscription>(Filter::all(
             {Filter::equal("root", std::int64_t{0}), Filter::equal("definition", damage.definition.value)})))
      run.work().erase_stored<Subscription>(key_of(start));
    return;
  }
  Tree* tree = run.work().remains_of(damage.root.value);
  const Instance* self = tree && damage.root ? tree->of<Instance>().find(damage.root.value) : nullptr;
  if (!self) tree = &run.work().globals();
  if (is_told(*tree, {damage.root, {}, self ? self->definition : damage.definition, {}})) return;
  Incident incident;
  incident.root = self ? damage.root : InstanceId{};
  incident.instance = damage.root;
  incident.definition = self ? self->definition : damage.definition;
  incident.node = incident.failed_node = self ? self->node : "";
  incident.type = incident_damaged;
  incident.message = damage.why;
  open_incident(run, std::move(incident));
}

bool delete_remains(Run& run, InstanceId root, const std::optional<std::string>& reason) {
  Workspace& work = run.work();
  Tree* tree = root ? work.remains_of(root.value) : nullptr;
  if (!tree) return false;
  std::vector<InstanceId> called;
  for (const auto& [id, row] : tree->of<ActivityHistory>().rows)
    if (row.called) called.push_back(row.called);
  for (const InstanceId child : called) {
    if (work.aside().has(child))
      delete_remains(run, child, reason);
    else if (Instance* found = run.instance(child, child))
      run.life.cancel(*found, Outcome::ExternallyTerminated);
  }
  const Instant now = run.now();
  close_history<ProcessHistory>(work, *tree, [&](ProcessHistory& h) {
    h.state = Outcome::ExternallyTerminated;
    h.ended = now;
    h.delete_reason = reason;
  });
  close_history<ActivityHistory>(work, *tree, [&](ActivityHistory& h) {
    h.ended = now;
    h.canceled = true;
  });
  close_history<TaskHistory>(work, *tree, [&](TaskHistory& h) {
    h.ended = now;
    h.delete_reason = "deleted";
  });
  close_history<VariableHistory>(work, *tree, [](VariableHistory&) {});
  close_history<IncidentHistory>(work, *tree, [&](IncidentHistory& h) {
    h.ended = now;
    h.state = "deleted";
  });
  erase_rows(work, *tree, TreeRecords{});
  Table<Incident>& others = work.globals().of<Incident>();
  for (const std::int64_t id : others.owned_by(root.value)) end_alone(run, *others.find(id), "deleted");
  return true;
}

}  // namespace lienthong::engine
