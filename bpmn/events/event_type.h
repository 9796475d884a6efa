#pragma once
// The table of event types: what BPMN and the contract say of each kind of event definition, a row a kind,
// each in the file beside this one that is named after it. Whoever reads, checks or names an event asks here.
// How an event waits is the engine's table (engine/waits/wait.h). The rules of the standard (bpmn/rules/)
// share names and schema, but keep their own opinion on what may stand where.
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include "bpmn/model.h"

namespace lienthong::xml {
class Element;
}

namespace lienthong::bpmn {

class Checking;
class Reading;

enum class EventPlace { Start, EventSubProcess, Catch, Throw, Boundary, End, AfterGateway };

class EventPlaces {
 public:
  constexpr EventPlaces(std::initializer_list<EventPlace> places) {
    for (const EventPlace place : places) bits_ |= bit(place);
  }
  constexpr bool contains(EventPlace place) const { return (bits_ & bit(place)) != 0; }

 private:
  static constexpr unsigned bit(EventPlace place) { return 1u << static_cast<unsigned>(place); }
  unsigned bits_ = 0;
};

/// The `activityType` words of the contract; empty where it may not stand.
struct EventWords {
  std::string_view start, caught, thrown, boundary, end;
};

struct EventType {
  EventKind kind;
  /// By BPMN's table of event definitions (10.5.1). A start stands in a process or in an event sub-process.
  EventPlaces may_stand;
  /// Over once it has happened, and leaves its activity running until the others have: what a parallel
  /// multiple event can wait for.
  bool waits_beside_others;
  EventWords words;
  /// Of its XML element, in the notation of bpmn/rules/schema_types.h.
  std::string_view attributes, children;
  void (*read)(Reading&, const xml::Element&, EventDefinition&);
  void (*check)(Checking&, const Node&, const EventDefinition&);
  /// No two events of one scope may wait for the same; none: they may.
  std::optional<std::string> (*waits_for)(const EventDefinition&);
};

const EventType& type_of(EventKind);
/// All but None.
std::span<const EventKind> event_kinds();

/// `conditionalEventDefinition`, and back; none: no event definition is called so.
std::string_view element_of(EventKind);
std::optional<EventKind> event_kind_of(std::string_view element);

/// The kinds that may stand there but for one, as a sentence has them: `message, timer or signal`.
std::string kinds_at(EventPlace, std::optional<EventKind> but = {});

// What the rows have in common.
inline void read_nothing(Reading&, const xml::Element&, EventDefinition&) {}
inline void check_nothing(Checking&, const Node&, const EventDefinition&) {}
inline std::optional<std::string> may_repeat(const EventDefinition&) { return std::nullopt; }
inline std::optional<std::string> once(const EventDefinition&) { return ""; }
inline std::optional<std::string> once_a_name(const EventDefinition& event) {
  return event.name.empty() ? std::nullopt : std::optional(event.name);
}

extern const EventType none_event, message_event, timer_event, signal_event, conditional_event, error_event,
    escalation_event, compensate_event, cancel_event, link_event, terminate_event;

}  // namespace lienthong::bpmn

namespace lienthong {
template <>
struct Names<bpmn::EventPlace> {
  static constexpr std::array<std::string_view, 7> values{
      "start", "event sub-process", "catch", "throw", "boundary", "end", "after a gateway"};
};
}  // namespace lienthong
