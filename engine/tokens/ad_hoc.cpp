#include "bpmn/ad_hoc.h"
#include <algorithm>
#include "bpmn/checking.h"
#include "engine/tokens/tokens.h"

namespace lienthong::engine {
using lifecycle::ActivityState;

namespace {

bool takes_a_turn(const bpmn::Node& node) {
  return bpmn::is_activity(node.kind) && node.kind != bpmn::Kind::EventSubProcess;
}

bool is_waiting_turn(const Arrival& arrival) { return arrival.flow.empty(); }

/// An inner activity runs, or waits in a job to begin.
bool activity_runs(Run& run, const Instance& scope) {
  const Definition& definition = run.definition(scope);
  Tree& tree = *run.work().tree(scope.root.value);
  return tree.of<Instance>().first_owned_by(scope.id.value, [&](Instance& child) {
    return child.state != ActivityState::Completed && takes_a_turn(definition.node(child.node));
  }) || tree.of<Job>().first_owned_by(scope.id.value, [&](const Job& job) {
    const Continue* later = std::get_if<Continue>(&job.work);
    return later && later->why == Continue::Why::AsyncBefore && takes_a_turn(definition.node(job.node));
  });
}

void park_turn(Run& run, const Instance& scope, const bpmn::Node& node) {
  Arrival waiting;
  waiting.id.value = run.next_id();
  waiting.root = scope.root;
  waiting.scope = scope.id;
  waiting.join = node.id;
  run.work().insert(std::move(waiting));
}

}  // namespace

/// Asked for every token, so that it looks no scope up.
bool stands_in_ad_hoc(Run& run, const bpmn::Node& element, const Instance& scope) {
  return run.definition(scope).node(element.parent).kind == bpmn::Kind::AdHocSubProcess;
}

bool is_ad_hoc(Run& run, const Instance& scope) {
  return !scope.body && run.node(scope).kind == bpmn::Kind::AdHocSubProcess;
}

void choose(Run& run, Instance& scope, const std::vector<std::string>& elements, bool by_command) {
  const bpmn::Node& around = run.node(scope);
  const bpmn::AdHoc& how = *around.ad_hoc;
  const auto refused = [&](Refused::Kind kind, const std::string& why) {
    return Refused(by_command ? kind : Refused::Kind::Failed,
                   "the ad-hoc sub-process '" + around.id + "' " + why);
  };
  if (scope.state != ActivityState::Active || scope.closing || !scope.interrupted_by.empty())
    throw refused(Refused::Kind::Conflict, "is ending: nothing more can begin in it");
  const auto waits = [&] {
    return run.work().tree(scope.root.value)->of<Arrival>().first_owned_by(scope.id.value, is_waiting_turn);
  };
  if (how.sequential && by_command && (activity_runs(run, scope) || waits()))
    throw refused(Refused::Kind::Conflict, "is sequential, and an activity of it is not done yet");
  const std::vector<const bpmn::Node*> offered = bpmn::choices(run.definition(scope).process(), around);
  std::vector<const bpmn::Node*> chosen;
  for (const std::string& id : elements) {
    const auto found = std::ranges::find(offered, id, [](const bpmn::Node* n) { return n->id; });
    if (found == offered.end()) throw refused(Refused::Kind::Invalid, "has no '" + id + "' to choose");
    chosen.push_back(*found);
  }
  if (!by_command)
    run.work().update(scope, [&](Instance& i) { i.total = static_cast<std::int64_t>(chosen.size()); });
  for (const bpmn::Node* element : chosen) run.agenda.enter(*element, scope);
}

/// Whether a token may go on into an element of an ad-hoc sub-process now: one that is closing lets nothing
/// begin, a sequential one has its activities wait for one another.
bool ad_hoc_admits(Run& run, const bpmn::Node& target, const Instance& scope, const Enter& step) {
  if (step.inner || step.compensates || !stands_in_ad_hoc(run, target, scope) || !is_ad_hoc(run, scope))
    return true;
  const bool handles = target.kind == bpmn::Kind::BoundaryEvent || target.kind == bpmn::Kind::EventSubProcess;
  if (scope.closing && !handles) {
    run.agenda.ended_in(scope);
    return false;
  }
  if (!run.node(scope).ad_hoc->sequential || !takes_a_turn(target) || step.resumed) return true;
  if (!activity_runs(run, scope)) {
    Arrival* next =
        run.work().tree(scope.root.value)->of<Arrival>().first_owned_by(scope.id.value, is_waiting_turn);
    if (!next) return true;
    if (step.flow < 0 && next->join == target.id) {
      run.work().erase(*next);
      return true;
    }
  }
  park_turn(run, scope, target);
  return false;
}

/// After each inner activity the completion condition is looked at; once it has held, no token goes on.
bool ad_hoc_goes_on(Run& run, const Instance& completed, const bpmn::Node& node) {
  if (!stands_in_ad_hoc(run, node, completed)) return true;
  Instance& scope = *run.parent(completed);
  if (!is_ad_hoc(run, scope)) return true;  // it undoes one of several instances, in whose scope it stands
  if (scope.closing) return false;
  const auto& condition = run.node(scope).ad_hoc->completion_condition;
  if (!condition || !takes_a_turn(node) || !scope.interrupted_by.empty() ||
      !run.data.holds(*condition, scope))
    return true;
  run.work().update(scope, [](Instance& i) { i.closing = true; });
  return false;
}

void close_ad_hoc(Run& run, Instance& scope) {
  run.work().update(scope, [](Instance& i) { i.closing = true; });
  run.agenda.ended_in(scope);
}

/// Something inside has ended: the sub-process completes, or the next activity has its turn, or it waits for
/// a choice.
void ad_hoc_rests(Run& run, Instance& scope) {
  const bpmn::AdHoc& how = *run.node(scope).ad_hoc;
  Table<Arrival>& arrivals = run.work().tree(scope.root.value)->of<Arrival>();
  if (scope.closing && how.cancel_remaining) {
    run.life.cancel_inside(scope);
    return run.agenda.complete(scope);
  }
  if (run.agenda.leads_into(scope)) return;
  if (!scope.closing && how.sequential && !activity_runs(run, scope))
    if (const Arrival* next = arrivals.first_owned_by(scope.id.value, is_waiting_turn))
      return run.agenda.enter(run.definition(scope).node(next->join), scope);
  // Without a condition people say when it is over, unless the model has chosen. docs/decisions/0019
  const bool all_planned = !how.completion_condition && scope.total > 0;
  const bool done = scope.closing || !scope.interrupted_by.empty() || all_planned;
  // An inclusive join goes on once nothing else moves; other tokens that wait cannot be joined any more.
  const bool joins = !scope.closing && arrivals.first_owned_by(scope.id.value, [&](const Arrival& parked) {
    return run.definition(scope).node(parked.join).kind == bpmn::Kind::InclusiveGateway;
  });
  if (!done || joins || has_work(run, scope)) return;
  for (const std::int64_t id : arrivals.owned_by(scope.id.value)) unpark(run, *arrivals.find(id), true);
  run.agenda.complete(scope);
}

}  // namespace lienthong::engine
