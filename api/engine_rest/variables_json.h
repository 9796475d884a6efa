#pragma once
// Variables as the wire contract writes them: {"value", "type", "valueInfo"} (engine-rest 2.1 – 2.3).
#include <string>
#include <string_view>
#include "api/errors.h"
#include "base/json.h"
#include "base/typed_value.h"
#include "engine/commands.h"

namespace lienthong::api {

/// Writes one Var. `deserialize`: JSON objects as JSON instead of as text. Bytes as Base64, files without
/// their bytes.
void write_variable(json::Writer&, const TypedValue&, bool deserialize, std::int32_t zone_offset_s);
/// The three members alone, for answers that mix them with others.
void write_variable_fields(json::Writer&, const TypedValue&, bool deserialize, std::int32_t zone_offset_s);
/// {name: Var}
void write_variables(json::Writer&, const engine::Variables&, bool deserialize, std::int32_t zone_offset_s);

/// Reads one Var of a request. Throws ContractError 400 with `prefix` before its text.
TypedValue read_variable(const Value&, std::string_view prefix, std::int32_t zone_offset_s);
/// Reads {name: Var}; null is empty.
engine::Variables read_variables(const Value*, std::string_view prefix, std::int32_t zone_offset_s);

std::string base64(std::string_view bytes);
/// Nothing for text that is no Base64; white space is skipped.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace lienthong::api
