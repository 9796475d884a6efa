#pragma once
#include <string>
#include <string_view>

namespace lienthong::engine {

// Text as conditions compare it. SQLite calls these very functions, so that every store answers alike.

/// Unicode simple lower case of UTF-8 text; bytes that are no UTF-8 stay as they are.
std::string lower_case(std::string_view text);

/// SQL's LIKE on code points: `%` any run, `_` any one, a backslash takes the next one as it is. Case
/// matters.
bool like(std::string_view text, std::string_view pattern);

/// The first `head_characters` of a text, or what stands before a NUL, as SQLite's own substr() counts them.
std::string_view text_head(std::string_view text);
inline constexpr int head_characters = 64;

}  // namespace lienthong::engine
