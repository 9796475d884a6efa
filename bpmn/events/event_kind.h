#pragma once
#include "base/names.h"

namespace lienthong::bpmn {

/// What an event waits for or throws. What is true of each kind: bpmn/events/event_type.h.
enum class EventKind {
  None,
  Message,
  Timer,
  Signal,
  Conditional,
  Error,
  Escalation,
  Compensate,
  Cancel,
  Link,
  Terminate
};

}  // namespace lienthong::bpmn

namespace lienthong {
template <>
struct Names<bpmn::EventKind> {
  static constexpr std::array<std::string_view, 11> values{
      "none",       "message",    "timer",  "signal", "conditional", "error",
      "escalation", "compensate", "cancel", "link",   "terminate"};
};
}  // namespace lienthong
