#pragma once
// Decisions as rows: what is deployed, and what was decided.
#include <optional>
#include <string>
#include <string_view>
#include "base/ids.h"
#include "base/instant.h"

namespace lienthong::engine {

/// One version of a decision. `latest` marks the newest of its key.
struct DecisionRow {
  DecisionId id;
  DeploymentId deployment;
  RequirementsId requirements;  ///< the graph it belongs to; none when its file holds no other decision
  std::string key, resource;
  std::int64_t version = 1;
  std::optional<std::string> name, category, version_tag, tenant;
  std::optional<std::int64_t> history_time_to_live;
  bool latest = true;

  static constexpr std::string_view table = "decision";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &DecisionRow::id);
    v("deployment", &DecisionRow::deployment);
    v("requirements", &DecisionRow::requirements);
    v("key", &DecisionRow::key);
    v("resource", &DecisionRow::resource);
    v("version", &DecisionRow::version);
    v("name", &DecisionRow::name);
    v("category", &DecisionRow::category);
    v("version_tag", &DecisionRow::version_tag);
    v("tenant", &DecisionRow::tenant);
    v("history_time_to_live", &DecisionRow::history_time_to_live);
    v("latest", &DecisionRow::latest);
  }
};

/// One version of a graph of decisions: a DMN file with more than one.
struct RequirementsRow {
  RequirementsId id;
  DeploymentId deployment;
  std::string key, resource;
  std::int64_t version = 1;
  std::optional<std::string> name, category, tenant;
  bool latest = true;

  static constexpr std::string_view table = "decision_requirements";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &RequirementsRow::id);
    v("deployment", &RequirementsRow::deployment);
    v("key", &RequirementsRow::key);
    v("resource", &RequirementsRow::resource);
    v("version", &RequirementsRow::version);
    v("name", &RequirementsRow::name);
    v("category", &RequirementsRow::category);
    v("tenant", &RequirementsRow::tenant);
    v("latest", &RequirementsRow::latest);
  }
};

/// One evaluation of a decision. Those that it required have rows of their own, which name it.
struct DecisionHistory {
  EventId id;
  InstanceId root;      ///< the process instance that asked; none: somebody from outside
  InstanceId instance;  ///< the activity instance
  DefinitionId definition;
  DecisionId decision;
  RequirementsId requirements;
  EventId asked_by;  ///< the evaluation that required this one; none: nobody
  std::string key, node;
  std::optional<std::string> name, user, tenant;
  std::optional<std::string> collected;  ///< the number that an aggregation gave
  Instant evaluated;
  std::string details;  ///< JSON: inputs, outputs, the rules that fired, why something became null

  static constexpr std::string_view table = "decision_history";
  template <class V>
  static constexpr void columns(V&& v) {
    v("id", &DecisionHistory::id);
    v("root", &DecisionHistory::root);
    v("instance", &DecisionHistory::instance);
    v("definition", &DecisionHistory::definition);
    v("decision", &DecisionHistory::decision);
    v("requirements", &DecisionHistory::requirements);
    v("asked_by", &DecisionHistory::asked_by);
    v("key", &DecisionHistory::key);
    v("node", &DecisionHistory::node);
    v("name", &DecisionHistory::name);
    v("user", &DecisionHistory::user);
    v("tenant", &DecisionHistory::tenant);
    v("collected", &DecisionHistory::collected);
    v("evaluated", &DecisionHistory::evaluated);
    v("details", &DecisionHistory::details);
  }
};

}  // namespace lienthong::engine
