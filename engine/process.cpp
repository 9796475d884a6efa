// Process instances begin and end.
#include "engine/elements/elements.h"
#include "engine/execution.h"

namespace lienthong::engine {
using lifecycle::ActivityOperation;

InstanceId Execution::start_process(const DefinitionRow& row, const bpmn::Node& start_event,
                                    const Variables& variables, std::optional<std::string> business_key,
                                    std::optional<std::string> starter, const Instance* caller) {
  const DefinitionPtr definition = this->definition(row.id);
  const bpmn::Node& process = definition->root();
  Instance root;
  root.id.value = next_id();
  root.root = root.id;
  root.definition = row.id;
  root.node = process.id;
  root.started = now();
  root.business_key = business_key;
  root.top_root = root.id;
  if (caller) {
    root.called_by = caller->id;
    root.calling_root = caller->root;
    root.top_root = this->root(*caller).top_root;
  }
  ProcessHistory history;
  history.id = root.id;
  history.root = root.id;
  history.calling_root = root.calling_root;
  history.top_root = root.top_root;
  history.definition = row.id;
  history.business_key = std::move(business_key);
  history.start_user = std::move(starter);
  history.start_node = start_event.id;
  history.started = now();
  Instance& self = work_.insert(std::move(root));
  work_.insert(std::move(history));
  if (!start_event.initiator.empty())
    set_local(self, start_event.initiator, TypedValue::of(user ? Value(*user) : Value()));
  for (const auto& [name, value] : variables) set_local(self, name, value);
  for (const bpmn::NodeIndex handler : definition->event_sub_processes(process))
    arm(self, definition->start_of(definition->node(handler)));
  move(self, ActivityOperation::Activate);
  open_deadlines(self, process);
  enter(start_event, self, -1, start_event.event() != bpmn::EventKind::None);
  return self.id;
}

/// The process instance has reached its end.
void Execution::end_root(Instance& self) {
  Instance* caller = self.called_by ? instance(self.calling_root, self.called_by) : nullptr;
  if (caller) {
    map_results_out(*this, self, *caller);
    complete(*caller);
  }
  end_process(self, Outcome::Completed);
}

void Execution::end_process(Instance& self, Outcome outcome, std::optional<std::string> reason) {
  Tree& tree = *work_.tree(self.root.value);
  if (ProcessHistory* row = tree.of<ProcessHistory>().find(self.id.value))
    work_.close(*row, [&](ProcessHistory& h) {
      h.state = outcome;
      h.ended = now();
      if (reason) h.delete_reason = reason;
    });
  for (const std::int64_t id : tree.of<Job>().owned_by(self.id.value)) erase_job(*tree.of<Job>().find(id));
  close_deadlines(self, outcome == Outcome::Completed);
  remove(self);
}

}  // namespace lienthong::engine
