#pragma once
// A sound definition of each kind of event, and what it refers to.
#include <string>

namespace lienthong::bpmn::testing {

/// Stands before the process.
inline const std::string declared =
    "<message id='m' name='m'/><message id='m2' name='m2'/><message id='empty'/><message id='mx' "
    "name='m-${x}'/>"
    "<signal id='g' name='g'/><error id='r' errorCode='1'/><error id='bare'/><escalation id='x' "
    "escalationCode='1'/>"
    "<escalation id='y' escalationCode='2'/><escalation id='any'/>";

inline std::string definition(const std::string& kind) {
  if (kind == "none") return "";
  if (kind == "message") return "<messageEventDefinition messageRef='m'/>";
  if (kind == "timer")
    return "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>";
  if (kind == "signal") return "<signalEventDefinition signalRef='g'/>";
  if (kind == "error") return "<errorEventDefinition errorRef='r'/>";
  if (kind == "escalation") return "<escalationEventDefinition escalationRef='x'/>";
  if (kind == "conditional")
    return "<conditionalEventDefinition><condition>${a}</condition></conditionalEventDefinition>";
  if (kind == "link") return "<linkEventDefinition name='l'/>";
  return "<" + kind + "EventDefinition/>";
}

}  // namespace lienthong::bpmn::testing
