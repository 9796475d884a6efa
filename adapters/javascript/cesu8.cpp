#include "adapters/javascript/cesu8.h"
#include <cstdint>
#include "base/utf8.h"

namespace lienthong::javascript {
namespace {

unsigned char byte(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

/// The half of a pair that starts at `at`: U+D800 to U+DFFF; 0 for anything else.
std::uint32_t half_at(std::string_view text, std::size_t at) {
  if (at + 3 > text.size() || byte(text, at) != 0xED || byte(text, at + 1) < 0xA0) return 0;
  return 0xD000u | static_cast<std::uint32_t>((byte(text, at + 1) & 0x3F) << 6) |
         (byte(text, at + 2) & 0x3Fu);
}

}  // namespace

std::string to_cesu8(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) {
    if (byte(utf8, at) < 0xF0 || at + 4 > utf8.size()) {
      out += utf8[at++];
      continue;
    }
    const std::uint32_t c = static_cast<std::uint32_t>((byte(utf8, at) & 0x07) << 18) |
                            static_cast<std::uint32_t>((byte(utf8, at + 1) & 0x3F) << 12) |
                            static_cast<std::uint32_t>((byte(utf8, at + 2) & 0x3F) << 6) |
                            (byte(utf8, at + 3) & 0x3Fu);
    utf8::append(out, 0xD800u + ((c - 0x10000u) >> 10));
    utf8::append(out, 0xDC00u + ((c - 0x10000u) & 0x3FFu));
    at += 4;
  }
  return out;
}

std::string from_cesu8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::uint32_t first = half_at(text, at);
    if (first == 0) {
      out += text[at++];
      continue;
    }
    const std::uint32_t second = half_at(text, at + 3);
    if (first < 0xDC00u && second >= 0xDC00u) {
      utf8::append(out, 0x10000u + ((first - 0xD800u) << 10) + (second - 0xDC00u));
      at += 6;
    } else {
      utf8::append(out, 0xFFFD);
      at += 3;
    }
  }
  return out;
}

}  // namespace lienthong::javascript
