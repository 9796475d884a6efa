#include "bpmn/events/event_type.h"
#include <vector>

namespace lienthong::bpmn {
namespace {

constexpr std::string_view ending = "EventDefinition";
constexpr std::size_t kinds = Names<EventKind>::values.size();

/// In the order of EventKind.
constexpr std::array<const EventType*, kinds> rows{
    &none_event,       &message_event,    &timer_event,  &signal_event, &conditional_event, &error_event,
    &escalation_event, &compensate_event, &cancel_event, &link_event,   &terminate_event};

}  // namespace

const EventType& type_of(EventKind kind) { return *rows[static_cast<std::size_t>(kind)]; }

std::span<const EventKind> event_kinds() {
  static constexpr auto all = [] {
    std::array<EventKind, kinds - 1> out{};
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<EventKind>(i + 1);
    return out;
  }();
  return all;
}

std::string_view element_of(EventKind kind) {
  static const auto elements = [] {
    std::array<std::string, kinds> out;
    for (std::size_t i = 0; i < kinds; ++i)
      out[i] = std::string(Names<EventKind>::values[i]) + std::string(ending);
    return out;
  }();
  return elements[static_cast<std::size_t>(kind)];
}

std::optional<EventKind> event_kind_of(std::string_view element) {
  if (!element.ends_with(ending)) return std::nullopt;
  const auto kind = from_name<EventKind>(element.substr(0, element.size() - ending.size()));
  return kind == EventKind::None ? std::nullopt : kind;
}

std::string kinds_at(EventPlace place, std::optional<EventKind> but) {
  std::vector<std::string_view> names;
  for (const EventType* type : rows)
    if (type->may_stand.contains(place) && type->kind != but) names.push_back(name_of(type->kind));
  std::string words;
  for (std::size_t i = 0; i < names.size(); ++i)
    words += (i == 0 ? "" : i + 1 < names.size() ? ", " : " or ") + std::string(names[i]);
  return words;
}

const EventType none_event{.kind = EventKind::None,
                           .may_stand = {EventPlace::Start, EventPlace::Throw, EventPlace::End},
                           .waits_beside_others = false,
                           .words = {"startEvent", "intermediateCatchEvent", "intermediateNoneThrowEvent",
                                     "boundaryEvent", "noneEndEvent"},
                           .attributes = "",
                           .children = "",
                           .read = read_nothing,
                           .check = check_nothing,
                           .waits_for = may_repeat};

}  // namespace lienthong::bpmn
