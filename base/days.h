#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace lienthong {

/// A number of days as a time to live is written, `180` or `P180D`, at most nine digits of it; nothing for
/// another text.
std::optional<std::int64_t> days_of(std::string_view);

}  // namespace lienthong
