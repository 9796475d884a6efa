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
}

void check_messages_of(Model& model, const Element& task) {
  for (const Element& reference : children(task, "messageFlowRef")) {
    const auto flow = model.resolve(reference, reference.text()).element;
    if (!flow) continue;
    for (const char* attribute : {"sourceRef", "targetRef"}) {
      const auto end = model.referred(*flow, attribute);
      if (!end || !end->is("participant")) continue;
      bool takes_part = false;
      for (const Element& party : children(task, "participantRef"))
        takes_part = takes_part || party.text() == end->attribute("id");
      if (!takes_part)
        model.report("choreography-message", task,
                     "The " + describe(*flow) + " of the " + describe(task) + " touches the " +
                         describe(*end) + ", which does not take part in it");
    }
  }
}

}  // namespace

void check_choreography(Model& model) {
  for (const Element& element : model.elements()) {
    if (!is_choreography_activity(element)) continue;
    check_participants(model, element);
    if (element.is("choreographyTask")) check_messages_of(model, element);
  }
}

}  // namespace lienthong::bpmn::rules
