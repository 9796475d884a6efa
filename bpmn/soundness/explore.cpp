#include "bpmn/soundness/explore.h"
#include <algorithm>
#include <iterator>

namespace lienthong::bpmn::soundness {
namespace {

std::size_t scopes_of(const Scope& scope) {
  std::size_t count = 1;
  for (const Scope& child : scope.children) count += scopes_of(child);
  return count;
}

bool overfull(const Net& net, const Scope& scope) {
  std::size_t same = 0;
  for (std::size_t i = 0; scope.node != none && i < scope.places.size(); ++i) {
    same = i > 0 && scope.places[i] == scope.places[i - 1] ? same + 1 : 1;
    if (same > soundness_tokens_max && net.is_token(scope.places[i])) return true;
  }
  return std::ranges::any_of(scope.children, [&](const Scope& child) { return overfull(net, child); });
}

/// Whether the other state has all tokens of this one in the same scopes, perhaps more, and nothing that
/// could keep them back.
bool is_within(const Net& net, const Scope& less, const Scope& more) {
  const auto spent = [&](const Scope& scope) {
    return std::ranges::count_if(scope.places, [&](Code place) { return place >= net.spent(0); });
  };
  return less.node == more.node && less.children.size() == more.children.size() &&
         std::ranges::includes(more.places, less.places) &&
         (less.node == none || spent(less) == spent(more)) &&
         std::ranges::equal(less.children, more.children,
                            [&](const Scope& a, const Scope& b) { return is_within(net, a, b); });
}

/// A token that `more` has and `less` has not, in scopes of the same shape.
Code first_added(const Net& net, const Scope& less, const Scope& more) {
  std::vector<Code> added;
  std::ranges::set_difference(more.places, less.places, std::back_inserter(added));
  for (const Code place : added)
    if (more.node != none && net.is_token(place)) return place;
  for (std::size_t i = 0; i < more.children.size(); ++i)
    if (const Code place = first_added(net, less.children[i], more.children[i]); place != none) return place;
  return none;
}

/// For an inclusive or complex join another token elsewhere may be a reason to wait.
bool more_is_never_less(const Net& net) {
  return std::ranges::none_of(net.nodes, [](const NetNode& n) {
    return n.in.size() > 1 &&
           (n.node->kind == Kind::InclusiveGateway || n.node->kind == Kind::ComplexGateway);
  });
}

bool has_ended(const Scope& whole) { return whole.children.empty() && !whole.has(beginning); }

void add_new(std::vector<Code>& all, const std::vector<Code>& more) {
  for (const Code one : more)
    if (std::ranges::find(all, one) == all.end()) all.push_back(one);
}

}  // namespace

StateSpace::StateSpace(const Net& net, SoundnessBounds bounds)
    : net_(net), bounds_(bounds), moves_(net), more_is_never_less_(more_is_never_less(net)) {}

Found StateSpace::explore() {
  Found found;
  Scope first;
  first.put(beginning);
  Words row;
  write(first, row);
  meet(row, none, 0);
  std::vector<bool> looked_into;
  bool within = true;
  for (std::size_t distance = 0; within && distance < by_distance_.size(); ++distance)
    for (std::size_t i = 0; within && i < by_distance_[distance].size(); ++i) {
      const Code state = by_distance_[distance][i];
      looked_into.resize(states_.size());
      if (looked_into[state]) continue;
      looked_into[state] = true;
      within = expand(state, found);
    }
  looked_into.resize(states_.size());
  for (Code state = 0; state < states_.size(); ++state)
    if (!looked_into[state]) {
      may_end_[state] = true;
      found.bounded = false;
    }
  found.states = states_.size() - 1;  // without the one before the beginning
  find_lost(found);
  for (Code n = 0; n < net_.nodes.size(); ++n)
    if (net_.nodes[n].is_activity && net_.nodes[n].judged && !moves_.executed[n]) found.dead.push_back(n);
  return found;
}

/// A state that was met before may be nearer by this way.
void StateSpace::meet(const Words& row, Code from, std::size_t distance) {
  const auto [state, fresh] = states_.add(row);
  if (fresh) {
    parents_.push_back(from);
    distances_.push_back(distance);
    may_end_.push_back(false);
  }
  if (from != none) edges_.emplace_back(from, state);
  if (!fresh && distance >= distances_[state]) return;
  parents_[state] = from;
  distances_[state] = distance;
  if (by_distance_.size() <= distance) by_distance_.resize(distance + 1);
  by_distance_[distance].push_back(state);
}

/// False when the bound is reached.
bool StateSpace::expand(Code number, Found& found) {
  const Scope now = state(number);
  const bool ended = has_ended(now);
  if (ended) may_end_[number] = true;
  if (overfull(net_, now) || scopes_of(now) > soundness_scopes_max) {
    may_end_[number] = true;
    found.bounded = false;
    return true;
  }
  const std::vector<Move>& moves = moves_.of(now);  // a message that was sent last may still begin a process
  if (moves.empty() && !ended && !found.stuck) found.stuck = number;
  for (std::size_t i = 0; i < moves.size(); ++i) {
    note(number, i, moves[i], found);
    meet(moves[i].state, number, distances_[number] + moves[i].length);
  }
  return states_.size() <= bounds_.states && edges_.size() < soundness_moves_max &&
         states_.words() < soundness_words_max;
}

/// With more tokens at least the same steps are possible, so that a larger state behind a smaller one means
/// ever larger ones behind it.
std::optional<Code> StateSpace::growing(Code number, const Move& move) const {
  const Scope next = read(move.state);
  for (Code at = number; at != none; at = parents_[at]) {
    const Scope before = state(at);
    if (!is_within(net_, before, next)) continue;
    if (const Code place = first_added(net_, before, next); place != none) return place;
  }
  return std::nullopt;
}

void StateSpace::note(Code state, std::size_t number, const Move& move, Found& found) {
  const Witness witness{state, number, distances_[state] + move.length};
  const auto keep_nearest = [&](std::optional<Witness>& known) {
    if (!known || witness.distance < known->distance) known = witness;
  };
  if (!move.doubled.empty()) keep_nearest(found.unsafe);
  if (!move.doubled.empty() && !found.grows && more_is_never_less_ &&
      growth_tries_++ < soundness_growth_tries_max)
    if (const auto place = growing(state, move)) found.grows = {witness, *place};
  if (!move.twice.empty()) keep_nearest(found.ends_twice);
  add_new(found.doubled, move.doubled);
  add_new(found.twice, move.twice);
}

/// Backwards from every end; the states that are not met cannot end.
void StateSpace::find_lost(Found& found) const {
  std::vector<std::size_t> begin(states_.size() + 1, 0);
  for (const auto& [from, to] : edges_) ++begin[to + 1];
  for (std::size_t i = 1; i < begin.size(); ++i) begin[i] += begin[i - 1];
  std::vector<Code> sources(edges_.size());
  std::vector<std::size_t> at(begin.begin(), begin.end() - 1);
  for (const auto& [from, to] : edges_) sources[at[to]++] = from;
  std::vector<bool> ends = may_end_;
  std::vector<Code> open;
  for (Code state = 0; state < states_.size(); ++state)
    if (ends[state]) open.push_back(state);
  while (!open.empty()) {
    const Code state = open.back();
    open.pop_back();
    for (std::size_t i = begin[state]; i < begin[state + 1]; ++i)
      if (!ends[sources[i]]) {
        ends[sources[i]] = true;
        open.push_back(sources[i]);
      }
  }
  for (Code state = 1; state < states_.size(); ++state)  // the one before the beginning tells nothing
    if (!ends[state] && (!found.endless || distances_[state] < distances_[*found.endless]))
      found.endless = state;
}

std::vector<Step> StateSpace::steps_to(Code state) const {
  std::vector<Code> way;
  for (Code at = state; parents_[at] != none; at = parents_[at]) way.push_back(at);
  std::vector<Step> steps;
  Moves moves(net_);
  for (std::size_t i = way.size(); i-- > 0;) {
    const Scope from = read(states_.row(parents_[way[i]]));
    for (const Move& move : moves.of(from, true))
      if (std::ranges::equal(move.state, states_.row(way[i]))) {
        steps.insert(steps.end(), move.steps.begin(), move.steps.end());
        break;
      }
  }
  return steps;
}

std::vector<Step> StateSpace::steps_of(const Witness& witness) const {
  std::vector<Step> steps = steps_to(witness.state);
  Moves moves(net_);
  const Scope from = read(states_.row(witness.state));
  const Move& last = moves.of(from, true)[witness.move];
  steps.insert(steps.end(), last.steps.begin(), last.steps.end());
  return steps;
}

}  // namespace lienthong::bpmn::soundness
