// Timers, async steps and incidents. bpmn-extensions 14, 18
#include "base/json.h"
#include "engine/execution.h"
#include "engine/listeners.h"
#include "engine/messages.h"
#include "engine/timers.h"

namespace lienthong::engine {

Job& Execution::add_job(Job job) {
  job.id.value = next_id();
  job.created = now();
  if (job.root) job.suspended = work_.find<Instance>(job.root.value, job.root.value)->suspended;
  return work_.insert(std::move(job));
}

void Execution::erase_job(Job& job) {
  end_incidents(job.root.value, to_string(job.id), "deleted");
  work_.erase(job);
}

void Execution::arm_timer(Instance& owner, const bpmn::Node& event, const bpmn::EventDefinition& timer) {
  const Schedule schedule =
      schedule_of(timer, evaluate(*timer.expression, owner), now(), core_.settings.calendar->zone_offset_s());
  const bool repeats = (event.kind == bpmn::Kind::BoundaryEvent || event.kind == bpmn::Kind::StartEvent) &&
                       !event.interrupting;
  Job job;
  job.kind = JobKind::Timer;
  job.root = owner.root;
  job.instance = owner.id;
  job.definition = owner.definition;
  job.node = event.id;
  job.configuration = configuration_of(timer);
  job.due = schedule.due;
  job.retries = limits::job_retries_default;
  if (repeats && !event.needs_all_events()) {
    job.repetitions = schedule.repetitions;
    job.payload = schedule.period;
  }
  add_job(std::move(job));
}

void Execution::fire_timer(Job& found) {
  Job job = found;
  if (job.configuration == kept_configuration) return expire_kept(*this, found);
  if (!job.root) {  // a start timer
    const DefinitionRow& row = core_.definition_row(job.definition);
    erase_job(found);
    const bpmn::Node& start = definition(job.definition)->node(job.node);
    const std::int64_t which = job.configuration.starts_with(signal_job)
                                   ? event_named(start, "signal", job.configuration.substr(signal_job.size()))
                                   : timer_named(start, job.configuration);
    if (!row.suspended) start_process(row, start, {}, {}, {}, nullptr, which);
  } else {
    Instance* owner = instance(job.root, job.instance);
    check(owner, "a timer dies with its owner");
    const bpmn::Node& event = definition(*owner).node(job.node);
    erase_job(found);
    if (const bpmn::Listener* listener = timeout_listener(event, job))
      fire_timeout(*this, *owner, *listener);
    else
      occur(*owner, event);
    owner = instance(job.root, job.instance);
    if (!owner || owner->state != lifecycle::ActivityState::Active) return;
    if (event.kind == bpmn::Kind::StartEvent && !owner->interrupted_by.empty()) return;
  }
  if (job.payload.empty()) return;
  const auto next = next_repetition(*job.due, job.payload, job.repetitions, now(),
                                    core_.settings.calendar->zone_offset_s());
  if (!next) return;
  job.due = next;
  job.attempts = 0;
  job.retries = limits::job_retries_default;
  add_job(std::move(job));
}

IncidentId Execution::raise_incident(const Instance& at, const std::string& type, const std::string& node,
                                     const std::string& failed_node,
                                     const std::optional<std::string>& message,
                                     const std::optional<std::string>& configuration) {
  IncidentId cause, first;
  for (const Instance* place = &at;
       place;) {  // a copy on each calling process up to the outermost. bpmn-extensions 18.3
    Incident incident;
    incident.id.value = next_id();
    if (!first) first = incident.id;
    incident.root = place->root;
    incident.instance = place->id;
    incident.definition = place->definition;
    incident.type = type;
    incident.node = cause ? place->node : node;
    incident.failed_node = cause ? place->node : failed_node;
    incident.message = message;
    if (!cause) incident.configuration = configuration;
    incident.cause = cause ? cause : incident.id;
    incident.root_cause = first;
    incident.created = now();
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
    row.created = now();
    row.state = "open";
    cause = incident.id;
    work_.insert(std::move(row));
    work_.insert(std::move(incident));
    const Instance& top = root(*place);
    place = top.called_by ? instance(top.calling_root, top.called_by) : nullptr;
  }
  return first;
}

namespace {

void end_incident(Execution& run, Incident& incident, const char* state) {
  if (IncidentHistory* row = run.work().find<IncidentHistory>(incident.root.value, incident.id.value))
    run.work().close(*row, [&](IncidentHistory& h) {
      h.state = state;
      h.ended = run.now();
    });
  run.work().erase(incident);
}

}  // namespace

/// The incident of a job, and its copies in calling processes.
void Execution::end_incidents(std::int64_t root_id, const std::string& configuration, const char* state) {
  Tree* tree = work_.tree(root_id);
  if (!tree || tree->of<Incident>().rows.empty()) return;
  IncidentId first;
  for (auto& [id, incident] : tree->of<Incident>().rows)
    if (incident.configuration == configuration) first = incident.id;
  if (!first) return;
  for (Instance* top = instance({root_id}, {root_id}); tree;) {
    std::vector<std::int64_t> ended;
    for (auto& [id, incident] : tree->of<Incident>().rows)
      if (incident.root_cause == first) ended.push_back(id);
    for (const std::int64_t id : ended) end_incident(*this, *tree->of<Incident>().find(id), state);
    if (!top || !top->called_by) return;
    tree = work_.tree(top->calling_root.value);
    top = instance(top->calling_root, top->calling_root);
  }
}

/// 0: an incident; above 0: the incident is resolved.
void Execution::set_retries(Job& job, std::int64_t retries, const std::string& incident_type) {
  const bool had_none = job.retries && *job.retries <= 0;
  work_.update(job, [&](Job& j) { j.retries = retries; });
  if (retries > 0 && had_none) return end_incidents(job.root.value, to_string(job.id), "resolved");
  if (retries > 0 || had_none) return;
  const Instance* at = instance(job.root, job.instance);
  if (at)
    raise_incident(*at, incident_type, job.node, job.failed_node.empty() ? job.node : job.failed_node,
                   job.error_message, to_string(job.id));
}

void Execution::audit(InstanceId root, InstanceId at, std::string kind, std::optional<std::string> actor,
                      std::string subject, const Context& detail) {
  AuditEvent event;
  event.id.value = next_id();
  event.root = root;
  event.instance = at;
  event.at = now();
  event.kind = std::move(kind);
  event.actor = std::move(actor);
  event.subject = std::move(subject);
  event.detail = json::write(Value(detail));
  work_.append(std::move(event));
}

}  // namespace lienthong::engine
