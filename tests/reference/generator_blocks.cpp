// How nodes are put together: in blocks that open and close, or freely.
#include <algorithm>
#include "tests/reference/generator.h"

namespace lienthong::reference {

void Generator::blocks(int scope, int start, int depth) {
  const Part inside = part(scope, depth);
  model_.connect(start, inside.first);
  const bool must_go_on = model_.node(inside.last).kind == Kind::Exclusive;
  if (must_go_on || dice_.chance(92)) model_.connect(inside.last, end_event(scope));
}

Generator::Part Generator::part(int scope, int depth) {
  if (depth <= 0 || small()) {
    const int made = leaf(scope);
    return {made, made};
  }
  const int roll = dice_.roll(100);
  if (roll < 28) return sequence(scope, depth);
  if (roll < 36) return branches(scope, depth, Kind::Exclusive, Kind::Exclusive);
  if (roll < 45)
    return branches(scope, depth, dice_.chance(30) ? Kind::Complex : Kind::Inclusive, Kind::Inclusive);
  if (roll < 57)
    return branches(scope, depth, Kind::Parallel, dice_.chance(85) ? Kind::Parallel : Kind::Exclusive);
  if (roll < 64) return loop_back(scope, depth);
  if (roll < 70) return event_choice(scope, depth);
  if (roll < 76) return activity_split(scope, depth);
  if (roll < 92) {
    const int made = sub_process(scope, depth);
    return {made, made};
  }
  const int made = leaf(scope);
  return {made, made};
}

Generator::Part Generator::sequence(int scope, int depth) {
  Part whole = part(scope, depth - 1);
  for (int more = dice_.between(1, 2); more > 0; --more) {
    const Part next = part(scope, depth - 1);
    if (dice_.chance(8))
      link(scope, whole.last, next.first);
    else
      model_.connect(whole.last, next.first);
    whole.last = next.last;
  }
  return whole;
}

/// A sequence flow over two link events. BPMN 10.5.4
void Generator::link(int scope, int from, int to) {
  const int thrown = node(scope, Kind::Throw, "link", Event::Link);
  const int caught = node(scope, Kind::Catch, "linked", Event::Link);
  model_.node(thrown).link_target = caught;
  model_.connect(from, thrown);
  model_.connect(caught, to);
}

Generator::Part Generator::branches(int scope, int depth, Kind split, Kind join) {
  const int opening = node(scope, split, "split"), closing = node(scope, join, "join");
  for (int more = dice_.between(2, 3); more > 0; --more) {
    if (dice_.chance(12)) {
      model_.connect(opening, closing);
      continue;
    }
    const Part branch = part(scope, depth - 1);
    model_.connect(opening, branch.first);
    model_.connect(branch.last, dice_.chance(90) ? closing : end_event(scope));
  }
  name_conditions(opening);
  return {opening, closing};
}

Generator::Part Generator::loop_back(int scope, int depth) {
  const int opening = node(scope, Kind::Exclusive, "again"), closing = node(scope, Kind::Exclusive, "check");
  const Part body = part(scope, depth - 1);
  model_.connect(opening, body.first);
  model_.connect(body.last, closing);
  model_.connect(closing, opening, condition());
  const int out = leaf(scope);
  model_.node(closing).default_flow = model_.connect(closing, out);
  return {opening, out};
}

Generator::Part Generator::event_choice(int scope, int depth) {
  const int opening = node(scope, Kind::EventBased, "event"), closing = node(scope, Kind::Exclusive, "join");
  for (int more = dice_.between(2, 3); more > 0; --more) {
    const int caught = catch_event(scope, opening);
    model_.connect(opening, caught);
    if (dice_.chance(50)) {
      model_.connect(caught, closing);
      continue;
    }
    const Part branch = part(scope, depth - 1);
    model_.connect(caught, branch.first);
    model_.connect(branch.last, closing);
  }
  return {opening, closing};
}

/// Several flows out of an activity: every true one is taken. BPMN 13.2.1
Generator::Part Generator::activity_split(int scope, int depth) {
  const int opening = node(scope, dice_.chance(70) ? Kind::UserTask : Kind::ServiceTask, "do");
  const int closing = node(scope, dice_.chance(50) ? Kind::Inclusive : Kind::Exclusive, "join");
  for (int more = dice_.between(2, 3); more > 0; --more) {
    const Part branch = part(scope, depth - 1);
    model_.connect(opening, branch.first);
    model_.connect(branch.last, closing);
  }
  name_conditions(opening);
  return {opening, closing};
}

/// Conditions on the flows out of a node where it needs or may have them;
/// always with a way out.
void Generator::name_conditions(int index) {
  std::vector<int> out;
  for (int i = 0; i < static_cast<int>(model_.flows.size()); ++i)
    if (model_.flow(i).source == index) out.push_back(i);
  const Kind kind = model_.node(index).kind;
  const bool chooses = kind == Kind::Exclusive || kind == Kind::Inclusive || kind == Kind::Complex;
  if (out.size() < 2 || !(chooses || (is_activity(kind) && dice_.chance(70)))) return;
  const bool default_flow = chooses || dice_.chance(60);
  for (std::size_t i = 0; i + 1 < out.size(); ++i) model_.flow(out[i]).condition = condition();
  if (default_flow) model_.node(index).default_flow = out.back();
  // Beside a default flow one without condition is taken, in its turn.
  if (default_flow && dice_.chance(10)) model_.flow(out.front()).condition.reset();
}

/// What transactions are for: work that can be undone, in scopes within scopes, and a choice to cancel it
/// all.
void Generator::booking(int transaction) {
  const int start = node(transaction, Kind::Start, "start"), fork = node(transaction, Kind::Parallel, "fork");
  const int before = undoable_task(transaction), inside = node(transaction, Kind::SubProcess, "sub");
  model_.connect(start, before);
  model_.connect(before, fork);
  model_.connect(fork, inside);
  if (dice_.chance(50)) model_.connect(fork, undoable_task(transaction));
  const int begin = node(inside, Kind::Start, "start"), work = undoable_task(inside);
  const int check = node(inside, Kind::Exclusive, "check");
  model_.connect(begin, work);
  model_.connect(work, check);
  model_.connect(check, node(inside, Kind::End, "end", Event::Cancel), condition());
  model_.node(check).default_flow = model_.connect(check, end_event(inside));
  model_.connect(inside, end_event(transaction));
}

int Generator::undoable_task(int scope) {
  const int made = task(scope, dice_.chance(60) ? Kind::UserTask : Kind::ScriptTask);
  if (model_.node(made).undone_by < 0) compensation(made);
  return made;
}

// ---- free form

void Generator::free_form(int scope, int start, int depth) {
  std::vector<int> nodes;
  const int count = dice_.between(3, 8);
  for (int i = 0; i < count && (i < 2 || !small()); ++i) {
    const int roll = dice_.roll(100);
    if (roll < 15)
      nodes.push_back(node(scope, Kind::Exclusive, "choice"));
    else if (roll < 25)
      nodes.push_back(node(scope, Kind::Inclusive, "some"));
    else if (roll < 40)
      nodes.push_back(node(scope, Kind::Parallel, "fork"));
    else if (roll < 47 && depth > 1)
      nodes.push_back(sub_process(scope, depth - 1));
    else if (roll < 70)
      nodes.push_back(task(scope, Kind::UserTask));
    else
      nodes.push_back(leaf(scope));
  }
  model_.connect(start, nodes.front());
  free_flows(nodes);
  for (const int made : nodes) {
    const bool leaves = std::ranges::count(model_.flows, made, &Flow::source) > 0;
    if (!leaves && (model_.node(made).kind == Kind::Exclusive || dice_.chance(60)))
      model_.connect(made, end_event(scope));
    if (model_.node(made).inputs.empty()) name_conditions(made);
  }
}

/// Each node is led to from one before it; further flows go anywhere, backwards
/// too.
void Generator::free_flows(const std::vector<int>& nodes) {
  for (std::size_t i = 1; i < nodes.size(); ++i) model_.connect(nodes[dice_.next() % i], nodes[i]);
  for (int more = dice_.roll(static_cast<int>(nodes.size())); more > 0; --more) {
    const std::size_t from = dice_.next() % nodes.size();
    const std::size_t to =
        dice_.chance(75) ? dice_.next() % nodes.size() : std::min(from + 1, nodes.size() - 1);
    if (from != to) model_.connect(nodes[from], nodes[to]);
  }
}

}  // namespace lienthong::reference
