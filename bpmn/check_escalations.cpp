// Escalations that nobody catches, and handlers of what nobody throws. Both may have their counterpart in
// another file, across a call activity: warnings.
#include <set>
#include "bpmn/checking.h"

namespace lienthong::bpmn {
namespace {

struct EscalationCodes {
  std::set<std::string> thrown, caught;
  bool all_caught = false;  ///< by a handler without code, or one whose code is known at run time only
  bool any_thrown = false;  ///< a code that is known at run time only
};

bool is_escalation_handler(const Node& node) {
  return node.kind == Kind::BoundaryEvent || node.kind == Kind::StartEvent;
}

void collect_codes(const Process& process, EscalationCodes& codes) {
  for (const Node& node : process.nodes) {
    for (const EventDefinition& event : node.events) {
      if (event.kind != EventKind::Escalation) continue;
      const bool open = event.code.empty() || is_template(event.code);
      if (is_throwing(node)) {
        codes.any_thrown = codes.any_thrown || open;
        codes.thrown.insert(event.code);
      } else if (is_escalation_handler(node)) {
        codes.all_caught = codes.all_caught || open;
        codes.caught.insert(event.code);
      }
    }
    for (const Deadline& deadline : node.deadlines)
      for (const Rung& rung : deadline.ladder)
        if (rung.escalation_code) {
          codes.any_thrown = codes.any_thrown || !is_constant(rung.escalation_code);
          codes.thrown.insert(rung.escalation_code->text);
        }
  }
}

/// People, workers and called processes may escalate with any code.
bool may_escalate(const Process& process, const Node& host) {
  if (host.kind == Kind::CallActivity || host.kind == Kind::UserTask || host.kind == Kind::ServiceTask ||
      host.kind == Kind::SendTask || host.kind == Kind::BusinessRuleTask)
    return true;
  for (const NodeIndex child : host.children)
    if (may_escalate(process, process.node(child))) return true;
  return false;
}

void check_escalation_handler(Checking& checking, const Node& node, const EscalationCodes& codes) {
  if (!is_escalation_handler(node) || node.parent < 0) return;
  const Process& process = checking.process;
  const NodeIndex host =
      node.kind == Kind::BoundaryEvent ? node.attached_to : process.node(node.parent).parent;
  if (host < 0 || may_escalate(process, process.node(host))) return;
  for (const EventDefinition& event : node.events)
    if (event.kind == EventKind::Escalation && !event.code.empty() && !is_template(event.code) &&
        !codes.thrown.contains(event.code))
      checking.warning(
          event.place, node.id, "escalation-never-thrown",
          "Nothing in this file escalates with the code \"" + event.code + "\" of the " + describe(node));
}

void check_escalation_thrower(Checking& checking, const Node& node, const EscalationCodes& codes) {
  const auto tell = [&](Place place, const std::string& code) {
    if (codes.all_caught || codes.caught.contains(code) || is_template(code)) return;
    checking.warning(place, node.id, "escalation-never-caught",
                     "Nobody in this file catches the escalation \"" + code + "\" of the " + describe(node));
  };
  if (is_throwing(node))
    for (const EventDefinition& event : node.events)
      if (event.kind == EventKind::Escalation && !event.code.empty()) tell(event.place, event.code);
  for (const Deadline& deadline : node.deadlines)
    for (const Rung& rung : deadline.ladder)
      if (is_constant(rung.escalation_code)) tell(rung.place, rung.escalation_code->text);
}

}  // namespace

void check_escalations(const Document& document, std::vector<Problem>& problems) {
  EscalationCodes codes;
  for (const Process& process : document.processes)
    if (process.executable) collect_codes(process, codes);
  for (const Process& process : document.processes) {
    if (!process.executable) continue;
    Checking checking(process, problems);
    for (const Node& node : process.nodes) {
      if (!codes.any_thrown) check_escalation_handler(checking, node, codes);
      check_escalation_thrower(checking, node, codes);
    }
  }
}

}  // namespace lienthong::bpmn
