#include "bpmn/checking.h"
#include "bpmn/events/event_type.h"
#include "bpmn/reading.h"

namespace lienthong::bpmn {
namespace {

void read_timer(Reading& reading, const xml::Element& from, EventDefinition& event) {
  static const std::unordered_map<std::string_view, TimerKind> forms{
      {"timeDate", TimerKind::Date}, {"timeDuration", TimerKind::Duration}, {"timeCycle", TimerKind::Cycle}};
  int given = 0;
  for (const xml::Element child : from.children()) {
    const auto form = child.space() == xml::Space::Bpmn ? forms.find(child.name()) : forms.end();
    if (form == forms.end()) continue;
    if (++given > 1) {
      reading.error(child, "timer-forms", "A timer has exactly one of timeDate, timeDuration and timeCycle");
      continue;
    }
    event.timer = form->second;
    event.expression = formal_expression(reading, child);
  }
}

void check_timer(Checking& checking, const Node& node, const EventDefinition& event) {
  if (!event.expression) {
    checking.error(
        event.place, node.id, "timer-without-time",
        "The timer of the " + describe(node) + " needs a timeDate, timeDuration or timeCycle with text");
    return;
  }
  const bool repeats = node.kind == Kind::StartEvent
                           ? checking.scope_of(node).kind == Kind::Process || !node.interrupting
                           : node.kind == Kind::BoundaryEvent && !node.interrupting;
  if (event.timer == TimerKind::Cycle && !repeats)
    checking.warning(event.place, node.id, "cycle-fires-once",
                     "The timeCycle of the " + describe(node) + " fires only once");
}

}  // namespace

const EventType timer_event{.kind = EventKind::Timer,
                            .may_stand = {EventPlace::Start, EventPlace::EventSubProcess, EventPlace::Catch,
                                          EventPlace::Boundary, EventPlace::AfterGateway},
                            .waits_beside_others = true,
                            .words = {"startTimerEvent", "intermediateTimer", "", "boundaryTimer", ""},
                            .attributes = "",
                            .children = "timeDate? timeDuration? timeCycle?",
                            .read = read_timer,
                            .check = check_timer,
                            .waits_for = may_repeat};

}  // namespace lienthong::bpmn
