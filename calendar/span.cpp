#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <span>
#include "calendar/calendar.h"

namespace lienthong::calendar {

namespace {

struct Word {
  std::string_view name;
  Span::Unit unit;
  std::int64_t factor;
};
constexpr std::array<Word, 3> working_words{{{"day", Span::Unit::WorkingDays, 1},
                                             {"hour", Span::Unit::WorkingMinutes, 60},
                                             {"minute", Span::Unit::WorkingMinutes, 1}}};
constexpr std::array<Word, 4> civil_words{{{"day", Span::Unit::Days, 1},
                                           {"week", Span::Unit::Days, 7},
                                           {"month", Span::Unit::Months, 1},
                                           {"year", Span::Unit::Months, 12}}};

const Word* word_named(std::span<const Word> words, std::string_view name) {
  if (name.ends_with('s')) name.remove_suffix(1);
  for (const Word& word : words)
    if (word.name == name) return &word;
  return nullptr;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

/// Takes the first word off `text`.
std::string_view next_word(std::string_view& text) {
  text = trimmed(text);
  const std::size_t end = std::min(text.find_first_of(" \t\r\n"), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(end);
  return word;
}

std::optional<Span> parse_iso(std::string_view text) {
  const std::optional<Value> value = parse_duration(text);
  if (!value || value->kind() != Value::Kind::DaysTime) return std::nullopt;
  const DaysTime duration = value->days_time();
  constexpr std::int64_t seconds_max = std::numeric_limits<std::int64_t>::max() / 1000 - 1;
  if (duration.seconds > seconds_max || duration.seconds < -seconds_max) return std::nullopt;
  return Span{Span::Unit::Milliseconds, duration.seconds * 1000 + duration.nanoseconds / 1'000'000};
}

}  // namespace

std::optional<Span> parse_span(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('P') || text.starts_with("-P")) return parse_iso(text);
  const std::string_view number = next_word(text);
  std::int64_t amount = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), amount);
  if (number.empty() || error != std::errc() || end != number.data() + number.size()) return std::nullopt;
  std::string_view name = next_word(text);
  const bool working = name == "working";
  if (working) name = next_word(text);
  const Word* word = word_named(working ? std::span<const Word>(working_words) : civil_words, name);
  if (!word || !trimmed(text).empty()) return std::nullopt;
  constexpr std::int64_t amount_max = std::numeric_limits<std::int64_t>::max() / 60;
  if (amount > amount_max || amount < -amount_max) return std::nullopt;
  return Span{word->unit, amount * word->factor};
}

std::string text(Span span) {
  if (span.unit == Span::Unit::Milliseconds)
    return lienthong::text(
        DaysTime{span.amount / 1000, static_cast<std::int32_t>(span.amount % 1000) * 1'000'000});
  const auto words = span.is_civil() ? std::span<const Word>(civil_words) : working_words;
  const Word* written = nullptr;
  for (const Word& word : words)
    if (word.unit == span.unit && word.name != "week" && span.amount % word.factor == 0 &&
        (!written || (word.factor > written->factor && span.amount != 0)))
      written = &word;
  const std::int64_t count = span.amount / written->factor;
  return std::to_string(count) + (span.is_civil() ? " " : " working ") + std::string(written->name) +
         (count == 1 || count == -1 ? "" : "s");
}

std::optional<EndsAt> parse_ends_at(std::string_view text) {
  if (text == "close") return EndsAt::Close;
  if (text == "24:00") return EndsAt::Midnight;
  return std::nullopt;
}

std::optional<Roll> parse_roll(std::string_view text) {
  if (text == "none") return Roll::None;
  if (text == "next") return Roll::Next;
  if (text == "previous") return Roll::Previous;
  return std::nullopt;
}

}  // namespace lienthong::calendar
