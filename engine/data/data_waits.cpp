// An activity whose input sets are not satisfied waits, Ready, until data changes. BPMN 13.3.2

#include "engine/data/data_flow.h"
#include "engine/steps/run.h"
namespace lienthong::engine {
namespace {
constexpr const char* data_event = "data";
}

void wait_for_data(Run& run, const Instance& self, const bpmn::Node& node) {
  for (const std::int64_t id : run.work().tree(self.root.value)->of<Subscription>().owned_by(self.id.value))
    if (run.work().find<Subscription>(self.root.value, id)->event == data_event) return;
  Subscription s;
  s.id.value = run.next_id();
  s.root = self.root;
  s.owner = self.id;
  s.definition = self.definition;
  s.target = node.id;
  s.event = data_event;
  s.created = run.now();
  run.work().insert(std::move(s));
}

void stop_waiting_for_data(Run& run, const Instance& self) {
  Tree& tree = *run.work().tree(self.root.value);
  for (const std::int64_t id : tree.of<Subscription>().owned_by(self.id.value))
    if (Subscription& s = *tree.of<Subscription>().find(id); s.event == data_event) run.work().erase(s);
}

void data_changed(Run& run, InstanceId root) {
  for (const Indexes::Place& place : run.work().indexes().data_waits(root.value)) {
    const Subscription* s = run.work().find<Subscription>(place.root, place.id);
    if (!s) continue;
    run.agenda.data_changed(s->root, s->owner);
  }
}

}  // namespace lienthong::engine
