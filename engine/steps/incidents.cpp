#include "engine/steps/incidents.h"
#include <utility>

namespace lienthong::engine {
namespace {

IncidentHistory history_of(const Incident& incident) {
  IncidentHistory row;
  row.id = incident.id;
  row.root = incident.root;
  row.instance = incident.instance;
  row.definition = incident.definition;
  row.type = incident.type;
  row.node = incident.node;
  row.failed_node = incident.failed_node;
  row.message = incident.message;
  row.job = incident.job;
  row.configuration = incident.configuration;
  row.cause = incident.cause;
  row.root_cause = incident.root_cause;
  row.created = incident.created;
  row.state = "open";
  return row;
}

/// The call activity that a process instance was called by; null: none, or it is gone or damaged.
const Instance* caller_of(Sight& sight, InstanceId root) {
  if (!root || sight.work().aside().has(root)) return nullptr;
  const Instance* top = sight.instance(root, root);
  const bool called = top && top->called_by && !sight.work().aside().has(top->calling_root);
  return called ? sight.instance(top->calling_root, top->called_by) : nullptr;
}

}  // namespace

IncidentId open_incident(Sight& sight, Incident incident) {
  incident.created = sight.now();
  for (const Instance* caller = nullptr;;) {
    incident.id.value = sight.next_id();
    if (!incident.root_cause) incident.root_cause = incident.cause = incident.id;
    sight.work().insert(history_of(incident));
    sight.work().insert(incident);
    caller = caller_of(sight, incident.root);
    if (!caller) return incident.root_cause;
    incident.root = caller->root;
    incident.instance = caller->id;
    incident.definition = caller->definition;
    incident.node = incident.failed_node = caller->node;
    incident.job = {};
    incident.configuration.reset();
    incident.cause = incident.id;
  }
}

void end_alone(Sight& sight, Incident& incident, const char* state) {
  if (IncidentHistory* row = sight.work().find<IncidentHistory>(incident.root.value, incident.id.value))
    sight.work().close(*row, [&](IncidentHistory& h) {
      h.state = state;
      h.ended = sight.now();
    });
  sight.work().erase(incident);
}

namespace {

/// What a root cause has left in a process instance, and in those around it.
void end_from(Sight& sight, InstanceId root, IncidentId root_cause, const char* state) {
  for (;;) {
    Tree* tree = sight.work().tree(root.value);
    if (!tree) return;
    for (const std::int64_t id : tree->of<Incident>().beside.caused_by(root_cause))
      end_alone(sight, *tree->of<Incident>().find(id), state);
    const Instance* caller = caller_of(sight, root);
    if (!caller) return;
    root = caller->root;
  }
}

}  // namespace

void raise_incident(Sight& sight, const Job& job) {
  Incident incident;
  incident.root = job.root;
  incident.instance = job.instance;
  incident.definition = job.definition;
  incident.type = is_for_workers(job) ? "failedExternalTask" : "failedJob";
  incident.node = job.node;
  incident.failed_node = job.failed_node.empty() ? job.node : job.failed_node;
  incident.message = job.error_message;
  incident.job = job.id;
  open_incident(sight, std::move(incident));
}

IncidentId raise_incident(Sight& sight, const Instance& at, const std::string& type,
                          const std::optional<std::string>& message,
                          const std::optional<std::string>& configuration) {
  Incident incident;
  incident.root = at.root;
  incident.instance = at.id;
  incident.definition = at.definition;
  incident.type = type;
  incident.node = incident.failed_node = at.node;
  incident.message = message;
  incident.configuration = configuration;
  return open_incident(sight, std::move(incident));
}

void end_incident(Sight& sight, const Incident& incident, const char* state) {
  const IncidentId root_cause = incident.root_cause;
  const Incident* first = sight.work().find<Incident>(root_cause.value);
  end_from(sight, first ? first->root : incident.root, root_cause, state);
}

void end_incident(Sight& sight, const Job& job, const char* state) {
  Tree* tree = sight.work().tree(job.root.value);
  const IncidentId known = tree ? tree->of<Incident>().beside.of(job.id) : IncidentId{};
  if (known) end_from(sight, job.root, known, state);
}

void end_incidents_of(Sight& sight, const Instance& self) {
  Table<Incident>& incidents = sight.work().tree(self.root.value)->of<Incident>();
  for (const std::int64_t id : incidents.owned_by(self.id.value))
    if (const Incident* incident = incidents.find(id))
      end_from(sight, self.root, incident->root_cause, "deleted");
}

}  // namespace lienthong::engine
