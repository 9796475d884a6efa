// Leaving a node by its sequence flows. BPMN 13.2, bpmn-extensions 6
#include "engine/execution.h"

namespace lienthong::engine {

/// Activities and events take every flow without condition or with a true one; the default flow only when no
/// other was taken.
void Behavior::leave(Execution& run, Instance& self, const bpmn::Node& node) const {
  const bpmn::Process& process = run.definition(self).process();
  bool taken = false;
  for (const bpmn::FlowIndex index : node.outgoing) {
    if (index == node.default_flow) continue;
    const bpmn::Flow& flow = process.flow(index);
    if (flow.condition && !run.holds(*flow.condition, self)) continue;
    run.take(self, node, index);
    taken = true;
  }
  if (taken || node.outgoing.empty()) return;
  if (node.default_flow >= 0) return run.take(self, node, node.default_flow);
  throw Refused(Refused::Kind::Failed, "ENGINE-02006 No conditional sequence flow leaving the Flow Node '" +
                                           node.id + "' could be selected for continuing the process.");
}

}  // namespace lienthong::engine
