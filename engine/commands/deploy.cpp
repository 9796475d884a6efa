#include <algorithm>
#include "engine/commands/damage.h"
#include "engine/commands/decisions.h"
#include "engine/commands/handlers.h"
#include "engine/data/name_list.h"
#include "engine/definitions/preparation.h"
#include "engine/definitions/timers.h"
#include "engine/rows/limits.h"
#include "engine/steps/jobs.h"
#include "engine/waits/messages.h"

namespace lienthong::engine {
namespace {

struct Parsed {
  const std::string* resource = nullptr;
  std::string category;
  DefinitionPtr definition;
};

bool is_bpmn(std::string_view name) { return name.ends_with(".bpmn") || name.ends_with(".bpmn20.xml"); }

using Resources = std::vector<const std::pair<std::string, std::string>*>;

std::vector<Parsed> parse_all(const Resources& resources, std::vector<Problem>& problems,
                              const Settings& settings) {
  const auto lookup = [&](const std::string& name) -> std::optional<std::string> {
    for (const auto* resource : resources)
      if (resource->first == name) return resource->second;
    return std::nullopt;
  };
  std::vector<Parsed> parsed;
  for (const auto* resource : resources) {
    if (!is_bpmn(resource->first)) continue;
    Prepared file = prepare(resource->second, lookup, settings);
    for (DefinitionPtr& definition : file.definitions)
      parsed.push_back({&resource->first, file.target_namespace, std::move(definition)});
    for (Problem& problem : file.problems) {
      problem.resource = resource->first;
      problems.push_back(std::move(problem));
    }
  }
  return parsed;
}

/// The newest deployment of the same name, source and tenant whose resource of this name has these bytes.
bool is_unchanged(Run& run, const Deploy& command, const std::pair<std::string, std::string>& resource,
                  DeploymentId& where) {
  const auto& deployments = run.work().globals().of<Deployment>().rows;
  for (auto at = deployments.rbegin(); at != deployments.rend(); ++at) {
    const Deployment& d = at->second;
    if (d.name != command.name || d.source != command.source || d.tenant != command.tenant) continue;
    const std::optional<Resource> stored = run.work().resource_of(d.id, resource.first);
    if (!stored) continue;
    where = d.id;
    return stored->bytes == resource.second;
  }
  return false;
}

/// What needs no instance: functions and constants.
Value evaluate_alone(Run& run, const Definition& definition, const bpmn::Expression& expression,
                     const std::string& what) {
  struct NoNames : feel::Names {
    std::optional<Value> find(std::string_view) const override { return std::nullopt; }
  } const names;
  if (expression.language == bpmn::Expression::Language::JavaScript)
    throw Refused(Refused::Kind::Invalid, what + " is a script, and no instance is there for it to run in");
  try {
    return feel::evaluate(definition.compiled(expression),
                          {names, run.now(), run.core().settings.calendar->zone_offset_s()});
  } catch (const feel::EvaluationError& error) {
    throw Refused(Refused::Kind::Invalid, what + ": " + error.what());
  }
}

void start_timer(Run& run, const DefinitionRow& row, const Definition& definition, const bpmn::Node& start,
                 const bpmn::EventDefinition& timer) {
  const std::int32_t zone = run.core().settings.calendar->zone_offset_s();
  const Value value =
      evaluate_alone(run, definition, *timer.expression, "the start timer '" + start.id + "'");
  const Schedule schedule = schedule_of(timer, value, run.now(), zone);
  Job job;
  job.kind = JobKind::Timer;
  job.definition = row.id;
  job.node = start.id;
  job.configuration = configuration_of(timer);
  job.due = schedule.due;
  job.payload = schedule.period;
  job.repetitions = schedule.repetitions;
  job.retries = limits::job_retries_default;
  job.suspended = row.suspended;
  add_job(run, std::move(job));
}

void subscribe_start(Run& run, const DefinitionRow& row, const Definition& definition,
                     const bpmn::Node& start) {
  for (const bpmn::EventDefinition& event : start.events) {
    if (event.kind == bpmn::EventKind::Timer) {
      start_timer(run, row, definition, start, event);
      continue;
    }
    Subscription s;
    s.id.value = run.next_id();
    s.definition = row.id;
    s.target = start.id;
    s.event = name_of(event.kind);
    s.name = event.kind == bpmn::EventKind::Conditional ? event.variable_name : event.name;
    s.part = &event - start.events.data();
    s.created = run.now();
    run.work().insert(std::move(s));
  }
}

void remove_start_subscriptions(Run& run, DefinitionId definition) {
  Tree& globals = run.work().globals();
  std::vector<std::int64_t> ids;
  for (const auto& [id, s] : globals.of<Subscription>().rows)
    if (s.definition == definition) ids.push_back(id);
  for (const std::int64_t id : ids) run.work().erase(*globals.of<Subscription>().find(id));
  ids.clear();
  for (const auto& [id, job] : globals.of<Job>().rows)
    if (job.definition == definition && job.kind == JobKind::Timer &&
        job.configuration != kept_configuration && !job.configuration.starts_with(signal_job))
      ids.push_back(id);  // a signal that is under way still starts what listened to it
  for (const std::int64_t id : ids) erase_job(run, *globals.of<Job>().find(id));
}

void arm_start_events(Run& run, const DefinitionRow& row) {
  const DefinitionPtr definition = run.definition(row.id);
  for (const bpmn::NodeIndex start : definition->start_nodes())
    subscribe_start(run, row, *definition, definition->node(start));
}

/// Who may start it (camunda:candidateStarterUsers and …Groups), evaluated without an instance.
void add_starters(Run& run, const DefinitionRow& row, const Definition& definition) {
  const bpmn::Process& process = definition.process();
  for (const auto* expressions : {&process.candidate_starter_users, &process.candidate_starter_groups})
    for (const bpmn::Expression& expression : *expressions)
      for (const std::string& name : names_in(
               evaluate_alone(run, definition, expression, "a candidate starter of '" + process.id + "'"))) {
        IdentityLink link;
        link.id.value = run.next_id();
        link.definition = row.id;
        link.type = "candidate";
        (expressions == &process.candidate_starter_users ? link.user : link.group) = name;
        run.work().insert(std::move(link));
      }
}

void remove_starters(Run& run, DefinitionId definition) {
  Table<IdentityLink>& links = run.work().globals().of<IdentityLink>();
  std::vector<std::int64_t> ids;
  for (const auto& [id, link] : links.rows)
    if (link.definition == definition) ids.push_back(id);
  for (const std::int64_t id : ids) run.work().erase(*links.find(id));
}

DefinitionId add_definition(Run& run, const Deploy& command, DeploymentId deployment, const Parsed& parsed) {
  const bpmn::Process& process = parsed.definition->process();
  DefinitionRow row;
  row.id.value = run.next_id();
  row.deployment = deployment;
  row.key = process.id;
  row.resource = *parsed.resource;
  row.tenant = command.tenant;
  if (!process.name.empty()) row.name = process.name;
  if (!process.documentation.empty()) row.description = process.documentation;
  if (!parsed.category.empty()) row.category = parsed.category;
  if (!process.version_tag.empty()) row.version_tag = process.version_tag;
  row.history_time_to_live = days_of(process.history_time_to_live);
  row.startable_in_tasklist = process.startable_in_tasklist;
  for (auto& [id, known] : run.work().globals().of<DefinitionRow>().rows) {
    if (known.key != row.key || known.tenant != row.tenant) continue;
    row.version = std::max(row.version, known.version + 1);
    if (!known.latest) continue;
    run.work().update(known, [](DefinitionRow& d) { d.latest = false; });
    remove_start_subscriptions(run, known.id);
  }
  const DefinitionId id = row.id;
  run.core().keep(id, parsed.definition);
  const DefinitionRow& kept = run.work().insert(std::move(row));
  add_starters(run, kept, *parsed.definition);
  arm_start_events(run, kept);
  return id;
}

/// How the contract begins to tell of files that cannot be read.
std::string words_of(const std::vector<Problem>& problems) {
  const auto wrong = std::ranges::find(problems, Problem::Severity::Error, &Problem::severity);
  return wrong != problems.end() && is_dmn(wrong->resource)
             ? "DMN-02004 Could not parse DMN file. Errors: "
             : "ENGINE-09005 Could not parse BPMN process. Errors: ";
}

}  // namespace

Reply handle(Run& run, const Deploy& command) {
  const bool filters = command.filter_duplicates || command.changed_only;
  std::vector<const std::pair<std::string, std::string>*> resources;
  Deployed deployed;
  bool anything_new = !filters;
  for (const auto& resource : command.resources) {
    DeploymentId where;
    const bool unchanged = filters && is_unchanged(run, command, resource, where);
    if (unchanged)
      deployed.deployment = std::max(deployed.deployment, where);
    else
      anything_new = true;
    if (!unchanged || !command.changed_only) resources.push_back(&resource);
  }
  if (!anything_new) return deployed;
  const std::vector<Parsed> parsed = parse_all(resources, deployed.warnings, run.core().settings);
  const DecisionDeployment decisions(resources, deployed.warnings);
  if (std::ranges::any_of(deployed.warnings,
                          [](const Problem& p) { return p.severity == Problem::Severity::Error; })) {
    std::string text = words_of(deployed.warnings);
    for (const Problem& p : deployed.warnings)
      if (p.severity == Problem::Severity::Error)
        text += "\n* " + p.message + " | resource " + p.resource + " | line " + std::to_string(p.line) +
                " | column " + std::to_string(p.column);
    throw Refused(Refused::Kind::Unparsable, text, std::move(deployed.warnings));
  }
  Deployment row;
  row.id.value = run.next_id();
  row.name = command.name;
  row.source = command.source;
  row.tenant = command.tenant;
  row.time = run.now();
  deployed.deployment = row.id;
  run.work().insert(std::move(row));
  for (const auto* resource : resources) {
    Resource stored;
    stored.id.value = run.next_id();
    stored.deployment = deployed.deployment;
    stored.name = resource->first;
    stored.bytes = resource->second;
    run.work().append(std::move(stored));
  }
  for (const Parsed& one : parsed)
    deployed.definitions.push_back(add_definition(run, command, deployed.deployment, one));
  decisions.add_to(run, command, deployed);
  return deployed;
}

namespace {

/// Whether what runs by it is deleted as well.
bool goes_too(Run& run, DefinitionId caller, DefinitionId deleted, DeploymentId leaving) {
  return caller == deleted || (leaving && run.core().definition_row(caller).deployment == leaving);
}

/// One process instance of a definition that is deleted. Whoever called it cannot get an answer any more.
void delete_root(Run& run, InstanceId root, DeploymentId leaving) {
  if (run.work().is_aside(root)) {
    delete_remains(run, root, {});
    return;
  }
  Instance* found = run.instance(root, root);
  if (!found) return;  // gone with its caller
  const Instance place = *found;
  run.life.cancel(*found, Outcome::ExternallyTerminated);
  const bool called = place.called_by && !run.work().is_aside(place.calling_root);
  const Instance* caller = called ? run.instance(place.calling_root, place.called_by) : nullptr;
  if (caller && caller->state == lifecycle::ActivityState::Active &&
      !goes_too(run, caller->definition, place.definition, leaving))
    wait_for_help(run, *caller, run.node(*caller), call_lost,
                  "the called process instance " + to_string(root) + " was deleted with its definition");
}

void delete_definition(Run& run, DefinitionId id, bool cascade, DeploymentId leaving,
                       const std::string& words) {
  Tree& globals = run.work().globals();
  if (const std::int64_t running = cascade ? 0 : run.work().count_roots_of(id); running > 0)
    throw Refused(Refused::Kind::Failed, words + " has " + std::to_string(running) +
                                             " running process instances; delete them first or ask for "
                                             "cascade");
  for (const std::int64_t root : run.work().roots_of(id)) delete_root(run, InstanceId{root}, leaving);
  DefinitionRow& row = *globals.of<DefinitionRow>().find(id.value);
  const bool was_latest = row.latest;
  const std::string key = row.key;
  const std::optional<std::string> tenant = row.tenant;
  remove_start_subscriptions(run, id);
  forget_kept_by(run, id);
  remove_starters(run, id);
  run.core().forget(id);
  run.work().erase(row);
  if (!was_latest) return;
  DefinitionRow* newest = nullptr;  // the version before it listens again
  for (auto& [other, known] : globals.of<DefinitionRow>().rows)
    if (known.key == key && known.tenant == tenant && known.deployment != leaving &&
        (!newest || known.version > newest->version))
      newest = &known;
  if (!newest) return;
  run.work().update(*newest, [](DefinitionRow& d) { d.latest = true; });
  arm_start_events(run, *newest);
}

}  // namespace

Reply handle(Run& run, const DeleteDefinition& command) {
  run.core().definition_row(command.definition);
  delete_definition(run, command.definition, command.cascade, {},
                    "Process definition '" + to_string(command.definition) + "'");
  return Nothing{};
}

Reply handle(Run& run, const DeleteDeployment& command) {
  Tree& globals = run.work().globals();
  Deployment* deployment = globals.of<Deployment>().find(command.deployment.value);
  if (!deployment)
    throw Refused(Refused::Kind::NotFound,
                  "Deployment with id '" + to_string(command.deployment) + "' do not exist");
  std::vector<std::int64_t> definitions;
  for (const auto& [id, row] : globals.of<DefinitionRow>().rows)
    if (row.deployment == command.deployment) definitions.push_back(id);
  for (const std::int64_t id : definitions)
    delete_definition(run, DefinitionId{id}, command.cascade, command.deployment,
                      "Deployment '" + to_string(command.deployment) + "'");
  for (const Resource& resource : run.work().resources_of(command.deployment))
    run.work().erase_stored<Resource>(resource.id.value);
  delete_decisions(run, command.deployment);
  run.work().erase(*deployment);
  return Nothing{};
}

Reply handle(Run& run, const SuspendDefinition& command) {
  DefinitionRow& row = run.core().definition_row(command.definition);
  run.work().update(row, [&](DefinitionRow& d) { d.suspended = command.suspended; });
  for (auto& [id, job] : run.work().globals().of<Job>().rows)
    if (job.definition == command.definition && job.kind == JobKind::Timer)
      run.work().update(job, [&](Job& j) { j.suspended = command.suspended; });
  if (!command.include_instances) return Nothing{};
  return handle(run, SuspendInstances{command.definition, "", command.suspended});
}

}  // namespace lienthong::engine
