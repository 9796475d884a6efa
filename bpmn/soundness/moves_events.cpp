// What happens to scopes: they begin, are interrupted, catch what is thrown inside, and end.
#include <algorithm>
#include "bpmn/soundness/moves.h"
#include "bpmn/soundness/soundness.h"

namespace lienthong::bpmn::soundness {

using What = Step::What;

Scope& Moves::copy() {
  next_ = *state_;
  move_ = {};
  return find_way();
}

Scope& Moves::find_way() {
  way_.assign(1, &next_);
  for (const std::size_t i : path_) way_.push_back(&way_.back()->children[i]);
  return *way_.back();
}

void Moves::done() {
  settle(next_);
  next_.sort();
  write(next_, move_.state);
  moves_.push_back(std::move(move_));
}

void Moves::tell(What what, Code node, std::vector<Code> flows) {
  ++move_.length;
  if (with_steps_) move_.steps.push_back({what, node, std::move(flows)});
}

void Moves::take(Scope& scope, Code place) {
  scope.take(place);
  for (const Code other : gathered_) scope.take(other);
}

void Moves::put(Scope& scope, Code flow) {
  const Code place = net_.flows[flow].place;
  scope.put(place);
  if (scope.count(place) > 1) move_.doubled.push_back(place);
  const std::vector<Code>& row = net_.rows[flow];
  for (std::size_t i = 1; i < row.size(); ++i) {
    const Code passed = net_.flows[row[i]].source;
    executed[passed] = true;
    tell(What::Passes, passed, {row[i]});
  }
}

void Moves::put_all(Scope& scope, Code node, const std::vector<Code>& flows, What what) {
  tell(what, node, flows);
  for (const Code flow : flows) put(scope, flow);
}

void Moves::leave(Scope& scope, Code node, What what) {
  executed[node] = true;
  const auto& choices = net_.nodes[node].choices;
  if (choices.size() == 1) return put_all(scope, node, choices.front(), what);
  tell(what, node);
  scope.put(net_.leaving(node));
}

void Moves::send(Code node) {
  for (const Code letter : net_.nodes[node].sends)
    if (next_.count(letter) < soundness_messages_max) next_.put(letter);
}

Scope Moves::begun(Code node) {
  Scope scope;
  scope.node = node;
  for (const Code start : net_.beginnings(node)) {
    if (net_.kind(start) == Kind::StartEvent)
      leave(scope, start, What::Passes);
    else
      scope.put(net_.entering(start));
  }
  return scope;
}

void Moves::interrupt(Scope& scope) {
  std::erase_if(scope.places, [&](Code place) { return net_.is_token(place); });
  scope.children.clear();
  scope.put(net_.spent(scope.node));
}

/// The event sub-process of this start event begins inside of `scope`.
void Moves::trigger(Scope& scope, Code start) {
  if (net_.node(start).interrupting)
    interrupt(scope);
  else if (!scope.has(net_.spent(start)))
    scope.put(net_.spent(start));
  Scope inside;
  inside.node = net_.nodes[start].scope;
  executed[inside.node] = true;
  leave(inside, start, What::Happens);
  scope.children.push_back(std::move(inside));
}

/// Boundary events and event sub-processes that may occur at any time while the scope is there. One that does
/// not interrupt occurs at most once: how often would say nothing more about the diagram.
void Moves::interruptions(const Scope& scope) {
  const NetNode& n = net_.nodes[scope.node];
  const auto by_itself = [&](Code event) {
    return !(net_.nodes[event].caught && net_.node(event).events.size() == 1) &&
           net_.event(event) != EventKind::Cancel &&
           (net_.node(event).interrupting || !scope.has(net_.spent(event)));
  };
  for (const Code boundary : n.boundaries) {
    if (!by_itself(boundary)) continue;
    occurs(boundary, [&](Code letter) {
      Scope& inside = copy();
      next_.take(letter);
      Scope& outside = *way_[way_.size() - 2];
      if (net_.node(boundary).interrupting) {
        tell(What::Interrupts, boundary);
        outside.children.erase(outside.children.begin() + static_cast<std::ptrdiff_t>(path_.back()));
      } else {
        inside.put(net_.spent(boundary));
      }
      leave(outside, boundary, What::Happens);
      done();
    });
  }
  if (scope.has(net_.spent(scope.node))) return;
  for (const Code inner : n.event_sub_processes) {
    const Code start = start_of(net_, inner);
    if (!by_itself(start)) continue;
    occurs(start, [&](Code letter) {
      Scope& here = copy();
      next_.take(letter);
      trigger(here, start);
      done();
    });
  }
}

/// Outwards until a handler takes it; nobody does: whoever threw it just goes on. True when it is
/// interrupted. (bpmn-extensions 11)
bool Moves::throw_from_here(EventKind thrown, const std::string& code) {
  Code came_from = none;
  for (std::size_t i = way_.size() - 1; i > 0; --i) {
    Scope& scope = *way_[i];
    const bool interrupted = scope.has(net_.spent(scope.node));
    for (const Code handler : handlers(net_, scope.node, thrown, code, came_from)) {
      if (net_.kind(handler) == Kind::StartEvent) {
        if (interrupted) continue;
        trigger(scope, handler);
        return net_.node(handler).interrupting;
      }
      Scope& outside = *way_[i - 1];
      if (net_.node(handler).interrupting) {
        const auto gone = outside.children.begin() + (&scope - outside.children.data());
        outside.children.erase(gone);
      }
      leave(outside, handler, What::Happens);
      return net_.node(handler).interrupting;
    }
    came_from = scope.node;
  }
  return false;
}

/// A scope without tokens has ended, and its node is left.
void Moves::settle(Scope& scope) {
  for (std::size_t i = scope.children.size(); i-- > 0;) {
    Scope& child = scope.children[i];
    settle(child);
    const bool alive = !child.children.empty() ||
                       std::ranges::any_of(child.places, [&](Code place) { return net_.is_token(place); });
    if (alive) continue;
    const Code node = child.node;
    scope.children.erase(scope.children.begin() + static_cast<std::ptrdiff_t>(i));
    const Kind kind = net_.kind(node);
    if (kind == Kind::Process || kind == Kind::EventSubProcess) continue;
    send(node);
    leave(scope, node, What::Passes);
  }
}

}  // namespace lienthong::bpmn::soundness
