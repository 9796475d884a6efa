#include "api/engine_rest/definitions.h"
#include "bpmn/reader.h"

namespace lienthong::api {
using engine::DefinitionRow;
using engine::Filter;

KnownDefinitionPtr Definitions::find(engine::Reader& reader, DefinitionId id) {
  if (!id) return nullptr;
  {
    const std::shared_lock lock(mutex_);
    const auto known = rows_.find(id.value);
    if (known != rows_.end()) return known->second;
  }
  std::optional<DefinitionRow> row = reader.find<DefinitionRow>(id.value);
  if (!row) return nullptr;
  std::string text = definition_text(row->key, row->version, id);
  auto fresh = std::make_shared<const KnownDefinition>(KnownDefinition{*std::move(row), std::move(text)});
  const std::unique_lock lock(mutex_);
  return rows_.try_emplace(id.value, std::move(fresh)).first->second;
}

std::string Definitions::text(engine::Reader& reader, DefinitionId id) {
  const KnownDefinitionPtr known = find(reader, id);
  return known ? known->text : to_string(id);
}

std::shared_ptr<const bpmn::Process> Definitions::process(engine::Reader& reader, DefinitionId id) {
  {
    const std::shared_lock lock(mutex_);
    const auto known = processes_.find(id.value);
    if (known != processes_.end()) return known->second;
  }
  const KnownDefinitionPtr definition = find(reader, id);
  if (!definition) return nullptr;
  const auto resources = reader.select(engine::Query<engine::Resource>{
      Filter::all({Filter::equal("deployment", definition->row.deployment.value),
                   Filter::equal("name", definition->row.resource)}),
      {},
      0,
      1});
  if (resources.empty()) return nullptr;
  for (bpmn::Process& process : bpmn::read(resources.front().bytes).processes) {
    if (process.id != definition->row.key) continue;
    auto fresh = std::make_shared<const bpmn::Process>(std::move(process));
    const std::unique_lock lock(mutex_);
    if (processes_.size() >= processes_max) processes_.clear();
    return processes_.try_emplace(id.value, std::move(fresh)).first->second;
  }
  return nullptr;
}

std::shared_ptr<const engine::DeployedDecision> Definitions::decision(engine::Reader& reader,
                                                                      const engine::DecisionRow& row) {
  {
    const std::shared_lock lock(mutex_);
    const auto known = decisions_.find(row.id.value);
    if (known != decisions_.end()) return known->second;
  }
  auto fresh = std::make_shared<const engine::DeployedDecision>(
      engine::read_decision(reader.select(engine::Query<engine::Resource>{
                                engine::Filter::equal("deployment", row.deployment.value), {}}),
                            row));
  const std::unique_lock lock(mutex_);
  if (decisions_.size() >= processes_max) decisions_.clear();
  return decisions_.try_emplace(row.id.value, std::move(fresh)).first->second;
}

}  // namespace lienthong::api
