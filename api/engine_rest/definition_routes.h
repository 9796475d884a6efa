#pragma once
#include "api/router.h"

namespace lienthong::api {

// Parts of the process-definition resource, each in a file of its own.
void add_definition_list(Router&);
void add_definition_start(Router&);

/// Registers one handler for the three ways to name a definition: by id, by key, by key and tenant. `suffix`
/// is "/xml" or "".
void for_each_name(const std::function<void(const std::string& pattern)>& add, std::string_view suffix);
/// The definition a path names (engine-rest 5.1); by id an unknown one throws `unknown`, by key the
/// contract's 404.
engine::DefinitionRow named_definition(const Request&, Services&, const ContractError& unknown);
/// Of every kind of definition: whether a path names a key, its tenant, and the contract's 404 for such a
/// path.
bool is_by_key(const Request&);
std::optional<std::string> tenant_in_path(const Request&);
ContractError no_definition_of_key(const Request&, const std::string& kind);
/// How messages name the definition of a path: its id or its key.
const std::string& definition_words(const Request&);

}  // namespace lienthong::api
