#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "dmn/evaluation.h"
#include "dmn/model.h"
#include "engine/rows/store.h"

namespace lienthong::engine {

/// One deployed decision, compiled. Immutable, may be evaluated from several threads.
struct DeployedDecision {
  dmn::ModelPtr model;
  dmn::ElementIndex element = -1;
};

bool is_dmn(std::string_view resource_name);

/// A file of a deployment, compiled with those beside it that it imports.
struct PreparedDecisions {
  dmn::ModelPtr model;
  std::string category;  ///< its namespace
  std::vector<Problem> problems;
};
/// `beside`: the other DMN files of the deployment.
PreparedDecisions prepare_decisions(std::string_view xml, const std::vector<std::string_view>& beside);

/// Compiles a decision that was accepted before from the files of its deployment.
DeployedDecision read_decision(std::vector<Resource> deployed, const DecisionRow&);

/// What came of evaluating a decision.
struct Decided {
  Value value;
  List rows;  ///< a context for each rule that counts; for what is no table, one with its result
  /// Of entries of the rows, by name: that which Camunda 7 declares, where it is more than the value tells.
  std::map<std::string, VariableType> types;
  /// The decisions evaluated, the one asked for last. Ids and where they were evaluated are not filled in.
  std::vector<DecisionHistory> history;
};

/// A value of a decision as a variable; of a number `declared`, when there is one, is the type.
TypedValue typed_as(Value, std::optional<VariableType> declared);
TypedValue typed_entry(const Decided&, const std::string& name, const Value&);

/// Evaluates with variables by the names of inputs. Throws Refused{Failed} that tells why a table gives no
/// result (two rules of a UNIQUE one match, an input is none of the allowed values), and when the budget is
/// spent.
Decided decide(const DeployedDecision&, const Context& variables, Instant now, std::int32_t zone_offset_s,
               const calendar::Calendars* = nullptr);

}  // namespace lienthong::engine
