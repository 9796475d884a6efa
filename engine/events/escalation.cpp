// Escalations walk outwards like errors, but leave whoever raised them running unless the handler interrupts.
// bpmn-extensions 11.2
#include "engine/events/walk.h"
#include "engine/execution.h"

namespace lienthong::engine {

bool Execution::throw_escalation(Instance& from, bool from_itself, const std::string& code) {
  return walk_outwards(*this, from, from_itself, [&](Instance& at, const bpmn::Node* came_from) {
    for (const bpmn::Node* handler : handlers_of(*this, at, bpmn::EventKind::Escalation, came_from)) {
      const bpmn::EventDefinition& event = handler->events.front();
      if (!event.code.empty() && event.code != code) continue;
      Variables variables;
      if (!event.code_variable.empty())
        variables.emplace_back(event.code_variable, TypedValue::of(Value(code)));
      if (handle_at(at, *handler, variables)) return true;
    }
    return false;
  });
}

}  // namespace lienthong::engine
