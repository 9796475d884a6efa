#include "calendar/calendar.h"
#include <algorithm>
#include "base/refused.h"
#include "calendar/days.h"

namespace lienthong::calendar {

namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t day_ms = 1440 * minute_ms;
/// A calendar whose next working day is further away says nothing useful, and looking for it must end.
constexpr std::int64_t idle_days_max = 3660;
/// 0001-01-01 and 9999-12-31.
constexpr std::int64_t first_day = -719'162, last_day = 2'932'896;

/// An instant as the calendar's zone sees it.
struct Local {
  std::int64_t day = 0;  ///< since 1970-01-01
  std::int64_t ms = 0;   ///< of that day
};

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

Local local(const Days& days, Instant at) {
  const std::int64_t offset_ms = days.rules().zone_offset_s * std::int64_t{1000};
  if (at.ms / day_ms < first_day || at.ms / day_ms > last_day)
    throw Refused(Refused::Kind::Invalid, "Calendar " + days.rules().id + ": instant " +
                                              std::to_string(at.ms) +
                                              " ms is outside the years it can speak of");
  const std::int64_t day = floor_div(at.ms + offset_ms, day_ms);
  return {day, at.ms + offset_ms - day * day_ms};
}

Instant instant(const Days& days, Local at) {
  return bounded({at.day * day_ms + at.ms - days.rules().zone_offset_s * std::int64_t{1000}});
}

std::int64_t opens(const Hours& hours) { return hours.front().from * minute_ms; }
std::int64_t closes(const Hours& hours) { return hours.back().to * minute_ms; }

/// The nearest working day after `day` (or before, for step -1).
std::int64_t next_working_day(const Days& days, std::int64_t day, int step) {
  for (std::int64_t idle = 0; idle < idle_days_max; ++idle) {
    day += step;
    if (!days.hours(day).empty()) return day;
  }
  throw Refused(Refused::Kind::Invalid, "Calendar " + days.rules().id +
                                            ": no working day within ten years of " +
                                            text(civil_from_days(day - idle_days_max * step)));
}

std::int64_t move_working_days(const Days& days, std::int64_t day, std::int64_t count) {
  const int step = count < 0 ? -1 : 1;
  for (; count != 0; count -= step) day = next_working_day(days, day, step);
  return day;
}

/// The open time of `hours` between two times of that day.
std::int64_t open_ms(const Hours& hours, std::int64_t from, std::int64_t to) {
  std::int64_t sum = 0;
  for (const Opening& opening : hours)
    sum += std::max<std::int64_t>(
        0, std::min(to, opening.to * minute_ms) - std::max(from, opening.from * minute_ms));
  return sum;
}

/// Where `left` of open time after `at` is used up.
Local forwards(const Days& days, Local at, std::int64_t left) {
  for (;;) {
    for (const Opening& opening : days.hours(at.day)) {
      const std::int64_t from = std::max(at.ms, opening.from * minute_ms), to = opening.to * minute_ms;
      if (from >= to) continue;
      if (left <= to - from) return {at.day, from + left};
      left -= to - from;
    }
    at = {next_working_day(days, at.day, 1), 0};
  }
}

Local backwards(const Days& days, Local at, std::int64_t left) {
  for (;;) {
    const Hours& hours = days.hours(at.day);
    for (auto opening = hours.rbegin(); opening != hours.rend(); ++opening) {
      const std::int64_t to = std::min(at.ms, opening->to * minute_ms), from = opening->from * minute_ms;
      if (from >= to) continue;
      if (left <= to - from) return {at.day, to - left};
      left -= to - from;
    }
    at = {next_working_day(days, at.day, -1), day_ms};
  }
}

std::int64_t clipped(const Hours& hours, std::int64_t ms) {
  std::int64_t best = opens(hours);
  for (const Opening& opening : hours)
    if (ms >= opening.from * minute_ms) best = std::min(ms, opening.to * minute_ms);
  return best;
}

void check_length(Span span) {
  if (is_too_long(span))
    throw Refused(Refused::Kind::Invalid, "\"" + text(span) + "\" is longer than a hundred years");
}

Local received_locally(const Days& days, Local at) {
  const Hours& hours = days.hours(at.day);
  if (!hours.empty()) {
    const std::int64_t close = closes(hours);
    const std::int64_t last =
        days.rules().cut_off ? std::min(close, *days.rules().cut_off * minute_ms) : close;
    if (at.ms <= last) return at;
  }
  const std::int64_t day = next_working_day(days, at.day, 1);
  return {day, opens(days.hours(day))};
}

}  // namespace

