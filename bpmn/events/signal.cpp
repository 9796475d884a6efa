#include "bpmn/checking.h"
#include "bpmn/events/event_type.h"
#include "bpmn/reading.h"

namespace lienthong::bpmn {
namespace {

void read_signal(Reading& reading, const xml::Element& from, EventDefinition& event) {
  event.reference = from.attribute("signalRef");
  const Declared* signal = resolve(reading, from, reading.signals, event.reference, "signal");
  event.name = signal ? signal->name : event.reference;
  event.async = from.flag("async", false, xml::Space::Camunda);
  event.in = read_mappings(from, "in");
}

void check_signal(Checking& checking, const Node& node, const EventDefinition& event) {
  if (event.reference.empty())
    checking.error(event.place, node.id, "signal-without-name",
                   "The " + describe(node) + " needs a signalRef");
  if (!is_throwing(node) && !event.in.empty())
    checking.error(event.place, node.id, "signal-payload",
                   "The " + describe(node) + " receives a signal; camunda:in sends with one");
}

}  // namespace

const EventType signal_event{
    .kind = EventKind::Signal,
    .may_stand = {EventPlace::Start, EventPlace::EventSubProcess, EventPlace::Catch, EventPlace::Throw,
                  EventPlace::Boundary, EventPlace::End, EventPlace::AfterGateway},
    .waits_beside_others = true,
    .words = {"signalStartEvent", "intermediateSignalCatch", "intermediateSignalThrow", "boundarySignal",
              "signalEndEvent"},
    .attributes = "signalRef",
    .children = "",
    .read = read_signal,
    .check = check_signal,
    .waits_for = once_a_name};

}  // namespace lienthong::bpmn
