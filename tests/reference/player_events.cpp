// Events: who listens, who catches, and what a stimulus from outside does.
#include <algorithm>
#include "tests/reference/player.h"

namespace lienthong::reference {
using Role = Activity::Role;
using At = Token::At;

// ---- looking

Player::Path Player::path_to(int id) const {
  Path path{&state_.root};
  const std::function<bool()> search = [&] {
    if (path.back()->id == id) return true;
    for (Activity& child : path.back()->children) {
      path.push_back(&child);
      if (search()) return true;
      path.pop_back();
    }
    return false;
  };
  if (!search()) path.clear();
  return path;
}

Activity* Player::find(int id) const {
  const Path path = path_to(id);
  return path.empty() ? nullptr : path.back();
}

std::vector<int> Player::waiting_at(int node, bool suspended_too) const {
  std::vector<int> found;
  visit_all([&](const Activity& a, bool suspended) {
    if (suspended && !suspended_too) return;
    if (a.node == node && a.role != Role::Body && !a.compensating) found.push_back(a.id);
  });
  return found;
}

std::vector<std::pair<int, int>> Player::listening(Event kind, const std::string& name) const {
  std::vector<std::pair<int, int>> found;
  visit_all([&](const Activity& a, bool suspended) {
    if (suspended) return;
    for (const int event : listens_to(model_, a)) {
      const Node& n = model_.node(event);
      const Event its = n.kind == Kind::ReceiveTask ? Event::Message : n.event;
      if (its == kind && n.reference == name) found.emplace_back(a.id, event);
    }
  });
  return found;
}

/// Own scope first, then outwards to the process; never into the calling one.
/// bpmn-extensions 5.2
int Player::value(const Path& path, const std::string& name) const {
  for (auto at = path.rbegin(); at != path.rend(); ++at) {
    const Activity& a = **at;
    if (const auto found = a.variables.find(name); found != a.variables.end()) return found->second;
    if (a.role == Role::Inner && name == "loopCounter") return a.counter;
    const bool standard = a.role == Role::Body && model_.node(a.node).loop->standard;
    if (standard && name == "loopCounter") return a.completed;
    if (a.role == Role::Body && !standard && name == "nrOfCompletedInstances") return a.completed;
    if (a.role == Role::Body && !standard && name == "nrOfInstances") return model_.node(a.node).loop->count;
    if (model_.node(a.node).kind == Kind::Process) break;
  }
  return 0;
}

bool Player::holds(const std::optional<Condition>& condition, const Path& path) const {
  if (!condition) return true;
  const int left = value(path, condition->variable), right = condition->value;
  if (condition->op == ">=") return left >= right;
  if (condition->op == "<") return left < right;
  return left == right;
}

/// The innermost scope where the name exists, else the process instance.
/// bpmn-extensions 5.2
void Player::set(Path path, const std::string& name, int value) {
  for (auto at = path.rbegin(); at != path.rend(); ++at) {
    Activity& a = **at;
    const bool process = model_.node(a.node).kind == Kind::Process;
    if (!process && !a.variables.contains(name)) continue;
    a.variables[name] = value;
    return;
  }
}

void Player::set(int id, const Variables& variables) {
  for (const auto& [name, value] : variables) set(path_to(id), name, value);
}

// ---- events happen

/// The event `event`, to which activity `id` listens, happens.
void Player::happen(int id, int event) {
  const Path path = path_to(id);
  Activity& self = *path.back();
  const Node& n = model_.node(event);
  if (event == self.node) {
    self.done = true;
    return;
  }
  if (n.kind == Kind::Start) {  // of an event sub-process
    if (n.interrupting) {
      cancel_children(id);
      std::erase_if(self.timers, [&](const Timer& t) { return model_.node(t.event).kind == Kind::Start; });
      self.interrupted_by = n.parent;
    }
    self.tokens.push_back({At::Handler, n.parent});
    return;
  }
  if (n.kind == Kind::Catch) {  // behind an event-based gateway: the other events are out
    self.done = true;
    self.chosen = event;
    self.timers.clear();
    return;
  }
  path[path.size() - 2]->tokens.push_back({At::Happened, event});
  if (n.interrupting) cancel(id);
}

void Player::fire(const Step& step) {
  Activity& owner = *find(step.activity);
  const auto found = std::ranges::find_if(
      owner.timers, [&](const Timer& t) { return t.event == step.node && t.due <= state_.now; });
  Timer timer = *found;
  owner.timers.erase(found);
  happen(step.activity, timer.event);
  while (timer.left > 0) {  // what was missed is passed over. bpmn-extensions 14
    timer.due += model_.node(timer.event).minutes;
    --timer.left;
    if (timer.due > state_.now) return find(step.activity)->timers.push_back(timer);
  }
}

/// Everybody who listens at this moment, in any order; an interrupting one may
/// silence others.
void Player::broadcast(const std::string& name, const Variables& variables) {
  std::vector<std::pair<int, int>> open = listening(Event::Signal, name);
  const bool order_matters = std::ranges::any_of(open, [&](const auto& listener) {
    const Node& n = model_.node(listener.second);
    return n.interrupting && (n.kind == Kind::Boundary || n.kind == Kind::Start);
  });
  while (!open.empty()) {
    const int picked = order_matters ? choices_.pick(static_cast<int>(open.size())) : 0;
    const auto [id, event] = open[static_cast<std::size_t>(picked)];
    open.erase(open.begin() + picked);
    const Activity* owner = find(id);
    if (!owner) continue;
    const std::vector<int> events = listens_to(model_, *owner);
    if (std::ranges::find(events, event) == events.end()) continue;
    set(id, variables);
    happen(id, event);
  }
}

// ---- thrown events

void Player::throw_event(int id) {
  const Path path = path_to(id);
  const Node& n = model_.node(path.back()->node);
  switch (n.event) {
    case Event::Error:
      if (!raise_error(id, false, n.reference)) find(id)->failed = true;
      return;
    case Event::Terminate: cancel_children(path[path.size() - 2]->id, id); break;
    case Event::Compensate: return throw_compensation(id);
    case Event::Link: {  // as good as a sequence flow: neither leaves history. bpmn-extensions 15, 19
      const int scope = path[path.size() - 2]->id, target = n.link_target;
      remove(id);
      return leave(scope, scope, target);
    }
    case Event::Cancel: return cancel_transaction(id);
    case Event::Escalation:
      raise_escalation(id, false, n.reference);
      if (Activity* self = find(id)) self->done = true;
      return;
    case Event::Signal:
      broadcast(n.reference, {});
      if (Activity* self = find(id)) self->done = true;
      return;
    default: break;
  }
  complete(id);
}

/// Handlers in one scope that can react: event sub-processes of it, or boundary
/// events of the activity.
std::vector<int> Player::handlers(const Activity& a, Event kind, int came_from, bool at_boundary) const {
  const Node& n = model_.node(a.node);
  std::vector<int> found;
  if (at_boundary && a.role != Role::Inner) {
    for (const int event : n.boundary)
      if (model_.node(event).event == kind) found.push_back(event);
  } else if (!at_boundary && is_scope(n.kind) && a.role != Role::Body && a.interrupted_by < 0 &&
             !a.cancelling) {
    for (const int handler : n.handlers)
      if (handler != came_from && model_.node(model_.node(handler).start).event == kind)
        found.push_back(model_.node(handler).start);
  }
  return found;
}

/// From scope to scope until `catcher` names an event; over called processes
/// too, whose results are handed back before the handler starts.
/// bpmn-extensions 10, 11.1
bool Player::walk_outwards(int from, bool from_itself,
                           const std::function<int(const Activity&, int)>& catcher) {
  Path path = path_to(from);
  std::vector<std::pair<int, int>> left;  // called process, call activity
  int came_from = -1;
  for (std::size_t i = path.size(); i-- > 0;) {
    const Activity& at = *path[i];
    const bool called = model_.node(at.node).kind == Kind::Process;
    const bool looks = !at.compensating && (i + 1 < path.size() || from_itself);
    const int event = looks ? catcher(at, came_from) : -1;
    if (event >= 0) {
      const int id = at.id;
      if (!is_suspended(id)) {
        for (const auto& [process, caller] : left) map_out(process, caller);
        happen(id, event);
        return true;
      }
      // The called process is over, whatever its caller makes of that when it is active again.
      const auto [process, caller] = left.back();
      left.pop_back();
      for (const auto& [inner, its_caller] : left) map_out(inner, its_caller);
      park(id, event, results(process, caller));
      if (model_.node(event).interrupting) cancel(process);
      return true;
    }
    came_from = called ? -1 : at.node;
    if (at.undoes_for.id != 0) {  // it goes on from what asked. docs/decisions/0011, 0012
      const int by = at.undoes_for.id;
      from_itself = model_.node(at.undoes_for.node).event == Event::Cancel;
      path = path_to(from_itself ? transaction_around(by) : by);
      i = path.size();
      continue;
    }
    if (called && i > 0) left.emplace_back(at.id, path[i - 1]->id);
  }
  return false;
}

bool Player::raise_error(int from, bool from_itself, const std::string& code) {
  return walk_outwards(from, from_itself, [&](const Activity& at, int came_from) {
    for (const bool at_boundary : {false, true})
      for (const std::string& wanted : {code, std::string()})
        for (const int event : handlers(at, Event::Error, came_from, at_boundary))
          if (model_.node(event).reference == wanted) return event;
    return -1;
  });
}

bool Player::raise_escalation(int from, bool from_itself, const std::string& code) {
  return walk_outwards(from, from_itself, [&](const Activity& at, int came_from) {
    for (const bool at_boundary : {false, true})
      for (const int event : handlers(at, Event::Escalation, came_from, at_boundary))
        if (model_.node(event).reference.empty() || model_.node(event).reference == code) return event;
    return -1;
  });
}

// ---- stimuli

bool Player::play(const Stimulus& s) {
  using enum Stimulus::Kind;
  switch (s.kind) {
    case Start:
      state_.counts.resize(model_.nodes.size());
      state_.root.id = state_.next_id++;
      for (const auto& [name, value] : s.variables) state_.root.variables[name] = value;
      start(state_.root.id);
      return true;
    case Signal: return broadcast(s.reference, s.variables), true;
    case Wait: return state_.horizon = state_.now + s.minutes, true;
    case Suspend:
    case Activate: return set_suspended(s.node, s.kind == Suspend);
    case Cancel:
      if (state_.end != State::End::Running) return false;
      for (const Activity& child : state_.root.children) end_cancelled(child);
      state_.root.children.clear();
      state_.end = State::End::Cancelled;
      return true;
    case Message: {
      const auto open = listening(Event::Message, s.reference);
      if (open.size() != 1) return false;  // nobody, or ambiguous. bpmn-extensions 12
      set(open.front().first, s.variables);
      happen(open.front().first, open.front().second);
      return true;
    }
    default: break;
  }
  const bool by_person = s.kind == CompleteTask || s.kind == TaskError || s.kind == TaskEscalation;
  if (model_.node(s.node).kind != (by_person ? reference::Kind::UserTask : reference::Kind::ServiceTask))
    return false;
  std::vector<int> open = waiting_at(s.node, s.kind == Retry);
  if (!by_person) std::erase_if(open, [&](int id) { return find(id)->failed != (s.kind == Retry); });
  if (open.empty()) return false;
  const int id = open[static_cast<std::size_t>(choices_.pick(static_cast<int>(open.size())))];
  switch (s.kind) {
    case CompleteTask:
    case Answer:
      set(id, s.variables);
      complete(id);
      return true;
    case TaskError: return raise_error(id, true, s.reference);
    case TaskEscalation: return raise_escalation(id, true, s.reference);
    case WorkerError:
      if (!raise_error(id, true, s.reference)) find(id)->failed = true;
      return true;
    case WorkerFails: return find(id)->failed = true;
    case Retry: return find(id)->failed = false, true;
    default: return false;
  }
}

}  // namespace lienthong::reference
