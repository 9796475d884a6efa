// Joins. A parallel join counts; inclusive and complex joins must know whether anything can still arrive, so
// they are looked at again each time the agenda drains. BPMN 13.4
#include <algorithm>
#include "engine/execution.h"
#include "engine/step.h"

namespace lienthong::engine {
namespace {

using bpmn::Kind;
using lifecycle::ActivityState;

/// Whether `holds` is true of a place where a token of a scope is, but for those parked before `gateway`; it
/// is asked once a place, until it is. A token inside a sub-process counts as on the sub-process.
template <class Holds>
bool any_token(Execution& run, const Instance& scope, const bpmn::Node& gateway, Holds&& holds) {
  Tree& tree = *run.work().tree(scope.root.value);
  const Definition& definition = run.definition(scope);
  std::vector<bool> seen(definition.process().nodes.size());
  seen[static_cast<std::size_t>(gateway.index)] = true;
  const auto stands_at = [&](bpmn::NodeIndex place) {
    const auto at = static_cast<std::size_t>(place);
    if (seen[at]) return false;
    seen[at] = true;
    return holds(at);
  };
  const auto lives_at = [&](const Instance& child) {
    const bool has_left = child.state == ActivityState::Completed || child.state == ActivityState::Completing;
    return !has_left && stands_at(definition.node(child.node).index);
  };
  if (tree.of<Instance>().first_owned_by(scope.id.value, lives_at)) return true;
  bool found = false;
  tree.of<Arrival>().beside.each_join(scope.id.value, [&](const std::string& join) {
    found = found || stands_at(definition.node(join).index);
  });
  if (found) return true;
  for (const std::int64_t id : tree.of<Job>().owned_by(scope.id.value)) {
    const Job& job = *tree.of<Job>().find(id);
    if (job.kind != JobKind::Step || job.payload.empty()) continue;
    for (const Step& step : read_steps(run, job).first)
      if (step.kind == Step::Kind::Enter && step.instance == scope.id && stands_at(step.node)) return true;
  }
  return false;
}

/// True while a token stands on an empty flow into the gateway itself: in a job, for an async continuation.
bool still_on_flow(Execution& run, const Instance& scope, const bpmn::Node& gateway,
                   const std::vector<bool>& full) {
  Table<Job>& jobs = run.work().tree(scope.root.value)->of<Job>();
  for (const std::int64_t id : jobs.owned_by(scope.id.value)) {
    const Job& job = *jobs.find(id);
    if (job.kind != JobKind::Step || job.payload.empty()) continue;
    for (const Step& step : read_steps(run, job).first) {
      if (step.kind != Step::Kind::Enter || step.instance != scope.id || step.node != gateway.index) continue;
      const auto flow = std::ranges::find(gateway.incoming, step.flow);
      if (flow != gateway.incoming.end() && !full[static_cast<std::size_t>(flow - gateway.incoming.begin())])
        return true;
    }
  }
  return false;
}

/// True while a token elsewhere may come to an incoming flow that is still empty, and not to one that is
/// full. `full[i]`: flow i of the gateway has a token, or has given one. BPMN 13.4.3
bool must_wait(Execution& run, const Instance& scope, const bpmn::Node& gateway,
               const std::vector<bool>& full) {
  if (still_on_flow(run, scope, gateway, full)) return true;
  const Reachability& reaches = run.definition(scope).reachability(gateway);
  return any_token(run, scope, gateway, [&](std::size_t place) {
    bool to_empty = false;
    for (std::size_t i = 0; i < full.size(); ++i) {
      if (full[i] && reaches.by_flows[i][place]) return false;
      to_empty = to_empty || (!full[i] && reaches.at_all[i][place]);
    }
    return to_empty;
  });
}

constexpr char separator = '\n';  // between the ids of flows

bool names(const std::string& flows, const std::string& id) {
  return (separator + flows + separator).find(separator + id + separator) != std::string::npos;
}

}  // namespace

Execution::Parked Execution::parked_at(const Instance& scope, const bpmn::Node& gateway) {
  Parked parked;
  parked.first.resize(gateway.incoming.size());
  parked.count.resize(gateway.incoming.size());
  const auto& flows = work_.tree(scope.root.value)->of<Arrival>().beside.at(scope.id.value, gateway.id);
  if (flows.empty()) return parked;
  const bpmn::Process& process = definition(scope).process();
  for (std::size_t i = 0; i < gateway.incoming.size(); ++i) {
    const auto flow = flows.find(process.flow(gateway.incoming[i]).id);
    if (flow == flows.end()) continue;
    parked.first[i].value = *flow->second.begin();
    parked.count[i] = static_cast<std::int64_t>(flow->second.size());
  }
  return parked;
}

void Execution::park(const bpmn::Node& join, const Instance& scope, bpmn::FlowIndex flow) {
  Arrival arrival;
  arrival.id.value = next_id();
  arrival.root = scope.root;
  arrival.scope = scope.id;
  arrival.join = join.id;
  arrival.flow = definition(scope).process().flow(flow).id;
  work_.insert(std::move(arrival));
}

/// A join takes one token a flow; the surplus stays parked. BPMN 13.4.1
bool Execution::join_ready(const bpmn::Node& node, const Instance& scope, const Step& step) {
  if (step.flow < 0) return true;
  if (node.kind != Kind::ParallelGateway) {
    park(node, scope, step.flow);
    if (node.kind == Kind::ComplexGateway) try_activation(node, scope);
    return false;
  }
  Table<Arrival>& arrivals = work_.tree(scope.root.value)->of<Arrival>();
  const std::string& own = definition(scope).process().flow(step.flow).id;
  const auto& flows = arrivals.beside.at(scope.id.value, node.id);
  const std::size_t others = flows.size() - flows.count(own);
  if (others + 1 < node.incoming.size()) {
    park(node, scope, step.flow);
    return false;
  }
  std::vector<std::int64_t> taken;
  for (const auto& [flow, ids] : flows)
    if (flow != own) taken.push_back(*ids.begin());
  for (const std::int64_t id : taken) work_.erase(*arrivals.find(id));
  return true;
}

/// Takes one token from each full flow, but for flows that `skip` names; answers the ids of those flows.
std::string Execution::take_parked(const Parked& parked, const bpmn::Node& gateway, const Instance& scope,
                                   const std::string& skip) {
  Table<Arrival>& arrivals = work_.tree(scope.root.value)->of<Arrival>();
  const bpmn::Process& process = definition(scope).process();
  std::string flows;
  for (std::size_t i = 0; i < gateway.incoming.size(); ++i) {
    const std::string& id = process.flow(gateway.incoming[i]).id;
    if (parked.count[i] == 0 || names(skip, id)) continue;
    work_.erase(*arrivals.find(parked.first[i].value));
    flows += (flows.empty() ? "" : std::string(1, separator)) + id;
  }
  return flows;
}

void Execution::enter_joined(const bpmn::Node& gateway, const Instance& scope,
                             const std::string& arrived_by) {
  Step step;
  step.root = scope.root;
  step.instance = scope.id;
  step.definition = scope.definition;
  step.node = gateway.index;
  step.resumed = true;  // each token has waited before it, if that was asked
  step.arrived_by = arrived_by;
  queue(step);
}

/// Waits for the activation condition; one gateway of a scope is active at most, and waits for its reset
/// then. BPMN 13.4.5
bool Execution::try_activation(const bpmn::Node& gateway, const Instance& scope) {
  Tree& tree = *work_.tree(scope.root.value);
  if (tree.of<Instance>().first_owned_by(scope.id.value,
                                         [&](const Instance& child) { return child.node == gateway.id; }))
    return false;
  const Parked parked = parked_at(scope, gateway);
  const bpmn::Process& process = definition(scope).process();
  Context counts;
  std::int64_t full = 0;
  for (std::size_t i = 0; i < gateway.incoming.size(); ++i) {
    counts.put(process.flow(gateway.incoming[i]).id, Value(parked.count[i]));
    full += parked.count[i] > 0;
  }
  if (full == 0) return false;
  if (gateway.activation_condition) {
    Context names;
    names.put("activationCount", Value(full));
    names.put("activationCounts", Value(std::move(counts)));
    if (!holds(*gateway.activation_condition, scope, &names)) return false;
  }
  enter_joined(gateway, scope, take_parked(parked, gateway, scope, ""));
  return true;
}

/// The active gateway is reset once no flow that has given no token yet can receive one.
bool Execution::try_reset(Instance& active, const bpmn::Node& gateway, const Instance& scope) {
  const bpmn::Process& process = definition(scope).process();
  const Parked parked = parked_at(scope, gateway);
  std::vector<bool> full;
  for (std::size_t i = 0; i < gateway.incoming.size(); ++i)
    full.push_back(parked.count[i] > 0 || names(active.arrived_by, process.flow(gateway.incoming[i]).id));
  if (must_wait(*this, scope, gateway, full)) return false;
  take_parked(parked, gateway, scope, active.arrived_by);
  complete(active);
  return true;
}

bool Execution::try_inclusive(const bpmn::Node& gateway, const Instance& scope) {
  const Parked parked = parked_at(scope, gateway);
  std::vector<bool> full;
  for (const std::int64_t count : parked.count) full.push_back(count > 0);
  if (std::ranges::find(full, true) == full.end() || must_wait(*this, scope, gateway, full)) return false;
  enter_joined(gateway, scope, take_parked(parked, gateway, scope, ""));
  return true;
}

/// The waiting joins of a scope that may go on: those before which a token waits, and active ones.
std::vector<bpmn::NodeIndex> Execution::joins_to_look_at(const Instance& scope) {
  const Definition& definition = this->definition(scope);
  std::vector<bpmn::NodeIndex> joins;
  for (const bpmn::NodeIndex index : definition.waiting_joins(node(scope)))
    if (definition.node(index).kind == Kind::ComplexGateway) joins.push_back(index);
  work_.tree(scope.root.value)->of<Arrival>().beside.each_join(scope.id.value, [&](const std::string& id) {
    const bpmn::Node& join = definition.node(id);
    if (join.kind == Kind::InclusiveGateway) joins.push_back(join.index);
  });
  std::ranges::sort(joins);
  return joins;
}

/// The joins of the scopes that this command has moved tokens in; true when one of them goes on.
bool Execution::look_at_joins() {
  to_look_at_.insert(moved_.begin(), moved_.end());
  moved_.clear();
  for (; !to_look_at_.empty(); to_look_at_.erase(to_look_at_.begin())) {
    const auto [root, id] = *to_look_at_.begin();
    Instance* scope = instance(root, id);
    if (!scope || scope->state != ActivityState::Active || scope->body) continue;
    for (const bpmn::NodeIndex index : joins_to_look_at(*scope)) {
      const bpmn::Node& gateway = node_of(*scope, index);
      Instance* active = nullptr;
      if (gateway.kind == Kind::ComplexGateway)
        active = work_.tree(scope->root.value)
                     ->of<Instance>()
                     .first_owned_by(scope->id.value,
                                     [&](const Instance& child) { return child.node == gateway.id; });
      const bool goes_on = active                                 ? try_reset(*active, gateway, *scope)
                           : gateway.kind == Kind::ComplexGateway ? try_activation(gateway, *scope)
                                                                  : try_inclusive(gateway, *scope);
      if (goes_on) return true;  // the scope stays: its other joins are looked at again
    }
  }
  return false;
}

}  // namespace lienthong::engine
