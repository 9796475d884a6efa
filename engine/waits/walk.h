#pragma once
#include <functional>
#include "engine/steps/run.h"

namespace lienthong::engine {

/// The event sub-process starts (first) and boundary events of `at` that catch this kind of event and can
/// still react; those of an event sub-process that the event comes out of are left out.
std::vector<const bpmn::Node*> handlers_of(Run&, const Instance& at, bpmn::EventKind,
                                           const bpmn::Node* came_from);

/// The event that catches, and which of its definitions; none: nobody here.
struct Handler {
  const bpmn::Node* node = nullptr;
  const bpmn::EventDefinition* event = nullptr;
};
/// A handler, and the instance that it is a handler of.
struct Caught {
  Instance* at = nullptr;
  Handler by;
};

/// Asks `finds(scope, the child node the walk came from)` for `from` (when `from_itself`) and each scope
/// around it, and on into the calling process at the root. The results of called processes that the event
/// leaves are handed back before the handler starts. bpmn-extensions 10
std::optional<Caught> walk_outwards(Run&, Instance& from, bool from_itself,
                                    const std::function<Handler(const Instance&, const bpmn::Node*)>& finds);

/// The transaction that a cancel end event stands in.
Instance& transaction_around(Run&, const Instance& inside);
/// Whoever asked for what `handler` undoes (of a cancelled transaction, the transaction); null when it undoes
/// nothing.
Instance* compensated_by(Run&, const Instance& handler);

}  // namespace lienthong::engine
