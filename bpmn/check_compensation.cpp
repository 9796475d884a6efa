// Compensation and transactions: BPMN 10.7, bpmn-extensions 17 and 20.
#include <algorithm>
#include <set>
#include "bpmn/checking.h"

namespace lienthong::bpmn {
namespace {

bool throws(const Node& node, EventKind kind) {
  return (node.kind == Kind::EndEvent || node.kind == Kind::IntermediateThrowEvent) &&
         std::ranges::any_of(node.events, [kind](const EventDefinition& e) { return e.kind == kind; });
}

bool is_compensation_start(const Checking& checking, const Node& node) {
  return node.kind == Kind::StartEvent && node.has_event(EventKind::Compensate) &&
         checking.scope_of(node).kind == Kind::EventSubProcess;
}

/// An event sub-process inside `scope` that compensates it.
const Node* own_handler(const Checking& checking, const Node& scope) {
  for (const NodeIndex index : scope.children) {
    const Node& child = checking.process.node(index);
    if (child.kind != Kind::EventSubProcess) continue;
    for (const NodeIndex start : child.children)
      if (is_compensation_start(checking, checking.process.node(start))) return &child;
  }
  return nullptr;
}

/// The transaction that a cancel end event ends: the nearest around it. What undoes part of a transaction
/// cannot cancel it.
const Node* transaction_around(const Checking& checking, const Node& node) {
  for (const Node* scope = &checking.scope_of(node); scope->kind != Kind::Process;) {
    if (scope->kind == Kind::Transaction) return scope;
    const Node& around = checking.scope_of(*scope);
    if (scope->for_compensation || own_handler(checking, around) == scope) return nullptr;
    scope = &around;
  }
  return nullptr;
}

void check_compensation_boundary(Checking& checking, const Node& event) {
  for (const FlowIndex index : event.outgoing) {
    const Flow& flow = checking.process.flow(index);
    checking.error(flow.place, flow.id, "compensation-boundary-flow",
                   "The " + describe(flow) + " leaves the compensation boundary event \"" + event.id +
                       "\"; an association leads to its handler (BPMN 10.7.1)");
  }
  if (event.attached_to >= 0) {
    const Node& host = checking.process.node(event.attached_to);
    if (host.for_compensation)
      checking.warning(event, "compensation-of-handler",
                       "The " + describe(host) + " compensates and is not compensated itself; \"" + event.id +
                           "\" has no effect");
  }
  if (event.handler < 0) {
    checking.error(event, "compensation-without-handler",
                   "The compensation boundary event \"" + event.id +
                       "\" needs an association with the activity that compensates (BPMN 10.7.1)");
    return;
  }
  const Node& handler = checking.process.node(event.handler);
  if (!handler.for_compensation || !is_activity(handler.kind))
    checking.error(event, "compensation-handler",
                   "The compensation boundary event \"" + event.id + "\" is associated with the " +
                       describe(handler) + ", which is no activity with isForCompensation=\"true\"");
  else if (handler.parent != event.parent)
    checking.error(event, "compensation-handler",
                   "The compensation boundary event \"" + event.id + "\" is associated with the " +
                       describe(handler) + ", which stands in another sub-process");
}

void check_start(Checking& checking, const Node& start) {
  const Node& around = checking.scope_of(checking.scope_of(start));
  if (around.kind == Kind::Process || around.kind == Kind::EventSubProcess)
    checking.error(start, "compensation-start-place",
                   "The start event \"" + start.id + "\" compensates the " + describe(around) +
                       "; only an embedded sub-process can be compensated from inside (BPMN 10.5.2)");
}

void check_handler(Checking& checking, const Node& node, const std::set<NodeIndex>& associated) {
  const Node* around = node.kind == Kind::EventSubProcess ? &checking.scope_of(node) : nullptr;
  if (around && own_handler(checking, *around) == &node) return;  // it is one by its start event
  if (!is_activity(node.kind) || node.kind == Kind::EventSubProcess)
    checking.error(node, "compensation-activity",
                   "The " + describe(node) + " has isForCompensation, which only activities may have");
  else if (associated.count(node.index) == 0)
    checking.warning(
        node, "compensation-never",
        "No compensation boundary event is associated with the " + describe(node) + "; it never executes");
}

/// From an event sub-process one may also undo what its surrounding scope has completed.
bool is_visible(const Checking& checking, const Node& activity, const Node& from) {
  for (const Node* scope = &checking.scope_of(from);; scope = &checking.scope_of(*scope)) {
    if (activity.parent == scope->index) return true;
    if (scope->kind != Kind::EventSubProcess) return false;
  }
}

void check_throw(Checking& checking, const Node& node, const EventDefinition& event) {
  if (event.activity_ref.empty()) return;
  const auto wrong = [&](const std::string& why) {
    checking.error(event.place, node.id, "compensation-reference",
                   "The activityRef \"" + event.activity_ref + "\" of the " + describe(node) + " " + why);
  };
  const auto found = checking.process.by_id.find(event.activity_ref);
  if (found == checking.process.by_id.end()) return wrong("is no element of this process");
  const Node& activity = checking.process.node(found->second);
  if (!is_activity(activity.kind)) return wrong("is no activity, so that nothing can undo it");
  if (!is_visible(checking, activity, node))
    return wrong(
        "stands in another scope; only activities beside the event, or beside the event "
        "sub-process around it, can be compensated (BPMN 10.5.5)");
}

void check_cancel_end(Checking& checking, const Node& end) {
  const Node* transaction = transaction_around(checking, end);
  if (!transaction) {
    checking.error(end, "cancel-outside-transaction",
                   "The " + describe(end) +
                       " cancels, but does not stand in a transaction, or only in a part that undoes one");
    return;
  }
  for (const NodeIndex index : transaction->boundary)
    if (checking.process.node(index).has_event(EventKind::Cancel)) return;
  checking.error(*transaction, "cancel-without-boundary",
                 "The " + describe(*transaction) + " can be cancelled by \"" + end.id +
                     "\" but has no cancel boundary event to go on from (BPMN 10.5.3)");
}

}  // namespace

void check_compensation(Checking& checking) {
  std::set<NodeIndex> associated;
  for (const Node& node : checking.process.nodes)
    if (node.handler >= 0) associated.insert(node.handler);
  for (const Node& node : checking.process.nodes) {
    if (node.for_compensation) check_handler(checking, node, associated);
    if (is_compensation_start(checking, node)) check_start(checking, node);
    if (node.kind == Kind::EndEvent && throws(node, EventKind::Cancel)) check_cancel_end(checking, node);
    if (throws(node, EventKind::Compensate))
      for (const EventDefinition& event : node.events)
        if (event.kind == EventKind::Compensate) check_throw(checking, node, event);
    if (!throws(node, EventKind::Compensate) && node.has_event(EventKind::Compensate) &&
        node.events.size() > 1)
      checking.error(
          node, "compensation-alone",
          "The " + describe(node) +
              " waits for compensation, which comes when its activity is over, beside other events");
    if (node.kind != Kind::BoundaryEvent) continue;
    if (node.has_event(EventKind::Compensate)) check_compensation_boundary(checking, node);
    if (node.has_event(EventKind::Cancel) && node.attached_to >= 0 &&
        checking.process.node(node.attached_to).kind != Kind::Transaction)
      checking.error(node, "cancel-boundary",
                     "The " + describe(checking.process.node(node.attached_to)) +
                         " is no transaction and cannot be cancelled");
  }
}

}  // namespace lienthong::bpmn
