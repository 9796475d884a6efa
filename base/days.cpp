#include "base/days.h"

namespace lienthong {

std::optional<std::int64_t> days_of(std::string_view text) {
  constexpr std::size_t digits_max = 9;
  if (text.size() > 2 && text.front() == 'P' && text.back() == 'D') text = text.substr(1, text.size() - 2);
  if (text.empty() || text.size() > digits_max || text.find_first_not_of("0123456789") != text.npos)
    return std::nullopt;
  std::int64_t days = 0;
  for (const char digit : text) days = days * 10 + (digit - '0');
  return days;
}

}  // namespace lienthong
