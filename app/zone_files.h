#pragma once
#include <optional>
#include <string>

namespace lienthong::app {

/// A zone of the system's tz database, for feel::zones::read_zones_with.
std::optional<std::string> read_zone_file(const std::string& name);

}  // namespace lienthong::app
