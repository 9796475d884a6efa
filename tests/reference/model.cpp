#include "tests/reference/model.h"
#include <algorithm>
#include <set>

namespace lienthong::reference {

int Model::add(Node node) {
  nodes.push_back(std::move(node));
  return static_cast<int>(nodes.size()) - 1;
}

int Model::connect(int source, int target, std::optional<Condition> condition) {
  const int index = static_cast<int>(flows.size());
  flows.push_back({"f" + std::to_string(index), source, target, std::move(condition), false});
  return index;
}

void Model::index() {
  for (Node& n : nodes) {
    for (auto* list : {&n.incoming, &n.outgoing, &n.children, &n.boundary, &n.handlers}) list->clear();
    n.start = -1;
    n.for_compensation = false;
  }
  for (Node& n : nodes) {
    if (n.undone_by >= 0 && (n.removed || node(n.undone_by).removed)) {
      node(n.undone_by).removed = true;
      n.undone_by = -1;
    }
    if (n.undone_by >= 0) node(n.undone_by).for_compensation = true;
    if (n.link_target >= 0 && node(n.link_target).removed) {
      n.link_target = -1;
      n.event = Event::None;
    }
    const bool lost = n.event == Event::Compensate && std::ranges::none_of(nodes, [&](const Node& other) {
                        return !other.removed && other.id == n.reference;
                      });
    if (lost) n.reference.clear();
  }
  for (int i = 0; i < static_cast<int>(nodes.size()); ++i) {
    const Node& n = node(i);
    if (n.removed) continue;
    if (n.host >= 0) node(n.host).boundary.push_back(i);
    if (n.parent < 0) continue;
    node(n.parent).children.push_back(i);
    if (n.kind == Kind::Start) node(n.parent).start = i;
    if (n.kind == Kind::EventSubProcess) node(n.parent).handlers.push_back(i);
  }
  for (int i = 0; i < static_cast<int>(flows.size()); ++i) {
    if (flow(i).removed) continue;
    node(flow(i).source).outgoing.push_back(i);
    node(flow(i).target).incoming.push_back(i);
  }
}

int Model::size() const {
  return static_cast<int>(std::ranges::count(nodes, false, &Node::removed) +
                          std::ranges::count(flows, false, &Flow::removed));
}

bool is_scope(Kind kind) { return kind <= Kind::EventSubProcess; }
bool is_activity(Kind kind) {
  return kind == Kind::SubProcess || (kind >= Kind::UserTask && kind <= Kind::CallActivity);
}
bool is_gateway(Kind kind) { return kind >= Kind::Exclusive; }
bool is_join(const Node& node) {
  return (node.kind == Kind::Parallel || node.kind == Kind::Inclusive) && node.incoming.size() > 1;
}

namespace {

const char* name_of(Kind kind) {
  static constexpr const char* names[]{"process",
                                       "sub-process",
                                       "event sub-process",
                                       "start",
                                       "end",
                                       "throw",
                                       "catch",
                                       "boundary",
                                       "user task",
                                       "external task",
                                       "script task",
                                       "receive task",
                                       "call activity",
                                       "exclusive gateway",
                                       "parallel gateway",
                                       "inclusive gateway",
                                       "splitting complex gateway",
                                       "event-based gateway"};
  return names[static_cast<int>(kind)];
}

const char* name_of(Event event) {
  static constexpr const char* names[]{"none",       "message",   "signal",       "timer",  "error",
                                       "escalation", "terminate", "compensation", "cancel", "link"};
  return names[static_cast<int>(event)];
}

}  // namespace

std::vector<std::string> features_of(const Model& model) {
  std::set<std::string> found;
  for (const Node& n : model.nodes) {
    if (n.removed) continue;
    const std::string kind = name_of(n.kind), event = name_of(n.event);
    switch (n.kind) {
      case Kind::Process:
      case Kind::Start: break;
      case Kind::End:
      case Kind::Throw:
      case Kind::Catch: found.insert(event + " " + kind); break;
      case Kind::Boundary:
        found.insert(event + " boundary" + (n.interrupting ? "" : ", non-interrupting"));
        break;
      case Kind::EventSubProcess: {
        const Node& start = model.node(n.start);
        found.insert(std::string(name_of(start.event)) + " event sub-process" +
                     (start.interrupting ? "" : ", non-interrupting"));
        break;
      }
      default: found.insert(kind); break;
    }
    if (n.loop && n.loop->standard)
      found.insert(n.loop->test_before ? "standard loop, tested before" : "standard loop");
    else if (n.loop)
      found.insert(n.loop->sequential ? "sequential multi-instance" : "parallel multi-instance");
    if (n.loop && n.loop->enough) found.insert("completion condition");
    if (n.transaction) found.insert("transaction");
    if (n.undone_by >= 0) found.insert("compensation handler of " + kind);
    if (n.start_quantity > 1) found.insert("start quantity");
    if (n.completion_quantity > 1) found.insert("completion quantity");
    if (!n.inputs.empty()) found.insert("input/output mapping");
    if (n.async_before || n.async_after) found.insert("async continuation");
    if (n.outgoing.size() > 1 && !is_gateway(n.kind))
      found.insert("several flows out of an activity or event");
  }
  return {found.begin(), found.end()};
}

}  // namespace lienthong::reference
