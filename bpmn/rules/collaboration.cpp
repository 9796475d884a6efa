// Participants, the messages between them, and conversations (BPMN 9).
#include <charconv>
#include <map>
#include <set>
#include "bpmn/rules/model.h"

namespace lienthong::bpmn::rules {
namespace {

bool is_conversation_node(const Element& e) {
  return e.space() == xml::Space::Bpmn &&
         one_of(e.name(), {"conversation", "subConversation", "callConversation"});
}

bool is_message_end(const Element& e) {
  return e.is("participant") || is_activity(e) || is_event(e) || is_conversation_node(e);
}

/// Participants by the collaboration and the process that they play in. A process may have several.
using Parties = std::multimap<std::pair<int, int>, Element>;

Parties parties_of(const Model& model) {
  Parties out;
  for (const Element& element : model.elements())
    if (element.is("participant"))
      if (const auto process = model.referred(element, "processRef"))
        out.emplace(std::pair(element.parent()->index(), process->index()), element);
  return out;
}

/// The participant of this collaboration that an end of a message flow belongs to; else its process. Nothing
/// when several play the process.
std::optional<Element> party(const Model& model, const Parties& parties, const Element& collaboration,
                             const Element& end) {
  if (end.is("participant")) return end;
  const auto process = model.process_of(end);
  if (!process) return std::nullopt;
  const auto [first, last] = parties.equal_range({collaboration.index(), process->index()});
  if (first == last) return process;
  return std::next(first) == last ? std::optional(first->second) : std::nullopt;
}

bool has_kind(const Model& model, const Element& event, std::string_view kind) {
  for (const Element& definition : model.event_definitions(event))
    if (event_kind(definition) == kind) return true;
  return false;
}

/// Why a message cannot leave from (or arrive at) this event.
std::optional<std::string> no_message(const Model& model, const Element& event, bool arrives) {
  const bool catches =
      event.is("startEvent") || event.is("intermediateCatchEvent") || event.is("boundaryEvent");
  if (arrives != catches) return arrives ? "only throws" : "only catches";
  if (!has_kind(model, event, "message")) return arrives ? "waits for no message" : "sends no message";
  return std::nullopt;
}

void check_message_end(Model& model, const Element& flow, std::string_view attribute) {
  const auto id = flow.find(attribute);
  if (!id) return;
  const Reference found = model.resolve(flow, *id);
  const bool arrives = attribute == "targetRef";
  const std::string says = "The " + describe(flow) + (arrives ? " leads to " : " leads from ");
  if (found.kind == Reference::Kind::Foreign) return;
  if (!found.element) {
    model.report("message-flow-end-missing", flow,
                 says + "\"" + std::string(*id) + "\", which does not exist");
  } else if (!is_message_end(*found.element)) {
    model.report("message-flow-end-kind", flow,
                 says + "the " + describe(*found.element) +
                     "; only participants, activities and events exchange messages");
  } else if (is_event(*found.element)) {
    if (const auto why = no_message(model, *found.element, arrives))
      model.report("message-flow-event", flow, says + "the " + describe(*found.element) + ", which " + *why);
  }
}

void check_message_flow(Model& model, const Parties& parties, const Element& flow) {
  check_message_end(model, flow, "sourceRef");
  check_message_end(model, flow, "targetRef");
  const auto source = model.referred(flow, "sourceRef"), target = model.referred(flow, "targetRef");
  if (!source || !target) return;
  const auto from = party(model, parties, *flow.parent(), *source);
  const auto to = party(model, parties, *flow.parent(), *target);
  if (from && to && from->index() == to->index())
    model.report("message-flow-inside", flow,
                 "The " + describe(flow) + " stays inside the " + describe(*from) +
                     "; a message goes from one participant to another");
}

std::optional<long long> number(const Element& element, std::string_view attribute) {
  const auto text = element.find(attribute);
  long long value = 0;
  if (!text || std::from_chars(text->data(), text->data() + text->size(), value).ec != std::errc{})
    return std::nullopt;
  return value;
}

void check_multiplicity(Model& model, const Element& multiplicity) {
  const long long least = number(multiplicity, "minimum").value_or(0);
  const long long most = number(multiplicity, "maximum").value_or(1);
  if (least < 0 || most < 1 || most < least)
    model.report("participant-multiplicity", multiplicity,
                 "A participant takes part from minimum 0 or more to maximum 1 or more times, not from " +
                     std::to_string(least) + " to " + std::to_string(most));
}

void check_conversation_link(Model& model, const Element& link) {
  const auto source = model.referred(link, "sourceRef"), target = model.referred(link, "targetRef");
  if (!source || !target) return;
  const int nodes = (is_conversation_node(*source) ? 1 : 0) + (is_conversation_node(*target) ? 1 : 0);
  if (nodes != 1)
    model.report("conversation-link", link,
                 "The " + describe(link) +
                     " must link a conversation with somebody who takes part in it, "
                     "not the " +
                     describe(*source) + " with the " + describe(*target));
}

void check_choreography_reference(Model& model, const Element& collaboration) {
  if (const auto reference = collaboration.child("choreographyRef"))
    model.report(
        "choreography-ref", *reference,
        "The " + describe(collaboration) + " must not refer to a choreography; only a collaboration may");
}

/// A global conversation or global choreography task is empty but for participants, messages and keys.
void check_global(Model& model, const Element& global) {
  for (const Element child : global.children()) {
    if (child.space() != xml::Space::Bpmn) continue;
    if (one_of(child.name(), {"documentation", "extensionElements", "participant", "messageFlow",
                              "correlationKey", "choreographyRef"}))
      continue;
    model.report("global-not-empty", child,
                 "The " + describe(child) + " must not stand in the " + describe(global) +
                     ", which holds participants, message flows and correlation keys only");
  }
}

/// A binding belongs to the key that the process subscribes to (BPMN 8.4.2).
void check_subscription(Model& model, const Element& subscription) {
  const auto key = model.referred(subscription, "correlationKeyRef");
  if (!key || !key->is("correlationKey")) return;
  std::set<int> properties, bound;
  for (const Element& property : referred_children(model, *key, "correlationPropertyRef"))
    properties.insert(property.index());
  for (const Element& binding : children(subscription, "correlationPropertyBinding")) {
    const auto property = model.referred(binding, "correlationPropertyRef");
    if (!property) continue;
    if (!properties.count(property->index()))
      model.report("correlation-binding", binding,
                   "The " + describe(*property) + " is not part of the " + describe(*key));
    else if (!bound.insert(property->index()).second)
      model.report("correlation-binding", binding, "The " + describe(*property) + " is bound twice");
  }
}

void check_association(Model& model, const Element& association) {
  for (const char* attribute : {"sourceRef", "targetRef"}) {
    const auto id = association.find(attribute);
    if (!id) continue;
    if (model.resolve(association, *id).kind == Reference::Kind::Dangling)
      model.report(
          "association-end-missing", association,
          "The " + describe(association) + " refers to \"" + std::string(*id) + "\", which does not exist");
  }
}

}  // namespace

void check_collaboration(Model& model) {
  const Parties parties = parties_of(model);
  for (const Element& element : model.elements()) {
    if (element.is("messageFlow")) check_message_flow(model, parties, element);
    if (element.is("participantMultiplicity")) check_multiplicity(model, element);
    if (element.is("conversationLink")) check_conversation_link(model, element);
    if (element.is("choreography") || element.is("globalConversation") ||
        element.is("globalChoreographyTask"))
      check_choreography_reference(model, element);
    if (element.is("globalConversation") || element.is("globalChoreographyTask"))
      check_global(model, element);
    if (element.is("correlationSubscription")) check_subscription(model, element);
    if (element.is("association")) check_association(model, element);
  }
}

}  // namespace lienthong::bpmn::rules
