#include "engine/waits/wait.h"

namespace lienthong::engine {
namespace {

using bpmn::EventKind;

constexpr Wait never(EventKind kind) { return {.kind = kind, .as = Wait::As::Nothing, .listed = false}; }
constexpr Wait none_wait = never(EventKind::None), error_wait = never(EventKind::Error),
               compensate_wait = never(EventKind::Compensate), cancel_wait = never(EventKind::Cancel),
               link_wait = never(EventKind::Link), terminate_wait = never(EventKind::Terminate);

/// In the order of EventKind.
constexpr std::array<const Wait*, Names<EventKind>::values.size()> rows{
    &none_wait,       &message_wait,    &timer_wait,  &signal_wait, &conditional_wait, &error_wait,
    &escalation_wait, &compensate_wait, &cancel_wait, &link_wait,   &terminate_wait};

}  // namespace

const Wait& wait_of(EventKind kind) { return *rows[static_cast<std::size_t>(kind)]; }

std::vector<std::string> listed_events() {
  std::vector<std::string> names;
  for (const Wait* wait : rows)
    if (wait->listed) names.emplace_back(name_of(wait->kind));
  return names;
}

std::string event_name(Run& run, const bpmn::EventDefinition& event, const Instance* owner) {
  return owner ? run.data.event_name(event, *owner) : event.name;
}

}  // namespace lienthong::engine
