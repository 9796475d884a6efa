#include "engine/elements/elements.h"

namespace lienthong::engine {
namespace {

struct SubProcess : Behavior {
  void start(Run& run, Instance& self, const bpmn::Node& node) const override {
    const Definition& definition = run.definition(self);
    for (const bpmn::NodeIndex child : node.children) {
      const bpmn::Node& start = definition.node(child);
      const bool happened = node.kind == bpmn::Kind::EventSubProcess;
      if (start.kind == bpmn::Kind::StartEvent && (happened || start.event() == bpmn::EventKind::None))
        return run.agenda.enter(start, self, -1, happened);
    }
    run.agenda.complete(self);
  }
};

}  // namespace

const Behavior& sub_process() {
  static const SubProcess b;
  return b;
}

}  // namespace lienthong::engine
