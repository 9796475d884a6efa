// Joins. A parallel join counts; inclusive and complex joins must know whether anything can still arrive, so
// they are looked at again each time the agenda drains. BPMN 13.4
#include <algorithm>
#include <set>
#include "engine/execution.h"
#include "engine/step.h"

namespace lienthong::engine {
namespace {

using bpmn::Kind;
using lifecycle::ActivityState;

/// Where the tokens of a scope are, but for those parked before `gateway`. A token inside a sub-process
/// counts as on the sub-process.
std::set<bpmn::NodeIndex> token_places(Execution& run, const Instance& scope, const bpmn::Node& gateway) {
  Tree& tree = *run.work().tree(scope.root.value);
  const Definition& definition = run.definition(scope);
  std::set<bpmn::NodeIndex> places;
  for (const std::int64_t id : tree.of<Instance>().owned_by(scope.id.value)) {
    const Instance& child = *tree.of<Instance>().find(id);
    const bool has_left = child.state == ActivityState::Completed || child.state == ActivityState::Completing;
    if (!has_left) places.insert(run.node(child).index);
  }
  for (const std::int64_t id : tree.of<Arrival>().owned_by(scope.id.value))
    if (const Arrival& parked = *tree.of<Arrival>().find(id); parked.join != gateway.id)
      places.insert(definition.node(parked.join).index);
  for (const std::int64_t id : tree.of<Job>().owned_by(scope.id.value)) {
    const Job& job = *tree.of<Job>().find(id);
    if (job.kind != JobKind::Step || job.payload.empty()) continue;
    for (const Step& step : read_steps(run, job).first)
      if (step.kind == Step::Kind::Enter && step.instance == scope.id) places.insert(step.node);
  }
  places.erase(gateway.index);
  return places;
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
  for (const bpmn::NodeIndex place : token_places(run, scope, gateway)) {
    bool to_empty = false, to_full = false;
    const auto at = static_cast<std::size_t>(place);
    for (std::size_t i = 0; i < full.size(); ++i) {
      to_empty |= !full[i] && reaches.at_all[i][at];
      to_full |= full[i] && reaches.by_flows[i][at];
    }
    if (to_empty && !to_full) return true;
  }
  return false;
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
  Tree& tree = *work_.tree(scope.root.value);
  const bpmn::Process& process = definition(scope).process();
  for (const std::int64_t id : tree.of<Arrival>().owned_by(scope.id.value)) {
    const Arrival& arrival = *tree.of<Arrival>().find(id);
    if (arrival.join != gateway.id) continue;
    for (std::size_t i = 0; i < gateway.incoming.size(); ++i)
      if (process.flow(gateway.incoming[i]).id == arrival.flow && parked.count[i]++ == 0)
        parked.first[i] = arrival.id;
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
  const bpmn::Process& process = definition(scope).process();
  std::vector<std::int64_t> taken;
  for (const bpmn::FlowIndex incoming : node.incoming) {
    if (incoming == step.flow) continue;
    const std::string& id = process.flow(incoming).id;
    const Arrival* waiting = arrivals.first_owned_by(
        scope.id.value, [&](Arrival& a) { return a.flow == id && a.join == node.id; });
    if (!waiting) {
      park(node, scope, step.flow);
      return false;
    }
    taken.push_back(waiting->id.value);
  }
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

/// The joins of the scopes that this command has moved tokens in; true when one of them goes on.
bool Execution::look_at_joins() {
  std::vector<std::pair<InstanceId, InstanceId>> scopes;
  scopes.swap(moved_);
  std::ranges::sort(scopes);
  scopes.erase(std::unique(scopes.begin(), scopes.end()), scopes.end());
  for (auto at = scopes.begin(); at != scopes.end(); ++at) {
    const auto [root, id] = *at;
    Instance* scope = instance(root, id);
    if (!scope || scope->state != ActivityState::Active || scope->body) continue;
    for (const bpmn::NodeIndex index : definition(*scope).waiting_joins(node(*scope))) {
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
      if (!goes_on) continue;
      moved_.insert(moved_.end(), at, scopes.end());  // this one and those not looked at yet
      return true;
    }
  }
  return false;
}

}  // namespace lienthong::engine
