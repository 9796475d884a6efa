#pragma once
// Deployed definitions as lists and trees need them: rows and models read once and shared. Ids are never used
// again, so what is kept stays true, but for `latest` and `suspended`, which callers read from the store.
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>
#include "api/http.h"
#include "bpmn/model.h"
#include "engine/definitions/decisions.h"
#include "engine/rows/wire_ids.h"

namespace lienthong::api {

struct KnownDefinition {
  engine::DefinitionRow row;  ///< `latest` and `suspended` as they were once
  std::string text;           ///< wire form of the id: "key:version:id"
};
using KnownDefinitionPtr = std::shared_ptr<const KnownDefinition>;

class Definitions {
 public:
  /// Null when there is none; of a deleted one it may still answer.
  KnownDefinitionPtr find(engine::Reader&, DefinitionId);
  /// The wire form of an id; of an unknown one the bare number.
  std::string text(engine::Reader&, DefinitionId);
  /// The parsed process; null when the definition is gone.
  std::shared_ptr<const bpmn::Process> process(engine::Reader&, DefinitionId);
  /// The compiled decision; read from its resource when it is not in memory yet.
  std::shared_ptr<const engine::DeployedDecision> decision(engine::Reader&, const engine::DecisionRow&);
  /// The newest version of a key without tenant, or of one; read from the store.
  template <class Row>
  static std::optional<Row> latest_of(engine::Reader& reader, std::string_view key,
                                      const std::optional<std::string>& tenant = std::nullopt) {
    using engine::Filter;
    auto rows = reader.select(engine::Query<Row>{
        Filter::all({Filter::equal("key", std::string(key)), Filter::equal("latest", std::int64_t{1}),
                     tenant ? Filter::equal("tenant", *tenant) : Filter::is_null("tenant")}),
        {},
        0,
        1});
    return rows.empty() ? std::nullopt : std::optional<Row>(std::move(rows.front()));
  }
  static std::optional<engine::DefinitionRow> latest(engine::Reader& reader, std::string_view key,
                                                     const std::optional<std::string>& tenant = {}) {
    return latest_of<engine::DefinitionRow>(reader, key, tenant);
  }

 private:
  static constexpr std::size_t processes_max = 256;  ///< models kept parsed; decisions likewise
  std::shared_mutex mutex_;
  std::unordered_map<std::int64_t, KnownDefinitionPtr> rows_;
  std::unordered_map<std::int64_t, std::shared_ptr<const bpmn::Process>> processes_;
  std::unordered_map<std::int64_t, std::shared_ptr<const engine::DeployedDecision>> decisions_;
};

using engine::activity_id_text;
using engine::definition_text;

}  // namespace lienthong::api
