#pragma once
#include <string>
#include <string_view>

namespace lienthong::adapters {

std::string sha256(std::string_view);  ///< hexadecimal
std::string base64(std::string_view);
/// A name-based UUID (RFC 9562, version 5): the same name gives the same id, today and after a restart.
std::string uuid(std::string_view name);
/// For people and logs: of every run of 9 digits or more the middle is hidden ("006********11").
std::string masked(std::string_view);

}  // namespace lienthong::adapters
