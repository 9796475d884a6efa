#include "engine/elements/elements.h"

namespace lienthong::engine {
namespace {

struct ExclusiveGateway : Behavior {
  void start(Execution& run, Instance& self, const bpmn::Node&) const override { run.complete(self); }
  void leave(Execution& run, Instance& self, const bpmn::Node& node) const override {
    const bpmn::Process& process = run.definition(self).process();
    for (const bpmn::FlowIndex index : node.outgoing) {
      const bpmn::Flow& flow = process.flow(index);
      if (index != node.default_flow && (!flow.condition || run.holds(*flow.condition, self)))
        return run.take(self, node, index);
    }
    if (node.default_flow >= 0) return run.take(self, node, node.default_flow);
    throw Refused(Refused::Kind::Failed, "ENGINE-02004 No outgoing sequence flow for the element with id '" +
                                             node.id + "' could be selected for continuing the process.");
  }
};

/// The driver has joined the incoming tokens already.
struct ParallelGateway : Behavior {
  void start(Execution& run, Instance& self, const bpmn::Node&) const override { run.complete(self); }
  void leave(Execution& run, Instance& self, const bpmn::Node& node) const override {
    for (const bpmn::FlowIndex index : node.outgoing) run.take(self, node, index);
  }
};

/// The first event to happen wins and removes the others.
struct EventBasedGateway : Behavior {
  void start(Execution& run, Instance& self, const bpmn::Node& node) const override {
    const Definition& definition = run.definition(self);
    for (const bpmn::FlowIndex index : node.outgoing)
      run.arm(self, definition.node(definition.process().flow(index).target));
  }
  void leave(Execution&, Instance&, const bpmn::Node&) const override {}
};

struct SubProcess : Behavior {
  void start(Execution& run, Instance& self, const bpmn::Node& node) const override {
    const Definition& definition = run.definition(self);
    for (const bpmn::NodeIndex child : node.children) {
      const bpmn::Node& start = definition.node(child);
      const bool happened = node.kind == bpmn::Kind::EventSubProcess;
      if (start.kind == bpmn::Kind::StartEvent && (happened || start.event() == bpmn::EventKind::None))
        return run.enter(start, self, -1, happened);
    }
    run.complete(self);
  }
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
const Behavior& event_based_gateway() {
  static const EventBasedGateway b;
  return b;
}
const Behavior& sub_process() {
  static const SubProcess b;
  return b;
}

}  // namespace lienthong::engine
