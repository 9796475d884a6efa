#pragma once
#include <string>
#include <string_view>

namespace lienthong::javascript {

/// JavaScript counts characters beyond U+FFFF as two halves, and so does the engine's text: UTF-8 with each
/// half encoded on its own.
std::string to_cesu8(std::string_view utf8);
/// Halves without their other half become U+FFFD.
std::string from_cesu8(std::string_view text);

}  // namespace lienthong::javascript
