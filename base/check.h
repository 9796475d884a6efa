#pragma once
#include <source_location>
#include <string>

namespace lienthong {

/// Aborts the running command (throws std::logic_error that names the place) when our own reasoning is wrong.
/// On in release.
void check(bool holds, const char* what, std::source_location where = std::source_location::current());

}  // namespace lienthong
