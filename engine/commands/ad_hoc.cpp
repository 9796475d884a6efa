#include "engine/tokens/ad_hoc.h"
#include "engine/commands/handlers.h"
#include "engine/steps/activity.h"

namespace lienthong::engine {
namespace {

Instance& ad_hoc_named(Run& run, InstanceId id) {
  Instance* found = run.work().find<Instance>(id.value);
  if (!found || !is_ad_hoc(run, *found) || found->state != lifecycle::ActivityState::Active)
    throw Refused(Refused::Kind::NotFound, "No ad-hoc sub-process is active with id " + to_string(id));
  return *found;
}

}  // namespace

Reply handle(Run& run, const ChooseActivities& command) {
  Instance& scope = ad_hoc_named(run, command.ad_hoc);
  if (command.elements.empty())
    throw Refused(Refused::Kind::Invalid, "no element of '" + scope.node + "' is named");
  run.data.set_variables(scope, command.variables);
  choose(run, scope, command.elements, true);
  for (const std::string& element : command.elements)
    audit(run, scope.root, scope.id, "activity-chosen", command.user, element, {});
  return Nothing{};
}

Reply handle(Run& run, const CompleteAdHoc& command) {
  Instance& scope = ad_hoc_named(run, command.ad_hoc);
  audit(run, scope.root, scope.id, "ad-hoc-closed", command.user, scope.node, {});
  close_ad_hoc(run, scope);
  return Nothing{};
}

}  // namespace lienthong::engine
