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
  /// It stands in a process that is stopped: this is how the event gets there, its kind to be filled in, and
  /// the called process that it leaves.
  std::optional<Return> by_return;
  Instance* leaves = nullptr;
};

/// Asks `finds(scope, the child node the walk came from)` for `from` (when `from_itself`) and each scope
/// around it, and on into the calling process at the root. The results of called processes that the event
/// leaves are handed back before the handler starts. bpmn-extensions 10
std::optional<Caught> walk_outwards(Run&, Instance& from, bool from_itself,
                                    const std::function<Handler(const Instance&, const bpmn::Node*)>& finds);

/// An event waits until the process that handles it is active again; a called process that it interrupts is
/// over at once. docs/suspension.md
void return_later(Run&, const Caught&, Return::How, const std::string& code,
                  const std::optional<std::string>& message = {});
/// The transaction that a cancel end event stands in.
Instance& transaction_around(Run&, const Instance& inside);
/// Whoever asked for what `handler` undoes (of a cancelled transaction, the transaction); null when it undoes
/// nothing.
Instance* compensated_by(Run&, const Instance& handler);

}  // namespace lienthong::engine
