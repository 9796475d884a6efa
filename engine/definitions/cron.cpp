#include "engine/definitions/cron.h"
#include <algorithm>
#include <charconv>
#include <string>

namespace lienthong::engine {
namespace {

struct Field {
  int low, high;
  std::string_view names;  ///< of three letters each, from `low` on
};
constexpr Field seconds{0, 59, ""}, hours{0, 23, ""}, month_days{1, 31, ""},
    months{1, 12, "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC"}, week_days{0, 7, "SUNMONTUEWEDTHUFRISAT"};

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return out;
}

std::optional<int> number_in(std::string_view text, const Field& field) {
  for (std::size_t at = 0; text.size() == 3 && at < field.names.size(); at += 3)
    if (field.names.substr(at, 3) == text) return field.low + static_cast<int>(at / 3);
  int number = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || wrong != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number >= field.low && number <= field.high ? std::optional(number) : std::nullopt;
}

/// Calls `each(part)` for what commas separate, until it answers false.
template <class Each>
bool for_each_part(std::string_view list, Each&& each) {
  for (std::size_t from = 0;;) {
    const std::size_t comma = std::min(list.find(',', from), list.size());
    if (!each(list.substr(from, comma - from))) return false;
    if (comma == list.size()) return true;
    from = comma + 1;
  }
}

/// `*`, `?`, `5`, `1-5`, `*/10`, `3/15`, `1-5/2`.
bool read_range(std::string_view part, const Field& field, std::uint64_t& bits) {
  int step = 1;
  const std::size_t slash = part.find('/');
  if (slash != std::string_view::npos) {
    const auto given = number_in(part.substr(slash + 1), {1, field.high, ""});
    if (!given) return false;
    step = *given;
    part = part.substr(0, slash);
  }
  int low = field.low, high = field.high;
  if (part != "*" && part != "?") {
    const std::size_t dash = part.find('-');
    const auto first = number_in(part.substr(0, dash), field);
    const auto last = dash == std::string_view::npos ? first : number_in(part.substr(dash + 1), field);
    if (!first || !last) return false;
    low = *first;
    high = dash == std::string_view::npos && slash != std::string_view::npos ? field.high : *last;
    if (low == 7 && high < 7 && field.high == 7) low = 0;  // a range from Sunday on
    if (low > high) return false;
  }
  for (int value = low; value <= high; value += step) bits |= std::uint64_t{1} << value;
  return true;
}

bool read_field(std::string_view text, const Field& field, std::uint64_t& bits) {
  return for_each_part(text, [&](std::string_view part) { return read_range(part, field, bits); });
}

std::string_view macro(std::string_view name) {
  if (name == "@YEARLY" || name == "@ANNUALLY") return "0 0 0 1 1 *";
  if (name == "@MONTHLY") return "0 0 0 1 * *";
  if (name == "@WEEKLY") return "0 0 0 * * 0";
  if (name == "@DAILY" || name == "@MIDNIGHT") return "0 0 0 * * *";
  if (name == "@HOURLY") return "0 0 * * * *";
  return "";
}

int week_day(Date date) {
  return static_cast<int>((days_from_civil(date) % 7 + 7 + 4) % 7);
}  // 1970: Thursday

int last_day(Date date) {
  for (date.day = 31; !is_valid(date); --date.day) {
  }
  return date.day;
}

/// The working day next to a day of its month, without leaving the month.
int nearest_weekday(Date date, int day) {
  date.day = static_cast<std::int8_t>(day);
  const int last = last_day(date), name = week_day(date);
  if (name == 6) return day > 1 ? day - 1 : day + 2;
  if (name == 0) return day < last ? day + 1 : day - 2;
  return day;
}

bool has(std::uint64_t bits, int value) { return (bits >> value & 1) != 0; }

/// The first listed value from `from` on; -1: none.
int next_in(std::uint64_t bits, int from, int high) {
  for (int value = from; value <= high; ++value)
    if (has(bits, value)) return value;
  return -1;
}

}  // namespace

bool looks_like_cron(std::string_view text) {
  return !text.empty() && (text.front() == '@' || text.find(' ') != std::string_view::npos);
}

