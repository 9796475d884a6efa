// What kinds of tasks say about their work: user tasks, service-like tasks, scripts, call activities.
#include "bpmn/reading.h"

namespace lienthong::bpmn {
namespace {

using xml::Space;

/// `user(x)`, `group(x)`, or a bare group, as Activiti wrote BPMN's potential owners.
void read_potential_owners(UserTask& task, const xml::Element& expression_element) {
  for (Expression& owner : expression_list(expression_element.text(), expression_element.place())) {
    const auto inside = [&](std::string_view word) {
      const bool matches = owner.text.size() > word.size() && owner.text.compare(0, word.size(), word) == 0 &&
                           owner.text.back() == ')';
      if (matches) owner.text = owner.text.substr(word.size(), owner.text.size() - word.size() - 1);
      return matches;
    };
    if (inside("user("))
      task.candidate_users.push_back(owner);
    else {
      inside("group(");
      task.candidate_groups.push_back(owner);
    }
  }
}

std::optional<xml::Element> assignment(const xml::Element& role) {
  const auto outer = role.child("resourceAssignmentExpression");
  return outer ? outer->child("formalExpression") : std::nullopt;
}

void read_user_task(Reading& reading, Node& node, const xml::Element& from) {
  UserTask& task = node.user_task.emplace();
  task.assignee = expression_attribute(from, "assignee");
  task.due_date = expression_attribute(from, "dueDate");
  task.follow_up_date = expression_attribute(from, "followUpDate");
  task.priority = expression_attribute(from, "priority");
  task.candidate_users = expression_list(from.attribute("candidateUsers", Space::Camunda), from.place());
  task.candidate_groups = expression_list(from.attribute("candidateGroups", Space::Camunda), from.place());
  for (const xml::Element child : from.children()) {
    const bool performer = child.is("humanPerformer");
    if (!performer && !child.is("potentialOwner")) continue;
    const auto who = assignment(child);
    if (!who || who->text().empty()) continue;
    if (!performer) {
      read_potential_owners(task, *who);
    } else if (task.assignee) {
      reading.error(child, "two-assignees",
                    "The task \"" + node.id +
                        "\" has two assignees; keep either camunda:assignee or one humanPerformer");
    } else {
      task.assignee = expression(who->text(), who->place());
    }
  }
  task.listeners = read_listeners(reading, from, "taskListener");
  read_form(reading, node, from);
}

Mapping read_mapping(const xml::Element& from) {
  Mapping mapping;
  mapping.place = from.place();
  mapping.source = from.attribute("source");
  mapping.target = from.attribute("target");
  mapping.local = from.flag("local", false);
  if (from.find("variables")) {
    mapping.shape = Mapping::Shape::All;
    mapping.source = from.attribute("variables");
  } else if (const auto key = from.find("businessKey")) {
    mapping.shape = Mapping::Shape::BusinessKey;
    mapping.expression = expression(*key, from.place());
  } else if (from.find("sourceExpression")) {
    mapping.shape = Mapping::Shape::Expression;
    mapping.expression = expression_attribute(from, "sourceExpression", Space::None);
  }
  return mapping;
}

void read_call(Reading& reading, Node& node, const xml::Element& from) {
  CallActivity& call = node.call.emplace();
  call.called_element = expression_attribute(from, "calledElement", Space::None);
  call.binding = from.find("calledElementBinding", Space::Camunda).value_or("latest");
  call.version = from.attribute("calledElementVersion", Space::Camunda);
  call.version_tag = from.attribute("calledElementVersionTag", Space::Camunda);
  for (const char* java : {"variableMappingClass", "variableMappingDelegateExpression"})
    if (const auto name = from.find(java, Space::Camunda))
      reading.error(from, "not-executable-yet",
                    "The Java mapping \"" + std::string(*name) + "\" of the call activity \"" + node.id +
                        "\" cannot run here; use camunda:in and camunda:out");
  if (from.find("caseRef", Space::Camunda))
    reading.error(from, "not-executable-yet",
                  "Case models (camunda:caseRef) cannot be called; call a process instead");
  if (from.find("calledElementTenantId", Space::Camunda))
    reading.error(from, "not-executable-yet",
                  "camunda:calledElementTenantId is not executed in this release; remove it");
  call.in = read_mappings(from, "in");
  call.out = read_mappings(from, "out");
}

void read_script(Reading& reading, Node& node, const xml::Element& from) {
  // A global script task calls it scriptLanguage.
  node.script_format = from.attribute(from.find("scriptFormat") ? "scriptFormat" : "scriptLanguage");
  node.script_resource = from.attribute("resource", Space::Camunda);
  node.implementation.result_variable = from.attribute("resultVariable", Space::Camunda);
  const auto script = from.child("script");
  if (!node.script_resource.empty())
    node.script = script_in_resource(reading, from, node.script_resource);
  else if (script && !script->text().empty())
    node.script = expression(script->text(), script->place());
  else
    return;
  if (!node.script_format.empty()) node.script->language = script_language(node.script_format);
}

void read_error_rules(Reading& reading, Implementation& out, const xml::Element& inside) {
  for (const xml::Element child : inside.children()) {
    if (!child.is("errorEventDefinition", Space::Camunda)) continue;
    Implementation::ErrorRule& rule = out.error_rules.emplace_back();
    rule.error_ref = child.attribute("errorRef");
    rule.code = reading.error_code(rule.error_ref);
    if (!rule.error_ref.empty() && !look_up(reading.errors, rule.error_ref))
      tell_unknown_error(reading, child, rule.error_ref);
    rule.condition = expression(child.find("expression").value_or(""), child.place());
  }
}

/// `camunda:field name` with stringValue or expression, as attribute or child.
void read_fields(Implementation& out, const xml::Element& inside) {
  for (const xml::Element child : inside.children()) {
    if (!child.is("field", Space::Camunda)) continue;
    Parameter& field = out.fields.emplace_back();
    field.place = child.place();
    field.name = child.attribute("name");
    for (const char* form : {"stringValue", "expression", "string"}) {
      if (const auto text = child.find(form)) field.value = expression(*text, child.place());
      if (const auto text = child.child(form, Space::Camunda))
        field.value = expression(text->text(), text->place());
    }
  }
}

void read_decision(Implementation& out, const xml::Element& from) {
  out.decision_ref = from.attribute("decisionRef", Space::Camunda);
  out.decision_binding = from.find("decisionRefBinding", Space::Camunda).value_or("latest");
  out.decision_version = from.attribute("decisionRefVersion", Space::Camunda);
  out.decision_version_tag = from.attribute("decisionRefVersionTag", Space::Camunda);
  out.map_decision_result = from.find("mapDecisionResult", Space::Camunda).value_or("resultList");
}

}  // namespace

Mapping read_in(const xml::Element& from) { return read_mapping(from); }

std::vector<Mapping> read_mappings(const xml::Element& from, std::string_view name) {
  std::vector<Mapping> out;
  if (const auto inside = extensions(from))
    for (const xml::Element child : inside->children())
      if (child.is(name, Space::Camunda)) out.push_back(read_mapping(child));
  return out;
}

Implementation read_implementation(Reading& reading, const xml::Element& from) {
  using Shape = Implementation::Shape;
  Implementation out;
  int shapes = 0;
  const auto take = [&](Shape shape) {
    if (shapes++ == 0) out.shape = shape;
  };
  if (const auto type = from.find("type", Space::Camunda)) {
    if (*type == "external") {
      take(Shape::External);
      out.topic = expression_attribute(from, "topic");
    } else if (*type == "mail" || *type == "shell") {
      take(Shape::Java);
      out.java = *type;
    } else {
      take(Shape::External);  // what is meant, so that nothing else is found missing
      out.topic = expression(from.find("topic", Space::Camunda).value_or(*type), from.place());
      reading.error(from, "unknown-task-type",
                    "The type \"" + std::string(*type) + "\" is not known; use \"external\"");
    }
  }
  for (const char* binding : {"class", "delegateExpression"})
    if (const auto java = from.find(binding, Space::Camunda)) {
      take(Shape::Java);
      out.java = *java;
    }
  if (from.find("expression", Space::Camunda)) {
    take(Shape::Expression);
    out.expression = expression_attribute(from, "expression");
  }
  if (from.find("decisionRef", Space::Camunda)) {
    take(Shape::Decision);
    read_decision(out, from);
  }
  out.priority = expression_attribute(from, "taskPriority");
  out.result_variable = from.attribute("resultVariable", Space::Camunda);
  if (out.result_variable.empty()) out.result_variable = from.attribute("resultVariableName", Space::Camunda);
  if (const auto inside = extensions(from)) {
    if (inside->child("connector", Space::Camunda)) take(Shape::Connector);
    read_error_rules(reading, out, *inside);
    read_fields(out, *inside);
  }
  if (shapes > 1)
    reading.error(from, "several-implementations",
                  "Only one of camunda:type, class, delegateExpression, expression, decisionRef and "
                  "connector may be given");
  return out;
}

void read_task(Reading& reading, Node& node, const xml::Element& from) {
  node.for_compensation = from.flag("isForCompensation", false);
  node.instantiate = from.flag("instantiate", false);
  node.parallel_events = from.attribute("eventGatewayType") == "Parallel";
  read_loop(reading, node, from);
  switch (node.kind) {
    case Kind::UserTask: read_user_task(reading, node, from); break;
    case Kind::ServiceTask:
    case Kind::SendTask:
      if (const auto inside = extensions(from))
        for (const xml::Element in : inside->children())
          if (in.is("in", Space::Camunda)) node.payload.push_back(read_mapping(in));
      [[fallthrough]];
    case Kind::BusinessRuleTask: node.implementation = read_implementation(reading, from); break;
    case Kind::ScriptTask: read_script(reading, node, from); break;
    case Kind::CallActivity: read_call(reading, node, from); break;
    case Kind::AdHocSubProcess: read_ad_hoc(reading, node, from); break;
    case Kind::ReceiveTask:
      if (const auto message = from.find("messageRef"); message && !message->empty()) {
        EventDefinition& event = node.events.emplace_back();
        event.kind = EventKind::Message;
        event.reference = *message;
        event.place = from.place();
        event.name = reading.message_name(from, event.reference);
        event.time_to_live = from.attribute("timeToLive", Space::Lienthong);
        if (event.time_to_live.empty()) event.time_to_live = reading.message_time_to_live(event.reference);
      }
      break;
    default: break;
  }
}

}  // namespace lienthong::bpmn
