#include "engine/definitions/date_pattern.h"
#include <algorithm>
#include <vector>

namespace lienthong::engine {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr std::string_view letters = "yMdHms";

/// One part of a pattern: a run of one letter, or a character that stands for itself (letter 0).
struct Part {
  char letter = 0;
  std::size_t count = 1;
  char literal = 0;
};

std::optional<std::vector<Part>> parts_of(std::string_view pattern) {
  std::vector<Part> parts;
  bool quoted = false;
  for (const char c : pattern) {
    if (c == '\'') {
      quoted = !quoted;
    } else if (quoted || !is_letter(c)) {
      parts.push_back({0, 1, c});
    } else if (letters.find(c) == std::string_view::npos) {
      return std::nullopt;
    } else if (!parts.empty() && parts.back().letter == c) {
      ++parts.back().count;
    } else {
      parts.push_back({c, 1, 0});
    }
  }
  return quoted ? std::nullopt : std::optional(std::move(parts));
}

/// A number of at least one digit; exactly `count` where more digits follow at once (yyyyMMdd).
std::optional<int> take_number(std::string_view& text, const Part& part, bool digits_follow) {
  const std::size_t most =
      digits_follow ? part.count : std::max<std::size_t>(part.count, part.letter == 'y' ? 4 : 2);
  std::size_t size = 0;
  int number = 0;
  while (size < text.size() && size < most && is_digit(text[size]))
    number = number * 10 + (text[size++] - '0');
  if (size == 0 || (digits_follow && size != part.count)) return std::nullopt;
  text.remove_prefix(size);
  return number;
}

}  // namespace

std::optional<DateTime> parse_by_pattern(std::string_view text, std::string_view pattern) {
  const auto parts = parts_of(pattern);
  if (!parts) return std::nullopt;
  int year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0;
  for (std::size_t i = 0; i < parts->size(); ++i) {
    const Part& part = (*parts)[i];
    if (!part.letter) {
      if (text.empty() || text.front() != part.literal) return std::nullopt;
      text.remove_prefix(1);
      continue;
    }
    const auto number = take_number(text, part, i + 1 < parts->size() && (*parts)[i + 1].letter);
    if (!number) return std::nullopt;
    switch (part.letter) {
      case 'y': year = part.count == 2 && *number < 100 ? 2000 + *number : *number; break;
      case 'M': month = *number; break;
      case 'd': day = *number; break;
      case 'H': hour = *number; break;
      case 'm': minute = *number; break;
      default: second = *number; break;
    }
  }
  const Date date{year, static_cast<std::int8_t>(month), static_cast<std::int8_t>(day)};
  if (!text.empty() || !is_valid(date) || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  Time time;
  time.second_of_day = hour * 3600 + minute * 60 + second;
  return DateTime{date, time};
}

}  // namespace lienthong::engine
