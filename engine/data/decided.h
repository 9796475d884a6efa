#pragma once
// Which decision a process means, and what is written down of its result.
#include "engine/definitions/decisions.h"
#include "engine/steps/run.h"

namespace lienthong::engine {

/// Which version of a decision: its newest, the one deployed together with `deployment`, a number, or a tag.
struct DecisionBinding {
  std::string kind = "latest", version, version_tag;
  DeploymentId deployment;
};
/// Throws Refused{Failed} when there is none.
const DecisionRow& bound_decision(Run&, const std::string& key, const DecisionBinding&,
                                  const std::optional<std::string>& tenant);
/// Writes what was decided: fills in ids, and the decisions' own by their keys in the deployment. `where` has
/// the process instance, activity and user.
void record_decisions(Run&, const DecisionRow& asked, std::vector<DecisionHistory>,
                      const DecisionHistory& where);

}  // namespace lienthong::engine
