// Deployments and definitions go, with what runs by them where that is asked for.
#include "engine/commands/damage.h"
#include "engine/commands/decisions.h"
#include "engine/commands/handlers.h"
#include "engine/commands/starts.h"
#include "engine/commands/sweeps.h"
#include "engine/rows/questions.h"
#include "engine/steps/jobs.h"
#include "engine/waits/messages.h"

namespace lienthong::engine {
namespace {

/// Whether what runs by it is deleted as well.
bool goes_too(Run& run, DefinitionId caller, DefinitionId deleted, DeploymentId leaving) {
  const DefinitionRow* row = run.work().globals().of<DefinitionRow>().find(caller.value);
  return caller == deleted || !row || row->deployment == leaving;
}

/// Nobody can find it any more but its own instances.
void retire(Run& run, DefinitionId id, DeploymentId leaving) {
  Tree& globals = run.work().globals();
  DefinitionRow& row = *globals.of<DefinitionRow>().find(id.value);
  const bool was_latest = row.latest;
  const std::string key = row.key;
  const std::optional<std::string> tenant = row.tenant;
  disarm_start_events(run, id);
  forget_kept_by(run, id);
  remove_starters(run, id);
  run.core().forget(id);
  run.work().erase(row);
  if (!was_latest) return;
  DefinitionRow* newest = nullptr;  // the version before it listens again
  for (auto& [other, known] : globals.of<DefinitionRow>().rows)
    if (known.key == key && known.tenant == tenant && known.deployment != leaving &&
        (!newest || known.version > newest->version))
      newest = &known;
  if (!newest) return;
  run.work().update(*newest, [](DefinitionRow& d) { d.latest = true; });
  arm_start_events(run, *newest);
}

void refuse_while_running(Run& run, const std::vector<DefinitionId>& definitions, const std::string& words) {
  for (const DefinitionId id : definitions)
    if (const std::int64_t running = count_roots_of(run.work(), id); running > 0)
      throw Refused(Refused::Kind::Failed, words + " has " + std::to_string(running) +
                                               " running process instances; delete them first or ask for "
                                               "cascade");
}

/// Definitions and what runs by them; answers the sweeps that many instances are left to. `leaving`: the
/// deployment that goes with them.
Underway remove(Run& run, const std::vector<DefinitionId>& definitions, DeploymentId leaving) {
  std::int64_t total = 0;
  std::vector<Sweep> sweeps;
  for (const DefinitionId id : definitions) {
    const DefinitionRow& row = run.core().definition_row(id);
    Sweep sweep;
    sweep.kind = SweepKind::Delete;
    sweep.definition = id;
    sweep.deployment = row.deployment;
    sweep.key = row.key;
    sweep.resource = row.resource;
    sweep.whole = leaving.value != 0;
    sweep.total = count_roots_of(run.work(), id);
    total += sweep.total;
    if (sweep.total > 0) sweeps.push_back(std::move(sweep));
  }
  Underway underway;
  if (total <= static_cast<std::int64_t>(slice_max(run))) {
    for (const Sweep& sweep : sweeps)
      for (const std::int64_t root : roots_of(run.work(), sweep.definition))
        delete_root(run, InstanceId{root}, leaving);
    sweeps.clear();
  }
  for (const DefinitionId id : definitions) retire(run, id, leaving);
  for (Sweep& sweep : sweeps) underway.sweeps.push_back(begin_sweep(run, std::move(sweep)).id);
  return underway;
}

Reply answer(Underway underway) {
  if (underway.sweeps.empty()) return Nothing{};
  return underway;
}

}  // namespace

void delete_root(Run& run, InstanceId root, DeploymentId leaving, bool by_force) {
  Tree* tree = run.work().remains_of(root.value);
  const Instance* found = tree ? tree->of<Instance>().find(root.value) : nullptr;
  const Instance place = found ? *found : Instance{};
  if (by_force || run.work().aside().has(root))
    delete_remains(run, root, {});
  else if (Instance* self = run.instance(root, root))  // else gone with its caller
    run.life.cancel(*self, Outcome::ExternallyTerminated);
  const bool called = place.called_by && !run.work().aside().has(place.calling_root);
  const Instance* caller = called ? run.instance(place.calling_root, place.called_by) : nullptr;
  if (caller && caller->state == lifecycle::ActivityState::Active &&
      !goes_too(run, caller->definition, place.definition, leaving))
    wait_for_help(run, *caller, run.node(*caller),
                  "the called process instance " + to_string(root) + " was deleted with its definition");
}

void erase_files(Run& run, DeploymentId deployment) {
  for (const Resource& resource : resources_of(run.work(), deployment))
    run.work().erase_stored<Resource>(resource.id.value);
}

Reply handle(Run& run, const DeleteDefinition& command) {
  run.core().definition_row(command.definition);
  if (!command.cascade)
    refuse_while_running(run, {command.definition},
                         "Process definition '" + to_string(command.definition) + "'");
  return answer(remove(run, {command.definition}, {}));
}

Reply handle(Run& run, const DeleteDeployment& command) {
  Tree& globals = run.work().globals();
  Deployment* deployment = globals.of<Deployment>().find(command.deployment.value);
  if (!deployment)
    throw Refused(Refused::Kind::NotFound,
                  "Deployment with id '" + to_string(command.deployment) + "' do not exist");
  std::vector<DefinitionId> definitions;
  for (const auto& [id, row] : globals.of<DefinitionRow>().rows)
    if (row.deployment == command.deployment) definitions.push_back(row.id);
  if (!command.cascade)
    refuse_while_running(run, definitions, "Deployment '" + to_string(command.deployment) + "'");
  Underway underway = remove(run, definitions, command.deployment);
  if (underway.sweeps.empty()) erase_files(run, command.deployment);
  delete_decisions(run, command.deployment);
  run.work().erase(*deployment);
  return answer(std::move(underway));
}

}  // namespace lienthong::engine
