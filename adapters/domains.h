#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace lienthong::adapters {

/// A domain's name as DNS and mail servers take it, by IDNA 2008: `xn--tnh-dlz.vn` for `tỉnh.vn`.
/// Nothing when it is none.
std::optional<std::string> ascii_domain(std::string_view utf8);
/// Letters, digits and hyphens between dots, of the lengths that DNS allows.
bool is_domain(std::string_view ascii);

}  // namespace lienthong::adapters
