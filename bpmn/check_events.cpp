#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include "bpmn/checking.h"
#include "bpmn/events/event_type.h"

namespace lienthong::bpmn {
namespace {

/// A rung of a deadline may raise an escalation from any activity (docs/formats/extensions.md).
bool raises_by_deadline(const Node& host) {
  return std::ranges::any_of(host.deadlines, [](const Deadline& deadline) {
    return std::ranges::any_of(deadline.ladder,
                               [](const Rung& rung) { return rung.escalation_code.has_value(); });
  });
}

/// A multi-instance may throw one as its instances complete (BPMN 10.3.8).
bool raises_by_loop(const Node& host) {
  return host.loop && std::ranges::any_of(host.loop->throws, [](const LoopEvent& thrown) {
           return std::ranges::count(thrown.events, EventKind::Escalation, &EventDefinition::kind) > 0;
         });
}

/// Where a start stands is known to check_scopes.
EventPlace place_of(const Node& node) {
  switch (node.kind) {
    case Kind::EndEvent: return EventPlace::End;
    case Kind::IntermediateCatchEvent: return EventPlace::Catch;
    case Kind::IntermediateThrowEvent: return EventPlace::Throw;
    case Kind::BoundaryEvent: return EventPlace::Boundary;
    default: return EventPlace::Start;
  }
}

void check_several(Checking& checking, const Node& node) {
  if (node.needs_all_events())
    for (const EventDefinition& event : node.events)
      if (!type_of(event.kind).waits_beside_others)
        checking.error(event.place, node.id, "parallel-multiple-kind",
                       "The parallel multiple " + describe(node) + " cannot wait for other events beside " +
                           std::string(name_of(event.kind)) + " (BPMN 10.5.6)");
  if (!is_throwing(node)) return;
  std::size_t messages = 0;
  for (const EventDefinition& event : node.events) messages += event.kind == EventKind::Message;
  if (messages > 1 && node.implementation.shape != Implementation::Shape::None)
    checking.error(node, "several-worker-messages",
                   "The " + describe(node) +
                       " has several messages of which workers send one; give each an event of its own");
}

void check_kind(Checking& checking, const Node& node) {
  if (node.events.size() > 1) check_several(checking, node);
  if (node.kind == Kind::StartEvent) return;  // check_scopes knows where it stands
  const auto may_stand = [&](EventKind kind) { return type_of(kind).may_stand.contains(place_of(node)); };
  if (node.events.empty() && !may_stand(EventKind::None))
    checking.error(node, "event-kind", "The " + describe(node) + " needs an event definition");
  for (const EventDefinition& event : node.events) {
    if (!may_stand(event.kind)) {
      checking.error(node, "event-kind",
                     "The " + describe(node) + " cannot have the event definition \"" +
                         std::string(name_of(event.kind)) + "\"");
      return;
    }
    if (event.kind == EventKind::Link && node.events.size() > 1)
      checking.error(event.place, node.id, "link-beside-others",
                     "The link of the " + describe(node) + " must be its only event definition");
  }
}

void check_boundary(Checking& checking, const Node& node) {
  if (node.attached_to < 0) return;  // the reader has said so
  const Node& host = checking.process.node(node.attached_to);
  if (!is_activity(host.kind) || host.kind == Kind::EventSubProcess) {
    checking.error(node, "attached-to",
                   "The boundary event \"" + node.id + "\" cannot be attached to the " + describe(host) +
                       "; only activities have boundary events");
    return;
  }
  if (host.parent != node.parent)
    checking.error(node, "attached-to",
                   "The boundary event \"" + node.id + "\" is attached to the " + describe(host) +
                       ", which stands in another sub-process");
  const bool raises = host.kind == Kind::UserTask || host.kind == Kind::CallActivity ||
                      host.kind == Kind::SubProcess || host.kind == Kind::Transaction ||
                      host.kind == Kind::AdHocSubProcess || raises_by_deadline(host) || raises_by_loop(host);
  if (node.has_event(EventKind::Escalation) && !raises)
    checking.error(node, "escalation-boundary",
                   "The " + describe(host) +
                       " raises no escalation; only user tasks, "
                       "sub-processes and call activities may have an escalation boundary event");
}

/// The scope that holds what a catching event waits for; -1 for events that throw.
NodeIndex subscriber(const Checking& checking, const Node& node) {
  switch (node.kind) {
    case Kind::BoundaryEvent: return node.attached_to;
    case Kind::ReceiveTask: return node.index;
    case Kind::StartEvent: {
      const Node& scope = checking.scope_of(node);
      return scope.kind == Kind::EventSubProcess ? scope.parent
             : scope.kind == Kind::Process       ? scope.index
                                                 : -1;
    }
    case Kind::IntermediateCatchEvent:
      for (const FlowIndex flow : node.incoming) {
        const NodeIndex source = checking.process.flow(flow).source;
        if (source >= 0 && checking.process.node(source).kind == Kind::EventBasedGateway) return source;
      }
      return node.index;
    default: return -1;
  }
}

/// Two waits for the same thing in one scope could not be told apart.
class Subscriptions {
 public:
  explicit Subscriptions(Checking& checking) : checking_(checking) {}

