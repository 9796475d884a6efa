// Ad-hoc sub-processes: whoever works decides what is done, in which order and how often. What no flow leads
// to is there to be chosen; what a flow leads to follows by itself. BPMN 13.3.5, docs/decisions/0019
#include "bpmn/ad_hoc.h"
#include <algorithm>
#include "bpmn/checking.h"
#include "engine/execution.h"

namespace lienthong::engine {
using lifecycle::ActivityState;

namespace {

bool takes_a_turn(const bpmn::Node& node) {
  return bpmn::is_activity(node.kind) && node.kind != bpmn::Kind::EventSubProcess;
}

bool is_waiting_turn(const Arrival& arrival) { return arrival.flow.empty(); }

/// An inner activity runs, or waits in a job to begin.
bool activity_runs(Execution& run, const Instance& scope) {
  const Definition& definition = run.definition(scope);
  Tree& tree = *run.work().tree(scope.root.value);
  return tree.of<Instance>().first_owned_by(scope.id.value, [&](Instance& child) {
    return child.state != ActivityState::Completed && takes_a_turn(definition.node(child.node));
  }) || tree.of<Job>().first_owned_by(scope.id.value, [](const Job& job) {
    return job.configuration == "async-before";
  });
}

void park_turn(Execution& run, const Instance& scope, const bpmn::Node& node) {
  Arrival waiting;
  waiting.id.value = run.next_id();
  waiting.root = scope.root;
  waiting.scope = scope.id;
  waiting.join = node.id;
  run.work().insert(std::move(waiting));
}

}  // namespace

/// Asked for every token, so that it looks no scope up.
bool Execution::stands_in_ad_hoc(const bpmn::Node& element, const Instance& scope) {
  return definition(scope).node(element.parent).kind == bpmn::Kind::AdHocSubProcess;
}

bool Execution::is_ad_hoc(const Instance& scope) {
  return !scope.body && node(scope).kind == bpmn::Kind::AdHocSubProcess;
}

void Execution::choose(Instance& scope, const std::vector<std::string>& elements, bool by_command) {
  const bpmn::Node& around = node(scope);
  const bpmn::AdHoc& how = *around.ad_hoc;
  const auto refused = [&](Refused::Kind kind, const std::string& why) {
    return Refused(by_command ? kind : Refused::Kind::Failed,
                   "the ad-hoc sub-process '" + around.id + "' " + why);
  };
  if (scope.state != ActivityState::Active || scope.closing || !scope.interrupted_by.empty())
    throw refused(Refused::Kind::Conflict, "is ending: nothing more can begin in it");
  const auto waits = [&] {
    return work_.tree(scope.root.value)->of<Arrival>().first_owned_by(scope.id.value, is_waiting_turn);
  };
  if (how.sequential && by_command && (activity_runs(*this, scope) || waits()))
    throw refused(Refused::Kind::Conflict, "is sequential, and an activity of it is not done yet");
  const std::vector<const bpmn::Node*> offered = bpmn::choices(definition(scope).process(), around);
  std::vector<const bpmn::Node*> chosen;
  for (const std::string& id : elements) {
    const auto found = std::ranges::find(offered, id, [](const bpmn::Node* n) { return n->id; });
    if (found == offered.end()) throw refused(Refused::Kind::Invalid, "has no '" + id + "' to choose");
    chosen.push_back(*found);
  }
  work_.update(scope, [&](Instance& i) { i.total += static_cast<std::int64_t>(chosen.size()); });
  for (const bpmn::Node* element : chosen) enter(*element, scope);
}

/// Whether a token may go on into an element of an ad-hoc sub-process now: one that is closing lets nothing
/// begin, a sequential one has its activities wait for one another.
bool Execution::ad_hoc_admits(const bpmn::Node& target, const Instance& scope, const Step& step) {
  if (step.inner || step.compensates || !stands_in_ad_hoc(target, scope) || !is_ad_hoc(scope)) return true;
  const bool handles = target.kind == bpmn::Kind::BoundaryEvent || target.kind == bpmn::Kind::EventSubProcess;
  if (scope.closing && !handles) {
    ended_in(scope);
    return false;
  }
  if (!node(scope).ad_hoc->sequential || !takes_a_turn(target) || step.resumed) return true;
  if (!activity_runs(*this, scope)) {
    Arrival* next =
        work_.tree(scope.root.value)->of<Arrival>().first_owned_by(scope.id.value, is_waiting_turn);
    if (!next) return true;
    if (step.flow < 0 && next->join == target.id) {
      work_.erase(*next);
      return true;
    }
  }
  park_turn(*this, scope, target);
  return false;
}

/// After each inner activity the completion condition is looked at; once it has held, no token goes on.
bool Execution::ad_hoc_goes_on(const Instance& completed, const bpmn::Node& node) {
  if (!stands_in_ad_hoc(node, completed)) return true;
  Instance& scope = *parent(completed);
  if (!is_ad_hoc(scope)) return true;  // it undoes one of several instances, in whose scope it stands
  if (scope.closing) return false;
  const auto& condition = this->node(scope).ad_hoc->completion_condition;
  if (!condition || !takes_a_turn(node) || !scope.interrupted_by.empty() || !holds(*condition, scope))
    return true;
  work_.update(scope, [](Instance& i) { i.closing = true; });
  return false;
}

void Execution::close_ad_hoc(Instance& scope) {
  work_.update(scope, [](Instance& i) { i.closing = true; });
  ended_in(scope);
}

/// Something inside has ended: the sub-process completes, or the next activity has its turn, or it waits for
/// a choice.
void Execution::ad_hoc_rests(Instance& scope) {
  const bpmn::AdHoc& how = *node(scope).ad_hoc;
  Table<Arrival>& arrivals = work_.tree(scope.root.value)->of<Arrival>();
  if (scope.closing && how.cancel_remaining) {
    cancel_children(scope);
    return complete(scope);
  }
  if (is_pending(scope)) return;
  if (!scope.closing && how.sequential && !activity_runs(*this, scope))
    if (const Arrival* next = arrivals.first_owned_by(scope.id.value, is_waiting_turn))
      return enter(definition(scope).node(next->join), scope);
  const bool done =
      scope.closing || !scope.interrupted_by.empty() || (!how.completion_condition && scope.total > 0);
  // An inclusive join goes on once nothing else moves; other tokens that wait cannot be joined any more.
  const bool joins = !scope.closing && arrivals.first_owned_by(scope.id.value, [&](const Arrival& parked) {
    return definition(scope).node(parked.join).kind == bpmn::Kind::InclusiveGateway;
  });
  if (!done || joins || has_work(scope)) return;
  for (const std::int64_t id : arrivals.owned_by(scope.id.value)) work_.erase(*arrivals.find(id));
  complete(scope);
}

}  // namespace lienthong::engine
