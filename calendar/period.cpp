#include "calendar/period.h"
#include <array>
#include "base/fit.h"

namespace lienthong::calendar {
namespace {

struct Part {
  char designator;
  bool clock;  ///< stands behind the T
  std::int64_t months, ms;
};
constexpr std::array<Part, 7> parts{{{'Y', false, 12, 0},
                                     {'M', false, 1, 0},
                                     {'W', false, 0, 7 * 86'400'000},
                                     {'D', false, 0, 86'400'000},
                                     {'H', true, 0, 3'600'000},
                                     {'M', true, 0, 60'000},
                                     {'S', true, 0, 1000}}};

bool is_digit(std::string_view text) { return !text.empty() && text.front() >= '0' && text.front() <= '9'; }

std::int64_t take_number(std::string_view& text) {
  std::int64_t number = 0;
  for (; is_digit(text); text.remove_prefix(1))
    number = saturated_sum(saturated_product(number, 10), text.front() - '0');
  return number;
}

/// Milliseconds of ".123", more digits are dropped. "PT0.S" is in use and means one thing.
std::int64_t take_fraction(std::string_view& text) {
  std::int64_t ms = 0;
  text.remove_prefix(1);
  for (std::int64_t unit = 100; is_digit(text); text.remove_prefix(1), unit /= 10)
    ms += (text.front() - '0') * unit;
  return ms;
}

std::int8_t last_day_of(std::int32_t year, std::int8_t month) {
  for (std::int8_t day = 31;; --day)
    if (is_valid(Date{year, month, day})) return day;
}

Instant add_months(Instant at, std::int64_t months, std::int32_t zone_offset_s) {
  DateTime local = date_time_of(bounded(at), zone_offset_s);
  const std::int64_t count = saturated_sum(local.date.year * 12LL + (local.date.month - 1), months);
  if (count < 12) return Instant::first();
  if (count / 12 > 9999) return Instant::last();
  local.date.year = static_cast<std::int32_t>(count / 12);
  local.date.month = static_cast<std::int8_t>(count % 12 + 1);
  local.date.day = std::min(local.date.day, last_day_of(local.date.year, local.date.month));
  return bounded(instant_of(local, zone_offset_s).value_or(at));
}

/// As instant_of, but what lies beyond the years 1 to 9999 is the first or last instant.
std::optional<Instant> bounded_instant(const DateTime& at, std::int32_t zone_offset_s) {
  if (at.date.year < 1) return Instant::first();
  if (at.date.year > 9999) return Instant::last();
  const std::optional<Instant> instant = instant_of(at, zone_offset_s);
  return instant ? std::optional(bounded(*instant)) : std::nullopt;
}

}  // namespace

std::optional<Period> parse_period(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (!text.starts_with('P')) return std::nullopt;
  text.remove_prefix(1);
  Period period;
  bool any = false, clock = false;
  for (auto part = parts.begin(); !text.empty();) {
    if (text.front() == 'T' && !clock) {
      clock = true;
      any = false;  // at least one part follows
      text.remove_prefix(1);
      continue;
    }
    if (!is_digit(text)) return std::nullopt;
    const std::int64_t amount = take_number(text);
    const bool fraction = text.starts_with('.');
    const std::int64_t rest = fraction ? take_fraction(text) : 0;
    while (part != parts.end() && (part->clock != clock || !text.starts_with(part->designator))) ++part;
    if (part == parts.end() || (fraction && part->designator != 'S')) return std::nullopt;
    period.months = saturated_sum(period.months, saturated_product(amount, part->months));
    period.ms = saturated_sum(period.ms, saturated_sum(saturated_product(amount, part->ms), rest));
    text.remove_prefix(1);
    any = true;
    ++part;
  }
  if (!any) return std::nullopt;
  return negative ? Period{-period.months, -period.ms} : period;
}

Period period_of(YearsMonths length) { return {length.months, 0}; }

Period period_of(DaysTime length) {
  return {0, saturated_sum(saturated_product(length.seconds, 1000), length.nanoseconds / 1'000'000)};
}

Instant plus(Instant at, Period period, std::int32_t zone_offset_s) {
  if (period.months != 0) at = add_months(at, period.months, zone_offset_s);
  return at + period.ms;
}

std::optional<Instant> add_duration(Instant at, std::string_view text, std::int32_t zone_offset_s) {
  const std::optional<Period> period = parse_period(text);
  return period ? std::optional(plus(at, *period, zone_offset_s)) : std::nullopt;
}

std::optional<Instant> read_moment(const Value& value, std::int32_t zone_offset_s) {
  if (value.kind() == Value::Kind::DateTime) return bounded_instant(value.date_time(), zone_offset_s);
  if (value.kind() == Value::Kind::Date) return bounded_instant({value.date(), {}}, zone_offset_s);
  if (!value.is_string()) return std::nullopt;
  const auto moment = moment_in(value.string());
  return moment ? bounded_instant(*moment, zone_offset_s) : std::nullopt;
}

std::optional<Instant> read_instant(const Value& value, Instant now, std::int32_t zone_offset_s) {
  switch (value.kind()) {
    case Value::Kind::DaysTime: return plus(now, period_of(value.days_time()), zone_offset_s);
    case Value::Kind::YearsMonths: return plus(now, period_of(value.years_months()), zone_offset_s);
    case Value::Kind::String:
      if (value.string().starts_with('P')) return add_duration(now, value.string(), zone_offset_s);
      break;
    default: break;
  }
  return read_moment(value, zone_offset_s);
}

}  // namespace lienthong::calendar