bool Cron::read_day_rule(std::string_view part, bool of_week, DayRule& rule) {
  using Kind = DayRule::Kind;
  if (of_week) {
    const std::size_t hash = part.find('#');
    const bool last = part.size() > 1 && part.back() == 'L';
    if (hash == std::string_view::npos && !last) return false;
    const auto day = number_in(last ? part.substr(0, part.size() - 1) : part.substr(0, hash), week_days);
    const auto number = last ? std::optional(1) : number_in(part.substr(hash + 1), {1, 5, ""});
    if (!day || !number) return false;
    rule = {last ? Kind::LastOfName : Kind::NthOfName, *day % 7, *number};
    return true;
  }
  if (part == "L" || part == "LW") {
    rule = {part == "L" ? Kind::LastDay : Kind::LastWeekday, 0, 0};
    return true;
  }
  if (part.substr(0, 2) == "L-") {
    const auto before = number_in(part.substr(2), {1, 30, ""});
    if (before) rule = {Kind::LastDay, 0, *before};
    return before.has_value();
  }
  if (part.size() < 2 || part.back() != 'W') return false;
  const auto day = number_in(part.substr(0, part.size() - 1), month_days);
  if (day) rule = {Kind::NearestWeekday, *day, 0};
  return day.has_value();
}

bool Cron::read_days(std::string_view field, bool of_week, Days& days) {
  return for_each_part(field, [&](std::string_view part) {
    DayRule rule;
    if (!read_day_rule(part, of_week, rule)) {
      if (!read_range(part, of_week ? week_days : month_days, days.listed)) return false;
      if (of_week && has(days.listed, 7)) days.listed |= 1;  // 7 is Sunday, as 0
      return true;
    }
    days.rules.push_back(rule);
    return true;
  });
}

std::optional<Cron> Cron::parse(std::string_view given) {
  std::string text = upper(given);
  if (!text.empty() && text.front() == '@') text = macro(text);
  std::vector<std::string> fields;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \t", at), text.size());
    if (end > at) fields.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  Cron cron;
  const bool readable =
      fields.size() == 6 && read_field(fields[0], seconds, cron.time_[0]) &&
      read_field(fields[1], seconds, cron.time_[1]) && read_field(fields[2], hours, cron.time_[2]) &&
      read_days(fields[3], false, cron.days_of_month_) && read_field(fields[4], months, cron.months_) &&
      read_days(fields[5], true, cron.days_of_week_);
  return readable ? std::optional(cron) : std::nullopt;
}

bool Cron::fits(const Days& days, bool of_week, Date date) {
  if (has(days.listed, of_week ? week_day(date) : date.day)) return true;
  const int last = last_day(date);
  return std::ranges::any_of(days.rules, [&](const DayRule& rule) {
    switch (rule.kind) {
      case DayRule::Kind::LastDay: return date.day == last - rule.number;
      case DayRule::Kind::LastWeekday: return date.day == nearest_weekday(date, last);
      case DayRule::Kind::NearestWeekday:
        return rule.day <= last && date.day == nearest_weekday(date, rule.day);
      case DayRule::Kind::LastOfName: return week_day(date) == rule.day && date.day + 7 > last;
      case DayRule::Kind::NthOfName:
        return week_day(date) == rule.day && (date.day - 1) / 7 + 1 == rule.number;
    }
    return false;
  });
}

std::optional<Instant> Cron::next(Instant after, std::int32_t zone_offset_s) const {
  constexpr std::int64_t day_s = 86'400;
  const std::int64_t ms = bounded(after).ms;
  std::int64_t local = ms >= 0 ? ms / 1000 : (ms - 999) / 1000;
  local += zone_offset_s + 1;
  std::int64_t day = local >= 0 ? local / day_s : (local - day_s + 1) / day_s;
  int from = static_cast<int>(local - day * day_s);
  const std::int64_t end = Instant::last().ms / 1000 / day_s - 1;
  for (const std::int64_t last = std::min(day + std::int64_t{years_ahead_max} * 366, end); day <= last;
       ++day, from = 0) {
    const Date date = civil_from_days(day);
    if (!has(months_, date.month) || !fits(days_of_month_, false, date) || !fits(days_of_week_, true, date))
      continue;
    for (int hour = next_in(time_[2], from / 3600, 23); hour >= 0; hour = next_in(time_[2], hour + 1, 23)) {
      const bool same_hour = hour == from / 3600;
      for (int minute = next_in(time_[1], same_hour ? from / 60 % 60 : 0, 59); minute >= 0;
           minute = next_in(time_[1], minute + 1, 59)) {
        const bool same_minute = same_hour && minute == from / 60 % 60;
        const int second = next_in(time_[0], same_minute ? from % 60 : 0, 59);
        if (second >= 0)
          return Instant{(day * day_s + hour * 3600 + minute * 60 + second - zone_offset_s) * 1000};
      }
    }
  }
  return std::nullopt;
}

}  // namespace lienthong::engine
