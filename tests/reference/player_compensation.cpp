// Compensation: completed activities are undone in reverse order, one after the other. BPMN 10.7, 13.5.5
#include <algorithm>
#include <functional>
#include "tests/reference/player.h"

namespace lienthong::reference {

/// A scope without a handler of its own is kept as it was, when something in it can be undone.
void Player::keep(Activity& scope, const Activity& completed) {
  using enum Activity::Role;
  const bool has_handler = completed.role != Body && model_.node(completed.node).undone_by >= 0;
  if (!has_handler && completed.undoable.empty()) return;
  Undo undo;
  undo.node = completed.node;
  undo.order = state_.next_id++;
  if (!has_handler || completed.role == Inner) {
    undo.kept.push_back(completed);
    undo.kept.front().timers.clear();
    // The handler of one of several instances runs in it, for that one alone.
    if (has_handler) undo.kept.front().undoable = {{completed.node, undo.order, {}, {}}};
  }
  scope.undoable.push_back(std::move(undo));
}

/// An event looks through event sub-processes; what is being compensated has its own.
std::vector<Activity*> Player::compensated_scopes(int undoer) const {
  const Path path = path_to(undoer);
  if (path.back()->compensating) return {path.back()};
  std::vector<Activity*> scopes;
  if (model_.node(path.back()->node).event == Event::Cancel) {
    scopes.push_back(find(transaction_around(undoer)));
    for (std::size_t i = 0; i < scopes.size(); ++i)
      for (Activity& child : scopes[i]->children)
        if (!child.compensating && model_.node(child.node).kind != Kind::Process) scopes.push_back(&child);
    return scopes;
  }
  for (std::size_t i = path.size() - 1; i-- > 0;) {
    scopes.push_back(path[i]);
    if (model_.node(path[i]->node).kind != Kind::EventSubProcess) break;
  }
  return scopes;
}

void Player::throw_compensation(int id) {
  const Activity& self = *find(id);
  const std::string& wanted = model_.node(self.node).reference;
  bool any = false;
  for (Activity* scope : compensated_scopes(id))
    for (Undo& undo : scope->undoable) {
      if (undo.by.id != 0 || (!wanted.empty() && model_.node(undo.node).id != wanted)) continue;
      undo.by = {id, self.node};
      any = true;
    }
  if (!any) complete(id);
}

/// What compensates goes on when the handler that it began has ended.
bool Player::may_undo(const Activity& a) const {
  const Event event = model_.node(a.node).event;
  const bool undoes = a.compensating || event == Event::Compensate || event == Event::Cancel;
  if (!undoes) return false;
  const std::function<bool(const Activity&)> busy = [&](const Activity& at) {
    return at.undoes_for.id == a.id || std::ranges::any_of(at.children, busy);
  };
  return !busy(state_.root);
}

void Player::undo_next(int id) {
  const Activity& self = *find(id);
  const Undoer by{id, self.node};
  const bool compensating = self.compensating;
  Activity* scope = nullptr;
  std::size_t at = 0;
  for (Activity* s : compensated_scopes(id))
    for (std::size_t i = 0; i < s->undoable.size(); ++i) {
      const Undo& undo = s->undoable[i];
      if (!compensating && undo.by.id != id) continue;
      if (scope && scope->undoable[at].order > undo.order) continue;
      scope = s;
      at = i;
    }
  if (!scope && compensating) return remove(id);
  if (!scope) return model_.node(by.node).event == Event::Cancel ? transaction_cancelled(id) : complete(id);
  const Undo undo = scope->undoable[at];
  scope->undoable.erase(scope->undoable.begin() + static_cast<std::ptrdiff_t>(at));
  if (undo.kept.empty()) {
    Activity& handler = add(scope->id, model_.node(undo.node).undone_by, Activity::Role::Plain);
    handler.undoes_for = by;
    return begin(handler.id);
  }
  scope->children.push_back(undo.kept.front());
  scope->children.back().compensating = true;
  scope->children.back().undoes_for = by;
}

// ---- transactions. BPMN 10.2.5, docs/decisions/0012

int Player::transaction_around(int id) const {
  const Path path = path_to(id);
  for (std::size_t i = path.size() - 1; i-- > 0;)
    if (model_.node(path[i]->node).transaction) return path[i]->id;
  return 0;
}

/// Every other token ends; scopes that hold completed work stay, empty, until it is undone in them.
void Player::cancel_transaction(int id) {
  const Path path = path_to(id);
  const std::function<bool(const Activity&)> holds_work = [&](const Activity& a) {
    return !a.undoable.empty() || std::ranges::any_of(a.children, [&](const Activity& child) {
      return child.undoes_for.id != 0 || (model_.node(child.node).kind != Kind::Process && holds_work(child));
    });
  };
  const auto stays = [&](const Activity& a) {
    return std::ranges::find(path, &a) != path.end() || (!a.compensating && holds_work(a));
  };
  const std::function<void(Activity&)> stop = [&](Activity& scope) {
    scope.cancelling = true;
    scope.tokens.clear();
    scope.timers.clear();
    for (Activity& child : scope.children) {
      if (child.id == id) continue;
      stays(child) ? stop(child) : end_cancelled(child);
    }
    std::erase_if(scope.children, [&](const Activity& child) { return child.id != id && !child.cancelling; });
  };
  stop(*find(transaction_around(id)));
  const Undoer by{id, find(id)->node};
  for (Activity* scope : compensated_scopes(id))
    for (Undo& undo : scope->undoable) undo.by = by;
}

/// The end event has done its work; the transaction is left by its cancel boundary event.
void Player::transaction_cancelled(int id) {
  const int transaction = transaction_around(id);
  ++state_.counts[static_cast<std::size_t>(find(id)->node)].completed;
  remove(id);
  const Path path = path_to(transaction);
  const Activity& around = *path[path.size() - 2];
  const int body = around.role == Activity::Role::Body ? around.id : 0;
  Activity& outside = *path[path.size() - (body ? 3 : 2)];
  for (const int event : model_.node(path.back()->node).boundary)
    if (model_.node(event).event == Event::Cancel) outside.tokens.push_back({Token::At::Happened, event});
  cancel(transaction);
  if (body) inner_cancelled(body);
}

/// An event that is cancelled takes its running handler along; what it had not begun is left for others.
void Player::end_what_lost_its_undoer() {
  const std::function<int(Activity&)> orphan = [&](Activity& a) {
    for (Undo& undo : a.undoable)
      if (undo.by.id != 0 && !find(undo.by.id)) undo.by = {};
    if (a.undoes_for.id != 0 && !find(a.undoes_for.id)) return a.id;
    for (Activity& child : a.children)
      if (const int found = orphan(child)) return found;
    return 0;
  };
  while (const int lost = orphan(state_.root)) cancel(lost);
}

}  // namespace lienthong::reference
