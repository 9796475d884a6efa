// Escalations walk outwards like errors, but leave whoever raised them running unless the handler interrupts.
// bpmn-extensions 11.2
#include <algorithm>
#include "engine/events/walk.h"
#include "engine/execution.h"

namespace lienthong::engine {

bool Execution::throw_escalation(Instance& from, bool from_itself, const std::string& code) {
  return walk_outwards(*this, from, from_itself, [&](Instance& at, const bpmn::Node* came_from) {
    for (const bpmn::Node* handler : handlers_of(*this, at, bpmn::EventKind::Escalation, came_from)) {
      const auto found = std::ranges::find_if(handler->events, [&](const bpmn::EventDefinition& e) {
        return e.kind == bpmn::EventKind::Escalation && (e.code.empty() || e.code == code);
      });
      if (found == handler->events.end()) continue;
      Variables variables;
      if (!found->code_variable.empty())
        variables.emplace_back(found->code_variable, TypedValue::of(Value(code)));
      if (handler->needs_all_events()) {
        Subscription* waits =
            work_.tree(at.root.value)
                ->of<Subscription>()
                .first_owned_by(at.id.value, [&](const Subscription& s) {
                  return s.target == handler->id && s.event == "escalation" && s.name == found->code;
                });
        if (!waits) continue;  // it has happened already
        work_.erase(*waits);
      }
      if (occur(at, *handler, variables)) return true;
    }
    return false;
  });
}

}  // namespace lienthong::engine
