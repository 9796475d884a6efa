// Joins. A parallel join counts; inclusive and complex joins must know whether anything can still arrive, so
// they are looked at again each time the agenda drains. BPMN 13.4
#include "engine/tokens/joins.h"
#include <algorithm>
#include "engine/steps/gate.h"
#include "engine/steps/step.h"
#include "engine/tokens/tokens.h"

namespace lienthong::engine {
namespace {

using bpmn::Kind;
using lifecycle::ActivityState;

/// Whether `holds` is true of a token that waits in a job to be entered in a scope.
template <class Holds>
bool stored_enter(Run& run, const Instance& scope, Holds&& holds) {
  return run.work().tree(scope.root.value)->of<Job>().first_owned_by(scope.id.value, [&](const Job& job) {
    const Continue* later = std::get_if<Continue>(&job.work);
    return later && std::ranges::any_of(later->steps, [&](const StoredStep& step) {
             const StoredEnter* enter = std::get_if<StoredEnter>(&step);
             return enter && enter->scope == scope.id && holds(*enter);
           });
  });
}

/// Whether `holds` is true of a place where a token of a scope is, but for those parked before `gateway`; it
/// is asked once a place, until it is. A token inside a sub-process counts as on the sub-process.
template <class Holds>
bool any_token(Run& run, const Instance& scope, const bpmn::Node& gateway, Holds&& holds) {
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
  return stored_enter(run, scope,
                      [&](const StoredEnter& enter) { return stands_at(definition.node(enter.node).index); });
}

/// True while a token stands on an empty flow into the gateway itself: in a job, for an async continuation.
bool still_on_flow(Run& run, const Instance& scope, const bpmn::Node& gateway,
                   const std::vector<bool>& full) {
  const bpmn::Process& process = run.definition(scope).process();
  return stored_enter(run, scope, [&](const StoredEnter& enter) {
    if (enter.node != gateway.id) return false;
    for (std::size_t i = 0; i < full.size(); ++i)
      if (!full[i] && process.flow(gateway.incoming[i]).id == enter.flow) return true;
    return false;
  });
}

/// True while a token elsewhere may come to an incoming flow that is still empty, and not to one that is
/// full. `full[i]`: flow i of the gateway has a token, or has given one. BPMN 13.4.3
bool must_wait(Run& run, const Instance& scope, const bpmn::Node& gateway, const std::vector<bool>& full) {
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

Joins::Parked Joins::parked_at(const Instance& scope, const bpmn::Node& gateway) {
  Parked parked;
  parked.first.resize(gateway.incoming.size());
  parked.count.resize(gateway.incoming.size());
  const auto& flows = run_.work().tree(scope.root.value)->of<Arrival>().beside.at(scope.id.value, gateway.id);
  if (flows.empty()) return parked;
  const bpmn::Process& process = run_.definition(scope).process();
  for (std::size_t i = 0; i < gateway.incoming.size(); ++i) {
    const auto flow = flows.find(process.flow(gateway.incoming[i]).id);
    if (flow == flows.end()) continue;
    parked.first[i].value = *flow->second.begin();
    parked.count[i] = static_cast<std::int64_t>(flow->second.size());
  }
  return parked;
}

/// A join takes one token a flow; the surplus stays parked. BPMN 13.4.1
bool Joins::admits(const bpmn::Node& node, const Instance& scope, const Enter& step) {
  if (step.flow < 0) return true;
  if (node.kind != Kind::ParallelGateway) {
    park(run_, node, scope, step.flow);
    if (node.kind == Kind::ComplexGateway) try_activation(node, scope);
    return false;
  }
  Table<Arrival>& arrivals = run_.work().tree(scope.root.value)->of<Arrival>();
  const std::string& own = run_.definition(scope).process().flow(step.flow).id;
  const auto& flows = arrivals.beside.at(scope.id.value, node.id);
  const std::size_t others = flows.size() - flows.count(own);
  if (others + 1 < node.incoming.size()) {
    park(run_, node, scope, step.flow);
    return false;
  }
  std::vector<std::int64_t> taken;
  for (const auto& [flow, ids] : flows)
    if (flow != own) taken.push_back(*ids.begin());
  for (const std::int64_t id : taken) unpark(run_, *arrivals.find(id));
  return true;
}

/// Takes one token from each full flow, but for flows that `skip` names; answers the ids of those flows.
std::string Joins::take_parked(const Parked& parked, const bpmn::Node& gateway, const Instance& scope,
                               const std::string& skip) {
  const bpmn::Process& process = run_.definition(scope).process();
  std::vector<std::int64_t> taken;
  std::string flows;
  for (std::size_t i = 0; i < gateway.incoming.size(); ++i) {
    const std::string& id = process.flow(gateway.incoming[i]).id;
    if (parked.count[i] == 0 || names(skip, id)) continue;
    taken.push_back(parked.first[i].value);
    flows += (flows.empty() ? "" : std::string(1, separator)) + id;
  }
  std::ranges::sort(taken);
  Tree& tree = *run_.work().tree(scope.root.value);
  const bool enters = skip.empty();  // else the gateway is left, and they go no further
  for (const std::int64_t id : taken) {
    ActivityHistory* wait = enters && id == taken.back() ? tree.of<ActivityHistory>().find(id) : nullptr;
    if (wait) run_.work().erase(*wait);  // the last to come goes on: the gateway's own row tells of it
    unpark(run_, *tree.of<Arrival>().find(id));
  }
  return flows;
}

void Joins::enter_joined(const bpmn::Node& gateway, const Instance& scope, const std::string& arrived_by) {
  Enter step = entering(scope, gateway.index);
  step.resumed = true;  // each token has waited before it, if that was asked
  step.arrived_by = arrived_by;
  run_.agenda.put(std::move(step));
}

/// Waits for the activation condition; one gateway of a scope is active at most, and waits for its reset
/// then. BPMN 13.4.5
bool Joins::try_activation(const bpmn::Node& gateway, const Instance& scope) {
  Tree& tree = *run_.work().tree(scope.root.value);
  if (tree.of<Instance>().first_owned_by(scope.id.value,
                                         [&](const Instance& child) { return child.node == gateway.id; }))
    return false;
  const Parked parked = parked_at(scope, gateway);
  const bpmn::Process& process = run_.definition(scope).process();
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
    if (!run_.data.holds(*gateway.activation_condition, scope, &names)) return false;
  }
  enter_joined(gateway, scope, take_parked(parked, gateway, scope, ""));
  return true;
}

/// The active gateway is reset once no flow that has given no token yet can receive one.
bool Joins::try_reset(Instance& active, const bpmn::Node& gateway, const Instance& scope) {
  const bpmn::Process& process = run_.definition(scope).process();
  const Parked parked = parked_at(scope, gateway);
  std::vector<bool> full;
  for (std::size_t i = 0; i < gateway.incoming.size(); ++i)
    full.push_back(parked.count[i] > 0 || names(active.arrived_by, process.flow(gateway.incoming[i]).id));
  if (must_wait(run_, scope, gateway, full)) return false;
  take_parked(parked, gateway, scope, active.arrived_by);
  run_.agenda.complete(active);
  return true;
}

bool Joins::try_inclusive(const bpmn::Node& gateway, const Instance& scope) {
  const Parked parked = parked_at(scope, gateway);
  std::vector<bool> full;
  for (const std::int64_t count : parked.count) full.push_back(count > 0);
  if (std::ranges::find(full, true) == full.end() || must_wait(run_, scope, gateway, full)) return false;
  enter_joined(gateway, scope, take_parked(parked, gateway, scope, ""));
  return true;
}

/// The waiting joins of a scope that may go on: those before which a token waits, and active ones.
std::vector<bpmn::NodeIndex> Joins::to_look_at(const Instance& scope) {
  const Definition& definition = run_.definition(scope);
  std::vector<bpmn::NodeIndex> joins;
  for (const bpmn::NodeIndex index : definition.waiting_joins(run_.node(scope)))
    if (definition.node(index).kind == Kind::ComplexGateway) joins.push_back(index);
  run_.work()
      .tree(scope.root.value)
      ->of<Arrival>()
      .beside.each_join(scope.id.value, [&](const std::string& id) {
        const bpmn::Node& join = definition.node(id);
        if (join.kind == Kind::InclusiveGateway) joins.push_back(join.index);
      });
  std::ranges::sort(joins);
  return joins;
}

void Joins::note_moved() {
  unseen_.insert(moved_.begin(), moved_.end());
  moved_.clear();
}

void Joins::moved_in(InstanceId root) {
  for (const auto& [id, at] : run_.work().tree(root.value)->of<Instance>().rows)
    moved(run_.definition(at), at);
}

void Joins::leave_to_job(const Instance& scope) {
  note_moved();
  unseen_.erase({scope.root, scope.id});
}

/// The joins of the scopes that this command has moved tokens in.
bool Joins::look() {
  note_moved();
  for (; !unseen_.empty(); unseen_.erase(unseen_.begin())) {
    const auto [root, id] = *unseen_.begin();
    Instance* scope = run_.instance(root, id);
    if (!scope || scope->state != ActivityState::Active || scope->body || is_stopped(run_, root)) continue;
    for (const bpmn::NodeIndex index : to_look_at(*scope)) {
      const bpmn::Node& gateway = run_.node_of(*scope, index);
      Instance* active = nullptr;
      if (gateway.kind == Kind::ComplexGateway)
        active = run_.work()
                     .tree(scope->root.value)
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
