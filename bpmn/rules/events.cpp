// Which event definitions may stand where (BPMN 10.5).
#include <set>
#include "bpmn/rules/model.h"

namespace lienthong::bpmn::rules {
namespace {

bool is_top_level(const Element& start) {
  const auto scope = start.parent();
  return scope && scope->is("process");
}

bool in_event_sub_process(const Element& start) {
  const auto scope = start.parent();
  return scope && is_event_sub_process(*scope);
}

EventPlace place_of(const Element& event) {
  if (event.is("startEvent"))
    return in_event_sub_process(event) ? EventPlace::EventSubProcess : EventPlace::Start;
  if (event.is("intermediateCatchEvent")) return EventPlace::Catch;
  if (event.is("intermediateThrowEvent")) return EventPlace::Throw;
  return event.is("endEvent") ? EventPlace::End : EventPlace::Boundary;
}

void check_kinds(Model& model, const Element& event, const Elements& definitions) {
  for (const Element& definition : definitions)
    if (!may_stand(event_kind(definition), place_of(event)))
      model.report("event-kind", event,
                   "The " + describe(event) + " must not have a " + std::string(event_kind(definition)) +
                       " definition");
}

void check_start(Model& model, const Element& start, const Elements& definitions) {
  if (in_event_sub_process(start)) {
    if (definitions.empty())
      model.report("event-sub-process-trigger", start,
                   "The " + describe(start) + " of an event sub-process needs an event definition");
    for (const Element& definition : definitions)
      if (!start.flag("isInterrupting", true) && one_of(event_kind(definition), {"error", "compensate"}))
        model.report("event-must-interrupt", start,
                     "The " + describe(start) + " with " + std::string(event_kind(definition)) +
                         " definition always interrupts; isInterrupting=\"false\" contradicts that");
  } else if (!is_top_level(start) && !definitions.empty()) {
    model.report(
        "sub-process-start-typed", start,
        "The " + describe(start) + " of a sub-process must have no event definition: its parent starts it");
  }
}

void check_boundary(Model& model, const Element& event, const Elements& definitions) {
  if (definitions.empty())
    model.report("event-without-definition", event, "The " + describe(event) + " needs an event definition");
  const auto host = model.referred(event, "attachedToRef");
  for (const Element& definition : definitions) {
    const std::string_view kind = event_kind(definition);
    if (!event.flag("cancelActivity", true) && one_of(kind, {"error", "cancel", "compensate"}))
      model.report("event-must-interrupt", event,
                   "The " + describe(event) + " with " + std::string(kind) +
                       " definition cannot leave its activity running; cancelActivity=\"false\" "
                       "contradicts that");
    if (kind == "cancel" && host && !host->is("transaction"))
      model.report("cancel-boundary-host", event,
                   "The " + describe(event) + " with cancel definition stands at the " + describe(*host) +
                       "; only a transaction can be cancelled");
  }
  if (host && is_activity(*host) && host->parent()->index() != event.parent()->index())
    model.report("boundary-in-other-scope", event,
                 "The " + describe(event) + " and the " + describe(*host) +
                     " that it is attached to must stand in the same scope");
}

/// An errorRef that leads nowhere is the code itself, as engines read it.
void check_error_code(Model& model, const Element& event, const Element& definition) {
  const auto error = model.referred(definition, "errorRef");
  const bool given =
      error ? !error->attribute("errorCode").empty() : !definition.find("errorRef").value_or("").empty();
  if (!given)
    model.report("error-without-code", event,
                 "The " + describe(event) +
                     " throws an error without code; an executable process needs an errorRef to an error "
                     "with errorCode");
}

void check_throw(Model& model, const Element& event, const Elements& definitions) {
  for (const Element& definition : definitions) {
    const std::string_view kind = event_kind(definition);
    if (kind == "cancel") {
      std::optional<Element> at = event.parent();
      while (at && !at->is("transaction")) at = at->parent();
      if (!at)
        model.report("cancel-end-place", event,
                     "The " + describe(event) + " cancels a transaction, but stands in none");
    }
    if (kind == "error" && model.executable(event)) check_error_code(model, event, definition);
    if (kind != "escalation" || !model.executable(event)) continue;
    const auto escalation = model.referred(definition, "escalationRef");
    if (!escalation || escalation->attribute("escalationCode").empty())
      model.report("escalation-without-code", event,
                   "The " + describe(event) + " throws an escalation without code; an executable process " +
                       "needs an escalationRef to an escalation with escalationCode");
  }
}

void check_links(Model& model, const Element& scope) {
  std::unordered_map<std::string, Element> targets;
  std::set<std::string> led_from;  // ids of link definitions that a target names as its source
  for (const bool catching : {true, false})
    for (const Element event : scope.children()) {
      if (!event.is(catching ? "intermediateCatchEvent" : "intermediateThrowEvent")) continue;
      for (const Element& definition : model.event_definitions(event)) {
        if (!definition.is("linkEventDefinition")) continue;
        const std::string name = definition.attribute("name");
        for (const Element& source : children(definition, "source"))
          if (catching) led_from.emplace(source.text().substr(source.text().find(':') + 1));
        const bool refers = definition.child("target") || led_from.contains(definition.attribute("id"));
        if (catching && !targets.emplace(name, event).second)
          model.report("link-target-twice", event,
                       "Two link targets of the " + describe(scope) + " are named \"" + name + "\"");
        if (!catching && !targets.count(name) && !refers)
          model.report("link-without-target", event,
                       "No link target of the " + describe(scope) + " is named \"" + name + "\"");
      }
    }
}

void check_timer(Model& model, const Element& definition) {
  int given = 0;
  for (const Element child : definition.children())
    given += child.is("timeDate") || child.is("timeDuration") || child.is("timeCycle") ? 1 : 0;
  if (given > 1)
    model.report("timer-several", definition,
                 "The " + describe(definition) + " has more than one of date, duration and cycle");
  if (given == 0 && model.executable(definition))
    model.report("timer-without-time", definition,
                 "The " + describe(definition) + " of an executable process needs a date, duration or cycle");
}

/// What carries the message instead: an engine's extension.
bool is_implemented(const Element& definition) {
  for (const Element::Attribute& attribute : definition.attributes())
    if (attribute.space != xml::Space::None) return true;
  return false;
}

void check_message_event(Model& model, const Element& definition) {
  if (model.executable(definition) && !definition.find("messageRef") && !is_implemented(definition))
    model.report("message-event-message", definition,
                 "The " + describe(definition) + " of an executable process needs a messageRef");
}

}  // namespace

bool may_stand(std::string_view kind, EventPlace place) {
  using enum EventPlace;
  static const std::unordered_map<std::string_view, EventPlaces> places{
      {"message", {Start, EventSubProcess, Catch, Throw, Boundary, End, AfterGateway}},
      {"timer", {Start, EventSubProcess, Catch, Boundary, AfterGateway}},
      {"signal", {Start, EventSubProcess, Catch, Throw, Boundary, End, AfterGateway}},
      {"conditional", {Start, EventSubProcess, Catch, Boundary, AfterGateway}},
      {"error", {EventSubProcess, Boundary, End}},
      {"escalation", {EventSubProcess, Throw, Boundary, End}},
      {"compensate", {EventSubProcess, Throw, Boundary, End}},
      {"cancel", {Boundary, End}},
      {"link", {Catch, Throw}},
      {"terminate", {End}}};
  const auto found = places.find(kind);
  return found != places.end() && found->second.contains(place);
}

void check_events(Model& model) {
  for (const Element& element : model.elements()) {
    if (element.is("timerEventDefinition")) check_timer(model, element);
    if (element.is("messageEventDefinition")) check_message_event(model, element);
    if (is_scope(element)) check_links(model, element);
    if (!is_event(element) || !model.process_of(element)) continue;
    const Elements definitions = model.event_definitions(element);
    if (!element.is("startEvent") || is_top_level(element) || in_event_sub_process(element))
      check_kinds(model, element, definitions);
    if (element.is("startEvent")) check_start(model, element, definitions);
    if (element.is("intermediateCatchEvent") && definitions.empty())
      model.report("event-without-definition", element,
                   "The " + describe(element) + " needs an event definition");
    if (element.is("boundaryEvent")) check_boundary(model, element, definitions);
    if (element.is("endEvent") || element.is("intermediateThrowEvent"))
      check_throw(model, element, definitions);
  }
}

}  // namespace lienthong::bpmn::rules
