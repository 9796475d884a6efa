#include "engine/steps/incidents.h"

namespace lienthong::engine {

IncidentId open_incident(Sight& sight, Incident incident) {
  incident.id.value = sight.next_id();
  incident.created = sight.now();
  if (!incident.cause) incident.cause = incident.id;
  if (!incident.root_cause) incident.root_cause = incident.id;
  IncidentHistory row;
  row.id = incident.id;
  row.root = incident.root;
  row.instance = incident.instance;
  row.definition = incident.definition;
  row.type = incident.type;
  row.node = incident.node;
  row.failed_node = incident.failed_node;
  row.message = incident.message;
  row.configuration = incident.configuration;
  row.cause = incident.cause;
  row.root_cause = incident.root_cause;
  row.created = incident.created;
  row.state = "open";
  const IncidentId id = incident.id;
  sight.work().insert(std::move(row));
  sight.work().insert(std::move(incident));
  return id;
}

namespace {

/// Whoever called the process of `place`; null: nobody, or a process instance that can only be deleted.
const Instance* caller_of(Sight& sight, const Instance& place) {
  const Instance& top = sight.root(place);
  const bool called = top.called_by && !sight.work().is_aside(top.calling_root);
  return called ? sight.instance(top.calling_root, top.called_by) : nullptr;
}

}  // namespace

IncidentId raise_incident(Sight& sight, const Instance& at, const std::string& type, const std::string& node,
                          const std::string& failed_node, const std::optional<std::string>& message,
                          const std::optional<std::string>& configuration) {
  IncidentId cause, first;
  for (const Instance* place = &at; place; place = caller_of(sight, *place)) {
    Incident incident;
    incident.root = place->root;
    incident.instance = place->id;
    incident.definition = place->definition;
    incident.type = type;
    incident.node = cause ? place->node : node;
    incident.failed_node = cause ? place->node : failed_node;
    incident.message = message;
    if (!cause) incident.configuration = configuration;
    incident.cause = cause;
    incident.root_cause = first;
    cause = open_incident(sight, std::move(incident));
    if (!first) first = cause;
  }
  return first;
}

void end_incident(Sight& sight, Incident& incident, const char* state) {
  if (IncidentHistory* row = sight.work().find<IncidentHistory>(incident.root.value, incident.id.value))
    sight.work().close(*row, [&](IncidentHistory& h) {
      h.state = state;
      h.ended = sight.now();
    });
  sight.work().erase(incident);
}

/// The incident of a job, and its copies in calling processes.
void end_incidents(Sight& sight, std::int64_t root_id, const std::string& configuration, const char* state) {
  Tree* tree = sight.work().tree(root_id);
  if (!tree || tree->of<Incident>().rows.empty()) return;
  IncidentId first;
  for (auto& [id, incident] : tree->of<Incident>().rows)
    if (incident.configuration == configuration) first = incident.id;
  if (!first) return;
  for (Instance* top = sight.instance({root_id}, {root_id}); tree;) {
    std::vector<std::int64_t> ended;
    for (auto& [id, incident] : tree->of<Incident>().rows)
      if (incident.root_cause == first) ended.push_back(id);
    for (const std::int64_t id : ended) end_incident(sight, *tree->of<Incident>().find(id), state);
    if (!top || !top->called_by || sight.work().is_aside(top->calling_root)) return;
    tree = sight.work().tree(top->calling_root.value);
    top = sight.instance(top->calling_root, top->calling_root);
  }
}

void end_incidents_of(Sight& sight, const Instance& self) {
  Tree& tree = *sight.work().tree(self.root.value);
  for (const std::int64_t id : tree.of<Incident>().owned_by(self.id.value)) {
    const Incident& incident = *tree.of<Incident>().find(id);
    end_incidents(sight, self.root.value, incident.configuration.value_or(""), "deleted");
  }
}

}  // namespace lienthong::engine
