#pragma once
#include <optional>
#include <string_view>
#include "base/value.h"

namespace lienthong::engine {

/// Reads text by the `datePattern` of a form field: y, M, d, H, m, s as often as they have digits, text in
/// quotes, anything else as it stands (bpmn-extensions 3.4). Nothing when it does not fit.
std::optional<DateTime> parse_by_pattern(std::string_view text, std::string_view pattern);

}  // namespace lienthong::engine
