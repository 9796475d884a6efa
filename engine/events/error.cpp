// Errors walk outwards until a handler is found: in each scope event sub-processes before boundary events, a
// handler with the same code before one without; at the root on into the calling process.
// bpmn-extensions 11.1
#include <algorithm>
#include "engine/events/walk.h"
#include "engine/execution.h"

namespace lienthong::engine {

bool Execution::throw_error(Instance& from, bool from_itself, const std::string& code,
                            const std::optional<std::string>& message) {
  Variables variables;
  return walk_outwards(*this, from, from_itself, [&](Instance& at, const bpmn::Node* came_from) {
    for (const bool any_code : {false, true})
      for (const bpmn::Node* handler : handlers_of(*this, at, bpmn::EventKind::Error, came_from)) {
        const auto found = std::ranges::find_if(handler->events, [&](const bpmn::EventDefinition& e) {
          return e.kind == bpmn::EventKind::Error && (any_code ? e.code.empty() : e.code == code);
        });
        if (found == handler->events.end()) continue;
        const bpmn::EventDefinition& event = *found;
        variables.clear();
        if (!event.code_variable.empty())
          variables.emplace_back(event.code_variable, TypedValue::of(Value(code)));
        if (!event.message_variable.empty())
          variables.emplace_back(event.message_variable, TypedValue::of(message ? Value(*message) : Value()));
        if (handle_at(at, *handler, variables)) return true;
      }
    return false;
  });
}

}  // namespace lienthong::engine
