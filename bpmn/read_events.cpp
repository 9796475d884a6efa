#include "bpmn/checking.h"
#include "bpmn/events/event_type.h"
#include "bpmn/reading.h"

namespace lienthong::bpmn {
namespace {

using xml::Space;

}  // namespace

const Declared* look_up(const Declarations& in, std::string_view reference) {
  auto found = in.find(reference);
  if (found == in.end()) found = in.find(reference.substr(reference.find(':') + 1));
  return found == in.end() ? nullptr : &found->second;
}

const Declared* resolve(Reading& reading, const xml::Element& from, const Declarations& in,
                        std::string_view reference, const std::string& what) {
  if (reference.empty()) return nullptr;
  const Declared* found = look_up(in, reference);
  if (!found) {
    const std::string id(reference);
    reading.error(
        from, "unknown-reference",
        "The " + what + " \"" + id + "\" is not defined in this file; add <" + what + " id=\"" + id + "\">");
  }
  return found;
}

std::string Reading::message_name(const xml::Element& at, std::string_view reference) {
  const Declared* found = resolve(*this, at, messages, reference, "message");
  return found ? found->name : std::string(reference);
}

std::string Reading::message_time_to_live(std::string_view reference) const {
  const Declared* found = look_up(messages, reference);
  return found ? found->time_to_live : "";
}

std::string Reading::error_code(std::string_view reference) const {
  const Declared* error = look_up(errors, reference);
  return error ? error->code : std::string(reference);
}

void tell_unknown_error(Reading& reading, const xml::Element& at, std::string_view reference) {
  reading.warning(at, "unknown-error",
                  "The error \"" + std::string(reference) +
                      "\" is not defined in this file and is taken for the code itself");
}

EventDefinition read_event_definition(Reading& reading, const xml::Element& from) {
  EventDefinition event;
  event.kind = event_kind_of(from.name()).value();
  event.id = from.attribute("id");
  event.place = from.place();
  for (const xml::Element::Attribute& attribute : from.attributes())
    if (attribute.space == Space::Camunda) event.attributes.emplace_back(attribute.name, attribute.value);
  type_of(event.kind).read(reading, from, event);
  return event;
}

void read_events(Reading& reading, Node& node, const xml::Element& from) {
  const auto add = [&](const xml::Element& definition) {
    node.events.push_back(read_event_definition(reading, definition));
    if (node.events.back().kind != EventKind::Message) return;
    if (const auto own = from.find("timeToLive", Space::Lienthong)) node.events.back().time_to_live = *own;
    if (!is_throwing(node)) return;
    node.implementation = read_implementation(reading, definition);
    if (const auto inside = extensions(definition))
      for (const xml::Element in : inside->children())
        if (in.is("in", Space::Camunda)) node.payload.push_back(read_in(in));
  };
  for (const xml::Element child : from.children()) {
    if (child.space() != Space::Bpmn) continue;
    if (event_kind_of(child.name())) {
      add(child);
    } else if (child.name() == "eventDefinitionRef") {
      const std::string_view reference = child.text();
      auto found = reading.event_definitions.find(reference);
      if (found == reading.event_definitions.end())
        found = reading.event_definitions.find(reference.substr(reference.find(':') + 1));
      if (found != reading.event_definitions.end())
        add(found->second);
      else
        reading.error(child, "unknown-reference",
                      "The event definition \"" + std::string(reference) + "\" is not defined in this file");
    }
  }
  node.parallel_multiple = from.flag("parallelMultiple", false);
  if (node.kind == Kind::BoundaryEvent) {
    node.interrupting = from.flag("cancelActivity", true);
    // BPMN 13.5.3: an error has already ended the activity, whatever the attribute says.
    if (!node.interrupting && node.has_event(EventKind::Error)) {
      node.interrupting = true;
      reading.warning(from, "error-boundary-interrupts",
                      "An error boundary event always interrupts its activity");
    }
    if (node.has_event(EventKind::Cancel)) node.interrupting = true;  // BPMN 10.5.4: there is no other
  } else if (node.kind == Kind::StartEvent) {
    node.interrupting = from.flag("isInterrupting", true);
    node.initiator = from.attribute("initiator", Space::Camunda);
    read_form(reading, node, from);
  }
}

void read_declarations(Reading& reading, const xml::Element& definitions) {
  std::unordered_map<std::string, int> signal_names;
  for (const xml::Element child : definitions.children()) {
    if (child.space() != Space::Bpmn) continue;
    if (event_kind_of(child.name())) reading.event_definitions.emplace(child.find("id").value_or(""), child);
    Declarations* into = child.name() == "message"      ? &reading.messages
                         : child.name() == "signal"     ? &reading.signals
                         : child.name() == "error"      ? &reading.errors
                         : child.name() == "escalation" ? &reading.escalations
                                                        : nullptr;
    if (!into) continue;
    Declared declared;
    declared.name = child.attribute("name");
    declared.code = child.attribute(into == &reading.errors ? "errorCode" : "escalationCode");
    declared.message = expression_attribute(child, "errorMessage");
    declared.time_to_live = child.attribute("timeToLive", Space::Lienthong);
    const auto id = child.find("id");
    if (into == &reading.signals) {
      if (declared.name.empty())
        reading.error(child, "signal-without-name", "The signal needs a name");
      else if (const auto [first, fresh] = signal_names.emplace(declared.name, child.place().line); !fresh)
        reading.error(child, "signal-twice",
                      "The signal name \"" + declared.name + "\" is already defined in line " +
                          std::to_string(first->second) + "; refer to that signal");
    }
    if (id && !id->empty()) into->emplace(*id, std::move(declared));
  }
}

}  // namespace lienthong::bpmn