bool is_too_long(Span span) {
  std::int64_t limit = span_days_max;
  if (span.unit == Span::Unit::WorkingMinutes) limit *= 1440;
  if (span.unit == Span::Unit::Milliseconds) limit *= day_ms;
  return span.amount > limit || span.amount < -limit;
}

std::shared_ptr<const Calendar> Calendar::parse(std::string_view json) {
  return std::make_shared<const Calendar>(std::make_shared<const Days>(read_rules(json)));
}

std::shared_ptr<const Calendar> Calendar::vietnam() {
  static const std::shared_ptr<const Calendar> calendar = parse(vn_public_sector_json);
  return calendar;
}

bool Calendar::is_open(Instant at) const {
  const Local here = local(*days_, at);
  return open_ms(days_->hours(here.day), here.ms, here.ms + 1) > 0;
}

bool Calendar::is_working_day(Date date) const { return !days_->hours(days_from_civil(date)).empty(); }

Instant Calendar::received(Instant at) const {
  return instant(*days_, received_locally(*days_, local(*days_, at)));
}

Calendar::Due Calendar::due(Instant start, Span limit, bool apply_cut_off) const {
  check_length(limit);
  if (limit.amount < 0)
    throw Refused(Refused::Kind::Invalid, "A limit cannot be negative: \"" + text(limit) + "\"");
  Local from = local(*days_, start);
  if (limit.unit == Span::Unit::Milliseconds) return {start + limit.amount, false};
  if (apply_cut_off) from = received_locally(*days_, from);
  Local end = from;
  if (limit.unit == Span::Unit::WorkingMinutes) {
    if (limit.amount > 0) end = forwards(*days_, from, limit.amount * minute_ms);
  } else {
    end.day = move_working_days(*days_, from.day, limit.amount);
    // Without the cut-off a limit of no days may start on a day off, or after the close.
    const Hours& hours = days_->hours(end.day);
    if (hours.empty() || (limit.amount == 0 && closes(hours) < from.ms))
      end.day = next_working_day(*days_, end.day, 1);
    end.ms = closes(days_->hours(end.day));
  }
  bool unlisted = false;
  const std::int32_t last_year = civil_from_days(end.day).year;
  for (std::int32_t year = civil_from_days(local(*days_, start).day).year; year <= last_year && !unlisted;
       ++year)
    unlisted = !is_listed(year);
  return {instant(*days_, end), unlisted};
}

Instant Calendar::shift(Instant at, Span by) const {
  check_length(by);
  const Local from = local(*days_, at);
  if (by.amount == 0) return at;
  if (by.unit == Span::Unit::Milliseconds) return at + by.amount;
  if (by.unit == Span::Unit::WorkingMinutes) {
    const std::int64_t ms = by.amount * minute_ms;
    return instant(*days_, ms > 0 ? forwards(*days_, from, ms) : backwards(*days_, from, -ms));
  }
  const std::int64_t day = move_working_days(*days_, from.day, by.amount);
  return instant(*days_, {day, clipped(days_->hours(day), from.ms)});
}

std::int64_t Calendar::working_minutes(Instant from, Instant to) const {
  if (to < from) return -working_minutes(to, from);
  const auto whole_minute = [](Local at) { return Local{at.day, at.ms - at.ms % minute_ms}; };
  const Local first = whole_minute(local(*days_, from)), last = whole_minute(local(*days_, to));
  if (first.day == last.day) return open_ms(days_->hours(first.day), first.ms, last.ms) / minute_ms;
  std::int64_t sum = open_ms(days_->hours(first.day), first.ms, day_ms);
  for (std::int64_t day = first.day + 1; day < last.day; ++day) sum += open_ms(days_->hours(day), 0, day_ms);
  return (sum + open_ms(days_->hours(last.day), 0, last.ms)) / minute_ms;
}

bool Calendar::is_listed(std::int32_t year) const { return days_->is_listed(year); }
std::int32_t Calendar::zone_offset_s() const { return days_->rules().zone_offset_s; }
const std::string& Calendar::id() const { return days_->rules().id; }

}  // namespace lienthong::calendar
