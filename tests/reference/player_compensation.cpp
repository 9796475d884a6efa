// Compensation: completed activities are undone in reverse order, one after the other. BPMN 10.7, 13.5.5
#include <algorithm>
#include <functional>
#include "tests/reference/player.h"

namespace lienthong::reference {

/// A scope without a handler of its own is kept as it was, when something in it can be undone.
void Player::keep(Activity& scope, const Activity& completed) {
  const bool has_handler = model_.node(completed.node).undone_by >= 0;
  if (!has_handler && completed.undoable.empty()) return;
  Undo undo;
  undo.node = completed.node;
  undo.order = state_.next_id++;
  if (!has_handler) {
    undo.kept.push_back(completed);
    undo.kept.front().timers.clear();
  }
  scope.undoable.push_back(std::move(undo));
}

/// An event looks through event sub-processes; what is being compensated has its own.
std::vector<Activity*> Player::compensated_scopes(int undoer) const {
  const Path path = path_to(undoer);
  if (path.back()->compensating) return {path.back()};
  std::vector<Activity*> scopes;
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
  const bool undoes = a.compensating || model_.node(a.node).event == Event::Compensate;
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
  if (!scope) return compensating ? remove(id) : complete(id);
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
