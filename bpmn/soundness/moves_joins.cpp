// Gateways that join: all their flows, those that can still bring a token, or as their condition says.
#include "bpmn/soundness/moves.h"

namespace lienthong::bpmn::soundness {

using What = Step::What;

void Moves::join_all(const Scope& scope, Code place, Code node) {
  const NetNode& n = net_.nodes[node];
  if (!net_.is_flow(place)) return pass(place, node, What::Joins);
  if (place != net_.flows[n.in.front()].place) return;
  for (const Code flow : n.in)
    if (!scope.has(net_.flows[flow].place)) return;
  copy();
  executed[node] = true;
  for (const Code flow : n.in) take(*way_.back(), net_.flows[flow].place);
  put_all(*way_.back(), node, n.choices.front(), n.in.size() > 1 ? What::Joins : What::Passes);
  done();
}

Moves::Full Moves::full_flows(const Scope& scope, Code node) const {
  Full full;
  const std::vector<Code>& in = net_.nodes[node].in;
  for (std::size_t i = 0; i < in.size(); ++i) {
    const Code place = net_.flows[in[i]].place;
    if (!scope.has(place)) continue;
    full.bits |= std::uint64_t{1} << i;
    full.places.push_back(place);
  }
  return full;
}

/// BPMN 13.4.3: an empty incoming flow is waited for while a token can reach it, unless the same token can
/// reach one that is full already. A token inside a sub-process counts as one on the sub-process; that a
/// boundary event of it may occur makes the gateway wait, but is no path that lets it go on.
bool Moves::must_wait(const Scope& scope, Code node, std::uint64_t full) const {
  const auto holds_up = [&](Code at) {
    const Net::Reached reached = net_.reached(node, at);
    return (reached.by_events & ~full) != 0 && (reached.by_flows & full) == 0;
  };
  for (const Code at : scope.places)
    if (net_.is_token(at) && holds_up(at)) return true;
  for (const Scope& child : scope.children)
    if (holds_up(net_.entering(child.node))) return true;
  return false;
}

void Moves::join_reached(const Scope& scope, Code place, Code node) {
  if (!net_.is_flow(place)) return pass(place, node, What::Joins);
  const Full full = full_flows(scope, node);
  if (place != full.places.front() || must_wait(scope, node, full.bits)) return;
  executed[node] = true;
  for (const auto& flows : net_.nodes[node].choices) {
    copy();
    for (const Code at : full.places) take(*way_.back(), at);
    put_all(*way_.back(), node, flows, What::Joins);
    done();
  }
}

/// BPMN 13.4.5: any set of tokens may fulfil the activation condition, also before others that are there, as
/// if these came later. The active gateway is a scope that remembers which flows have given a token, until
/// its reset.
void Moves::activate(const Scope& scope, Code place, Code node) {
  if (!net_.is_flow(place)) return pass(place, node, What::Joins);
  const Full full = full_flows(scope, node);
  for (const Scope& child : scope.children)
    if (child.node == node) return;
  if (place != full.places.front()) return;
  executed[node] = true;
  for (std::uint64_t given = full.bits; given != 0; given = (given - 1) & full.bits)
    for (const auto& flows : net_.nodes[node].choices) {
      copy();
      Scope active;
      active.node = node;
      active.put(net_.entering(node));
      for (Code i = 0; i < net_.nodes[node].in.size(); ++i)
        if (given >> i & 1) {
          take(*way_.back(), net_.flows[net_.nodes[node].in[i]].place);
          active.put(net_.ended(i));
        }
      put_all(*way_.back(), node, flows, What::Joins);
      way_.back()->children.push_back(std::move(active));
      done();
    }
}

/// Once no flow that has given no token yet can receive one; what waits on those is taken.
void Moves::reset(const Scope& active, Code node) {
  const Scope* outside = state_;
  for (std::size_t i = 0; i + 1 < path_.size(); ++i) outside = &outside->children[path_[i]];
  const std::vector<Code>& in = net_.nodes[node].in;
  const std::uint64_t waiting = full_flows(*outside, node).bits;
  std::uint64_t given = 0;
  for (Code i = 0; i < in.size(); ++i)
    if (active.has(net_.ended(i))) given |= std::uint64_t{1} << i;
  if (must_wait(*outside, node, waiting | given)) return;
  for (const auto& flows : net_.nodes[node].reset_choices) {
    copy();
    Scope& scope = *way_[way_.size() - 2];
    scope.children.erase(scope.children.begin() + static_cast<std::ptrdiff_t>(path_.back()));
    for (std::size_t i = 0; i < in.size(); ++i)
      if ((waiting & ~given) >> i & 1) take(scope, net_.flows[in[i]].place);
    put_all(scope, node, flows, What::Passes);
    done();
  }
}

}  // namespace lienthong::bpmn::soundness
