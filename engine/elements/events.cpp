// Start, end and intermediate events. What kind of event it is decides; `engine/events/` has what errors,
// escalations and signals do.
#include "engine/waits/events.h"
#include <algorithm>
#include "base/json.h"
#include "engine/elements/elements.h"
#include "engine/steps/jobs.h"
#include "engine/tokens/compensation.h"
#include "engine/tokens/tokens.h"
#include "engine/waits/messages.h"
#include "engine/waits/waits.h"

namespace lienthong::engine {

void raise_or_wait(Run& run, Instance& self, bool from_itself, const std::string& code,
                   const std::optional<std::string>& message) {
  if (throw_error(run, self, from_itself, code, message))
    return;  // the handler has cancelled this instance, or waits beside it
  if (!run.core().settings.unhandled_error_is_incident) return run.agenda.complete(self);
  // Ending silently would lose a dossier: the element waits for a person, who may deploy a handler.
  wait_for_help(run, self, run.node(self),
                "no handler for the BPMN error '" + code + "'" + (message ? ": " + *message : ""));
}

namespace {

/// True when the event is thrown at once; else the instance is completed later, or is ended by what it threw.
bool throw_one(Run& run, Instance& self, const bpmn::Node& node, const bpmn::EventDefinition& event) {
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
      raise_or_wait(run, self, false, event.code, run.data.evaluate_text(event.error_message, self));
      return false;
    case bpmn::EventKind::Compensate: throw_compensation(run, self, event); return false;
    case bpmn::EventKind::Cancel: cancel_transaction(run, self); return false;
    case bpmn::EventKind::Escalation:
      throw_escalation(run, self, false, run.data.event_name(event, self));
      return true;
    case bpmn::EventKind::Signal: throw_signal(run, event, self); return true;
    case bpmn::EventKind::Terminate: run.life.cancel_inside(*run.parent(self), self.id); return true;
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
void throw_rest(Run& run, Instance& self, const bpmn::Node& node) {
  const InstanceId root = self.root, id = self.id;
  const std::vector<const bpmn::EventDefinition*> order = throw_order(node);
  for (;;) {
    Instance* still = run.instance(root, id);  // a handler may have ended it
    if (!still || still->state != lifecycle::ActivityState::Active) return;
    const auto next = static_cast<std::size_t>(still->done);
    if (next == order.size()) return run.agenda.complete(*still);
    run.work().update(*still, [](Instance& i) { ++i.done; });
    if (!throw_one(run, *still, node, *order[next])) return;
  }
}

struct Catch : Behavior {
  void start(Run& run, Instance& self, const bpmn::Node& node) const override {
    if (node.event() == bpmn::EventKind::None || node.event() == bpmn::EventKind::Link)
      return run.agenda.complete(self);  // a link has arrived
    arm(run, self, node);
  }
};
struct Pass : Behavior {
  void start(Run& run, Instance& self, const bpmn::Node&) const override { run.agenda.complete(self); }
};
struct Throw : Behavior {
  void start(Run& run, Instance& self, const bpmn::Node& node) const override {
    if (node.events.size() > 1) return throw_rest(run, self, node);
    const InstanceId root = self.root, id = self.id;
    if (!node.events.empty() && !throw_one(run, self, node, node.events.front())) return;
    if (Instance* still = run.instance(root, id)) run.agenda.complete(*still);  // a handler may have ended it
  }
  bool goes_on(Run& run, Instance& self, const bpmn::Node& node) const override {
    const bool more = static_cast<std::size_t>(self.done) < node.events.size() && node.events.size() > 1;
    if (more) throw_rest(run, self, node);
    return more;
  }
  void cancelling(Run& run, Instance& self, const bpmn::Node&) const override {
    stop_compensation(run, self);
  }
  void leave(Run& run, Instance& self, const bpmn::Node& node) const override {
    if (node.event() != bpmn::EventKind::Link) return Behavior::leave(run, self, node);
    take_link(run, self, node);
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
