#pragma once
// UTF-8, byte by byte, and where a text may be cut.
#include <cstddef>
#include <string>
#include <string_view>

namespace lienthong::utf8 {

/// Whether a character begins with this byte: these are what columns count.
inline bool begins(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }
/// The length of the well-formed sequence at `at` (Unicode 15, table 3-7), or 0.
std::size_t sequence_length(std::string_view text, std::size_t at);
bool is_valid(std::string_view);
/// The code point at `at`, which moves behind it; a byte that begins no well-formed sequence counts as
/// itself.
char32_t next(std::string_view text, std::size_t& at);
void append(std::string& out, char32_t code_point);
std::size_t length(std::string_view);  ///< in code points

/// As much of a text from its beginning as fits: it ends neither inside a character nor, where that can be
/// helped, between a letter and the marks that combine with it.
std::string_view first_characters(std::string_view, std::size_t max);
std::string_view first_bytes(std::string_view, std::size_t max);

}  // namespace lienthong::utf8
