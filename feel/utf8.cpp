#include "feel/utf8.h"
#include <algorithm>
#include <iterator>

namespace lienthong::feel::utf8 {
namespace {

struct Interval {
  char32_t first, last;
};

constexpr Interval name_starts[] = {{'?', '?'},        {'A', 'Z'},       {'_', '_'},       {'a', 'z'},
                                    {0xC0, 0xD6},      {0xD8, 0xF6},     {0xF8, 0x2FF},    {0x370, 0x37D},
                                    {0x37F, 0x1FFF},   {0x200C, 0x200D}, {0x2070, 0x218F}, {0x2C00, 0x2FEF},
                                    {0x3001, 0xD7FF},  {0xF900, 0xFDCF}, {0xFDF0, 0xFEFE}, {0xFF00, 0xFFFD},
                                    {0x10000, 0xEFFFF}};
constexpr Interval further_parts[] = {{'0', '9'}, {0xB7, 0xB7}, {0x300, 0x36F}, {0x203F, 0x2040}};

template <std::size_t n>
bool any(const Interval (&table)[n], char32_t c) {
  return std::any_of(std::begin(table), std::end(table),
                     [c](Interval i) { return c >= i.first && c <= i.last; });
}

/// Blocks where capital and small letters alternate, capitals on even code points.
constexpr Interval even_capitals[] = {{0x100, 0x137},   {0x14A, 0x177},  {0x1DE, 0x1EF}, {0x1F8, 0x21F},
                                      {0x222, 0x233},   {0x460, 0x481},  {0x48A, 0x4BF}, {0x4D0, 0x52F},
                                      {0x1E00, 0x1E95}, {0x1EA0, 0x1EFF}};
constexpr Interval odd_capitals[] = {
    {0x139, 0x148}, {0x179, 0x17E}, {0x1CD, 0x1DC}, {0x4C1, 0x4CE}, {0x1AF, 0x1B0}};
constexpr char32_t not_mapped[] = {0x130, 0x131};

template <class Map>
std::string mapped(std::string_view text, Map map) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) append(out, map(next(text, at)));
  return out;
}

}  // namespace

char32_t next(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at++);
  if (first < 0x80) return first;
  const int more = first >= 0xF0 && first <= 0xF4  ? 3
                   : first >= 0xE0 && first < 0xF0 ? 2
                   : first >= 0xC2 && first < 0xE0 ? 1
                                                   : 0;
  char32_t c = more == 3 ? first & 0x07U : more == 2 ? first & 0x0FU : first & 0x1FU;
  std::size_t end = at;
  for (int i = 0; i < more; ++i, ++end) {
    if (end >= text.size() || (byte(end) & 0xC0U) != 0x80U) return first;
    c = (c << 6) | (byte(end) & 0x3FU);
  }
  if (more == 0) return first;
  at = end;
  return c;
}

void append(std::string& out, char32_t c) {
  const auto put = [&out](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0U | (c >> 6));
    put(0x80U | (c & 0x3FU));
  } else if (c < 0x10000) {
    put(0xE0U | (c >> 12));
    put(0x80U | ((c >> 6) & 0x3FU));
    put(0x80U | (c & 0x3FU));
  } else {
    put(0xF0U | (c >> 18));
    put(0x80U | ((c >> 12) & 0x3FU));
    put(0x80U | ((c >> 6) & 0x3FU));
    put(0x80U | (c & 0x3FU));
  }
}

std::size_t length(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) next(text, at);
  return count;
}

std::vector<char32_t> decode(std::string_view text) {
  std::vector<char32_t> out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) out.push_back(next(text, at));
  return out;
}

std::string encode(const char32_t* begin, const char32_t* end) {
  std::string out;
  for (; begin != end; ++begin) append(out, *begin);
  return out;
}

char32_t upper(char32_t c) {
  if (c < 0x80) return c >= 'a' && c <= 'z' ? c - 32 : c;
  if (std::find(std::begin(not_mapped), std::end(not_mapped), c) != std::end(not_mapped)) return c;
  if (c >= 0xE0 && c <= 0xFE && c != 0xF7) return c - 32;
  if (c == 0xFF) return 0x178;
  if (c == 0x1A1) return 0x1A0;
  if (any(even_capitals, c)) return c & ~char32_t{1};
  if (any(odd_capitals, c)) return c % 2 == 0 ? c - 1 : c;
  if (c == 0x3AC) return 0x386;
  if (c == 0x3C2) return 0x3A3;
  if (c >= 0x3B1 && c <= 0x3CB) return c - 32;
  if (c >= 0x430 && c <= 0x44F) return c - 32;
  if (c >= 0x450 && c <= 0x45F) return c - 80;
  return c;
}

char32_t lower(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  if (std::find(std::begin(not_mapped), std::end(not_mapped), c) != std::end(not_mapped)) return c;
  if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 32;
  if (c == 0x178) return 0xFF;
  if (c == 0x1A0) return 0x1A1;
  if (any(even_capitals, c)) return c | 1;
  if (any(odd_capitals, c)) return c % 2 == 1 ? c + 1 : c;
  if (c == 0x386) return 0x3AC;
  if (c >= 0x391 && c <= 0x3AB) return c + 32;
  if (c >= 0x410 && c <= 0x42F) return c + 32;
  if (c >= 0x400 && c <= 0x40F) return c + 80;
  return c;
}

std::string upper(std::string_view text) {
  return mapped(text, [](char32_t c) { return upper(c); });
}

std::string lower(std::string_view text) {
  return mapped(text, [](char32_t c) { return lower(c); });
}

bool is_space(char32_t c) {
  return (c >= 9 && c <= 13) || c == ' ' || c == 0x85 || c == 0xA0 || c == 0x1680 || c == 0x180E ||
         (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000 || c == 0xFEFF;
}

bool is_name_start(char32_t c) { return any(name_starts, c) && !is_space(c); }
bool is_name_part(char32_t c) { return is_name_start(c) || any(further_parts, c); }

}  // namespace lienthong::feel::utf8
