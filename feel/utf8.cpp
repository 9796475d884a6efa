#include "feel/utf8.h"
#include <utf8proc.h>
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

}  // namespace

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
  return static_cast<char32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(c)));
}
char32_t lower(char32_t c) {
  return static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c)));
}
std::string_view category(char32_t c) { return utf8proc_category_string(static_cast<utf8proc_int32_t>(c)); }

/// Small letters without one capital of their own, such as the sharp s, are written with several.
std::string upper(std::string_view text) {
  constexpr char32_t capital_sharp_s = 0x1E9E;
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next(text, at), capital = upper(c);
    if ((capital != c && capital != capital_sharp_s) || c < 0x80 || category(c) != "Ll") {
      append(out, capital);
      continue;
    }
    constexpr std::size_t folded_max = 8;
    utf8proc_int32_t folded[folded_max];
    int last_class = 0;
    const auto count = utf8proc_decompose_char(static_cast<utf8proc_int32_t>(c), folded, folded_max,
                                               UTF8PROC_CASEFOLD, &last_class);
    if (count <= 0 || count > static_cast<utf8proc_ssize_t>(folded_max)) append(out, c);
    for (utf8proc_ssize_t i = 0; i < count && count <= static_cast<utf8proc_ssize_t>(folded_max); ++i)
      append(out, upper(static_cast<char32_t>(folded[i])));
  }
  return out;
}

std::string lower(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) append(out, lower(next(text, at)));
  return out;
}

bool is_space(char32_t c) {
  return (c >= 9 && c <= 13) || c == ' ' || c == 0x85 || c == 0xA0 || c == 0x1680 || c == 0x180E ||
         (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000 || c == 0xFEFF;
}

bool is_name_start(char32_t c) { return any(name_starts, c) && !is_space(c); }
bool is_name_part(char32_t c) { return is_name_start(c) || any(further_parts, c); }

}  // namespace lienthong::feel::utf8
