#pragma once
#include <functional>
#include "engine/execution.h"

namespace lienthong::engine {

/// The event sub-process starts (first) and boundary events of `at` that catch this kind of event; those of
/// an event sub-process that the event comes out of are left out.
std::vector<const bpmn::Node*> handlers_of(Execution&, const Instance& at, bpmn::EventKind,
                                           const bpmn::Node* came_from);

/// Asks `catches(scope, the child node the walk came from)` for `from` (when `from_itself`) and each scope
/// around it, and on into the calling process at the root. True as soon as one catches.
bool walk_outwards(Execution&, Instance& from, bool from_itself,
                   const std::function<bool(Instance&, const bpmn::Node*)>& catches);

}  // namespace lienthong::engine
