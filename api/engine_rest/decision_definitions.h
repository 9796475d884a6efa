#pragma once
#include "api/engine_rest/common.h"
#include "engine/rows/records.h"

namespace lienthong::api {

/// "key:version:id"
std::string decision_text(const engine::DecisionRow&);
std::string requirements_text(const engine::RequirementsRow&);
/// One DecisionDefinition of the contract, with the graph it belongs to.
void write_decision_definition(json::Writer&, const engine::DecisionRow&,
                               const std::optional<engine::RequirementsRow>&);
void write_requirements_definition(json::Writer&, const engine::RequirementsRow&);
std::optional<engine::RequirementsRow> requirements_of(const engine::DecisionRow&, Services&);

}  // namespace lienthong::api
