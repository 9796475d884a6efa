#include "engine/tokens/tokens.h"
#include <algorithm>
#include "engine/data/job_priority.h"
#include "engine/steps/activity.h"
#include "engine/steps/jobs.h"

namespace lienthong::engine {
using lifecycle::ActivityState;

namespace {

/// camunda:asyncAfter: one job a token.
void move_on(Run& run, const Instance& self, const bpmn::Node& node, const bpmn::Node& target,
             bpmn::FlowIndex flow) {
  Instance& scope = *run.parent(self);
  if (!node.async_after) return run.agenda.enter(target, scope, flow);
  Enter later = entering(scope, target.index);
  later.flow = flow;
  wait_in_job_of(run, scope, node, Continue::Why::AsyncAfter, {later});
}

}  // namespace

void take(Run& run, const Instance& self, const bpmn::Node& node, bpmn::FlowIndex index) {
  const Definition& definition = run.definition(self);
  const bpmn::Node& target = definition.node(definition.process().flow(index).target);
  for (int token = 0; token < node.completion_quantity; ++token) move_on(run, self, node, target, index);
}

void take_link(Run& run, const Instance& self, const bpmn::Node& link_throw) {
  move_on(run, self, link_throw, run.definition(self).node(link_throw.link_end), -1);
}

void take_flows(Run& run, const Instance& self, const bpmn::Node& node) {
  const bpmn::Process& process = run.definition(self).process();
  bool taken = false;
  for (const bpmn::FlowIndex index : node.outgoing) {
    if (index == node.default_flow) continue;
    const bpmn::Flow& flow = process.flow(index);
    if (flow.condition && !run.data.holds(*flow.condition, self)) continue;
    take(run, self, node, index);
    taken = true;
  }
  if (taken || node.outgoing.empty()) return;
  if (node.default_flow >= 0) return take(run, self, node, node.default_flow);
  throw Refused(Refused::Kind::Failed, "ENGINE-02006 No conditional sequence flow leaving the Flow Node '" +
                                           node.id + "' could be selected for continuing the process.");
}

bool has_tokens(Run& run, const Instance& scope) {
  return has_work(run, scope) || run.work().tree(scope.root.value)->of<Arrival>().owns_any(scope.id.value);
}

bool has_work(Run& run, const Instance& scope) {
  Tree& tree = *run.work().tree(scope.root.value);
  if (run.agenda.leads_into(scope)) return true;
  const auto lives = [](const Instance& child) { return child.state != ActivityState::Completed; };
  return tree.of<Instance>().last_owned_by(scope.id.value, lives) ||
         tree.of<Job>().first_owned_by(scope.id.value, [](const Job& job) { return job.is<Continue>(); });
}

void park(Run& run, const bpmn::Node& join, const Instance& scope, bpmn::FlowIndex flow) {
  Arrival arrival;
  arrival.id.value = run.next_id();
  arrival.root = scope.root;
  arrival.scope = scope.id;
  arrival.join = join.id;
  arrival.flow = run.definition(scope).process().flow(flow).id;
  if (run.definition(scope).is_join(join)) {
    ActivityHistory row = history_at(run, scope, join);
    row.id.value = row.instance.value = arrival.id.value;
    run.work().insert(std::move(row));
  }
  run.work().insert(std::move(arrival));
}

void unpark(Run& run, Arrival& arrival, bool canceled) {
  if (ActivityHistory* row = run.work().find<ActivityHistory>(arrival.root.value, arrival.id.value)) {
    const bool ends = !canceled && ends_its_path(run.definition(row->definition)->node(arrival.join));
    run.work().close(*row, [&](ActivityHistory& h) {
      h.ended = run.now();
      h.canceled = canceled;
      h.completes_scope = ends;
    });
  }
  run.work().erase(arrival);
}

void end_later(Run& run, const Instance& self, const bpmn::Node& node) {
  const bool leads_on = !node.outgoing.empty() || node.event() == bpmn::EventKind::Link;
  if (!node.async_after || leads_on || node.for_compensation) return;
  const Instance& scope = *run.parent(self);
  wait_in_job_of(run, scope, node, Continue::Why::AsyncAfter, {Ended{scope.root, scope.id}});
}

bool quantity_ready(Run& run, const bpmn::Node& node, const Instance& scope, const Enter& step) {
  if (node.start_quantity == 1 || step.flow < 0 || step.resumed) return true;
  Table<Arrival>& arrivals = run.work().tree(scope.root.value)->of<Arrival>();
  const auto missing = static_cast<std::size_t>(node.start_quantity) - 1;
  std::size_t waiting = 0;
  const auto& flows = arrivals.beside.at(scope.id.value, node.id);
  for (const auto& [flow, ids] : flows) waiting += flow.empty() ? 0 : ids.size();
  if (waiting < missing) {
    park(run, node, scope, step.flow);
    return false;
  }
  std::vector<std::int64_t> parked;
  for (const auto& [flow, ids] : flows)
    if (!flow.empty()) parked.insert(parked.end(), ids.begin(), ids.end());
  std::ranges::sort(parked);
  parked.resize(missing);
  for (const std::int64_t id : parked) unpark(run, *arrivals.find(id));
  return true;
}

void drop_waiting(Run& run, const Instance& scope) {
  Tree& tree = *run.work().tree(scope.root.value);
  for (const std::int64_t id : tree.of<Arrival>().owned_by(scope.id.value))
    unpark(run, *tree.of<Arrival>().find(id), true);
  for (const std::int64_t id : tree.of<Job>().owned_by(scope.id.value))
    if (Job* job = tree.of<Job>().find(id); job && job->is<Continue>()) erase_job(run, *job);
  run.agenda.forget(scope);
}

}  // namespace lienthong::engine
