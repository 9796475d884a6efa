#include <algorithm>
#include "bpmn/reader.h"
#include "bpmn/soundness/soundness.h"
#include "engine/commands/handlers.h"
#include "engine/messages.h"
#include "engine/timers.h"

namespace lienthong::engine {
namespace {

struct Parsed {
  const std::string* resource = nullptr;
  std::string category;
  DefinitionPtr definition;
};

bool is_bpmn(std::string_view name) { return name.ends_with(".bpmn") || name.ends_with(".bpmn20.xml"); }

/// A limit that was written for another calendar would be counted wrongly.
void check_calendars(const bpmn::Process& process, const std::string& ours, std::vector<Problem>& problems) {
  for (const bpmn::Node& node : process.nodes)
    for (const bpmn::Deadline& deadline : node.deadlines)
      if (!deadline.calendar.empty() && deadline.calendar != ours)
        problems.push_back({Problem::Severity::Error,
                            "calendar",
                            "the deadline '" + deadline.id + "' asks for the calendar '" + deadline.calendar +
                                "'; this server works by '" + ours + "' (serve --calendar FILE)",
                            node.id,
                            deadline.place.line,
                            deadline.place.column,
                            {}});
}

/// How runs of a file's processes can go wrong: a warning, or the reason to refuse it.
std::vector<Problem> judge(const bpmn::Document& document, SoundnessPolicy policy) {
  const auto runs = [](const bpmn::Process& process) { return process.executable; };
  if (policy == SoundnessPolicy::Off || std::ranges::none_of(document.processes, runs)) return {};
  bpmn::Judgement judgement = bpmn::judge_soundness(document, {bpmn::soundness_deployment_states_max});
  const bool violated = judgement.soundness && judgement.soundness->sound() == false;
  if (violated && policy == SoundnessPolicy::Refuse)
    for (Problem& problem : judgement.problems) problem.severity = Problem::Severity::Error;
  return std::move(judgement.problems);
}

std::vector<Parsed> parse_all(const std::vector<const std::pair<std::string, std::string>*>& resources,
                              std::vector<Problem>& problems, const Settings& settings) {
  std::vector<Parsed> parsed;
  for (const auto* resource : resources) {
    if (!is_bpmn(resource->first)) continue;
    bpmn::Document document = bpmn::read(resource->second);
    std::vector<Problem> found = bpmn::check(document);
    const bool readable =
        std::ranges::none_of(found, [](const Problem& p) { return p.severity == Problem::Severity::Error; });
    if (readable) std::ranges::move(judge(document, settings.soundness), std::back_inserter(found));
    if (readable)
      for (bpmn::Process& process : document.processes)
        if (process.executable) {
          check_calendars(process, settings.calendar->id(), found);
          parsed.push_back({&resource->first, document.target_namespace,
                            std::make_shared<const Definition>(std::move(process), found)});
        }
    for (Problem& problem : found) {
      problem.resource = resource->first;
      problems.push_back(std::move(problem));
    }
  }
  return parsed;
}

/// The newest deployment of the same name, source and tenant whose resource of this name has these bytes.
bool is_unchanged(Execution& run, const Deploy& command, const std::pair<std::string, std::string>& resource,
                  DeploymentId& where) {
  const auto& deployments = run.work().globals().of<Deployment>().rows;
  for (auto at = deployments.rbegin(); at != deployments.rend(); ++at) {
    const Deployment& d = at->second;
    if (d.name != command.name || d.source != command.source || d.tenant != command.tenant) continue;
    const auto stored = run.work().reader().select(Query<Resource>{
        Filter::all({Filter::equal("deployment", d.id.value), Filter::equal("name", resource.first)}), {}});
    if (stored.empty()) continue;
    where = d.id;
    return stored.front().bytes == resource.second;
  }
  return false;
}

void start_timer(Execution& run, const DefinitionRow& row, const Definition& definition,
                 const bpmn::Node& start, const bpmn::EventDefinition& timer) {
  struct NoNames : feel::Names {
    std::optional<Value> find(std::string_view) const override { return std::nullopt; }
  } const names;
  const std::int32_t zone = run.core().settings.calendar->zone_offset_s();
  Value value;
  try {
    value = feel::evaluate(definition.compiled(*timer.expression), {names, run.now(), zone});
  } catch (const feel::EvaluationError& error) {
    throw Refused(Refused::Kind::Invalid, "the start timer '" + start.id + "': " + error.what());
  }
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
  run.add_job(std::move(job));
}

void subscribe_start(Execution& run, const DefinitionRow& row, const Definition& definition,
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

void remove_start_subscriptions(Execution& run, DefinitionId definition) {
  Tree& globals = run.work().globals();
  std::vector<std::int64_t> ids;
  for (const auto& [id, s] : globals.of<Subscription>().rows)
    if (s.definition == definition) ids.push_back(id);
  for (const std::int64_t id : ids) run.work().erase(*globals.of<Subscription>().find(id));
  ids.clear();
  for (const auto& [id, job] : globals.of<Job>().rows)
    if (job.definition == definition && job.kind == JobKind::Timer && job.configuration != kept_configuration)
      ids.push_back(id);
  for (const std::int64_t id : ids) run.erase_job(*globals.of<Job>().find(id));
}

void arm_start_events(Execution& run, const DefinitionRow& row) {
  const DefinitionPtr definition = run.definition(row.id);
  for (const bpmn::NodeIndex start : definition->start_nodes())
    subscribe_start(run, row, *definition, definition->node(start));
}

std::optional<std::int64_t> days_of(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  std::string_view digits = *text;
  if (digits.size() > 2 && digits.front() == 'P' && digits.back() == 'D')
    digits = digits.substr(1, digits.size() - 2);
  const auto number = Decimal::parse(digits);
  return number ? number->to_integer() : std::nullopt;
}

DefinitionId add_definition(Execution& run, const Deploy& command, DeploymentId deployment,
                            const Parsed& parsed) {
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
  arm_start_events(run, run.work().insert(std::move(row)));
  return id;
}

}  // namespace

Reply handle(Execution& run, const Deploy& command) {
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
  if (std::ranges::any_of(deployed.warnings,
                          [](const Problem& p) { return p.severity == Problem::Severity::Error; })) {
    std::string text = "ENGINE-09005 Could not parse BPMN process. Errors: ";
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
  return deployed;
}

Reply handle(Execution& run, const DeleteDeployment& command) {
  Tree& globals = run.work().globals();
  Deployment* deployment = globals.of<Deployment>().find(command.deployment.value);
  if (!deployment)
    throw Refused(Refused::Kind::NotFound,
                  "Deployment with id '" + to_string(command.deployment) + "' do not exist");
  std::vector<std::int64_t> definitions;
  for (const auto& [id, row] : globals.of<DefinitionRow>().rows)
    if (row.deployment == command.deployment) definitions.push_back(id);
  for (const std::int64_t id : definitions) {
    const auto running = run.work().reader().select(Query<Instance>{
        Filter::all({Filter::equal("definition", id), Filter::equal("parent", std::int64_t{0})}), {}});
    if (!running.empty() && !command.cascade)
      throw Refused(Refused::Kind::Failed,
                    "Deployment '" + to_string(command.deployment) + "' has " +
                        std::to_string(running.size()) +
                        " running process instances; delete them first or ask for cascade");
    for (const Instance& instance : running)
      if (Instance* root = run.instance(instance.id, instance.id))
        run.cancel(*root, Outcome::ExternallyTerminated);
    DefinitionRow& row = *globals.of<DefinitionRow>().find(id);
    const bool was_latest = row.latest;
    const std::string key = row.key;
    const std::optional<std::string> tenant = row.tenant;
    remove_start_subscriptions(run, DefinitionId{id});
    forget_kept_by(run, DefinitionId{id});
    run.core().forget(DefinitionId{id});
    run.work().erase(row);
    if (!was_latest) continue;
    DefinitionRow* newest = nullptr;  // the version before it listens again
    for (auto& [other, known] : globals.of<DefinitionRow>().rows)
      if (known.key == key && known.tenant == tenant && known.deployment != command.deployment &&
          (!newest || known.version > newest->version))
        newest = &known;
    if (!newest) continue;
    run.work().update(*newest, [](DefinitionRow& d) { d.latest = true; });
    arm_start_events(run, *newest);
  }
  for (const Resource& resource :
       run.work().reader().select(Query<Resource>{Filter::equal("deployment", command.deployment.value), {}}))
    run.work().erase_stored<Resource>(resource.id.value);
  run.work().erase(*deployment);
  return Nothing{};
}

Reply handle(Execution& run, const SuspendDefinition& command) {
  DefinitionRow& row = run.core().definition_row(command.definition);
  run.work().update(row, [&](DefinitionRow& d) { d.suspended = command.suspended; });
  for (auto& [id, job] : run.work().globals().of<Job>().rows)
    if (job.definition == command.definition && job.kind == JobKind::Timer)
      run.work().update(job, [&](Job& j) { j.suspended = command.suspended; });
  if (!command.include_instances) return Nothing{};
  return handle(run, SuspendInstances{command.definition, "", command.suspended});
}

}  // namespace lienthong::engine
