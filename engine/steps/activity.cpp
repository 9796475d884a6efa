#include "engine/steps/activity.h"
#include "base/json.h"
#include "bpmn/reader.h"

namespace lienthong::engine {

void move_activity(Sight& sight, Instance& self, lifecycle::ActivityOperation operation) {
  const auto state = lifecycle::next(self.state, operation);
  check(state.has_value(), "the driver only asks for what the activity lifecycle allows");
  sight.work().update(self, [&](Instance& i) { i.state = *state; });
}

ActivityHistory history_at(Sight& sight, const Instance& scope, const bpmn::Node& node, bool body) {
  ActivityHistory row;
  row.root = scope.root;
  row.parent = scope.id;
  row.definition = scope.definition;
  row.type = body ? bpmn::body_type(node) : bpmn::activity_type(node);
  row.node = body ? node.id + "#" + row.type : node.id;
  if (!node.name.empty()) row.name = node.name;
  row.started = sight.now();
  return row;
}

bool ends_its_path(const bpmn::Node& node) {
  return node.outgoing.empty() && !node.for_compensation && node.event() != bpmn::EventKind::Link;
}

void close_history(Sight& sight, Instance& self, bool canceled, bool completes_scope) {
  ActivityHistory* row = sight.work().find<ActivityHistory>(self.root.value, self.history.value);
  if (!row || row->ended) return;
  sight.work().close(*row, [&](ActivityHistory& h) {
    h.ended = sight.now();
    h.canceled = canceled;
    h.completes_scope = completes_scope;
  });
}

void audit(Sight& sight, InstanceId root, InstanceId at, std::string kind, std::optional<std::string> actor,
           std::string subject, const Context& detail) {
  AuditEvent event;
  event.id.value = sight.next_id();
  event.root = root;
  event.instance = at;
  event.at = sight.now();
  event.kind = std::move(kind);
  event.actor = std::move(actor);
  event.subject = std::move(subject);
  event.detail = json::write(Value(detail));
  sight.work().append(std::move(event));
}

}  // namespace lienthong::engine
