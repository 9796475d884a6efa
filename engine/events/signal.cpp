// A signal reaches everybody who listens at that moment, in every instance and definition. bpmn-extensions 13
#include "engine/execution.h"

namespace lienthong::engine {

void Execution::broadcast_signal(const std::string& name, const Variables& variables) {
  for (const Indexes::Place& place : work_.indexes().subscriptions("signal", name)) {
    Subscription* s = work_.find<Subscription>(place.root, place.id);
    if (!s) continue;  // gone through an earlier listener of this very signal
    if (place.root == 0) {
      const DefinitionRow& row = core_.definition_row(s->definition);
      const bpmn::Node& start = definition(s->definition)->node(s->target);
      if (!row.suspended)
        start_process(row, start, variables, {}, user, nullptr, event_named(start, "signal", s->name));
      continue;
    }
    Instance* owner = instance(s->root, s->owner);
    if (!owner || root(*owner).suspended) continue;
    set_variables(*owner, variables);
    trigger(*s);
  }
}

}  // namespace lienthong::engine
