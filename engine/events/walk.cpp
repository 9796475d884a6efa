#include "engine/events/walk.h"

namespace lienthong::engine {

std::vector<const bpmn::Node*> handlers_of(Execution& run, const Instance& at, bpmn::EventKind kind,
                                           const bpmn::Node* came_from) {
  std::vector<const bpmn::Node*> handlers;
  const Definition& definition = run.definition(at);
  const bpmn::Node& node = run.node(at);
  if (run.is_scope(node) && !at.body)
    for (const bpmn::NodeIndex index : definition.event_sub_processes(node)) {
      const bpmn::Node& handler = definition.node(index);
      const bpmn::Node& start = definition.start_of(handler);
      if (&handler != came_from && start.has_event(kind)) handlers.push_back(&start);
    }
  const bool inner = at.loop_counter >= 0 && !at.body;  // boundary events belong to the body
  if (!inner)
    for (const bpmn::NodeIndex index : node.boundary)
      if (definition.node(index).has_event(kind)) handlers.push_back(&definition.node(index));
  return handlers;
}

bool walk_outwards(Execution& run, Instance& from, bool from_itself,
                   const std::function<bool(Instance&, const bpmn::Node*)>& catches) {
  Instance* at = &from;
  const bpmn::Node* came_from = nullptr;
  bool ask = from_itself;
  for (;;) {
    const bool undoing = at->state == lifecycle::ActivityState::Compensating;  // its own events are over
    if (ask && !undoing && catches(*at, came_from)) return true;
    ask = true;
    if (Instance* by = run.compensated_by(*at)) {  // on from where compensation was asked for
      at = by;
      came_from = nullptr;
      continue;
    }
    came_from = &run.node(*at);
    if (Instance* scope = run.parent(*at)) {
      at = scope;
      continue;
    }
    if (!at->called_by) return false;
    at = run.instance(at->calling_root, at->called_by);  // the calling process' call activity
    if (!at) return false;
    came_from = nullptr;
  }
}

}  // namespace lienthong::engine
