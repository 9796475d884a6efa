#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lienthong::feel::utf8 {

/// The code point at `at`, which moves behind it; a byte that begins no well-formed sequence counts as
/// itself.
char32_t next(std::string_view text, std::size_t& at);
void append(std::string& out, char32_t code_point);
std::size_t length(std::string_view);  ///< in code points
std::vector<char32_t> decode(std::string_view);
std::string encode(const char32_t* begin, const char32_t* end);
std::string upper(std::string_view);
std::string lower(std::string_view);
char32_t upper(char32_t);  ///< itself when it has no single capital
char32_t lower(char32_t);
std::string_view category(char32_t);  ///< Unicode general category: "Lu", "Nd", …
bool is_space(char32_t);              ///< FEEL grammar rule 61 and 62
bool is_name_start(char32_t);         ///< FEEL grammar rule 28
bool is_name_part(char32_t);          ///< FEEL grammar rule 29

}  // namespace lienthong::feel::utf8
