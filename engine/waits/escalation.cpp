// Escalations walk outwards like errors, but leave whoever raised them running unless the handler interrupts.
// bpmn-extensions 11.2
#include <algorithm>
#include "engine/waits/events.h"
#include "engine/waits/wait.h"
#include "engine/waits/waits.h"
#include "engine/waits/walk.h"

namespace lienthong::engine {

namespace {

/// What a parallel multiple event still waits for of this kind.
Subscription* awaited_by(Run& run, const Instance& at, const bpmn::Node& handler, const std::string& code) {
  return run.work()
      .tree(at.root.value)
      ->of<Subscription>()
      .first_owned_by(at.id.value, [&](const Subscription& s) {
        return s.target == handler.id && s.event == "escalation" && s.name == code;
      });
}

Handler escalation_handler(Run& run, const Instance& at, const bpmn::Node* came_from,
                           const std::string& code) {
  for (const bpmn::Node* handler : handlers_of(run, at, bpmn::EventKind::Escalation, came_from)) {
    const auto found = std::ranges::find_if(handler->events, [&](const bpmn::EventDefinition& e) {
      return e.kind == bpmn::EventKind::Escalation && (e.code.empty() || e.code == code);
    });
    if (found == handler->events.end()) continue;
    if (handler->needs_all_events() && !awaited_by(run, at, *handler, found->code))
      continue;  // it has happened already
    return {handler, &*found};
  }
  return {};
}

}  // namespace

// Walked to by the definition, but for a parallel multiple event, which has to know what has happened.
const Wait escalation_wait{.kind = bpmn::EventKind::Escalation,
                           .as = Wait::As::SubscriptionBesideOthers,
                           .listed = false,
                           .subject = event_name,
                           .armed = nothing_yet};

bool throw_escalation(Run& run, Instance& from, bool from_itself, const std::string& code) {
  const auto finds = [&](const Instance& at, const bpmn::Node* came_from) {
    return escalation_handler(run, at, came_from, code);
  };
  const auto caught = walk_outwards(run, from, from_itself, finds);
  if (!caught) return false;
  if (caught->by_return) {
    return_later(run, *caught, Return::How::Escalation, code);
    return true;
  }
  const auto& [handler, event] = caught->by;
  Variables variables;
  if (!event->code_variable.empty())
    variables.emplace_back(event->code_variable, TypedValue::of(Value(code)));
  if (handler->needs_all_events()) run.work().erase(*awaited_by(run, *caught->at, *handler, event->code));
  return occur(run, *caught->at, *handler, variables);
}

}  // namespace lienthong::engine
