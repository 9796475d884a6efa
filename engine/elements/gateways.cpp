#include "engine/elements/elements.h"
#include "engine/tokens/tokens.h"
#include "engine/waits/waits.h"

namespace lienthong::engine {
namespace {

Refused no_way_out(const bpmn::Node& node) {
  return Refused(Refused::Kind::Failed, "ENGINE-02004 No outgoing sequence flow for the element with id '" +
                                            node.id + "' could be selected for continuing the process.");
}

struct ExclusiveGateway : Behavior {
  void start(Run& run, Instance& self, const bpmn::Node&) const override { run.agenda.complete(self); }
  void leave(Run& run, Instance& self, const bpmn::Node& node) const override {
    const bpmn::Process& process = run.definition(self).process();
    for (const bpmn::FlowIndex index : node.outgoing) {
      const bpmn::Flow& flow = process.flow(index);
      if (index != node.default_flow && (!flow.condition || run.data.holds(*flow.condition, self)))
        return take(run, self, node, index);
    }
    if (node.default_flow >= 0) return take(run, self, node, node.default_flow);
    throw no_way_out(node);
  }
};

/// Takes every flow without condition or with a true one, else the default flow; false when there is none.
/// `conditions_only`: flows without condition are left out, and none need be taken.
bool take_some(Run& run, Instance& self, const bpmn::Node& node, const Context* names = nullptr,
               bool conditions_only = false) {
  const bpmn::Process& process = run.definition(self).process();
  bool taken = false;
  for (const bpmn::FlowIndex index : node.outgoing) {
    const bpmn::Flow& flow = process.flow(index);
    if (index == node.default_flow || (conditions_only && !flow.condition)) continue;
    if (flow.condition && !run.data.holds(*flow.condition, self, names)) continue;
    take(run, self, node, index);
    taken = true;
  }
  if (!taken && !conditions_only && node.default_flow >= 0) {
    take(run, self, node, node.default_flow);
    taken = true;
  }
  return taken || conditions_only || node.outgoing.empty();
}

/// The driver has joined the incoming tokens already, here and below.
struct InclusiveGateway : Behavior {
  void start(Run& run, Instance& self, const bpmn::Node&) const override { run.agenda.complete(self); }
  void leave(Run& run, Instance& self, const bpmn::Node& node) const override {
    if (!take_some(run, self, node)) throw no_way_out(node);
  }
};

/// One that joins leaves twice: when it is activated, and when it is reset, then by conditions only, in which
/// `waitingForStart` is false. Between the two it is active. One that only splits has no reset.
/// docs/decisions/0010
struct ComplexGateway : Behavior {
  void start(Run& run, Instance& self, const bpmn::Node& node) const override {
    if (joins(node))
      activate(run, self, node);
    else
      run.agenda.complete(self);
  }
  void leave(Run& run, Instance& self, const bpmn::Node& node) const override {
    if (!joins(node)) return activate(run, self, node);
    const Context names{{"waitingForStart", Value(false)}};
    take_some(run, self, node, &names, true);
  }

 private:
  static bool joins(const bpmn::Node& node) { return node.incoming.size() > 1; }
  static void activate(Run& run, Instance& self, const bpmn::Node& node) {
    const Context names{{"waitingForStart", Value(true)}};
    if (!take_some(run, self, node, &names)) throw no_way_out(node);
  }
};

struct ParallelGateway : Behavior {
  void start(Run& run, Instance& self, const bpmn::Node&) const override { run.agenda.complete(self); }
  void leave(Run& run, Instance& self, const bpmn::Node& node) const override {
    for (const bpmn::FlowIndex index : node.outgoing) take(run, self, node, index);
  }
};

/// The first event to happen wins and removes the others.
struct EventBasedGateway : Behavior {
  void start(Run& run, Instance& self, const bpmn::Node& node) const override {
    const Definition& definition = run.definition(self);
    for (const bpmn::FlowIndex index : node.outgoing)
      arm(run, self, definition.node(definition.process().flow(index).target));
  }
  void leave(Run&, Instance&, const bpmn::Node&) const override {}
};

}  // namespace

const Behavior& exclusive_gateway() {
  static const ExclusiveGateway b;
  return b;
}
const Behavior& parallel_gateway() {
  static const ParallelGateway b;
  return b;
}
const Behavior& inclusive_gateway() {
  static const InclusiveGateway b;
  return b;
}
const Behavior& complex_gateway() {
  static const ComplexGateway b;
  return b;
}
const Behavior& event_based_gateway() {
  static const EventBasedGateway b;
  return b;
}
}  // namespace lienthong::engine
