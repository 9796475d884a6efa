#include "engine/steps/gate.h"
#include <algorithm>
#include "engine/steps/jobs.h"

namespace lienthong::engine {
namespace {

const Instance* place(Sight& sight, const Enter& step) { return sight.instance(step.root, step.scope); }
const Instance* place(Sight& sight, const Ended& step) { return sight.instance(step.root, step.scope); }
const Instance* place(Sight& sight, const Complete& step) {
  const Instance* self = sight.instance(step.root, step.self);
  return self && self->parent ? sight.parent(*self) : self;
}
const Instance* place(Sight& sight, const Again& step) { return sight.instance(step.root, step.self); }
const Instance* place(Sight& sight, const Collect& step) { return sight.instance(step.root, step.self); }
const Instance* place(Sight& sight, const Return& step) { return sight.instance(step.root, step.caller); }
const Instance* place(Sight& sight, const Deliver& step) {
  const Subscription* to = sight.work().find<Subscription>(step.root.value, step.to.value);
  return to ? sight.instance(to->root, to->owner) : nullptr;
}

}  // namespace

bool is_stopped(Sight& sight, InstanceId root) {
  const Instance* found = sight.instance(root, root);
  return found && found->suspended;
}

void ask(Sight& sight, InstanceId root, const std::string& what) {
  if (is_stopped(sight, root))
    throw Refused(Refused::Kind::Suspended, "ENGINE-03043 " + what + " is suspended.");
}

const Instance* place_of(Sight& sight, const Step& step) {
  return std::visit([&](const auto& move) { return place(sight, move); }, step);
}

bool passes(Sight& sight, const Step& step) {
  if (!is_stopped(sight, root_of(step))) return true;
  if (const Instance* at = place_of(sight, step))
    wait_in_job(sight, *at, at->node, Continue::Why::Parked, {step});
  return false;
}

bool is_promised(Sight& sight, const Subscription& to) {
  const bpmn::Node& target = sight.definition(to.definition)->node(to.target);
  const bool stays = !target.interrupting && !target.needs_all_events() &&
                     (target.kind == bpmn::Kind::BoundaryEvent || target.kind == bpmn::Kind::StartEvent);
  if (stays) return false;
  Table<Job>& jobs = sight.work().tree(to.root.value)->of<Job>();
  return jobs.first_owned_by(to.owner.value, [&](const Job& job) {
    const Continue* later = std::get_if<Continue>(&job.work);
    return later && std::ranges::any_of(later->steps, [&](const StoredStep& step) {
             const Deliver* deliver = std::get_if<Deliver>(&step);
             return deliver && deliver->to == to.id;
           });
  }) != nullptr;
}

}  // namespace lienthong::engine
