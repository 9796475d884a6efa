#include "feel/temporal.h"
#include <algorithm>
#include "feel/zones.h"

namespace lienthong::feel {
namespace {

constexpr std::int32_t year_max = 999'999'999;

Nanoseconds floor_divide(Nanoseconds a, Nanoseconds b) {
  return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

Nanoseconds day_nanoseconds(const Time& time) {
  return Nanoseconds{time.second_of_day} * second_ns + time.nanosecond;
}

std::optional<Date> date_of(Nanoseconds days) {
  constexpr Nanoseconds days_max = Nanoseconds{400'000'000'000};
  if (days > days_max || days < -days_max) return std::nullopt;
  const Date date = civil_from_days(static_cast<std::int64_t>(days));
  return date.year >= -year_max && date.year <= year_max ? std::optional(date) : std::nullopt;
}

std::optional<DateTime> at_local(Nanoseconds local, const Time& zone_of) {
  constexpr Nanoseconds day_ns = Nanoseconds{day_s} * second_ns;
  const Nanoseconds days = floor_divide(local, day_ns);
  const std::optional<Date> date = date_of(days);
  if (!date) return std::nullopt;
  const Nanoseconds rest = local - days * day_ns;
  DateTime result{*date, zone_of};
  result.time.second_of_day = static_cast<std::int32_t>(rest / second_ns);
  result.time.nanosecond = static_cast<std::int32_t>(rest % second_ns);
  return result;
}

std::int64_t local_seconds(const DateTime& at) {
  return days_from_civil(at.date) * day_s + at.time.second_of_day;
}

Value seconds_of(std::int64_t whole, std::int32_t nanoseconds) {
  return *add(Decimal(whole), *divide(Decimal(nanoseconds), Decimal(second_ns)));
}

std::optional<Value> property_of(const Date& date, std::string_view name) {
  if (name == "year") return Value(int{date.year});
  if (name == "month") return Value(int{date.month});
  if (name == "day") return Value(int{date.day});
  if (name == "weekday") return Value(weekday_of(date));
  return std::nullopt;
}

std::optional<Value> property_of(const Time& time, std::string_view name,
                                 std::optional<std::int32_t> offset) {
  if (name == "hour") return Value(time.second_of_day / 3600);
  if (name == "minute") return Value(time.second_of_day / 60 % 60);
  if (name == "second") return seconds_of(time.second_of_day % 60, time.nanosecond);
  if (name == "time offset") return offset ? Value(DaysTime{*offset, 0}) : Value();
  if (name == "timezone") return time.zone ? Value(*time.zone) : Value();
  return std::nullopt;
}

std::optional<Value> property_of(DaysTime duration, std::string_view name) {
  if (name == "days") return Value(duration.seconds / day_s);
  if (name == "hours") return Value(duration.seconds / 3600 % 24);
  if (name == "minutes") return Value(duration.seconds / 60 % 60);
  if (name != "seconds") return std::nullopt;
  return seconds_of(duration.seconds % 60, duration.nanoseconds);
}

}  // namespace

std::optional<Value> parse_temporal(std::string_view text) {
  if (const std::optional<Date> date = parse_date(text)) return *date;
  if (const std::optional<DateTime> at = parse_date_time(text)) {
    if (at->time.zone && !zones::is_known(*at->time.zone)) return std::nullopt;
    return *at;
  }
  if (const std::optional<Time> time = parse_time(text)) {
    if (time->zone && !zones::is_known(*time->zone)) return std::nullopt;
    return *time;
  }
  return parse_duration(text);
}

bool has_zone(const Time& time) { return time.offset_s || time.zone; }

std::int32_t offset_of(const DateTime& at, std::int32_t fallback_s) {
  if (at.time.offset_s) return *at.time.offset_s;
  if (!at.time.zone) return fallback_s;
  return zones::offset_of_local(*at.time.zone, local_seconds(at)).value_or(fallback_s);
}

std::int32_t offset_of(const Time& time, std::int32_t fallback_s, Instant now) {
  if (time.offset_s) return *time.offset_s;
  if (!time.zone) return fallback_s;
  return zones::offset_at(*time.zone, now.ms / 1000).value_or(fallback_s);
}

Nanoseconds nanoseconds_of(DaysTime duration) {
  return Nanoseconds{duration.seconds} * second_ns + duration.nanoseconds;
}

std::optional<DaysTime> days_time_of(Nanoseconds total) {
  const Nanoseconds seconds = total / second_ns;
  if (seconds > INT64_MAX || seconds < -Nanoseconds{INT64_MAX}) return std::nullopt;
  return DaysTime{static_cast<std::int64_t>(seconds), static_cast<std::int32_t>(total % second_ns)};
}

Nanoseconds local_nanoseconds(const DateTime& at) {
  return Nanoseconds{local_seconds(at)} * second_ns + at.time.nanosecond;
}

Nanoseconds utc_nanoseconds(const DateTime& at, std::int32_t fallback_s) {
  return local_nanoseconds(at) - Nanoseconds{offset_of(at, fallback_s)} * second_ns;
}

DateTime midnight(Date date) {
  DateTime at;
  at.date = date;
  at.time.offset_s = 0;
  return at;
}

std::optional<Date> plus(Date date, YearsMonths duration) {
  const Nanoseconds months = Nanoseconds{date.year} * 12 + (date.month - 1) + duration.months;
  const Nanoseconds year = floor_divide(months, 12);
  if (year > year_max || year < -year_max) return std::nullopt;
  Date result{static_cast<std::int32_t>(year), static_cast<std::int8_t>(months - year * 12 + 1), date.day};
  while (!is_valid(result)) --result.day;  // 31 January plus one month is the last of February
  return result;
}

std::optional<Date> plus(Date date, DaysTime duration) {
  return date_of(days_from_civil(date) +
                 floor_divide(nanoseconds_of(duration), Nanoseconds{day_s} * second_ns));
}

std::optional<DateTime> plus(const DateTime& at, YearsMonths duration) {
  const std::optional<Date> date = plus(at.date, duration);
  return date ? std::optional(DateTime{*date, at.time}) : std::nullopt;
}

std::optional<DateTime> plus(const DateTime& at, DaysTime duration) {
  if (!at.time.zone || at.time.offset_s)
    return at_local(local_nanoseconds(at) + nanoseconds_of(duration), at.time);
  const Nanoseconds utc = utc_nanoseconds(at, 0) + nanoseconds_of(duration);
  const Nanoseconds seconds = std::clamp<Nanoseconds>(floor_divide(utc, second_ns), INT64_MIN, INT64_MAX);
  const std::int32_t offset = zones::offset_at(*at.time.zone, static_cast<std::int64_t>(seconds)).value_or(0);
  return at_local(utc + Nanoseconds{offset} * second_ns, at.time);
}

Time plus(const Time& time, DaysTime duration) {
  constexpr Nanoseconds day_ns = Nanoseconds{day_s} * second_ns;
  const Nanoseconds total = day_nanoseconds(time) + nanoseconds_of(duration);
  const Nanoseconds rest = total - floor_divide(total, day_ns) * day_ns;
  Time result = time;
  result.second_of_day = static_cast<std::int32_t>(rest / second_ns);
  result.nanosecond = static_cast<std::int32_t>(rest % second_ns);
  return result;
}

YearsMonths months_between(Date from, Date to) {
  std::int64_t months = (std::int64_t{to.year} - from.year) * 12 + to.month - from.month;
  if (months > 0 && to.day < from.day) --months;
  if (months < 0 && to.day > from.day) ++months;
  return {months};
}

int weekday_of(Date date) {
  const std::int64_t days = days_from_civil(date) + 3;  // 1970-01-01 was a Thursday
  return static_cast<int>((days % 7 + 7) % 7) + 1;
}

std::optional<Value> property_of(const Value& value, std::string_view name) {
  switch (value.kind()) {
    case Value::Kind::Date: return property_of(value.date(), name);
    case Value::Kind::Time: return property_of(value.time(), name, value.time().offset_s);
    case Value::Kind::DateTime: {
      const DateTime& at = value.date_time();
      if (std::optional<Value> found = property_of(at.date, name)) return found;
      return property_of(at.time, name, has_zone(at.time) ? std::optional(offset_of(at, 0)) : std::nullopt);
    }
    case Value::Kind::YearsMonths:
      if (name == "years") return Value(value.years_months().months / 12);
      if (name == "months") return Value(value.years_months().months % 12);
      return std::nullopt;
    case Value::Kind::DaysTime: return property_of(value.days_time(), name);
    default: return std::nullopt;
  }
}

}  // namespace lienthong::feel
