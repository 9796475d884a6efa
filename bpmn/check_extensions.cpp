#include <set>
#include "bpmn/checking.h"

namespace lienthong::bpmn {
namespace {

void check_language(Checking& checking, const std::string& id, const std::optional<Expression>& expression,
                    const std::string& what) {
  using Language = Expression::Language;
  if (!expression || expression->language != Language::Other) return;
  checking.not_yet(expression->place, id, "The script language of " + what,
                   "write FEEL, JavaScript or an expression ${…}");
}

void check_languages(Checking& checking, const Node& node, const Parameter& parameter,
                     const std::string& what) {
  check_language(checking, node.id, parameter.value, what);
  check_language(checking, node.id, parameter.key, what);
  for (const Parameter& entry : parameter.entries) check_languages(checking, node, entry, what);
}

void check_languages(Checking& checking, const Node& node) {
  for (const EventDefinition& event : node.events)
    check_language(checking, node.id, event.expression, "the event \"" + node.id + "\"");
  for (const auto* parameters : {&node.inputs, &node.outputs})
    for (const Parameter& parameter : *parameters)
      check_languages(checking, node, parameter, "the parameter \"" + parameter.name + "\"");
  if (node.ad_hoc)
    for (const auto* expression : {&node.ad_hoc->completion_condition, &node.ad_hoc->active_elements})
      check_language(checking, node.id, *expression, "the ad-hoc sub-process \"" + node.id + "\"");
  if (!node.loop) return;
  for (const auto* expression :
       {&node.loop->cardinality, &node.loop->collection, &node.loop->completion_condition,
        &node.loop->condition, &node.loop->maximum})
    check_language(checking, node.id, *expression, "the loop of \"" + node.id + "\"");
  for (const LoopEvent& thrown : node.loop->throws)
    check_language(checking, node.id, thrown.condition, "the loop of \"" + node.id + "\"");
}

void check_entries(Checking& checking, const Node& node, const Parameter& at, const std::string& name) {
  std::set<std::string_view> keys;
  for (const Parameter& entry : at.entries) {
    if (at.shape == Parameter::Shape::Map && !entry.key)
      checking.error(entry.place, node.id, "entry-without-key",
                     "An entry of the map \"" + name + "\" needs a key");
    if (is_constant(entry.key) && !keys.insert(entry.key->text).second)
      checking.warning(entry.place, node.id, "entry-key-twice",
                       "The map \"" + name + "\" has the key \"" + entry.key->text +
                           "\" twice; the later entry overwrites the other");
    check_entries(checking, node, entry, name);
  }
}

void check_mapping(Checking& checking, const Node& node) {
  for (const auto* parameters : {&node.inputs, &node.outputs}) {
    std::set<std::string_view> names;
    for (const Parameter& parameter : *parameters) {
      if (!parameter.name.empty() && !names.insert(parameter.name).second)
        checking.warning(parameter.place, node.id, "parameter-twice",
                         "Two parameters of the " + describe(node) + " have the name \"" + parameter.name +
                             "\"; the later one overwrites the other");
      const bool input = parameters == &node.inputs;
      const auto wrong = [&](const char* rule, const std::string& message) {
        checking.error(parameter.place, node.id, rule, message);
      };
      if (parameter.name.empty())
        wrong("parameter-without-name", "A parameter of the " + describe(node) + " needs a name");
      check_entries(checking, node, parameter, parameter.name);
      const bool place = (is_activity(node.kind) && node.kind != Kind::EventSubProcess) ||
                         node.kind == Kind::EndEvent || node.kind == Kind::IntermediateCatchEvent ||
                         node.kind == Kind::IntermediateThrowEvent;
      if (!place)
        wrong("mapping-place", "The " + describe(node) +
                                   " cannot have camunda:inputOutput; only activities, intermediate "
                                   "events and end events can");
      else if (!input && node.kind == Kind::EndEvent)
        wrong("output-place", "The " + describe(node) + " cannot have output parameters");
      else if (!input && node.loop && !node.loop->standard)
        wrong("output-place", "The multi-instance " + describe(node) + " cannot have output parameters");
    }
  }
}

void check_listener(Checking& checking, const std::string& id, const Listener& listener,
                    const std::set<std::string_view>& known) {
  const auto wrong = [&](const char* rule, const std::string& message) {
    checking.error(listener.place, id, rule, message);
  };
  if (known.count(listener.event) == 0)
    wrong("listener-event", "The listener event \"" + listener.event + "\" of \"" + id + "\" is not known");
  if (!listener.expression)
    wrong("listener-without-implementation", "A listener of \"" + id + "\" needs an expression or a script");
  if (listener.event == "timeout" && (listener.id.empty() || !listener.timer || !listener.timer->expression))
    wrong("listener-timeout", "A timeout listener of \"" + id + "\" needs an id and a timerEventDefinition");
  if (!listener.expression) return;
  if (!listener.is_script && listener.expression->language == Expression::Language::Other)
    checking.not_yet(listener.place, id, "The Java listener \"" + listener.expression->text + "\"",
                     "use an external task before or behind the element");
  else
    check_language(checking, id, listener.expression, "a listener of \"" + id + "\"");
  if (listener.expression->language == Expression::Language::Feel)
    checking.warning(listener.place, id, "listener-without-effect",
                     "A FEEL listener of \"" + id +
                         "\" computes and changes nothing; write ${execution.setVariable('name', value)}");
}

void check_listeners(Checking& checking, const Node& node) {
  static const std::set<std::string_view> execution{"start", "end"};
  static const std::set<std::string_view> task{"create",   "assignment", "update",
                                               "complete", "delete",     "timeout"};
  for (const Listener& listener : node.listeners) check_listener(checking, node.id, listener, execution);
  std::set<std::string_view> timeouts;
  if (node.user_task)
    for (const Listener& listener : node.user_task->listeners) {
      check_listener(checking, node.id, listener, task);
      if (listener.event == "timeout" && !listener.id.empty() && !timeouts.insert(listener.id).second)
        checking.error(listener.place, node.id, "listener-timeout",
                       "Two timeout listeners of \"" + node.id + "\" have the id \"" + listener.id + "\"");
    }
}

/// Only letters that the engine reads dates by (engine/data/date_pattern.h).
bool is_date_pattern(std::string_view pattern) {
  bool quoted = false;
  for (const char c : pattern) {
    if (c == '\'') quoted = !quoted;
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!quoted && letter && std::string_view("yMdHms").find(c) == std::string_view::npos) return false;
  }
  return !quoted;
}

void check_form(Checking& checking, const Node& node) {
  if (!node.form) return;
  const Form& form = *node.form;
  if (form.key && !form.ref.empty())
    checking.error(node, "two-forms",
                   "The " + describe(node) + " has both a formKey and a formRef; keep one");
  if (!form.ref.empty() && form.ref_binding != "deployment" && form.ref_binding != "latest" &&
      form.ref_binding != "version")
    checking.error(node, "form-binding",
                   "The formRefBinding \"" + form.ref_binding + "\" of the " + describe(node) +
                       " must be deployment, latest or version");
  if (form.ref_binding == "version" && form.ref_version.empty())
    checking.error(node, "form-binding",
                   "The formRefBinding \"version\" of the " + describe(node) + " needs a formRefVersion");
  if (form.key && node.kind == Kind::StartEvent && node.event() != EventKind::None)
    checking.warning(node, "form-on-typed-start",
                     "The formKey of the " + describe(node) + " is never shown: an event starts it");
  static const std::set<std::string_view> types{"string", "long", "boolean", "date", "enum"};
  std::set<std::string_view> ids;
  for (const FormField& field : form.fields) {
    if (types.count(field.type) == 0)
      checking.error(field.place, node.id, "form-field-type",
                     "The type \"" + field.type + "\" of the form field \"" + field.id +
                         "\" must be string, long, boolean, date or enum");
    if (field.type == "date" && !is_date_pattern(field.date_pattern))
      checking.error(field.place, node.id, "form-date-pattern",
                     "The datePattern \"" + field.date_pattern + "\" of the form field \"" + field.id +
                         "\" may hold y, M, d, H, m and s, and text in quotes");
    if (!ids.insert(field.id).second)
      checking.error(field.place, node.id, "form-field-twice",
                     "Two form fields with the id \"" + field.id + "\"");
  }
}

void check_deadlines(Checking& checking, const Node& node) {
  if (node.user_task && node.user_task->due_date && !node.deadlines.empty())
    checking.warning(node.user_task->due_date->place, node.id, "two-due-dates",
                     "The " + describe(node) + " has a dueDate and the deadline \"" +
                         node.deadlines.front().id +
                         "\"; its task shows whichever of the two is earlier as due, and only the deadline "
                         "reminds and escalates");
  const bool place = node.kind == Kind::Process || is_activity(node.kind);
  for (const Deadline& deadline : node.deadlines)
    if (!place)
      checking.error(deadline.place, node.id, "deadline-place",
                     "The " + describe(node) +
                         " cannot have a deadline; only processes, activities and sub-processes can");
}

}  // namespace

void check_extensions(Checking& checking) {
  static const std::set<std::string_view> take{"take"};
  for (const Node& node : checking.process.nodes) {
    check_languages(checking, node);
    check_mapping(checking, node);
    check_listeners(checking, node);
    check_form(checking, node);
    check_deadlines(checking, node);
  }
  for (const Flow& flow : checking.process.flows) {
    check_language(checking, flow.id, flow.condition, "the condition of the " + describe(flow));
    for (const Listener& listener : flow.listeners) check_listener(checking, flow.id, listener, take);
  }
}

}  // namespace lienthong::bpmn
