// Events that an activity throws by itself, without an event in the diagram: what a multi-instance says of
// its progress. BPMN 10.3.8

#include "engine/waits/events.h"
#include "engine/waits/waits.h"
namespace lienthong::engine {
namespace {

/// A message goes to the nearest scope outwards that waits for it.
void deliver_nearby(Run& run, const Instance& from, const std::string& name) {
  Table<Subscription>& waiting = run.work().tree(from.root.value)->of<Subscription>();
  for (const Instance* at = &from; at; at = run.parent(*at))
    if (Subscription* found = waiting.first_owned_by(at->id.value, [&](Subscription& s) {
          return s.event == name_of(bpmn::EventKind::Message) && s.name == name;
        }))
      return trigger(run, *found);
}

}  // namespace

void throw_implicitly(Run& run, Instance& from, const bpmn::EventDefinition& event) {
  switch (event.kind) {
    case bpmn::EventKind::Signal: return throw_signal(run, event, from);
    case bpmn::EventKind::Message: return deliver_nearby(run, from, run.data.event_name(event, from));
    case bpmn::EventKind::Escalation:
      throw_escalation(run, from, true, run.data.event_name(event, from));
      return;
    case bpmn::EventKind::Error: {
      const std::optional<std::string> message = run.data.evaluate_text(event.error_message, from);
      const std::string node = from.node;
      if (!throw_error(run, from, true, event.code, message) &&
          run.core().settings.unhandled_error_is_incident)
        throw Refused(Refused::Kind::Failed, "no handler for the BPMN error '" + event.code +
                                                 "' that the multi-instance of '" + node + "' throws");
      return;
    }
    default: check(false, "the checker lets a multi-instance throw these only");
  }
}

}  // namespace lienthong::engine
