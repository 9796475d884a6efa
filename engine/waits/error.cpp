// Errors walk outwards until a handler is found: in each scope event sub-processes before boundary events, a
// handler with the same code before one without; at the root on into the calling process.
// bpmn-extensions 11.1
#include <algorithm>
#include "engine/waits/events.h"
#include "engine/waits/waits.h"
#include "engine/waits/walk.h"

namespace lienthong::engine {

namespace {

/// Event sub-processes before boundary events; among either an equal code before a handler without.
Handler error_handler(Run& run, const Instance& at, const bpmn::Node* came_from, const std::string& code) {
  const auto handlers = handlers_of(run, at, bpmn::EventKind::Error, came_from);
  for (const bpmn::Kind place : {bpmn::Kind::StartEvent, bpmn::Kind::BoundaryEvent})
    for (const bool any_code : {false, true})
      for (const bpmn::Node* handler : handlers) {
        if (handler->kind != place) continue;
        const auto found = std::ranges::find_if(handler->events, [&](const bpmn::EventDefinition& e) {
          return e.kind == bpmn::EventKind::Error && (any_code ? e.code.empty() : e.code == code);
        });
        if (found != handler->events.end()) return {handler, &*found};
      }
  return {};
}

}  // namespace

bool throw_error(Run& run, Instance& from, bool from_itself, const std::string& code,
                 const std::optional<std::string>& message) {
  const auto finds = [&](const Instance& at, const bpmn::Node* came_from) {
    return error_handler(run, at, came_from, code);
  };
  const auto caught = walk_outwards(run, from, from_itself, finds);
  if (!caught) return false;
  if (caught->by_return) {
    return_later(run, *caught, Return::How::Error, code, message);
    return true;
  }
  const bpmn::EventDefinition& event = *caught->by.event;
  Variables variables;
  if (!event.code_variable.empty()) variables.emplace_back(event.code_variable, TypedValue::of(Value(code)));
  if (!event.message_variable.empty())
    variables.emplace_back(event.message_variable, TypedValue::of(message ? Value(*message) : Value()));
  return handle_at(run, *caught->at, *caught->by.node, variables);
}

}  // namespace lienthong::engine
