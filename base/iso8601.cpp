#include <charconv>
#include "base/value.h"

namespace lienthong {
namespace {

constexpr int year_digits_max = 9;
constexpr std::int64_t day_s = 86'400;
constexpr int offset_hours_max = 18;
constexpr int zone_length_max = 64;

bool is_leap(std::int32_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int days_in_month(std::int32_t year, int month) {
  constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/// Eats text from the left; every step says whether it fitted.
struct Scanner {
  std::string_view rest;

  bool done() const { return rest.empty(); }
  bool next_is_digit() const { return !rest.empty() && rest.front() >= '0' && rest.front() <= '9'; }
  bool take(char c) {
    if (rest.empty() || rest.front() != c) return false;
    rest.remove_prefix(1);
    return true;
  }
  std::size_t digits() const {
    std::size_t count = 0;
    while (count < rest.size() && rest[count] >= '0' && rest[count] <= '9') ++count;
    return count;
  }
  /// A number of `least` to `most` digits.
  std::optional<std::int64_t> number(std::size_t least, std::size_t most) {
    const std::size_t count = digits();
    if (count < least || count > most) return std::nullopt;
    std::int64_t value = 0;
    if (std::from_chars(rest.data(), rest.data() + count, value).ec != std::errc()) return std::nullopt;
    rest.remove_prefix(count);
    return value;
  }
  std::optional<int> two() {
    const std::size_t count = digits();
    if (count < 2) return std::nullopt;
    const int value = (rest[0] - '0') * 10 + (rest[1] - '0');
    rest.remove_prefix(2);
    return value;
  }
  /// Nanoseconds of ".123"; digits beyond the ninth are dropped.
  std::optional<std::int32_t> fraction() {
    if (!take('.')) return 0;
    const std::size_t count = digits();
    if (count == 0) return std::nullopt;
    std::int32_t value = 0;
    for (std::size_t i = 0; i < 9; ++i) value = value * 10 + (i < count ? rest[i] - '0' : 0);
    rest.remove_prefix(count);
    return value;
  }
};

std::optional<Date> scan_date(Scanner& in) {
  const bool negative = in.take('-');
  const std::size_t count = in.digits();
  if (count > 4 && in.rest.front() == '0') return std::nullopt;
  const std::optional<std::int64_t> year = in.number(4, year_digits_max);
  if (!year || !in.take('-')) return std::nullopt;
  const std::optional<int> month = in.two();
  if (!month || !in.take('-')) return std::nullopt;
  const std::optional<int> day = in.two();
  if (!day) return std::nullopt;
  const Date date{static_cast<std::int32_t>(negative ? -*year : *year), static_cast<std::int8_t>(*month),
                  static_cast<std::int8_t>(*day)};
  return is_valid(date) ? std::optional(date) : std::nullopt;
}

bool scan_zone(Scanner& in, Time& time) {
  if (in.done()) return true;
  if (in.take('Z')) {
    time.offset_s = 0;
    return in.done();
  }
  if (in.take('@')) {
    if (in.done() || in.rest.size() > zone_length_max) return false;
    for (const char c : in.rest) {
      const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && c != '/' && c != '_' && c != '-' && c != '+') return false;
    }
    time.zone = std::make_shared<const std::string>(in.rest);
    in.rest = {};
    return true;
  }
  const bool negative = in.take('-');
  if (!negative && !in.take('+')) return false;
  const std::optional<int> hours = in.two();
  if (!hours || !in.take(':')) return false;
  const std::optional<int> minutes = in.two();
  if (!minutes || *minutes > 59) return false;
  int seconds = 0;
  if (in.take(':')) {
    const std::optional<int> given = in.two();
    if (!given || *given > 59) return false;
    seconds = *given;
  }
  const int offset = *hours * 3600 + *minutes * 60 + seconds;
  if (offset > offset_hours_max * 3600) return false;
  time.offset_s = negative ? -offset : offset;
  return in.done();
}

/// With 24:00:00, the end of the day (XML Schema 1.1 §3.3.8), as a second of its own.
std::optional<Time> scan_time(Scanner& in) {
  const std::optional<int> hour = in.two();
  if (!hour || *hour > 24 || !in.take(':')) return std::nullopt;
  const std::optional<int> minute = in.two();
  if (!minute || *minute > 59 || !in.take(':')) return std::nullopt;
  const std::optional<int> second = in.two();
  if (!second || *second > 59) return std::nullopt;
  const std::optional<std::int32_t> nanosecond = in.fraction();
  if (!nanosecond) return std::nullopt;
  Time time;
  time.second_of_day = *hour * 3600 + *minute * 60 + *second;
  time.nanosecond = *nanosecond;
  if (*hour == 24 && (time.second_of_day > day_s || time.nanosecond > 0)) return std::nullopt;
  return scan_zone(in, time) ? std::optional(time) : std::nullopt;
}

/// "12Y" and the like, in the order of `units`; false when the text does not fit.
struct Amounts {
  static constexpr std::size_t digits_max = 15;
  bool any = false;

  std::optional<std::int64_t> take(Scanner& in, char unit) {
    Scanner ahead = in;
    const std::optional<std::int64_t> amount = ahead.number(1, digits_max);
    if (!amount || !ahead.take(unit)) return std::nullopt;
    in = ahead;
    any = true;
    return amount;
  }
};

}  // namespace

// After H. Hinnant, "chrono-Compatible Low-Level Date Algorithms": eras of 400 years that begin on 1 March.
std::int64_t days_from_civil(Date date) {
  const std::int64_t year = std::int64_t{date.year} - (date.month <= 2 ? 1 : 0);
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  return era * 146'097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719'468;
}

Date civil_from_days(std::int64_t days) {
  days += 719'468;
  const std::int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
  const std::int64_t day_of_era = days - era * 146'097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted = (5 * day_of_year + 2) / 153;
  const std::int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
  const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  return {static_cast<std::int32_t>(year), static_cast<std::int8_t>(month),
          static_cast<std::int8_t>(day_of_year - (153 * shifted + 2) / 5 + 1)};
}

bool is_valid(Date date) {
  constexpr std::int32_t year_max = 999'999'999;
  return date.year >= -year_max && date.year <= year_max && date.month >= 1 && date.month <= 12 &&
         date.day >= 1 && date.day <= days_in_month(date.year, date.month);
}

std::optional<Date> parse_date(std::string_view text) {
  Scanner in{text};
  const std::optional<Date> date = scan_date(in);
  return in.done() ? date : std::nullopt;
}

std::optional<Time> parse_time(std::string_view text) {
  Scanner in{text};
  std::optional<Time> time = scan_time(in);
  if (time && time->second_of_day == day_s) time->second_of_day = 0;
  return time;
}

std::optional<DateTime> parse_date_time(std::string_view text) {
  Scanner in{text};
  std::optional<Date> date = scan_date(in);
  if (!date || !in.take('T')) return std::nullopt;
  std::optional<Time> time = scan_time(in);
  if (!time) return std::nullopt;
  if (time->second_of_day == day_s) {
    time->second_of_day = 0;
    date = civil_from_days(days_from_civil(*date) + 1);
    if (!is_valid(*date)) return std::nullopt;
  }
  return DateTime{*date, std::move(*time)};
}

std::optional<Value> parse_duration(std::string_view text) {
  Scanner in{text};
  const bool negative = in.take('-');
  if (!in.take('P')) return std::nullopt;
  Amounts calendar, clock;
  const std::optional<std::int64_t> years = calendar.take(in, 'Y');
  const std::optional<std::int64_t> months = calendar.take(in, 'M');
  if (calendar.any) {
    if (!in.done()) return std::nullopt;
    const std::int64_t total = years.value_or(0) * 12 + months.value_or(0);
    return YearsMonths{negative ? -total : total};
  }
  std::int64_t seconds = 0;
  std::int32_t nanoseconds = 0;
  if (const auto days = clock.take(in, 'D')) {
    constexpr std::int64_t days_max = std::int64_t{1} << 45;  // all parts together fit 64 bits of seconds
    if (*days > days_max) return std::nullopt;
    seconds += *days * day_s;
  }
  if (in.take('T')) {
    Amounts time;
    if (const auto hours = time.take(in, 'H')) seconds += *hours * 3600;
    if (const auto minutes = time.take(in, 'M')) seconds += *minutes * 60;
    if (in.next_is_digit()) {
      const std::optional<std::int64_t> whole = in.number(1, Amounts::digits_max);
      // XML Schema wants a digit behind the point; durations such as PT0.S are in use and mean one thing.
      const std::int32_t fraction = in.fraction().value_or(0);
      if (!whole || !in.take('S')) return std::nullopt;
      seconds += *whole;
      nanoseconds = fraction;
      time.any = true;
    }
    if (!time.any) return std::nullopt;
    clock.any = true;
  }
  if (!clock.any || !in.done()) return std::nullopt;
  return negative ? DaysTime{-seconds, -nanoseconds} : DaysTime{seconds, nanoseconds};
}

std::optional<Instant> instant_of(const DateTime& at, std::int32_t zone_offset_s) {
  std::int64_t offset = zone_offset_s;
  if (at.time.offset_s) {
    offset = *at.time.offset_s;
  } else if (at.time.zone) {
    const std::string& zone = *at.time.zone;
    if (zone == "Asia/Ho_Chi_Minh" || zone == "Asia/Saigon") {
      offset = 7 * 3600;
    } else if (zone == "UTC" || zone == "Etc/UTC" || zone == "GMT") {
      offset = 0;
    } else {
      return std::nullopt;
    }
  }
  constexpr std::int64_t days_max = 100'000'000'000;  // beyond, milliseconds would not fit 64 bits
  const std::int64_t days = days_from_civil(at.date);
  if (days > days_max || days < -days_max) return std::nullopt;
  return Instant{(days * day_s + at.time.second_of_day - offset) * 1000 + at.time.nanosecond / 1'000'000};
}

DateTime date_time_of(Instant at, std::int32_t offset_s) {
  constexpr std::int64_t day_ms = day_s * 1000;
  std::int64_t days = at.ms / day_ms, ms = at.ms % day_ms + std::int64_t{offset_s} * 1000;
  for (; ms < 0; ms += day_ms) --days;
  for (; ms >= day_ms; ms -= day_ms) ++days;
  DateTime result;
  result.date = civil_from_days(days);
  result.time.second_of_day = static_cast<std::int32_t>(ms / 1000);
  result.time.nanosecond = static_cast<std::int32_t>(ms % 1000) * 1'000'000;
  result.time.offset_s = offset_s;
  return result;
}

}  // namespace lienthong
