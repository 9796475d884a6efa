#pragma once
#include "api/engine_rest/common.h"
#include "engine/rows/records.h"

namespace lienthong::api {

/// One ProcessDefinition of the contract.
void write_process_definition(json::Writer&, const engine::DefinitionRow&);

}  // namespace lienthong::api
