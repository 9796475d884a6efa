#include <algorithm>
#include "base/fit.h"
#include "bpmn/checking.h"

namespace lienthong::bpmn {
namespace {

void check_priority(Checking& checking, const Node& node, const std::optional<Expression>& priority,
                    const char* what) {
  if (is_constant(priority) && !is_number(priority->text))
    checking.error(node, "priority",
                   "The " + std::string(what) + " \"" + priority->text + "\" of the " + describe(node) +
                       " must be a whole number or an expression");
}

/// That of a task has 32 bits, as the contract says; those of jobs have 64.
void check_task_priority(Checking& checking, const Node& node) {
  const std::optional<Expression>& priority = node.user_task->priority;
  check_priority(checking, node, priority, "priority");
  if (is_constant(priority) && is_number(priority->text) && !fit_int(Value(priority->text)))
    checking.error(node, "priority",
                   "The priority " + priority->text + " of the " + describe(node) + " " +
                       fit_int(Value(priority->text)).why);
}

void check_decision(Checking& checking, const Node& node) {
  const Implementation& how = node.implementation;
  const std::string& binding = how.decision_binding;
  if (how.decision_ref.empty())
    checking.error(node, "decision-without-ref", "The decisionRef of the " + describe(node) + " is empty");
  if (node.kind != Kind::BusinessRuleTask)
    checking.error(node, "decision-place",
                   "The " + describe(node) + " cannot have a decisionRef; use a business rule task");
  if (binding != "latest" && binding != "deployment" && binding != "version" && binding != "versionTag")
    checking.error(node, "decision-binding",
                   "The decisionRefBinding \"" + binding + "\" of the " + describe(node) +
                       " must be latest, deployment, version or versionTag");
  if ((binding == "version" && how.decision_version.empty()) ||
      (binding == "versionTag" && how.decision_version_tag.empty()))
    checking.error(node, "decision-binding",
                   "The decisionRefBinding \"" + binding + "\" of the " + describe(node) +
                       " needs decisionRef" + (binding == "version" ? "Version" : "VersionTag"));
  if (binding == "version" && !how.decision_version.empty() && !is_template(how.decision_version) &&
      !is_number(how.decision_version))
    checking.error(node, "decision-binding",
                   "The decisionRefVersion \"" + how.decision_version + "\" of the " + describe(node) +
                       " must be a whole number");
  const std::string& map = how.map_decision_result;
  if (map != "resultList" && map != "singleResult" && map != "singleEntry" && map != "collectEntries")
    checking.error(node, "map-decision-result",
                   "The mapDecisionResult \"" + map + "\" of the " + describe(node) +
                       " must be resultList, singleResult, singleEntry or collectEntries");
}

/// A message flow into another executable pool carries the message; nothing else is needed.
bool sends_by_flow(const Process& process, const Node& node) {
  return node.kind == Kind::SendTask && std::ranges::find(process.messages_out, node.index,
                                                          &MessageOut::source) != process.messages_out.end();
}

void check_implementation(Checking& checking, const Node& node) {
  using Shape = Implementation::Shape;
  const Implementation& how = node.implementation;
  const bool task =
      node.kind == Kind::ServiceTask || node.kind == Kind::SendTask || node.kind == Kind::BusinessRuleTask;
  switch (how.shape) {
    case Shape::None:
      if (task && !sends_by_flow(checking.process, node))
        checking.error(node, "task-without-implementation",
                       "The " + describe(node) +
                           " needs an implementation: camunda:type=\"external\" with a topic, " +
                           (node.kind == Kind::BusinessRuleTask ? "camunda:expression or camunda:decisionRef"
                                                                : "or camunda:expression"));
      break;
    case Shape::External:
      if (!how.topic)
        checking.error(node, "external-without-topic",
                       "The external task of the " + describe(node) + " needs a camunda:topic");
      break;
    case Shape::Expression:
      if (!how.expression)
        checking.error(node, "expression-empty",
                       "The camunda:expression of the " + describe(node) + " is empty");
      break;
    case Shape::Decision: check_decision(checking, node); break;
    case Shape::Java:
      checking.not_yet(node, "The Java binding \"" + how.java + "\" of the " + describe(node),
                       "name a topic for it in a delegates file, {\"" + how.java +
                           "\": \"a.topic\"}, and give that with --delegates; or use an external task");
      if (!how.result_variable.empty())
        checking.error(
            node, "java-result-variable",
            "The " + describe(node) + " cannot have a resultVariable beside a class or delegateExpression");
      break;
    case Shape::Connector:
      checking.not_yet(node, "The connector of the " + describe(node),
                       "use an external task (camunda:type=\"external\" and camunda:topic)");
      break;
  }
  for (const auto& rule : how.error_rules) {
    if (rule.condition.text.empty())
      checking.error(node, "error-rule",
                     "A camunda:errorEventDefinition of the " + describe(node) + " needs an expression");
    check_condition(checking, node.id, rule.condition,
                    "expression of a camunda:errorEventDefinition of the " + describe(node));
    if (rule.code.empty())
      checking.error(node, "error-rule",
                     "A camunda:errorEventDefinition of the " + describe(node) +
                         " needs an errorRef to an error with an errorCode");
  }
}

void check_script(Checking& checking, const Node& node) {
  if (!node.script)
    checking.error(node, "script-without-text", "The " + describe(node) + " needs a script");
  else if (node.script->language == Expression::Language::Other)
    checking.not_yet(node, "The script language \"" + node.script_format + "\" of the " + describe(node),
                     "write the script in FEEL or JavaScript (scriptFormat) or use an external task");
}

void check_mappings(Checking& checking, const Node& node, const std::vector<Mapping>& mappings,
                    const char* direction) {
  for (const Mapping& mapping : mappings) {
    const auto wrong = [&](const std::string& why) {
      checking.error(mapping.place, node.id, "mapping",
                     "A camunda:" + std::string(direction) + " of the " + describe(node) + " " + why);
    };
    const bool variable = mapping.shape == Mapping::Shape::Variable,
               expression = mapping.shape == Mapping::Shape::Expression;
    if (mapping.shape == Mapping::Shape::All && mapping.source != "all")
      wrong("has variables=\"" + mapping.source + "\"; it must be \"all\", or name one variable as source");
    if (variable && mapping.source.empty()) wrong("needs a source");
    if (expression && !mapping.expression) wrong("has an empty sourceExpression");
    if ((variable || expression) && mapping.target.empty()) wrong("needs a target");
    if (mapping.shape == Mapping::Shape::BusinessKey && direction == std::string_view("out"))
      wrong("cannot carry a business key");
  }
}

void check_call(Checking& checking, const Node& node) {
  const CallActivity& call = *node.call;
  if (!call.called_element)
    checking.error(node, "call-without-element",
                   "The " + describe(node) + " needs a calledElement: the id of a process");
  const std::string& binding = call.binding;
  if (binding != "latest" && binding != "deployment" && binding != "version" && binding != "versionTag")
    checking.error(node, "call-binding",
                   "The calledElementBinding \"" + binding + "\" of the " + describe(node) +
                       " must be latest, deployment, version or versionTag");
  if ((binding == "version" && call.version.empty()) || (binding == "versionTag" && call.version_tag.empty()))
    checking.error(node, "call-binding",
                   "The calledElementBinding \"" + binding + "\" of the " + describe(node) +
                       " needs calledElement" + (binding == "version" ? "Version" : "VersionTag"));
  if (binding == "version" && !call.version.empty() && !is_template(call.version) && !is_number(call.version))
    checking.error(node, "call-binding",
                   "The calledElementVersion \"" + call.version + "\" of the " + describe(node) +
                       " must be a whole number");
  check_mappings(checking, node, call.in, "in");
  check_mappings(checking, node, call.out, "out");
}

/// Where camunda:asyncBefore or asyncAfter would be without effect.
void check_async(Checking& checking, const Node& node) {
  const bool never_entered = node.kind == Kind::BoundaryEvent && node.has_event(EventKind::Compensate);
  if (never_entered && (node.async_before || node.async_after))
    checking.warning(node, "async-ignored",
                     "The " + describe(node) +
                         " is never entered, so it waits in no job; asyncBefore on its handler would");
  if (node.for_compensation && node.async_after)
    checking.warning(
        node, "async-ignored",
        "The " + describe(node) + " undoes something and is followed by nothing, so asyncAfter is ignored");
}

}  // namespace

void check_tasks(Checking& checking) {
  for (const Node& node : checking.process.nodes) {
    check_priority(checking, node, node.job_priority, "jobPriority");
    check_priority(checking, node, node.implementation.priority, "taskPriority");
    if (node.user_task) check_task_priority(checking, node);
    check_implementation(checking, node);
    if (node.kind == Kind::ScriptTask) check_script(checking, node);
    if (node.call) check_call(checking, node);
    check_mappings(checking, node, node.payload, "in");
    for (const EventDefinition& event : node.events) check_mappings(checking, node, event.in, "in");
    if (node.kind == Kind::ReceiveTask && node.instantiate && node.events.empty())
      checking.error(node, "instantiating-receive-message",
                     "The " + describe(node) + " begins a process instance and needs a messageRef");
    if (node.kind == Kind::ReceiveTask && node.instantiate && !node.incoming.empty())
      checking.warning(
          node, "instantiate-ignored",
          "The " + describe(node) + " has incoming flows, so instantiate is ignored (BPMN 10.3.3)");
    check_async(checking, node);
  }
}

}  // namespace lienthong::bpmn
