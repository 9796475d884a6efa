// Process instances begin and end.
#include "engine/correlation.h"
#include "engine/elements/elements.h"
#include "engine/execution.h"
#include "engine/listeners.h"

namespace lienthong::engine {
using lifecycle::ActivityOperation;

InstanceId Execution::start_process(const DefinitionRow& row, const bpmn::Node& start_event,
                                    const Variables& variables, std::optional<std::string> business_key,
                                    std::optional<std::string> starter, const Instance* caller,
                                    std::int64_t occurred) {
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
  tell(*this, process.listeners, self, {"start", process});
  enter_first(start_event, self, occurred);
  return self.id;
}

/// The first token. An event that stands behind an instantiating event-based gateway comes through it; a
/// start event or gateway that needs more than what has happened waits for the rest. BPMN 10.6.6, 13.4.4
void Execution::enter_first(const bpmn::Node& start, const Instance& self, std::int64_t occurred) {
  Step step;
  step.root = self.root;
  step.instance = self.id;
  step.definition = self.definition;
  step.node = start.index;
  step.happened = start.event() != bpmn::EventKind::None;
  const Definition& definition = this->definition(self);
  const bpmn::Node* gateway = start.incoming.empty()
                                  ? nullptr
                                  : &definition.node(definition.process().flow(start.incoming[0]).source);
  if (gateway) {
    Step before = step;
    before.node = gateway->index;
    before.happened = !gateway->parallel_events;
    before.occurred = gateway->parallel_events ? start.index : -1;
    queue(before);
  } else if (start.needs_all_events()) {
    step.happened = false;
    step.occurred = occurred;
  }
  queue(step);
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
  forget_conversation(*this, self);
  remove(self);
}

}  // namespace lienthong::engine
