#include "tests/reference/player.h"
#include <algorithm>

namespace lienthong::reference {
using Role = Activity::Role;
using At = Token::At;

namespace {

/// A node before which tokens stay until there are enough.
bool gathers(const Node& node) { return is_join(node) || node.start_quantity > 1; }

}  // namespace

// ---- what may happen next

std::vector<Step> Player::enabled() const {
  std::vector<Step> steps;
  if (state_.end == State::End::Running) enabled_in(state_.root, steps, false);
  return steps;
}

/// In a suspended process nothing moves; what it has called goes on.
void Player::enabled_in(const Activity& a, std::vector<Step>& steps, bool suspended) const {
  const Node& n = model_.node(a.node);
  if (n.kind == Kind::Process) suspended = a.suspended;
  for (const Activity& child : a.children) enabled_in(child, steps, suspended);
  if (suspended) return;
  if (n.kind == Kind::Process) enabled_parked(a, steps);
  if (a.done) steps.push_back({Step::Kind::Finish, a.id, {}, -1});
  if (may_undo(a)) steps.push_back({Step::Kind::Undo, a.id, {}, -1});
  for (std::size_t i = 0; i < a.tokens.size(); ++i) {
    const Token& token = a.tokens[i];
    if (std::find(a.tokens.begin(), a.tokens.begin() + static_cast<std::ptrdiff_t>(i), token) !=
        a.tokens.begin() + static_cast<std::ptrdiff_t>(i))
      continue;  // its twin does the same
    const bool waits = token.at == At::Flow && gathers(model_.node(model_.flow(token.index).target));
    if (waits) continue;
    steps.push_back({Step::Kind::Token, a.id, token, -1});
  }
  if (is_scope(n.kind) && a.role != Role::Body && !a.compensating && !a.cancelling) {
    enabled_nodes(a, steps);
    if (a.tokens.empty() && a.children.empty())
      steps.push_back({Step::Kind::CompleteScope, a.id, {}, a.node});
  }
}

/// Nodes that have gathered what they wait for.
void Player::enabled_nodes(const Activity& scope, std::vector<Step>& steps) const {
  for (const int child : model_.node(scope.node).children) {
    const Node& n = model_.node(child);
    if (!gathers(n)) continue;
    std::ptrdiff_t tokens = 0;
    bool every = true;
    for (const int flow : n.incoming) {
      const auto there = std::ranges::count(scope.tokens, Token{At::Flow, flow});
      tokens += there;
      every = every && there > 0;
    }
    if (!is_join(n)) {
      if (tokens >= n.start_quantity) steps.push_back({Step::Kind::Gather, scope.id, {}, child});
    } else if (n.kind == Kind::Inclusive ? inclusive_ready(model_, scope, child) : every) {
      steps.push_back({Step::Kind::Join, scope.id, {}, child});
    }
  }
}

void Player::play(const Step& step) {
  Activity& at = *find(step.activity);
  const auto take = [&](const Token& token) {
    const auto found = std::ranges::find(at.tokens, token);
    if (found != at.tokens.end()) at.tokens.erase(found);
  };
  switch (step.kind) {
    case Step::Kind::Finish:
    case Step::Kind::CompleteScope: return complete(step.activity);
    case Step::Kind::Timer: return fire(step);
    case Step::Kind::Undo: return undo_next(step.activity);
    case Step::Kind::Parked: return take_up(step.activity);
    case Step::Kind::Join:
      // One token of each flow; of an inclusive gateway one of each flow that has
      // any. BPMN 13.4.1, 13.4.3
      for (const int flow : model_.node(step.node).incoming) take({At::Flow, flow});
      return enter(step.activity, step.node);
    case Step::Kind::Gather: {
      int missing = model_.node(step.node).start_quantity;  // whatever flow they came by
      std::erase_if(at.tokens, [&](const Token& t) {
        return t.at == At::Flow && model_.flow(t.index).target == step.node && missing-- > 0;
      });
      return enter(step.activity, step.node);
    }
    case Step::Kind::Token: break;
  }
  take(step.token);
  switch (step.token.at) {
    case At::Flow: return enter(step.activity, model_.flow(step.token.index).target);
    case At::Happened:
      ++state_.counts[static_cast<std::size_t>(step.token.index)].completed;
      return leave(step.activity, step.activity, step.token.index);
    case At::Handler: return enter(step.activity, step.token.index);
    case At::Inner: {
      Activity& inner = add(step.activity, at.node, Role::Inner);
      inner.counter = step.token.index;
      return begin(inner.id);
    }
  }
}

// ---- entering

Activity& Player::add(int scope, int node, Role role) {
  Activity child;
  child.id = state_.next_id++;
  child.node = node;
  child.role = role;
  Activity& parent = *find(scope);
  parent.children.push_back(std::move(child));
  return parent.children.back();
}

void Player::enter(int scope, int node) {
  const Node& n = model_.node(node);
  const bool passes = n.kind == Kind::Start || n.kind == Kind::Exclusive || n.kind == Kind::Parallel ||
                      n.kind == Kind::Inclusive || n.kind == Kind::Complex;
  if (passes) {
    ++state_.counts[static_cast<std::size_t>(node)].completed;
    return leave(scope, scope, node);
  }
  Activity& self = add(scope, node, n.loop ? Role::Body : Role::Plain);
  const int id = self.id;
  if (n.loop) return begin_body(id);
  begin(id);
}

void Player::begin_body(int id) {
  Activity& body = *find(id);
  const Node& n = model_.node(body.node);
  for (const int event : n.boundary) arm(body, event);
  if (n.loop->count == 0) return complete(id);
  if (n.loop->standard) {
    if (n.loop->test_before && !holds(n.loop->again, path_to(id))) return complete(id);
    return body.tokens.push_back({At::Inner, 0});
  }
  for (int i = 0; i < (n.loop->sequential ? 1 : n.loop->count); ++i) body.tokens.push_back({At::Inner, i});
}

void Player::begin(int id) {
  Activity& self = *find(id);
  const Node& n = model_.node(self.node);
  Path outer = path_to(id);
  outer.pop_back();
  std::map<std::string, int> local;
  const bool counted = self.role == Role::Inner;
  for (const Mapping& input : n.inputs)
    local[input.target] = value(counted ? path_to(id) : outer, input.source);
  self.variables = local;
  if (self.role == Role::Plain)
    for (const int event : n.boundary) arm(self, event);
  switch (n.kind) {
    case Kind::SubProcess:
    case Kind::EventSubProcess: return start(id);
    case Kind::Catch: return arm(self, self.node);
    case Kind::EventBased:
      for (const int flow : n.outgoing) arm(self, model_.flow(flow).target);
      return;
    case Kind::ScriptTask: {
      const Path path = path_to(id);
      set(path, n.script.variable,
          (n.script.source.empty() ? 0 : value(path, n.script.source)) + n.script.amount);
      return complete(id);
    }
    case Kind::CallActivity: {
      std::map<std::string, int> given;
      for (const Mapping& in : n.in) given[in.target] = value(path_to(id), in.source);
      Activity& called = add(id, n.called, Role::Plain);
      called.variables = given;
      return start(called.id);
    }
    case Kind::End:
    case Kind::Throw: return throw_event(id);
    default: return;  // it waits
  }
}

void Player::start(int scope) {
  Activity& self = *find(scope);
  const Node& n = model_.node(self.node);
  for (const int handler : n.handlers) arm(self, model_.node(handler).start);
  if (n.start >= 0) enter(scope, n.start);
}

void Player::arm(Activity& owner, int event) {
  const Node& n = model_.node(event);
  if (n.event != Event::Timer) return;
  owner.timers.push_back({event, state_.now + n.minutes, n.repeat > 0 && !n.interrupting ? n.repeat - 1 : 0});
}

// ---- completing and leaving

void Player::complete(int id) {
  const Path path = path_to(id);
  Activity& self = *path.back();
  const Node& n = model_.node(self.node);
  State::Count& count = state_.counts[static_cast<std::size_t>(self.node)];
  if (n.kind == Kind::Process) return end_process(id);
  if (n.kind == Kind::EventBased) return event_chosen(id);
  ++(self.role == Role::Body ? count.body_completed : count.completed);
  Activity& scope = *path[path.size() - 2];
  if (self.role != Role::Body)
    for (const Mapping& output : n.outputs)
      set({path.begin(), path.end() - 1}, output.target, value(path, output.source));
  keep(scope, self);
  if (self.role == Role::Inner) return inner_completed(scope.id, id);
  leave(id, scope.id, self.node);
  remove(id);
}

/// The gateway is done; its event has happened.
void Player::event_chosen(int id) {
  const Path path = path_to(id);
  ++state_.counts[static_cast<std::size_t>(path.back()->node)].completed;
  path[path.size() - 2]->tokens.push_back({At::Happened, path.back()->chosen});
  remove(id);
}

void Player::end_process(int id) {
  const Path path = path_to(id);
  if (path.size() == 1) {
    state_.end = State::End::Completed;
    state_.root.timers.clear();
    return;
  }
  const int caller = path[path.size() - 2]->id;
  if (is_suspended(caller)) {
    park(caller, -1, results(id, caller));
    return remove(id);
  }
  map_out(id, caller);
  remove(id);
  complete(caller);
}

/// What a called process hands back. bpmn-extensions 10
Variables Player::results(int process, int caller) const {
  Variables results;
  for (const Mapping& out : model_.node(find(caller)->node).out)
    results.emplace_back(out.target, value(path_to(process), out.source));
  return results;
}

void Player::map_out(int process, int caller) { set(caller, results(process, caller)); }

/// BPMN 13.3.7, bpmn-extensions 8
void Player::inner_completed(int body, int inner) {
  Activity& around = *find(body);
  const Loop& loop = *model_.node(around.node).loop;
  ++around.completed;
  if (loop.standard) return round_completed(body, inner);
  const bool enough = loop.enough && holds(loop.enough, path_to(inner));
  if (enough) cancel_children(body, inner);
  remove(inner);
  enough ? complete(body) : next_inner(body);
}

void Player::next_inner(int body) {
  Activity& around = *find(body);
  const Loop& loop = *model_.node(around.node).loop;
  const int ended = around.completed + around.terminated;
  if (ended == loop.count) return complete(body);
  if (loop.sequential) around.tokens.push_back({At::Inner, ended});
}

/// One of several transactions was cancelled; the others go on. docs/decisions/0012
void Player::inner_cancelled(int body) {
  Activity& around = *find(body);
  if (model_.node(around.node).loop->standard) return cancel(body);
  ++around.terminated;
  next_inner(body);
}

/// BPMN 13.3.6
void Player::round_completed(int body, int inner) {
  const Loop& loop = *model_.node(find(body)->node).loop;
  bool again = loop.count < 0 || find(body)->completed < loop.count;
  if (!loop.test_before) again = again && holds(loop.again, path_to(inner));
  remove(inner);
  if (loop.test_before) again = again && holds(loop.again, path_to(body));
  if (!again) return complete(body);
  find(body)->tokens.push_back({At::Inner, find(body)->completed});
}

/// Puts tokens on the flows that `node` lets go. `id`: whose variables the
/// conditions see. BPMN 13.3, 13.4
void Player::leave(int id, int scope, int node) {
  const Node& n = model_.node(node);
  const Path path = path_to(id);
  std::vector<int> taken;
  for (const int flow : n.outgoing) {
    if (flow == n.default_flow) continue;
    if (n.kind == Kind::Exclusive && !taken.empty()) break;
    if (n.kind == Kind::Parallel || holds(model_.flow(flow).condition, path)) taken.push_back(flow);
  }
  if (taken.empty() && n.default_flow >= 0) taken.push_back(n.default_flow);
  if (taken.empty() && !n.outgoing.empty()) throw Aside{};
  Activity& at = *find(scope);
  for (const int flow : taken)
    at.tokens.insert(at.tokens.end(), static_cast<std::size_t>(n.completion_quantity), {At::Flow, flow});
}

void Player::remove(int id) {
  const Path path = path_to(id);
  std::erase_if(path[path.size() - 2]->children, [&](const Activity& child) { return child.id == id; });
}

// ---- cancelling

/// Children first. What an activity has come to goes out by its outputs, as when it completes.
void Player::end_cancelled(const Activity& a) {
  for (const Activity& child : a.children) end_cancelled(child);
  const Node& n = model_.node(a.node);
  State::Count& count = state_.counts[static_cast<std::size_t>(a.node)];
  if (n.kind != Kind::Process && !a.compensating)
    ++(a.role == Role::Body ? count.body_cancelled : count.cancelled);
  if (n.kind == Kind::Process || a.role == Role::Body || n.outputs.empty()) return;
  const Path path = path_to(a.id);
  for (const Mapping& output : n.outputs)
    set({path.begin(), path.end() - 1}, output.target, value(path, output.source));
}

void Player::cancel(int id) {
  end_cancelled(*find(id));
  remove(id);
}

void Player::cancel_children(int scope, int except) {
  Activity& at = *find(scope);
  at.tokens.clear();
  for (const Activity& child : at.children)
    if (child.id != except) end_cancelled(child);
  std::erase_if(at.children, [&](const Activity& child) { return child.id != except; });
}

}  // namespace lienthong::reference
