// Choreography activities (BPMN 11).
#include "bpmn/rules/model.h"

namespace lienthong::bpmn::rules {
namespace {

void check_participants(Model& model, const Element& activity) {
  const Elements parties = children(activity, "participantRef");
  const std::string initiator = activity.attribute("initiatingParticipantRef");
  bool takes_part = false;
  for (const Element& party : parties) takes_part = takes_part || party.text() == initiator;
  if (!initiator.empty() && !takes_part)
    model.report("choreography-initiator", activity,
                 "The participant \"" + initiator + "\" initiates the " + describe(activity) +
                     " but is not among its participants");
  if (activity.is("choreographyTask") && parties.size() != 2)
    model.report("choreography-participants", activity,
                 "The " + describe(activity) + " needs exactly two participants, it has " +
                     std::to_string(parties.size()));
  else if (parties.size() < 2)
    model.report("choreography-participants", activity,
                 "The " + describe(activity) + " needs at least two participants, it has " +
                     std::to_string(parties.size()));
}

void check_messages_of(Model& model, const Element& task) {
  const Elements flows = children(task, "messageFlowRef");
  if (flows.size() > 2)
    model.report("choreography-message", task,
                 "The " + describe(task) + " has " + std::to_string(flows.size()) +
                     " messages; it may have one and an answer");
  const auto initiator = model.referred(task, "initiatingParticipantRef");
  bool initiated = false, known = true;
  for (const Element& reference : flows) {
    const auto flow = model.resolve(reference, reference.text()).element;
    const auto sender = flow ? model.referred(*flow, "sourceRef") : std::nullopt;
    known = known && sender && sender->is("participant");
    initiated = initiated || (sender && initiator && sender->index() == initiator->index());
    if (!flow) continue;
    for (const char* attribute : {"sourceRef", "targetRef"}) {
      const auto end = model.referred(*flow, attribute);
      if (!end || !end->is("participant")) continue;
      bool takes_part = false;
      for (const Element& party : referred_children(model, task, "participantRef"))
        takes_part = takes_part || party.index() == end->index();
      if (!takes_part)
        model.report("choreography-message", task,
                     "The " + describe(*flow) + " of the " + describe(task) + " touches the " +
                         describe(*end) + ", which does not take part in it");
    }
  }
  if (initiator && known && !flows.empty() && !initiated)
    model.report("choreography-sender", task,
                 "The " + describe(*initiator) + " initiates the " + describe(task) +
                     " but sends none of its messages");
}

/// Nobody can begin an activity who has seen nothing of the one before it (BPMN 11.5.6).
void check_sequence(Model& model, const Element& flow) {
  const auto source = model.referred(flow, "sourceRef"), target = model.referred(flow, "targetRef");
  if (!source || !target || !source->is("choreographyTask") || !is_choreography_activity(*target)) return;
  const auto initiator = model.referred(*target, "initiatingParticipantRef");
  if (!initiator) return;
  for (const Element& party : referred_children(model, *source, "participantRef"))
    if (party.index() == initiator->index()) return;
  model.report("choreography-sequence", *target,
               "The " + describe(*initiator) + " initiates the " + describe(*target) +
                   " but took no part in the " + describe(*source) + " before it");
}

/// There is nobody in a choreography to throw or to catch for all (BPMN 11.6).
void check_choreography_event(Model& model, const Element& event) {
  for (const Element& definition : model.event_definitions(event)) {
    const std::string_view kind = event_kind(definition);
    const bool allowed = event.is("startEvent") ? one_of(kind, {"timer", "conditional", "signal"})
                         : event.is("endEvent") ? kind == "terminate"
                                                : true;
    if (!allowed)
      model.report("choreography-event", event,
                   "The " + describe(event) + " of a choreography must not have a " + std::string(kind) +
                       " definition");
  }
}

}  // namespace

void check_choreography(Model& model) {
  for (const Element& element : model.elements()) {
    if (element.is("sequenceFlow")) check_sequence(model, element);
    if (is_event(element) && !model.process_of(element)) check_choreography_event(model, element);
    if (!is_choreography_activity(element)) continue;
    check_participants(model, element);
    if (element.is("choreographyTask")) check_messages_of(model, element);
  }
}

}  // namespace lienthong::bpmn::rules