  void add(const Node& node) {
    const NodeIndex scope = subscriber(checking_, node);
    if (scope < 0) return;
    const bool starts_process =
        node.kind == Kind::StartEvent && checking_.scope_of(node).kind == Kind::Process;
    for (const EventDefinition& event : node.events) {
      if (event.kind == EventKind::Escalation) escalation(node, scope, event);
      // In an instance one condition may lead to several events: each has its own.
      const std::optional<std::string> what = type_of(event.kind).waits_for(event);
      if (!what || (event.kind == EventKind::Conditional && !starts_process)) continue;
      const auto [first, fresh] = seen_.try_emplace({scope, event.kind, starts_process, *what}, &node);
      if (!fresh)
        checking_.error(node, "subscribed-twice",
                        "The " + describe(node) + " waits for the same " + std::string(name_of(event.kind)) +
                            (what->empty() ? "" : " \"" + *what + "\"") + " as the " +
                            describe(*first->second) + " in the same scope");
    }
  }

 private:
  /// Inside an activity its event sub-processes catch first, what they leave comes to its boundary.
  void escalation(const Node& node, NodeIndex scope, const EventDefinition& event) {
    auto& codes = codes_[{scope, node.kind == Kind::BoundaryEvent}];
    const bool clash =
        codes.count(event.code) != 0 || (event.code.empty() ? !codes.empty() : codes.count("") != 0);
    if (clash)
      checking_.error(node, "escalation-twice",
                      "The " + describe(node) +
                          " catches an escalation that another event of the same scope catches too; "
                          "a scope may not catch one code twice, nor all codes beside a single one");
    codes.insert(event.code);
  }

  Checking& checking_;
  std::map<std::tuple<NodeIndex, EventKind, bool, std::string>, const Node*> seen_;
  std::map<std::pair<NodeIndex, bool>, std::set<std::string>> codes_;  ///< true: at its boundary
};

bool is_link(const Node& node, Kind kind) { return node.kind == kind && node.event() == EventKind::Link; }

void check_links(Checking& checking) {
  std::set<NodeIndex> reached;
  for (const Node& node : checking.process.nodes)
    if (is_link(node, Kind::IntermediateThrowEvent)) {
      reached.insert(node.link_end);
      if (node.link_end < 0)
        checking.error(node, "link-without-target",
                       "No link target is named \"" + node.events.front().name + "\" in this scope");
    }
  std::map<std::pair<NodeIndex, std::string>, const Node*> targets;
  for (const Node& node : checking.process.nodes) {
    if (!is_link(node, Kind::IntermediateCatchEvent)) continue;
    const std::string& name = node.events.front().name;
    const bool leads_here = reached.contains(node.index);
    if (!leads_here && node.incoming.empty())
      checking.warning(node, "link-without-source",
                       "No link throw event is named \"" + name + "\" in this scope");
    const auto [first, fresh] = targets.try_emplace({node.parent, name}, &node);
    // Of two of one name each may have its own sources.
    if (!fresh && !name.empty() && !(leads_here && reached.contains(first->second->index)))
      checking.error(node, "link-twice", "Two link targets are named \"" + name + "\" in one scope");
  }
}

}  // namespace

void check_events(Checking& checking) {
  Subscriptions subscriptions(checking);
  for (const Node& node : checking.process.nodes) {
    if (is_event(node.kind)) check_kind(checking, node);
    if (is_event(node.kind) || node.kind == Kind::ReceiveTask)
      for (const EventDefinition& event : node.events) type_of(event.kind).check(checking, node, event);
    if (node.kind == Kind::BoundaryEvent) check_boundary(checking, node);
    subscriptions.add(node);
  }
  check_links(checking);
}

}  // namespace lienthong::bpmn
