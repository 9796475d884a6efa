#include <algorithm>
#include "bpmn/checking.h"
#include "bpmn/events/event_type.h"

namespace lienthong::bpmn {
namespace {

std::vector<const Node*> starts_of(const Checking& checking, const Node& scope) {
  std::vector<const Node*> out;
  for (const NodeIndex child : scope.children)
    if (checking.process.node(child).kind == Kind::StartEvent) out.push_back(&checking.process.node(child));
  return out;
}

void check_process_start(Checking& checking, const Node& start, int& plain) {
  if (start.events.empty() && ++plain == 2)
    checking.error(
        start, "several-starts",
        "A process has at most one start event without event definition; \"" + start.id + "\" is the second");
  for (const EventDefinition& event : start.events) {
    if (!type_of(event.kind).may_stand.contains(EventPlace::Start))
      checking.error(start, "start-event-kind",
                     "A start event with " + std::string(name_of(event.kind)) +
                         " definition cannot start a process; use " + kinds_at(EventPlace::Start));
    else if (event.kind == EventKind::Message && is_template(event.name))
      checking.error(start, "message-start-expression",
                     "The message name of the start event \"" + start.id + "\" must not hold an expression");
  }
}

void check_event_sub_process_start(Checking& checking, const Node& start) {
  const auto wrong = [&] {
    checking.error(start, "event-sub-process-start",
                   "The start event \"" + start.id + "\" of an event sub-process needs a " +
                       kinds_at(EventPlace::EventSubProcess, EventKind::Compensate) + " definition");
  };  // a compensation start stands in few of them: check_compensation knows
  if (start.events.empty()) wrong();
  for (const EventDefinition& event : start.events) {
    if (!type_of(event.kind).may_stand.contains(EventPlace::EventSubProcess))
      wrong();
    else if (event.kind == EventKind::Error && !start.interrupting)
      checking.error(
          start, "error-start-interrupts",
          "The error start event \"" + start.id + "\" must interrupt; remove isInterrupting=\"false\"");
  }
}

/// Receive tasks and event-based gateways that begin an instance.
bool instantiates(const Node& node) { return node.instantiate && node.incoming.empty(); }

void check_scope(Checking& checking, const Node& scope) {
  const std::vector<const Node*> starts = starts_of(checking, scope);
  if (scope.kind == Kind::Process) {
    const bool other = std::ranges::any_of(
        scope.children, [&](NodeIndex child) { return instantiates(checking.process.node(child)); });
    if (starts.empty() && !other)
      checking.error(scope, "process-without-start", "The process \"" + scope.id + "\" needs a start event");
    int plain = 0;
    for (const Node* start : starts) check_process_start(checking, *start, plain);
    return;
  }
  if (starts.size() != 1)
    checking.error(
        scope, "sub-process-start",
        "The " + describe(scope) + " needs exactly one start event, it has " + std::to_string(starts.size()));
  for (const Node* start : starts) {
    if (scope.kind == Kind::EventSubProcess)
      check_event_sub_process_start(checking, *start);
    else if (start->event() != EventKind::None)
      checking.error(*start, "typed-start-in-sub-process",
                     "The start event \"" + start->id +
                         "\" of a sub-process must have no event definition "
                         "(only a process or an event sub-process is started by an event)");
  }
}

}  // namespace

void check_scopes(Checking& checking) {
  for (const Node& node : checking.process.nodes) {
    switch (node.kind) {
      case Kind::Process:
      case Kind::SubProcess:
      case Kind::EventSubProcess:
      case Kind::Transaction: check_scope(checking, node); break;
      case Kind::AdHocSubProcess: check_ad_hoc(checking, node); break;
      default: break;
    }
  }
}

}  // namespace lienthong::bpmn
