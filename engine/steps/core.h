#pragma once
#include <unordered_map>
#include "base/clock.h"
#include "engine/definitions/decisions.h"
#include "engine/definitions/definition.h"
#include "engine/definitions/settings.h"
#include "engine/rows/workspace.h"

namespace lienthong::engine {

/// Hands out ids that rise strictly: 41 bits of milliseconds since 2020-01-01, 6 of shard, 16 of counter
/// (docs/decisions/ids). Never reads a clock; borrows the next millisecond when the counter is full.
class IdSource {
 public:
  void start_after(std::int64_t last) { last_ = last; }
  std::int64_t next(Instant now);
  std::int64_t last() const { return last_; }
  /// When an id was given, as exactly as it says.
  static Instant made_at(std::int64_t id);

 private:
  std::int64_t last_ = 0;
};

/// What all commands share.
class Core {
 public:
  Core(Store& store, Settings settings);

  void open(Clocks);
  /// The compiled definition; read from its resource when it is not in memory yet. Throws Refused{Invalid}
  /// when it is not there or cannot be read.
  DefinitionPtr definition(DefinitionId id);
  void keep(DefinitionId id, DefinitionPtr definition) { definitions_[id.value] = std::move(definition); }
  void forget(DefinitionId id) { definitions_.erase(id.value); }
  /// The compiled decision, likewise.
  const DeployedDecision& decision(const DecisionRow&);
  void keep(DecisionId id, DeployedDecision decision) { decisions_[id.value] = std::move(decision); }
  void forget(DecisionId id) { decisions_.erase(id.value); }
  DecisionRow& decision_row(DecisionId id);        ///< throws Refused{NotFound}
  DefinitionRow& definition_row(DefinitionId id);  ///< throws Refused{NotFound}
  DefinitionRow* latest(const std::string& key);   ///< null: no such key

  Store& store;
  Settings settings;
  Workspace work;
  IdSource ids;
  Clock clock;
  Meta stored;        ///< as last committed
  Meta meta() const;  ///< as commands have left it
  void note(const std::optional<ClockChange>& change) {
    if (change) clock_changes.push_back(*change);
  }
  std::vector<ClockChange> clock_changes;  ///< until somebody takes them
  JobId trying;  ///< the job that the running command runs: what fails has failed it
  std::int64_t epoch = 0;

  std::vector<std::string> notices;  ///< what an operator should know and no row says

 private:
  DefinitionPtr read_definition(DeploymentId, const std::string& file, const std::string& key);

  std::unordered_map<std::int64_t, DefinitionPtr> definitions_;
  std::unordered_map<std::int64_t, DeployedDecision> decisions_;
  std::unordered_map<std::string, std::int64_t> latest_;  ///< found once, and asked whether it still is
};

}  // namespace lienthong::engine
