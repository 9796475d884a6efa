#pragma once
#include <cstdint>
#include <optional>
#include <string>

/// Named time zones, read once each from the system's tz database. After its last recorded change (2037) a
/// zone keeps its offset.
namespace lienthong::feel::zones {

bool is_known(const std::string& name);
/// The offset from UTC in force at that second since 1970; nothing for an unknown zone.
std::optional<std::int32_t> offset_at(const std::string& name, std::int64_t utc_s);
/// The same for a second of the zone's own clock; when a clock goes back, the earlier meaning.
std::optional<std::int32_t> offset_of_local(const std::string& name, std::int64_t local_s);

}  // namespace lienthong::feel::zones
