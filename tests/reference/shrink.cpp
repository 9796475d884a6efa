#include "tests/reference/shrink.h"
#include <algorithm>

namespace lienthong::reference {
namespace {

void remove_flow(Model& model, int index) {
  model.flow(index).removed = true;
  Node& source = model.node(model.flow(index).source);
  if (source.default_flow == index) source.default_flow = -1;
}

void remove_node(Model& model, int index) {
  Node& n = model.node(index);
  n.removed = true;
  for (const int flow : n.incoming) remove_flow(model, flow);
  for (const int flow : n.outgoing) remove_flow(model, flow);
  for (const int child : n.children) remove_node(model, child);
  for (const int event : n.boundary)
    if (!model.node(event).removed) remove_node(model, event);
}

/// Takes a node out of its path: what led to it leads on.
void bypass(Model& model, int index) {
  const Node n = model.node(index);
  std::vector<std::pair<int, int>> joined;
  for (const int in : n.incoming) joined.emplace_back(in, model.flow(n.outgoing.front()).target);
  remove_node(model, index);
  for (const auto& [flow, target] : joined) {
    model.flow(flow).removed = false;
    model.flow(flow).target = target;
  }
}

class Shrinker {
 public:
  Shrinker(Small& best, const Shows& shows) : best_(best), shows_(shows) {}

  void run() {
    do {
      changed_ = false;
      stimuli();
      nodes();
      flows();
      attributes();
    } while (changed_);
  }

 private:
  /// Keeps the change when it still shows.
  template <class Change>
  bool attempt(const Change& change) {
    Small smaller = best_;
    change(smaller);
    smaller.model.index();
    std::erase_if(smaller.stimuli,
                  [&](const Stimulus& s) { return s.node >= 0 && smaller.model.node(s.node).removed; });
    if (!shows_(smaller.model, smaller.stimuli)) return false;
    best_ = std::move(smaller);
    return changed_ = true;
  }

  void stimuli() {
    for (std::size_t i = best_.stimuli.size(); i-- > 1;) {
      attempt([&](Small& s) { s.stimuli.erase(s.stimuli.begin() + static_cast<std::ptrdiff_t>(i)); });
      i = std::min(i, best_.stimuli.size());
    }
    for (std::size_t i = 1; i < best_.stimuli.size(); ++i)
      if (!best_.stimuli[i].variables.empty()) attempt([&](Small& s) { s.stimuli[i].variables.clear(); });
  }

  bool is_called(int process) const {
    return std::ranges::any_of(best_.model.nodes,
                               [&](const Node& n) { return !n.removed && n.called == process; });
  }

  void nodes() {
    for (int i = 1; i < static_cast<int>(best_.model.nodes.size()); ++i) {
      const Node& n = best_.model.node(i);
      if (n.removed || n.kind == Kind::Start || (n.kind == Kind::Process && is_called(i))) continue;
      if (attempt([&](Small& s) { remove_node(s.model, i); })) continue;
      if (!n.outgoing.empty() && n.kind != Kind::Boundary) attempt([&](Small& s) { bypass(s.model, i); });
    }
  }

  void flows() {
    for (int i = 0; i < static_cast<int>(best_.model.flows.size()); ++i) {
      if (best_.model.flow(i).removed) continue;
      if (attempt([&](Small& s) { remove_flow(s.model, i); })) continue;
      if (best_.model.flow(i).condition) attempt([&](Small& s) { s.model.flow(i).condition.reset(); });
    }
  }

  /// Sets one attribute of a node to its plainest value.
  template <class Plain>
  void simplify(int node, bool present, const Plain& plain) {
    if (present) attempt([&](Small& s) { plain(s.model.node(node)); });
  }

  void attributes() {
    for (int i = 1; i < static_cast<int>(best_.model.nodes.size()); ++i) {
      const auto now = [&]() -> const Node& { return best_.model.node(i); };
      if (now().removed) continue;
      simplify(i, now().loop.has_value(), [](Node& n) { n.loop.reset(); });
      simplify(i, now().loop && now().loop->enough, [](Node& n) { n.loop->enough.reset(); });
      simplify(i, now().loop && now().loop->count > 1, [](Node& n) { --n.loop->count; });
      simplify(i, now().start_quantity > 1, [](Node& n) { n.start_quantity = 1; });
      simplify(i, now().completion_quantity > 1, [](Node& n) { n.completion_quantity = 1; });
      simplify(i, now().loop && now().loop->again && now().loop->count >= 0,
               [](Node& n) { n.loop->again.reset(); });
      simplify(i, now().async_before, [](Node& n) { n.async_before = false; });
      simplify(i, now().async_after, [](Node& n) { n.async_after = false; });
      simplify(i, !now().outputs.empty(), [](Node& n) { n.outputs.clear(); });
      simplify(i, !now().inputs.empty(), [](Node& n) { n.inputs.clear(), n.outputs.clear(); });
      simplify(i, !now().in.empty(), [](Node& n) { n.in.clear(); });
      simplify(i, !now().out.empty(), [](Node& n) { n.out.clear(); });
      simplify(i, now().repeat > 0, [](Node& n) { n.repeat = 0; });
      simplify(i, now().default_flow >= 0, [](Node& n) { n.default_flow = -1; });
      simplify(i, is_activity(now().kind) && now().kind != Kind::UserTask && now().kind != Kind::SubProcess,
               [](Node& n) { n.kind = Kind::UserTask; });
      simplify(i, (now().kind == Kind::End || now().kind == Kind::Throw) && now().event != Event::None,
               [](Node& n) { n.event = Event::None, n.reference.clear(); });
    }
  }

  Small& best_;
  const Shows& shows_;
  bool changed_ = false;
};

}  // namespace

Small shrink(Small from, const Shows& shows) {
  Shrinker(from, shows).run();
  return from;
}

}  // namespace lienthong::reference
