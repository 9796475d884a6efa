#include "tests/reference/state.h"
#include <algorithm>

namespace lienthong::reference {
namespace {

void put(std::string& out, int number) {
  out += std::to_string(number);
  out += ' ';
}

/// When activities completed that can be undone, and when things were parked: their order matters, not the
/// numbers.
void orders_of(const Activity& a, std::vector<int>& orders) {
  for (const Parked& parked : a.parked) orders.push_back(parked.order);
  for (const Undo& undo : a.undoable) {
    orders.push_back(undo.order);
    for (const Activity& kept : undo.kept) orders_of(kept, orders);
  }
  for (const Activity& child : a.children) orders_of(child, orders);
}

std::string key_of(const Activity& a, const std::vector<int>& orders) {
  std::string out = "(";
  for (const int number :
       {a.node, static_cast<int>(a.role), a.counter, a.completed, a.terminated, a.done ? 1 : 0,
        a.failed ? 1 : 0, a.chosen, a.interrupted_by, a.compensating ? 1 : 0, a.cancelling ? 1 : 0,
        a.undoes_for.node, a.suspended ? 1 : 0})
    put(out, number);
  for (const auto& [name, value] : a.variables) {
    out += name + "=";
    put(out, value);
  }
  std::vector<Token> tokens = a.tokens;
  std::ranges::sort(tokens);
  for (const Token& t : tokens) {
    out += "t" + std::to_string(static_cast<int>(t.at)) + ":";
    put(out, t.index);
  }
  std::vector<Timer> timers = a.timers;
  std::ranges::sort(timers);
  for (const Timer& t : timers) {
    out += "w";
    for (const int number : {t.event, t.due, t.left}) put(out, number);
  }
  std::vector<std::string> children;
  for (const Activity& child : a.children) children.push_back(key_of(child, orders));
  std::ranges::sort(children);
  for (const std::string& child : children) out += child;
  const auto rank = [&](int order) {
    return static_cast<int>(std::ranges::lower_bound(orders, order) - orders.begin());
  };
  for (const Parked& parked : a.parked) {
    out += "p";
    put(out, parked.event);
    put(out, rank(parked.order));
    for (const auto& [name, value] : parked.results) {
      out += name + "=";
      put(out, value);
    }
  }
  for (const Undo& undo : a.undoable) {
    out += "u";
    put(out, undo.node);
    put(out, undo.by.node);
    put(out, rank(undo.order));
    for (const Activity& kept : undo.kept) out += key_of(kept, orders);
  }
  return out + ")";
}

void observe(const Model& model, const Activity& a, Observation& seen, bool suspended = false) {
  const Node& n = model.node(a.node);
  const bool body = a.role == Activity::Role::Body;
  if (a.suspended) ++seen["suspended " + n.id];
  if (n.kind == Kind::Process) suspended = a.suspended;
  for (const Token& token : a.tokens)
    if (!suspended && token.at == Token::At::Flow && is_join(model.node(model.flow(token.index).target)))
      ++seen["joins " + model.node(model.flow(token.index).target).id];
  if (n.kind != Kind::Process && !a.compensating) ++seen["active " + n.id + (body ? "#body" : "")];
  if (!body && !a.compensating) {
    if (n.kind == Kind::UserTask) ++seen["task " + n.id];
    if (n.kind == Kind::ServiceTask) ++seen["topic " + n.id];
    if (a.failed) ++seen["incident " + n.id];
  }
  for (const Timer& t : a.timers) ++seen["timer " + model.node(t.event).id + " at " + std::to_string(t.due)];
  for (const int event : listens_to(model, a)) ++seen["waits " + model.node(event).id];
  for (const Activity& child : a.children) observe(model, child, seen, suspended);
}

}  // namespace

std::string key_of(const State& s) {
  std::string out;
  for (const int number : {s.now, s.horizon, static_cast<int>(s.end)}) put(out, number);
  for (const State::Count& c : s.counts)
    for (const int number : {c.completed, c.cancelled, c.body_completed, c.body_cancelled}) put(out, number);
  std::vector<int> orders;
  orders_of(s.root, orders);
  std::ranges::sort(orders);
  return out + key_of(s.root, orders);
}

Observation observe(const Model& model, const State& s) {
  Observation seen;
  for (std::size_t i = 0; i < s.counts.size(); ++i) {
    const State::Count& c = s.counts[i];
    const std::string& id = model.nodes[i].id;
    if (c.completed > 0) seen["done " + id] = c.completed;
    if (c.cancelled > 0) seen["cancelled " + id] = c.cancelled;
    if (c.body_completed > 0) seen["done " + id + "#body"] = c.body_completed;
    if (c.body_cancelled > 0) seen["cancelled " + id + "#body"] = c.body_cancelled;
  }
  for (const auto& [name, value] : s.root.variables) seen["variable " + name] = value;
  seen["process"] = static_cast<long>(s.end);
  if (s.end == State::End::Running) observe(model, s.root, seen);
  return seen;
}

std::string text_of(const Observation& seen) {
  std::string out;
  for (const auto& [what, count] : seen) out += "  " + what + ": " + std::to_string(count) + "\n";
  return out;
}

std::vector<int> listens_to(const Model& model, const Activity& a) {
  const Node& n = model.node(a.node);
  std::vector<int> events;
  const auto add = [&](int event) {
    const Event kind = model.node(event).event;
    if (kind == Event::Message || kind == Event::Signal) events.push_back(event);
  };
  if (a.done || a.compensating || a.cancelling) return events;
  if (n.kind == Kind::Catch) add(a.node);
  if (n.kind == Kind::ReceiveTask && a.role != Activity::Role::Body) events.push_back(a.node);
  if (n.kind == Kind::EventBased)
    for (const int flow : n.outgoing) add(model.flow(flow).target);
  if (a.role != Activity::Role::Inner)
    for (const int event : n.boundary) add(event);
  if (is_scope(n.kind) && a.role != Activity::Role::Body && a.interrupted_by < 0)
    for (const int handler : n.handlers) add(model.node(handler).start);
  return events;
}

}  // namespace lienthong::reference
