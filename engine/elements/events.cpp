// Start, end and intermediate events. What kind of event it is decides; `engine/events/` has what errors,
// escalations and signals do.
#include "base/json.h"
#include "engine/elements/elements.h"

namespace lienthong::engine {
namespace {

void raise_error(Execution& run, Instance& self, const bpmn::Node& node) {
  const bpmn::EventDefinition& event = node.events.front();
  const std::optional<std::string> message = run.evaluate_text(event.error_message, self);
  if (run.throw_error(self, false, event.code, message))
    return;  // the handler has cancelled this instance, or waits beside it
  if (!run.core().settings.unhandled_error_is_incident) return run.complete(self);
  // Nobody catches it. Ending silently would lose a dossier: the end event waits for a person instead.
  Job job;
  job.root = self.root;
  job.instance = self.id;
  job.definition = self.definition;
  job.node = node.id;
  job.configuration = "unhandled-error";
  job.retries = 0;
  job.error_message = "no handler for the BPMN error '" + event.code + "'" + (message ? ": " + *message : "");
  job.failed_node = node.id;
  Job& kept = run.add_job(std::move(job));
  run.raise_incident(self, "failedJob", node.id, node.id, kept.error_message, to_string(kept.id));
}

void do_throw(Execution& run, Instance& self, const bpmn::Node& node) {
  const bpmn::EventKind kind = node.event();
  if (kind == bpmn::EventKind::Message && node.implementation.shape == bpmn::Implementation::Shape::External)
    return wait_for_worker(run, self, node);
  const InstanceId root = self.root, id = self.id;
  switch (kind) {
    case bpmn::EventKind::Error: return raise_error(run, self, node);
    case bpmn::EventKind::Escalation:
      run.throw_escalation(self, false, run.event_name(node.events.front(), self));
      break;
    case bpmn::EventKind::Signal: run.broadcast_signal(run.event_name(node.events.front(), self), {}); break;
    case bpmn::EventKind::Terminate: run.cancel_children(*run.parent(self), self.id); break;
    default: break;
  }
  if (Instance* still = run.instance(root, id)) run.complete(*still);  // a handler may have ended it
}

struct Catch : Behavior {
  void start(Execution& run, Instance& self, const bpmn::Node& node) const override {
    if (node.event() == bpmn::EventKind::None) return run.complete(self);
    run.arm(self, node);
  }
};
struct Pass : Behavior {
  void start(Execution& run, Instance& self, const bpmn::Node&) const override { run.complete(self); }
};
struct Throw : Behavior {
  void start(Execution& run, Instance& self, const bpmn::Node& node) const override {
    do_throw(run, self, node);
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
