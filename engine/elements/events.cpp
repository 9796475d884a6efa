// Start, end and intermediate events. What kind of event it is decides; `engine/events/` has what errors,
// escalations and signals do.
#include <algorithm>
#include "base/json.h"
#include "engine/elements/elements.h"
#include "engine/messages.h"

namespace lienthong::engine {

void raise_or_wait(Execution& run, Instance& self, bool from_itself, const std::string& code,
                   const std::optional<std::string>& message) {
  if (run.throw_error(self, from_itself, code, message))
    return;  // the handler has cancelled this instance, or waits beside it
  if (!run.core().settings.unhandled_error_is_incident) return run.complete(self);
  const std::string& node = self.node;
  // Nobody catches it. Ending silently would lose a dossier: the element waits for a person instead.
  Job job;
  job.root = self.root;
  job.instance = self.id;
  job.definition = self.definition;
  job.node = node;
  job.configuration = "unhandled-error";
  job.retries = 0;
  job.error_message = "no handler for the BPMN error '" + code + "'" + (message ? ": " + *message : "");
  job.failed_node = node;
  Job& kept = run.add_job(std::move(job));
  run.raise_incident(self, "failedJob", node, node, kept.error_message, to_string(kept.id));
}

namespace {

/// True when the event is thrown at once; else the instance is completed later, or is ended by what it threw.
bool throw_one(Execution& run, Instance& self, const bpmn::Node& node, const bpmn::EventDefinition& event) {
  switch (event.kind) {
    case bpmn::EventKind::Message:
      if (node.implementation.shape == bpmn::Implementation::Shape::None)
        return !send_over_flows(run, self, node, &event);
      if (node.implementation.shape != bpmn::Implementation::Shape::External &&
          node.implementation.shape != bpmn::Implementation::Shape::Java)
        return true;
      wait_for_worker(run, self, node);
      return false;
    case bpmn::EventKind::Error:
      raise_or_wait(run, self, false, event.code, run.evaluate_text(event.error_message, self));
      return false;
    case bpmn::EventKind::Compensate: run.throw_compensation(self, event); return false;
    case bpmn::EventKind::Cancel: run.cancel_transaction(self); return false;
    case bpmn::EventKind::Escalation:
      run.throw_escalation(self, false, run.event_name(event, self));
      return true;
    case bpmn::EventKind::Signal: run.throw_signal(event, self); return true;
    case bpmn::EventKind::Terminate: run.cancel_children(*run.parent(self), self.id); return true;
    default: return true;
  }
}

/// A multiple event throws all its definitions, in XML order but for those that end their scope.
std::vector<const bpmn::EventDefinition*> throw_order(const bpmn::Node& node) {
  std::vector<const bpmn::EventDefinition*> order;
  for (const bpmn::EventDefinition& event : node.events) order.push_back(&event);
  std::ranges::stable_partition(order, [](const bpmn::EventDefinition* event) {
    return event->kind != bpmn::EventKind::Error && event->kind != bpmn::EventKind::Cancel &&
           event->kind != bpmn::EventKind::Terminate;
  });
  return order;
}

/// Throws what is left, counted in `done`, until one takes time; goes on after it.
void throw_rest(Execution& run, Instance& self, const bpmn::Node& node) {
  const InstanceId root = self.root, id = self.id;
  const std::vector<const bpmn::EventDefinition*> order = throw_order(node);
  for (;;) {
    Instance* still = run.instance(root, id);  // a handler may have ended it
    if (!still || still->state != lifecycle::ActivityState::Active) return;
    const auto next = static_cast<std::size_t>(still->done);
    if (next == order.size()) return run.complete(*still);
    run.work().update(*still, [](Instance& i) { ++i.done; });
    if (!throw_one(run, *still, node, *order[next])) return;
  }
}

struct Catch : Behavior {
  void start(Execution& run, Instance& self, const bpmn::Node& node) const override {
    if (node.event() == bpmn::EventKind::None || node.event() == bpmn::EventKind::Link)
      return run.complete(self);  // a link has arrived
    run.arm(self, node);
  }
};
struct Pass : Behavior {
  void start(Execution& run, Instance& self, const bpmn::Node&) const override { run.complete(self); }
};
struct Throw : Behavior {
  void start(Execution& run, Instance& self, const bpmn::Node& node) const override {
    if (node.events.size() > 1) return throw_rest(run, self, node);
    const InstanceId root = self.root, id = self.id;
    if (!node.events.empty() && !throw_one(run, self, node, node.events.front())) return;
    if (Instance* still = run.instance(root, id)) run.complete(*still);  // a handler may have ended it
  }
  bool goes_on(Execution& run, Instance& self, const bpmn::Node& node) const override {
    const bool more = static_cast<std::size_t>(self.done) < node.events.size() && node.events.size() > 1;
    if (more) throw_rest(run, self, node);
    return more;
  }
  void cancelling(Execution& run, Instance& self, const bpmn::Node&) const override {
    run.stop_compensation(self);
  }
  void leave(Execution& run, Instance& self, const bpmn::Node& node) const override {
    if (node.event() != bpmn::EventKind::Link) return Behavior::leave(run, self, node);
    run.take_link(self, node);
  }
};

}  // namespace

const Behavior& start_event() {
  static const Pass pass;
  return pass;
}
const Behavior& boundary_event() {
  static const Pass pass;
  return pass;
}
const Behavior& catch_event() {
  static const Catch behavior;
  return behavior;
}
const Behavior& throw_event() {
  static const Throw behavior;
  return behavior;
}

}  // namespace lienthong::engine
