#pragma once
#include "api/engine_rest/common.h"
#include "engine/rows/records.h"

namespace lienthong::api {

/// What a definition or a deployment is deleted with.
inline const std::vector<std::string_view> deletion_words{"cascade", "skipCustomListeners", "skipIoMappings"};
/// Instances that go with their definition go as any cancelled one: skipping is refused, never ignored.
void refuse_skips(const Request&);

/// Hands the deletion in and, with `history`, deletes what is told of these definitions' process instances,
/// which have ended by then.
void delete_with_history(Services&, engine::Command, std::vector<DefinitionId>, bool history, Respond,
                         MapError = nullptr);

/// One ProcessDefinition of the contract.
void write_process_definition(json::Writer&, const engine::DefinitionRow&);

}  // namespace lienthong::api
