#pragma once
// Tokens between flow nodes, and how many an activity takes and gives. BPMN 10.3, 13.2, 13.3.2
#include "engine/data/data.h"

namespace lienthong::engine {

/// A token for each of the completion quantity leaves by a flow; `camunda:asyncAfter`: in a job.
void take(Run&, const Instance& self, const bpmn::Node&, bpmn::FlowIndex);
void take_link(Run&, const Instance& self, const bpmn::Node& link_throw);
/// Activities and events take every flow without condition or with a true one; the default flow only when no
/// other was taken.
void take_flows(Run&, const Instance& self, const bpmn::Node&);

/// A token waits before a node for others to come; history tells of it where the node is a join.
void park(Run&, const bpmn::Node&, const Instance& scope, bpmn::FlowIndex);
/// It waits no longer. `canceled`: it is gone with its scope.
void unpark(Run&, Arrival&, bool canceled = false);
/// camunda:asyncAfter where no flow leads on: the scope stays open until its job has run.
void end_later(Run&, const Instance& self, const bpmn::Node&);
/// False: the token was parked, whatever flow it came by, until there are startQuantity of them.
[[nodiscard]] bool quantity_ready(Run&, const bpmn::Node&, const Instance& scope, const Enter&);
/// Whether something in `scope` runs, is on its way, or waits for others.
bool has_tokens(Run&, const Instance& scope);
/// The same without those that wait for others.
bool has_work(Run&, const Instance& scope);
/// Tokens on their way into a scope, or parked in it, are gone.
void drop_waiting(Run&, const Instance& scope);

}  // namespace lienthong::engine
