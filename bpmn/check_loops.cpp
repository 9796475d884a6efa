#include "bpmn/checking.h"

namespace lienthong::bpmn {
namespace {

void check_standard_loop(Checking& checking, const Node& node) {
  const Loop& loop = *node.loop;
  const auto wrong = [&](const char* rule, const std::string& why) {
    checking.error(loop.place, node.id, rule, "The standard loop of the " + describe(node) + " " + why);
  };
  check_condition(checking, node.id, loop.condition, "loopCondition of the " + describe(node));
  if (!loop.condition && !loop.maximum)
    wrong("loop-endless", "would never end; give it a loopCondition or a loopMaximum");
  if (is_constant(loop.maximum) && (!is_number(loop.maximum->text) || loop.maximum->text.front() == '-' ||
                                    loop.maximum->text.find_first_not_of('0') == std::string::npos))
    wrong("loop-maximum", "has the loopMaximum \"" + loop.maximum->text +
                              "\"; it must be a whole number of at least 1 or an expression");
}

void check_thrown(Checking& checking, const Node& node, const EventDefinition& event) {
  const auto wrong = [&](const char* rule, const std::string& why) {
    checking.error(event.place, node.id, rule, "The multi-instance of the " + describe(node) + " " + why);
  };
  switch (event.kind) {
    case EventKind::Signal:
      if (event.reference.empty()) wrong("signal-without-name", "throws a signal without signalRef");
      break;
    case EventKind::Message:
      if (event.name.empty())
        wrong("message-without-name", "throws a message without messageRef to one with a name");
      break;
    case EventKind::Error:
      if (event.code.empty())
        wrong("error-without-code", "throws an error without errorRef to one with an errorCode");
      break;
    case EventKind::Escalation:
      if (event.code.empty())
        wrong("escalation-without-code",
              "throws an escalation without escalationRef to one with an escalationCode");
      break;
    default:
      wrong("loop-event-kind", "cannot throw the event definition \"" + std::string(name_of(event.kind)) +
                                   "\"; use signal, message, escalation or error");
  }
}

void check_behavior(Checking& checking, const Node& node) {
  const Loop& loop = *node.loop;
  const bool complex = loop.behavior == Loop::Behavior::Complex;
  if (complex && loop.throws.empty())
    checking.error(loop.place, node.id, "loop-complex",
                   "The multi-instance of the " + describe(node) +
                       " has behavior=\"Complex\" but no complexBehaviorDefinition");
  for (const LoopEvent& thrown : loop.throws) {
    if (complex && !thrown.condition)
      checking.error(thrown.place, node.id, "loop-complex",
                     "A complexBehaviorDefinition of the " + describe(node) + " needs a condition");
    if (complex && thrown.events.empty())
      checking.error(thrown.place, node.id, "loop-complex",
                     "A complexBehaviorDefinition of the " + describe(node) +
                         " needs an event with an event definition");
    check_condition(checking, node.id, thrown.condition,
                    "condition of a complexBehaviorDefinition of the " + describe(node));
    for (const EventDefinition& event : thrown.events) check_thrown(checking, node, event);
  }
}

void check_multi_instance(Checking& checking, const Node& node) {
  const Loop& loop = *node.loop;
  const auto wrong = [&](const char* rule, const std::string& why) {
    checking.error(loop.place, node.id, rule, "The multi-instance loop of the " + describe(node) + " " + why);
  };
  if (!loop.cardinality && !loop.collection)
    wrong("loop-without-count", "needs a loopCardinality or a camunda:collection");
  if (!loop.element_variable.empty() && !loop.collection)
    wrong("loop-element-variable", "has an elementVariable but no camunda:collection to take it from");
  if (is_constant(loop.cardinality) &&
      (!is_number(loop.cardinality->text) || loop.cardinality->text.front() == '-'))
    wrong("loop-cardinality",
          "has the cardinality \"" + loop.cardinality->text + "\"; it must be a whole number of at least 0");
  check_condition(checking, node.id, loop.completion_condition,
                  "completionCondition of the " + describe(node));
  check_behavior(checking, node);
}

/// BPMN 10.3: only activities count tokens.
void check_quantities(Checking& checking, const Node& node) {
  if (node.start_quantity == 1 && node.completion_quantity == 1) return;
  if (!is_activity(node.kind) || node.kind == Kind::EventSubProcess || node.for_compensation)
    checking.error(node, "quantity-place",
                   "The " + describe(node) +
                       " takes and gives single tokens; only activities in the sequence flow have a "
                       "startQuantity or completionQuantity");
  else if (node.start_quantity > 1 && node.incoming.empty())
    checking.error(node, "quantity-without-flow",
                   "The " + describe(node) + " waits for " + std::to_string(node.start_quantity) +
                       " tokens, but no sequence flow leads to it");
}

}  // namespace

void check_loops(Checking& checking) {
  for (const Node& node : checking.process.nodes) {
    check_quantities(checking, node);
    if (!node.loop) continue;
    if (!is_activity(node.kind) || node.kind == Kind::EventSubProcess)
      checking.error(node.loop->place, node.id, "loop-place",
                     "The loop of the " + describe(node) +
                         " stands where none may be; only tasks, sub-processes and call activities may loop");
    if (node.loop->standard)
      check_standard_loop(checking, node);
    else
      check_multi_instance(checking, node);
  }
}

}  // namespace lienthong::bpmn
