// Camunda's extension elements that any flow node may have, and forms.
#include "bpmn/checking.h"
#include "bpmn/reading.h"

namespace lienthong::bpmn {
namespace {

using xml::Space;

/// A `camunda:script`, written here or in a file of the deployment.
Expression read_script(Reading& reading, const xml::Element& from) {
  const auto resource = from.find("resource");
  Expression out =
      resource ? script_in_resource(reading, from, *resource) : expression(from.text(), from.place());
  const auto format = from.find("scriptFormat");
  if (!format || format->empty())
    reading.error(from, "script-without-format", "A camunda:script needs a scriptFormat");
  else
    out.language = script_language(*format);
  return out;
}

/// What a parameter, a `value` or an `entry` holds: text, or one script, list or map, which nest.
void read_held(Reading& reading, Parameter& into, const xml::Element& from);

void read_value(Reading& reading, Parameter& into, const xml::Element& from) {
  into.place = from.place();
  const bool map = from.is("map", Space::Camunda);
  if (from.is("script", Space::Camunda)) {
    into.value = read_script(reading, from);
  } else if (map || from.is("list", Space::Camunda)) {
    into.shape = map ? Parameter::Shape::Map : Parameter::Shape::List;
    for (const xml::Element child : from.children()) {
      if (child.space() != Space::Camunda) continue;
      Parameter& entry = into.entries.emplace_back();
      if (map) entry.key = expression_attribute(child, "key", Space::None);
      read_value(reading, entry, child);
      if (map && !child.is("entry", Space::Camunda))
        reading.error(child, "unknown-extension",
                      "<camunda:" + std::string(child.name()) +
                          "> cannot stand in a camunda:map; put it into a <camunda:entry key=\"…\">");
    }
  } else if (from.is("value", Space::Camunda) || from.is("entry", Space::Camunda)) {
    read_held(reading, into, from);
  } else {
    reading.error(from, "unknown-extension",
                  "<camunda:" + std::string(from.name()) +
                      "> is no value of a parameter; use text, camunda:script, camunda:list or camunda:map");
  }
}

void read_held(Reading& reading, Parameter& into, const xml::Element& from) {
  into.place = from.place();
  bool held = false;
  for (const xml::Element child : from.children()) {
    if (child.space() != Space::Camunda) continue;
    if (held)
      reading.error(child, "parameter-several-values",
                    "The <camunda:" + std::string(from.name()) +
                        "> holds several values; put them into one camunda:list");
    else
      read_value(reading, into, child);
    held = true;
  }
  if (held && !from.text().empty())
    reading.error(from, "parameter-several-values",
                  "The <camunda:" + std::string(from.name()) + "> holds the text \"" +
                      shortened(from.text()) + "\" beside an element, and only the element would be read");
  if (!held && !from.text().empty()) into.value = expression(from.text(), from.place());
}

Parameter read_parameter(Reading& reading, const xml::Element& from) {
  Parameter out;
  out.name = from.attribute("name");
  read_held(reading, out, from);
  out.place = from.place();
  return out;
}

void read_mapping(Reading& reading, Node& node, const xml::Element& from) {
  for (const xml::Element child : from.children()) {
    const bool input = child.is("inputParameter", Space::Camunda);
    if (!input && !child.is("outputParameter", Space::Camunda)) continue;
    (input ? node.inputs : node.outputs).push_back(read_parameter(reading, child));
  }
}

std::vector<std::pair<std::string, std::string>> read_properties(const xml::Element& from, const char* key) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const xml::Element child : from.children())
    if (child.is("property", Space::Camunda))
      out.emplace_back(child.attribute(key), child.attribute("value"));
  return out;
}

FormField read_field(const xml::Element& from) {
  FormField field;
  field.place = from.place();
  field.id = from.attribute("id");
  field.label = from.attribute("label");
  field.type = from.attribute("type");
  field.date_pattern = from.attribute("datePattern");
  field.default_value = expression_attribute(from, "defaultValue", Space::None);
  for (const xml::Element child : from.children()) {
    if (child.is("value", Space::Camunda))
      field.values.emplace_back(child.attribute("id"), child.attribute("name"));
    if (child.is("properties", Space::Camunda)) field.properties = read_properties(child, "id");
    if (child.is("validation", Space::Camunda))
      for (const xml::Element constraint : child.children())
        if (constraint.is("constraint", Space::Camunda))
          field.constraints.emplace_back(constraint.attribute("name"), constraint.attribute("config"));
  }
  return field;
}

Listener read_listener(Reading& reading, const xml::Element& from) {
  Listener out;
  out.place = from.place();
  out.event = from.attribute("event");
  out.id = from.attribute("id");
  if (const auto script = from.child("script", Space::Camunda)) {
    out.expression = read_script(reading, *script);
    out.is_script = true;
  } else {
    out.expression = expression_attribute(from, "expression", Space::None);
  }
  if (!out.expression)
    for (const char* binding : {"class", "delegateExpression"})
      if (const auto java = from.find(binding))  // kept so that the checker can name it
        out.expression = Expression{std::string(*java), Expression::Language::Other, from.place()};
  if (const auto timer = from.child("timerEventDefinition"))
    out.timer = read_event_definition(reading, *timer);
  return out;
}

}  // namespace

std::vector<Listener> read_listeners(Reading& reading, const xml::Element& from, std::string_view kind) {
  std::vector<Listener> out;
  if (const auto inside = extensions(from))
    for (const xml::Element child : inside->children())
      if (child.is(kind, Space::Camunda)) out.push_back(read_listener(reading, child));
  return out;
}

void read_extensions(Reading& reading, Node& node, const xml::Element& from) {
  node.async_before = from.flag("asyncBefore", from.flag("async", false, Space::Camunda), Space::Camunda);
  node.async_after = from.flag("asyncAfter", false, Space::Camunda);
  node.exclusive = from.flag("exclusive", true, Space::Camunda);
  node.job_priority = expression_attribute(from, "jobPriority");
  node.listeners = read_listeners(reading, from, "executionListener");
  node.deadlines = read_deadlines(reading, from);
  const auto inside = extensions(from);
  if (!inside) return;
  for (const xml::Element child : inside->children()) {
    if (child.space() != Space::Camunda) continue;
    if (child.name() == "inputOutput") read_mapping(reading, node, child);
    if (child.name() == "failedJobRetryTimeCycle") node.retry_cycle = child.text();
    if (child.name() == "properties") node.properties = read_properties(child, "name");
  }
}

void read_form(Reading& reading, Node& node, const xml::Element& from) {
  Form form;
  form.key = expression_attribute(from, "formKey");
  form.ref = from.attribute("formRef", Space::Camunda);
  form.ref_binding = from.attribute("formRefBinding", Space::Camunda);
  form.ref_version = from.attribute("formRefVersion", Space::Camunda);
  if (const auto inside = extensions(from))
    if (const auto data = inside->child("formData", Space::Camunda)) {
      form.business_key_field = data->attribute("businessKey");
      for (const xml::Element child : data->children())
        if (child.is("formField", Space::Camunda)) {
          form.fields.push_back(read_field(child));
          if (form.fields.back().id.empty()) reading.error(child, "missing-id", "A form field needs an id");
        }
    }
  if (form.key || !form.ref.empty() || !form.ref_binding.empty() || !form.fields.empty())
    node.form = std::move(form);
}

}  // namespace lienthong::bpmn
