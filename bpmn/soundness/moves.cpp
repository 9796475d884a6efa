#include "bpmn/soundness/moves.h"
#include <algorithm>
#include <utility>
#include "bpmn/soundness/soundness.h"

namespace lienthong::bpmn::soundness {

using What = Step::What;

namespace {

bool is_thrown(EventKind kind) {
  return kind == EventKind::Error || kind == EventKind::Escalation || kind == EventKind::Cancel;
}

const std::string& escalation_of(const Node& node) {
  return std::ranges::find(node.events, EventKind::Escalation, &EventDefinition::kind)->code;
}

}  // namespace

const std::vector<Move>& Moves::of(const Scope& state, bool with_steps) {
  moves_.clear();
  state_ = &state;
  with_steps_ = with_steps;
  if (state.has(beginning)) {
    begin();
  } else {
    start_by_message();
    visit(state);
  }
  return moves_;
}

/// Every process begins with all its none start events, or with one of the others.
void Moves::begin() {
  std::vector<std::vector<Code>> ways{{}};
  for (const Code process : net_.processes) {
    std::vector<Code> own;
    if (!net_.beginnings(process).empty()) own.push_back(process);
    for (const Code start : net_.alternatives(process))
      if (!net_.nodes[start].awaits) own.push_back(start);
    if (own.empty()) continue;
    std::vector<std::vector<Code>> longer;
    for (const auto& way : ways)
      for (const Code start : own) {
        longer.push_back(way);
        longer.back().push_back(start);
      }
    ways = std::move(longer);
    if (ways.size() > soundness_beginnings_max)
      throw Outside{"the pools can begin in more than " + std::to_string(soundness_beginnings_max) + " ways",
                    net_.node(process).id, net_.node(process).place};
  }
  for (const auto& way : ways) {
    copy().take(beginning);
    for (const Code start : way) {
      if (net_.kind(start) == Kind::Process) {
        next_.children.push_back(begun(start));
        continue;
      }
      Scope instance;
      instance.node = start - static_cast<Code>(net_.node(start).index);
      executed[start] = true;
      if (net_.kind(start) == Kind::StartEvent)
        leave(instance, start, What::Happens);
      else
        instance.put(net_.entering(start));
      next_.children.push_back(std::move(instance));
    }
    done();
  }
}

/// A message start event with a message flow from another pool: each message makes an instance.
void Moves::start_by_message() {
  for (const Code process : net_.processes)
    for (const Code start : net_.alternatives(process)) {
      if (!net_.nodes[start].awaits) continue;
      occurs(start, [&](Code letter) {
        copy().take(letter);
        executed[start] = true;
        Scope instance;
        instance.node = process;
        leave(instance, start, What::Happens);
        next_.children.push_back(std::move(instance));
        done();
      });
    }
}

void Moves::visit(const Scope& scope) {
  if (scope.node != none) {
    Code last = none;
    for (const Code place : scope.places) {
      if (place != last && net_.is_token(place)) token(scope, place);
      last = place;
    }
    if (net_.kind(scope.node) == Kind::AdHocSubProcess) leave_freely(scope);
    interruptions(scope);
  }
  for (std::size_t i = 0; i < scope.children.size(); ++i) {
    if (i > 0 && scope.children[i] == scope.children[i - 1]) continue;
    path_.push_back(i);
    visit(scope.children[i]);
    path_.pop_back();
  }
}

void Moves::token(const Scope& scope, Code place) {
  const Code node = net_.target(place);
  if (net_.is_leaving(place)) return choose(place, node);
  if (node == scope.node)
    return net_.kind(node) == Kind::ComplexGateway ? reset(scope, node) : work(place, node);
  switch (net_.kind(node)) {
    case Kind::ParallelGateway: return join_all(scope, place, node);
    case Kind::InclusiveGateway:
      if (net_.nodes[node].in.size() > 1) return join_reached(scope, place, node);
      return pass(place, node, What::Passes);
    case Kind::ComplexGateway:
      if (net_.nodes[node].in.size() > 1) return activate(scope, place, node);
      return pass(place, node, What::Passes);
    case Kind::EventBasedGateway:
      if (net_.node(node).parallel_events) return pass(place, node, What::Passes);
      return choose_event(place, node);
    case Kind::EndEvent: return end(place, node);
    case Kind::IntermediateThrowEvent:
      if (net_.event(node) == EventKind::Link) {
        take(copy(), place);
        executed[node] = true;
        tell(What::Happens, node);
        if (net_.nodes[node].link != none) leave(*way_.back(), net_.nodes[node].link, What::Happens);
        return done();
      }
      if (net_.node(node).has_event(EventKind::Escalation)) {
        take(copy(), place);
        executed[node] = true;
        tell(What::Happens, node);
        if (!throw_from_here(EventKind::Escalation, escalation_of(net_.node(node))))
          put_all(find_way(), node, net_.nodes[node].choices.front(), What::Happens);
        return done();
      }
      return pass(place, node, What::Happens);
    case Kind::IntermediateCatchEvent: return work(place, node);
    case Kind::ExclusiveGateway:
    case Kind::StartEvent:
    case Kind::BoundaryEvent: return pass(place, node, What::Passes);
    default: return net_.node(node).start_quantity > 1 ? gather(scope, place, node) : activity(place, node);
  }
}

void Moves::choose(Code place, Code node) {
  for (const auto& flows : net_.nodes[node].choices) {
    copy().take(place);
    put_all(*way_.back(), node, flows, What::Passes);
    done();
  }
}

void Moves::pass(Code place, Code node, What what) {
  executed[node] = true;
  for (const auto& flows : net_.nodes[node].choices) {
    take(copy(), place);
    send(node);
    put_all(*way_.back(), node, flows, what);
    done();
  }
}

/// Does what it is there for, once its message has come if it waits for one.
void Moves::work(Code place, Code node) {
  occurs(node, [&](Code letter) {
    executed[node] = true;
    for (const auto& flows : net_.nodes[node].choices) {
      take(copy(), place);
      next_.take(letter);
      send(node);
      if (node == way_.back()->node) {  // an activity with an inside of one token
        Scope& outside = *way_[way_.size() - 2];
        outside.children.erase(outside.children.begin() + static_cast<std::ptrdiff_t>(path_.back()));
        put_all(outside, node, flows, What::Passes);
      } else {
        put_all(*way_.back(), node, flows, What::Passes);
      }
      done();
    }
  });
}

/// BPMN 10.3: begins once so many tokens have come, by whatever flows.
void Moves::gather(const Scope& scope, Code place, Code node) {
  std::vector<Code> all;
  for (const Code flow : net_.nodes[node].in) {
    const Code at = net_.flows[flow].place;
    all.insert(all.end(), scope.count(at), at);
  }
  const auto needed = static_cast<std::size_t>(net_.node(node).start_quantity);
  if (!net_.is_flow(place) || all.size() < needed || place != all.front()) return;
  gathered_.assign(all.begin() + 1, all.begin() + static_cast<std::ptrdiff_t>(needed));
  activity(place, node);
  gathered_.clear();
}

void Moves::activity(Code place, Code node) {
  const NetNode& n = net_.nodes[node];
  const bool stays = std::ranges::any_of(n.boundaries, [&](Code b) { return !net_.node(b).interrupting; });
  if (n.is_scope) {
    take(copy(), place);
    executed[node] = true;
    tell(What::Begins, node);
    way_.back()->children.push_back(begun(node));
    return done();
  }
  if (stays) {
    take(copy(), place);
    Scope inside;
    inside.node = node;
    inside.put(net_.entering(node));
    way_.back()->children.push_back(std::move(inside));
    return done();
  }
  work(place, node);
  for (const Code boundary : n.boundaries) {
    if (net_.event(boundary) == EventKind::Cancel) continue;
    occurs(boundary, [&](Code letter) {
      take(copy(), place);
      next_.take(letter);
      tell(What::Interrupts, boundary);
      leave(*way_.back(), boundary, What::Happens);
      done();
    });
  }
}

/// The gateway and the event it leads to are one move: what is taken depends on what happens.
void Moves::choose_event(Code place, Code node) {
  executed[node] = true;
  for (const Code flow : net_.nodes[node].out) {
    const Code event = net_.flows[flow].target;
    occurs(event, [&](Code letter) {
      take(copy(), place);
      next_.take(letter);
      if (letter == none) {
        put_all(*way_.back(), node, {flow}, What::Passes);
      } else {
        executed[event] = true;
        tell(What::Passes, node, {flow});
        leave(*way_.back(), event, What::Happens);
      }
      done();
    });
  }
}

/// An ad-hoc sub-process may do each of its activities or leave it out. Tokens before a join do not keep it
/// from its end. (BPMN 13.3.5, docs/decisions/0019)
void Moves::leave_freely(const Scope& scope) {
  const auto goes_on = [&](Code place) {
    if (!net_.is_token(place) || net_.is_entering(place)) return false;
    const Node& next = net_.node(net_.target(place));
    const bool joins = next.kind == Kind::ParallelGateway || next.kind == Kind::InclusiveGateway;
    return !joins && next.start_quantity == 1;
  };
  if (!scope.children.empty() || std::ranges::any_of(scope.places, goes_on)) return;
  Scope& inside = copy();
  std::erase_if(inside.places, [&](Code place) { return net_.is_token(place); });
  done();
}

void Moves::end(Code place, Code node) {
  Scope& scope = copy();
  take(scope, place);
  send(node);
  executed[node] = true;
  tell(What::Ends, node);
  if (scope.has(net_.ended(node)))
    move_.twice.push_back(node);
  else
    scope.put(net_.ended(node));
  for (const EventDefinition& event : net_.node(node).events) {
    if (event.kind == EventKind::Terminate) {
      std::erase_if(scope.places, [&](Code at) { return net_.is_token(at); });
      scope.children.clear();
    } else if (is_thrown(event.kind)) {
      throw_from_here(event.kind, event.code);
      break;  // the scope may be gone
    }
  }
  done();
}

}  // namespace lienthong::bpmn::soundness
