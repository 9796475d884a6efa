#pragma once
#include <cstdint>
#include <optional>
#include <string>

/// Named time zones, read once each through whoever starts the program. After its last recorded change (2037)
/// a zone goes on as in the years before.
namespace lienthong::feel::zones {

/// The bytes of a zone's file (RFC 8536), by IANA name; nothing when there is none.
using ReadZone = std::optional<std::string> (*)(const std::string& name);
/// Expressions do no I/O of their own: without this only UTC and Asia/Ho_Chi_Minh are known. Call before the
/// first evaluation.
void read_zones_with(ReadZone);

bool is_known(const std::string& name);
/// The offset from UTC in force at that second since 1970; nothing for an unknown zone.
std::optional<std::int32_t> offset_at(const std::string& name, std::int64_t utc_s);
/// The same for a second of the zone's own clock; when a clock goes back, the earlier meaning.
std::optional<std::int32_t> offset_of_local(const std::string& name, std::int64_t local_s);

}  // namespace lienthong::feel::zones
