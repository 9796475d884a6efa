// A suspended process does not move. What its called processes hand to it is parked, and taken up in order
// when it is active again; signals and messages pass it over, its timers wait. docs/suspension.md
#include <algorithm>
#include "tests/reference/player.h"

namespace lienthong::reference {
void Player::visit_all(const Visit& visit) const {
  const std::function<void(const Activity&, bool)> from = [&](const Activity& a, bool suspended) {
    if (model_.node(a.node).kind == Kind::Process) suspended = a.suspended;
    visit(a, suspended);
    for (const Activity& child : a.children) from(child, suspended);
  };
  from(state_.root, false);
}

bool Player::is_suspended(int id) const {
  const Path path = path_to(id);
  for (auto at = path.rbegin(); at != path.rend(); ++at)
    if (model_.node((*at)->node).kind == Kind::Process) return (*at)->suspended;
  return false;
}

bool Player::set_suspended(int process, bool suspended) {
  std::vector<int> found;
  visit_all([&](const Activity& a, bool) {
    if (a.node == process && a.suspended != suspended) found.push_back(a.id);
  });
  if (state_.end != State::End::Running || found.empty()) return false;
  find(found[static_cast<std::size_t>(choices_.pick(static_cast<int>(found.size())))])->suspended = suspended;
  return true;
}

void Player::park(int id, int event, Variables results) {
  find(id)->parked.push_back({event, state_.next_id++, std::move(results)});
}

/// What has waited longest in an active process.
void Player::enabled_parked(const Activity& process, std::vector<Step>& steps) const {
  const Activity* first = nullptr;
  const std::function<void(const Activity&)> look = [&](const Activity& a) {
    if (!a.parked.empty() && (!first || a.parked.front().order < first->parked.front().order)) first = &a;
    for (const Activity& child : a.children)
      if (model_.node(child.node).kind != Kind::Process) look(child);
  };
  look(process);
  if (first) steps.push_back({Step::Kind::Parked, first->id, {}, -1});
}

void Player::take_up(int id) {
  Activity& self = *find(id);
  const Parked parked = self.parked.front();
  self.parked.erase(self.parked.begin());
  if (parked.event < 0) {
    set(id, parked.results);
    return complete(id);
  }
  const Node& event = model_.node(parked.event);
  const std::vector<int> still = handlers(self, event.event, -1, event.kind == Kind::Boundary);
  if (std::ranges::find(still, parked.event) == still.end()) return;  // its scope has been interrupted
  happen(id, parked.event);
}

}  // namespace lienthong::reference
