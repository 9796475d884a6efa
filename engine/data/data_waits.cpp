// An activity whose input sets are not satisfied waits, Ready, until data changes. BPMN 13.3.2
#include "engine/execution.h"

namespace lienthong::engine {
namespace {
constexpr const char* data_event = "data";
}

void Execution::wait_for_data(const Instance& self, const bpmn::Node& node) {
  for (const std::int64_t id : work_.tree(self.root.value)->of<Subscription>().owned_by(self.id.value))
    if (work_.find<Subscription>(self.root.value, id)->event == data_event) return;
  Subscription s;
  s.id.value = next_id();
  s.root = self.root;
  s.owner = self.id;
  s.definition = self.definition;
  s.target = node.id;
  s.event = data_event;
  s.created = now();
  work_.insert(std::move(s));
}

void Execution::stop_waiting_for_data(const Instance& self) {
  Tree& tree = *work_.tree(self.root.value);
  for (const std::int64_t id : tree.of<Subscription>().owned_by(self.id.value))
    if (Subscription& s = *tree.of<Subscription>().find(id); s.event == data_event) work_.erase(s);
}

void Execution::data_changed(InstanceId root) {
  for (const Indexes::Place& place : work_.indexes().data_waits(root.value)) {
    const Subscription* s = work_.find<Subscription>(place.root, place.id);
    if (!s) continue;
    Step again;
    again.kind = Step::Kind::Again;
    again.root = s->root;
    again.instance = s->owner;
    queue(again);
  }
}

}  // namespace lienthong::engine
