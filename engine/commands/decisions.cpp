#include "engine/commands/decisions.h"
#include <algorithm>
#include "base/days.h"
#include "dmn/check.h"
#include "engine/commands/handlers.h"
#include "engine/data/decided.h"

namespace lienthong::engine {
namespace {

using DrgKind = dmn::DrgElement::Kind;

std::optional<std::string> or_nothing(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

/// Gives a row the next version of its key and makes it the newest.
template <class Row>
void become_latest(Run& run, Row& row) {
  for (auto& [id, known] : run.work().globals().of<Row>().rows) {
    if (known.key != row.key || known.tenant != row.tenant) continue;
    row.version = std::max(row.version, known.version + 1);
    if (known.latest) run.work().update(known, [](Row& r) { r.latest = false; });
  }
}

template <class Row>
void erase_row(Run& run, Row& row, DeploymentId leaving) {
  Table<Row>& table = run.work().globals().of<Row>();
  const bool was_latest = row.latest;
  const std::string key = row.key;
  const std::optional<std::string> tenant = row.tenant;
  run.work().erase(row);
  if (!was_latest) return;
  Row* newest = nullptr;
  for (auto& [id, known] : table.rows)
    if (known.key == key && known.tenant == tenant && known.deployment != leaving &&
        (!newest || known.version > newest->version))
      newest = &known;
  if (newest) run.work().update(*newest, [](Row& r) { r.latest = true; });
}

template <class Row>
void erase_rows_of(Run& run, DeploymentId deployment) {
  Table<Row>& table = run.work().globals().of<Row>();
  std::vector<std::int64_t> ids;
  for (const auto& [id, row] : table.rows)
    if (row.deployment == deployment) ids.push_back(id);
  for (const std::int64_t id : ids) erase_row(run, *table.find(id), deployment);
}

}  // namespace

DecisionDeployment::DecisionDeployment(const Resources& resources, std::vector<Problem>& problems) {
  std::map<std::string, const std::string*> keys;
  for (const auto* resource : resources) {
    if (!is_dmn(resource->first)) continue;
    std::vector<std::string_view> beside;
    for (const auto* other : resources)
      if (other != resource && is_dmn(other->first)) beside.emplace_back(other->second);
    File file{&resource->first, prepare_decisions(resource->second, beside)};
    for (const dmn::Model::Element& element : file.prepared.model->elements) {
      if (element.kind != DrgKind::Decision || element.id.empty()) continue;
      if (&element - file.prepared.model->elements.data() >=
          static_cast<std::ptrdiff_t>(file.prepared.model->own_elements))
        break;
      const auto [at, fresh] = keys.emplace(element.id, &resource->first);
      if (!fresh && *at->second != resource->first)
        file.prepared.problems.push_back({Problem::Severity::Error, "decision-twice",
                                          "The decision \"" + element.id + "\" is also in " + *at->second,
                                          element.id, element.place.line, element.place.column, ""});
    }
    if (std::ranges::none_of(file.prepared.problems,
                             [](const Problem& p) { return p.severity == Problem::Severity::Error; }))
      std::ranges::move(dmn::check(*file.prepared.model), std::back_inserter(file.prepared.problems));
    for (Problem& problem : file.prepared.problems) {
      problem.resource = resource->first;
      problems.push_back(problem);
    }
    files_.push_back(std::move(file));
  }
}

bool DecisionDeployment::has(std::string_view decision) const {
  return std::ranges::any_of(files_, [&](const File& file) {
    return file.prepared.model->find_id(DrgKind::Decision, decision).has_value();
  });
}

void DecisionDeployment::add_to(Run& run, const Deploy& command, Deployed& deployed) const {
  for (const File& file : files_) {
    const dmn::ModelPtr& model = file.prepared.model;
    std::vector<dmn::ElementIndex> decisions;
    for (std::size_t i = 0; i < model->own_elements; ++i)
      if (model->elements[i].kind == DrgKind::Decision && !model->elements[i].id.empty())
        decisions.push_back(static_cast<dmn::ElementIndex>(i));
    RequirementsId requirements;
    if (decisions.size() > 1 && !model->id.empty()) {
      RequirementsRow row;
      row.id.value = run.next_id();
      row.deployment = deployed.deployment;
      row.key = model->id;
      row.resource = *file.resource;
      row.name = or_nothing(model->name);
      row.category = or_nothing(file.prepared.category);
      row.tenant = command.tenant;
      become_latest(run, row);
      requirements = row.id;
      deployed.requirements.push_back(requirements);
      run.work().insert(std::move(row));
    }
    for (const dmn::ElementIndex index : decisions) {
      const dmn::Model::Element& element = model->element(index);
      DecisionRow row;
      row.id.value = run.next_id();
      row.deployment = deployed.deployment;
      row.requirements = requirements;
      row.key = element.id;
      row.resource = *file.resource;
      row.name = or_nothing(element.name);
      row.category = or_nothing(file.prepared.category);
      row.version_tag = or_nothing(element.version_tag);
      row.history_time_to_live = days_of(element.history_time_to_live);
      row.tenant = command.tenant;
      become_latest(run, row);
      deployed.decisions.push_back(row.id);
      run.core().keep(row.id, {model, index});
      run.work().insert(std::move(row));
    }
  }
}

void delete_decisions(Run& run, DeploymentId deployment) {
  for (const auto& [id, row] : run.work().globals().of<DecisionRow>().rows)
    if (row.deployment == deployment) run.core().forget(row.id);
  erase_rows_of<DecisionRow>(run, deployment);
  erase_rows_of<RequirementsRow>(run, deployment);
}

Reply handle(Run& run, const RecordDecisions& command) {
  DecisionHistory where;
  where.user = command.user;
  record_decisions(run, run.core().decision_row(command.decision), command.history, where);
  return Nothing{};
}

Reply handle(Run& run, const SetDecisionHistoryTimeToLive& command) {
  run.work().update(run.core().decision_row(command.decision),
                    [&](DecisionRow& row) { row.history_time_to_live = command.days; });
  return Nothing{};
}

}  // namespace lienthong::engine
