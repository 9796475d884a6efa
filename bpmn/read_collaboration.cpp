// Pools, the message flows between them, correlation properties and keys. BPMN 9, 8.4.2
#include <algorithm>
#include <charconv>
#include "bpmn/reading.h"

namespace lienthong::bpmn {
namespace {

/// A QName reference without its prefix.
std::string_view local(std::string_view reference) { return reference.substr(reference.find(':') + 1); }

template <class T>
int index_of_id(const std::vector<T>& in, std::string_view reference) {
  if (reference.empty()) return -1;
  for (const std::string_view id : {reference, local(reference)}) {
    const auto found = std::ranges::find(in, id, &T::id);
    if (found != in.end()) return static_cast<int>(found - in.begin());
  }
  return -1;
}

int whole(const xml::Element& from, std::string_view attribute, int otherwise) {
  const std::string text = from.attribute(attribute);
  int value = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

Participant read_participant(Reading& reading, const xml::Element& from) {
  Participant out;
  out.id = from.attribute("id");
  out.name = from.attribute("name");
  out.place = from.place();
  out.process_id = from.attribute("processRef");
  out.process = index_of_id(reading.document.processes, out.process_id);
  if (!out.process_id.empty() && out.process < 0)
    reading.warning(from, "unknown-process",
                    "The process \"" + out.process_id + "\" of the participant \"" + out.id +
                        "\" is not in this file; the pool is treated as a black box");
  if (const auto multiplicity = from.child("participantMultiplicity")) {
    out.multiple = true;
    out.minimum = whole(*multiplicity, "minimum", 0);
    out.maximum = whole(*multiplicity, "maximum", 1);
    if (out.maximum < 1 || out.minimum < 0 || out.minimum > out.maximum)
      reading.error(*multiplicity, "participant-multiplicity",
                    "The multiplicity of the participant \"" + out.id +
                        "\" needs 0 ≤ minimum ≤ maximum and a maximum of at least 1");
  }
  return out;
}

/// BPMN 9.4: an interaction node is a pool, an activity or an event.
bool can_interact(const Node& node) { return node.kind < Kind::ExclusiveGateway; }

MessageFlowEnd find_end(const Reading& reading, const Collaboration& in, std::string reference) {
  MessageFlowEnd end;
  end.reference = std::move(reference);
  const auto participant_of = [&](int process) {
    const auto found = std::ranges::find(in.participants, process, &Participant::process);
    return found == in.participants.end() ? -1 : static_cast<int>(found - in.participants.begin());
  };
  end.participant = index_of_id(in.participants, end.reference);
  if (end.participant >= 0) {
    end.process = in.participants[static_cast<std::size_t>(end.participant)].process;
    return end;
  }
  const auto& processes = reading.document.processes;
  for (std::size_t i = 0; i < processes.size(); ++i)
    for (const std::string_view id : {std::string_view(end.reference), local(end.reference)}) {
      const auto found = processes[i].by_id.find(id);
      if (found == processes[i].by_id.end()) continue;
      end.process = static_cast<int>(i);
      end.participant = participant_of(end.process);
      end.node = found->second == 0 ? -1 : found->second;
      return end;
    }
  return end;
}

void check_end(Reading& reading, const xml::Element& from, const MessageFlow& flow, const MessageFlowEnd& end,
               const char* attribute) {
  const std::string what =
      "The " + std::string(attribute) + " \"" + end.reference + "\" of the message flow \"" + flow.id + "\" ";
  const std::string rule = std::string("message-flow-") + (attribute[0] == 's' ? "source" : "target");
  if (end.reference.empty())
    reading.error(from, rule, "The message flow \"" + flow.id + "\" has no " + attribute);
  else if (end.participant < 0 && end.process < 0)
    reading.error(from, rule, what + "is no participant and no flow node of this file");
  else if (end.node >= 0) {
    const Process& process = reading.document.processes[static_cast<std::size_t>(end.process)];
    if (!can_interact(process.node(end.node)))
      reading.error(from, rule, what + "is a gateway; only pools, activities and events exchange messages");
  }
}

MessageFlow read_message_flow(Reading& reading, const Collaboration& in, const xml::Element& from) {
  MessageFlow out;
  out.id = reading.id_of(from, from.attribute("sourceRef") + "->" + from.attribute("targetRef"));
  out.name = from.attribute("name");
  out.place = from.place();
  out.message_name = reading.message_name(from, from.attribute("messageRef"));
  out.source = find_end(reading, in, from.attribute("sourceRef"));
  out.target = find_end(reading, in, from.attribute("targetRef"));
  check_end(reading, from, out, out.source, "sourceRef");
  check_end(reading, from, out, out.target, "targetRef");
  const bool same_pool = out.source.participant >= 0 && out.source.participant == out.target.participant;
  const bool same_process = out.source.process >= 0 && out.source.process == out.target.process &&
                            (out.source.participant < 0 || out.target.participant < 0);
  if (!same_pool && !same_process) return out;
  const std::string why = "The message flow \"" + out.id +
                          "\" begins and ends in one pool; messages flow between pools (BPMN 9.4)";
  const bool runs = out.source.process >= 0 &&
                    reading.document.processes[static_cast<std::size_t>(out.source.process)].executable;
  if (runs)
    reading.error(from, "message-flow-in-pool", why);
  else
    reading.warning(from, "message-flow-in-pool", why);
  return out;
}

void add_retrievals(Reading& reading, CorrelationProperty& property, const xml::Element& from) {
  for (const xml::Element child : from.children()) {
    if (!child.is("correlationPropertyRetrievalExpression")) continue;
    CorrelationRetrieval& retrieval = property.retrievals.emplace_back();
    retrieval.place = child.place();
    retrieval.message_name = reading.message_name(child, child.attribute("messageRef"));
    if (const auto path = child.child("messagePath")) retrieval.path = formal_expression(reading, *path);
  }
}

std::vector<CorrelationProperty> read_properties(Reading& reading, const xml::Element& definitions) {
  std::vector<CorrelationProperty> out;
  for (const xml::Element child : definitions.children()) {
    if (!child.is("correlationProperty")) continue;
    CorrelationProperty& property = out.emplace_back();
    property.id = child.attribute("id");
    property.name = child.attribute("name");
    property.place = child.place();
    add_retrievals(reading, property, child);
  }
  return out;
}

CorrelationKey read_key(Reading& reading, const std::vector<CorrelationProperty>& known,
                        const xml::Element& from) {
  CorrelationKey key;
  key.id = reading.id_of(from);
  key.name = from.attribute("name");
  key.place = from.place();
  for (const xml::Element child : from.children()) {
    if (!child.is("correlationPropertyRef")) continue;
    const int found = index_of_id(known, child.text());
    if (found >= 0)
      key.properties.push_back(known[static_cast<std::size_t>(found)]);
    else
      key.unknown.emplace_back(child.text());
  }
  return key;
}

/// Keys stand in the collaboration itself or in its conversations.
void read_keys(Reading& reading, Collaboration& out, const std::vector<CorrelationProperty>& known,
               const xml::Element& from) {
  for (const xml::Element child : from.children()) {
    if (child.is("correlationKey")) out.keys.push_back(read_key(reading, known, child));
    if (child.is("conversation") || child.is("subConversation") || child.is("callConversation"))
      read_keys(reading, out, known, child);
  }
}

Collaboration read_collaboration(Reading& reading, const std::vector<CorrelationProperty>& properties,
                                 const xml::Element& from) {
  Collaboration out;
  out.id = from.attribute("id");
  out.name = from.attribute("name");
  out.place = from.place();
  for (const xml::Element child : from.children())
    if (child.is("participant")) out.participants.push_back(read_participant(reading, child));
  for (const xml::Element child : from.children())
    if (child.is("messageFlow")) out.message_flows.push_back(read_message_flow(reading, out, child));
  read_keys(reading, out, properties, from);
  return out;
}

bool has_message(const Node& node) {
  return std::ranges::find(node.events, EventKind::Message, &EventDefinition::kind) != node.events.end();
}
/// Other ends are drawn: a worker, or a person, does what they show.
bool sends(const Node& node) {
  const bool throws = node.kind == Kind::EndEvent || node.kind == Kind::IntermediateThrowEvent;
  return node.implementation.shape == Implementation::Shape::None &&
         (node.kind == Kind::SendTask || (throws && has_message(node)));
}
bool receives(const Node& node) {
  const bool catches = node.kind == Kind::StartEvent || node.kind == Kind::IntermediateCatchEvent ||
                       node.kind == Kind::BoundaryEvent;
  const bool plain_start = node.kind == Kind::StartEvent && node.parent == 0 && node.events.empty();
  return node.kind == Kind::ReceiveTask || plain_start || (catches && has_message(node));
}

/// An instantiating receive task, or an event behind an instantiating event-based gateway. BPMN 13.1
bool begins_instance(const Process& process, const Node& node) {
  const auto instantiates = [](const Node& n) {
    return n.parent == 0 && n.instantiate && n.incoming.empty();
  };
  return instantiates(node) || std::ranges::any_of(node.incoming, [&](FlowIndex flow) {
           const NodeIndex from = process.flow(flow).source;
           return from >= 0 && process.node(from).kind == Kind::EventBasedGateway &&
                  instantiates(process.node(from));
         });
}

/// What a process must know of a collaboration when it runs alone.
void hand_out(Document& document, const Collaboration& in) {
  for (const Participant& participant : in.participants)
    if (participant.process >= 0) {
      auto& keys = document.processes[static_cast<std::size_t>(participant.process)].keys;
      for (const CorrelationKey& key : in.keys)
        if (std::ranges::find(keys, key.id, &CorrelationKey::id) == keys.end()) keys.push_back(key);
    }
  for (const MessageFlow& flow : in.message_flows) {
    const MessageFlowEnd &from = flow.source, &to = flow.target;
    if (from.node < 0 || to.process < 0 || from.process == to.process) continue;
    Process& sender = document.processes[static_cast<std::size_t>(from.process)];
    const Process& receiver = document.processes[static_cast<std::size_t>(to.process)];
    if (!sender.executable || !receiver.executable || !sends(sender.node(from.node))) continue;
    if (to.node >= 0 && !receives(receiver.node(to.node))) continue;
    MessageOut out;
    out.flow = flow.id;
    out.source = from.node;
    out.message_name = flow.message_name;
    out.target_process = receiver.id;
    if (to.node >= 0) {
      const Node& target = receiver.node(to.node);
      out.target = target.id;
      out.target_waits = target.parent != 0 || target.kind != Kind::StartEvent;
      out.target_starts = !out.target_waits || begins_instance(receiver, target);
    }
    if (to.participant >= 0) {
      const Participant& pool = in.participants[static_cast<std::size_t>(to.participant)];
      if (pool.multiple) out.participants_max = pool.maximum;
    }
    sender.messages_out.push_back(std::move(out));
  }
}

}  // namespace

void read_collaborations(Reading& reading, const xml::Element& definitions) {
  const std::vector<CorrelationProperty> properties = read_properties(reading, definitions);
  for (const xml::Element child : definitions.children()) {
    if (!child.is("collaboration") && !child.is("choreography") && !child.is("globalConversation")) continue;
    reading.document.collaborations.push_back(read_collaboration(reading, properties, child));
    hand_out(reading.document, reading.document.collaborations.back());
  }
}

void read_correlations(Reading& reading, Process& process, const xml::Element& from) {
  for (const xml::Element child : from.children()) {
    if (!child.is("correlationSubscription")) continue;
    CorrelationSubscription& out = process.correlations.emplace_back();
    out.id = child.attribute("id");
    out.place = child.place();
    // BPMN's schema knows the attribute, some tools write it as an element.
    out.key = local(child.find("correlationKeyRef").value_or(""));
    if (const auto inner = child.child("correlationKeyRef")) out.key = local(inner->text());
    for (const xml::Element part : child.children()) {
      if (!part.is("correlationPropertyBinding")) continue;
      CorrelationSubscription::Binding& binding = out.bindings.emplace_back();
      binding.property = local(part.find("correlationPropertyRef").value_or(""));
      if (const auto inner = part.child("correlationPropertyRef")) binding.property = local(inner->text());
      binding.place = part.place();
      if (const auto path = part.child("dataPath")) binding.path = formal_expression(reading, *path);
    }
  }
}

}  // namespace lienthong::bpmn
