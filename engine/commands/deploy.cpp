#include <algorithm>
#include "base/days.h"
#include "engine/commands/decisions.h"
#include "engine/commands/handlers.h"
#include "engine/commands/starts.h"
#include "engine/definitions/outside.h"
#include "engine/definitions/preparation.h"
#include "engine/rows/questions.h"

namespace lienthong::engine {
namespace {

struct Parsed {
  const std::string* resource = nullptr;
  std::string category;
  DefinitionPtr definition;
};

bool is_bpmn(std::string_view name) { return name.ends_with(".bpmn") || name.ends_with(".bpmn20.xml"); }
bool is_form(std::string_view name) { return name.ends_with(".form"); }

using Resources = std::vector<const std::pair<std::string, std::string>*>;

std::vector<Parsed> parse_all(const Resources& resources, std::vector<Problem>& problems,
                              const Settings& settings) {
  const auto lookup = [&](const std::string& name) -> std::optional<std::string> {
    for (const auto* resource : resources)
      if (resource->first == name) return resource->second;
    return std::nullopt;
  };
  std::vector<Parsed> parsed;
  std::map<std::string, const std::string*> keys;  // the file of each process
  for (const auto* resource : resources) {
    if (!is_bpmn(resource->first)) continue;
    Prepared file = prepare(resource->second, lookup, settings);
    file.problems = findings(file, Verdict::Deployment);
    for (DefinitionPtr& definition : file.definitions) {
      const bpmn::Process& process = definition->process();
      const auto [first, fresh] = keys.emplace(process.id, &resource->first);
      if (!fresh && *first->second != resource->first)
        file.problems.push_back(process_twice(process, *first->second));
      parsed.push_back({&resource->first, file.target_namespace, std::move(definition)});
    }
    for (Problem& problem : file.problems) {
      problem.resource = resource->first;
      problems.push_back(std::move(problem));
    }
  }
  return parsed;
}

/// What the processes refer to and neither the deployment nor an earlier one has.
void tell_missing(Run& run, const Resources& resources, const std::vector<Parsed>& parsed,
                  const DecisionDeployment& decisions, const Deploy& command,
                  std::vector<Problem>& problems) {
  const auto deployed = [&]<class Row>(const Table<Row>& table, const std::string& key) {
    return std::ranges::any_of(table.rows, [&](const auto& row) {
      return row.second.key == key && row.second.tenant == command.tenant;
    });
  };
  const auto has = [&](const Outside& what) {
    switch (what.kind) {
      case Outside::Kind::Process:
        return std::ranges::any_of(
                   parsed, [&](const Parsed& p) { return p.definition->process().id == what.name; }) ||
               (!what.same_deployment && deployed(run.work().globals().of<DefinitionRow>(), what.name));
      case Outside::Kind::Decision:
        return decisions.has(what.name) ||
               (!what.same_deployment && deployed(run.work().globals().of<DecisionRow>(), what.name));
      case Outside::Kind::Form:  // those of other deployments are looked for when they are shown
        return !what.same_deployment || std::ranges::any_of(resources, [&](const auto* resource) {
          return is_form(resource->first) && form_id(resource->second) == what.name;
        });
      case Outside::Kind::File:
        return std::ranges::any_of(resources, [&](const auto* r) { return r->first == what.name; });
    }
    return true;
  };
  for (const Parsed& one : parsed)
    for (const Outside& what : outside_of(one.definition->process()))
      if (!has(what)) {
        problems.push_back(not_at_hand(what));
        problems.back().resource = *one.resource;
      }
}

/// The newest deployment of the same name, source and tenant whose resource of this name has these bytes.
bool is_unchanged(Run& run, const Deploy& command, const std::pair<std::string, std::string>& resource,
                  DeploymentId& where) {
  const auto& deployments = run.work().globals().of<Deployment>().rows;
  for (auto at = deployments.rbegin(); at != deployments.rend(); ++at) {
    const Deployment& d = at->second;
    if (d.name != command.name || d.source != command.source || d.tenant != command.tenant) continue;
    const std::optional<Resource> stored = resource_of(run.work(), d.id, resource.first);
    if (!stored) continue;
    where = d.id;
    return stored->bytes == resource.second;
  }
  return false;
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
  row.history_time_to_live = days_of(process.history_time_to_live.value_or(""));
  row.startable_in_tasklist = process.startable_in_tasklist;
  for (auto& [id, known] : run.work().globals().of<DefinitionRow>().rows) {
    if (known.key != row.key || known.tenant != row.tenant) continue;
    row.version = std::max(row.version, known.version + 1);
    if (!known.latest) continue;
    run.work().update(known, [](DefinitionRow& d) { d.latest = false; });
    disarm_start_events(run, known.id);
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
  if (wrong != problems.end() && is_form(wrong->resource)) return "Could not parse the form. Errors: ";
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
  for (const auto* resource : resources)
    if (is_form(resource->first))
      for (Problem& problem : check_form(resource->second)) {
        problem.resource = resource->first;
        if (!refuses_form(problem)) problem.severity = Problem::Severity::Warning;
        deployed.warnings.push_back(std::move(problem));
      }
  tell_missing(run, resources, parsed, decisions, command, deployed.warnings);
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

}  // namespace lienthong::engine
