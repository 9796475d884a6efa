#include "calendar/calendar.h"
#include <algorithm>
#include "base/refused.h"
#include "calendar/days.h"

namespace lienthong::calendar {

namespace {

/// A calendar whose next working day is further away says nothing useful, and looking for it must end.
constexpr std::int64_t idle_days_max = 3660;
/// 0001-01-01 and 9999-12-31.
constexpr std::int64_t day_min = -719'162, day_max = 2'932'896;

/// An instant as the calendar's zone sees it.
struct Local {
  std::int64_t day = 0;  ///< since 1970-01-01
  std::int64_t ms = 0;   ///< of that day
};

Local local(const Days& days, Instant at) {
  const std::int64_t offset_ms = days.zone_offset_s() * std::int64_t{1000};
  if (at.ms / day_ms < day_min || at.ms / day_ms > day_max)
    throw Refused(Refused::Kind::Invalid, "Calendar " + days.id() + ": instant " + std::to_string(at.ms) +
                                              " ms is outside the years it can speak of");
  const std::int64_t day = floor_div(at.ms + offset_ms, day_ms);
  return {day, at.ms + offset_ms - day * day_ms};
}

[[noreturn]] void refuse_date(const Days& days, Date date) {
  throw Refused(Refused::Kind::Invalid,
                "Calendar " + days.id() + ": " + text(date) + " is outside the years it can speak of");
}

Instant instant(const Days& days, Local at) {
  return bounded({at.day * day_ms + at.ms - days.zone_offset_s() * std::int64_t{1000}});
}

std::int64_t opens(const Hours& hours) { return hours.front().from * minute_ms; }
std::int64_t closes(const Hours& hours) { return hours.back().to * minute_ms; }

/// The nearest working day after `day` (or before, for step -1).
std::int64_t next_working_day(const Days& days, std::int64_t day, int step) {
  const Tally& worked = days.working_days();
  const std::int64_t next = worked.day_of(step > 0 ? worked.before(day + 1) : worked.before(day) - 1);
  if (next - day <= idle_days_max && day - next <= idle_days_max) return next;
  throw Refused(Refused::Kind::Invalid, "Calendar " + days.id() + ": no working day within ten years of " +
                                            text(civil_from_days(day)));
}

std::int64_t move_working_days(const Days& days, std::int64_t day, std::int64_t count) {
  if (count == 0) return day;
  const int step = count < 0 ? -1 : 1;
  const std::int64_t next = next_working_day(days, day, step);
  return days.working_days().day_of(days.working_days().before(next) + count - step);
}

std::int64_t roll(const Days& days, std::int64_t day, Roll roll, std::int64_t earliest) {
  if (roll == Roll::None || !days.hours(day).empty()) return day;
  const std::int64_t moved = next_working_day(days, day, roll == Roll::Previous ? -1 : 1);
  return moved < earliest ? next_working_day(days, day, 1) : moved;
}

/// The open time of `hours` between two times of that day.
std::int64_t open_ms(const Hours& hours, std::int64_t from, std::int64_t to) {
  std::int64_t sum = 0;
  for (const Opening& opening : hours)
    sum += std::max<std::int64_t>(
        0, std::min(to, opening.to * minute_ms) - std::max(from, opening.from * minute_ms));
  return sum;
}

std::int64_t open_ms_before(const Days& days, Local at) {
  return days.open_ms().before(at.day) + open_ms(days.hours(at.day), 0, at.ms);
}

/// Where `left` of open time after `at` is used up.
Local forwards(const Days& days, Local at, std::int64_t left) {
  const std::int64_t sum = open_ms_before(days, at) + left;
  const std::int64_t day = days.open_ms().day_of(sum - 1);
  left = sum - days.open_ms().before(day);
  std::int64_t end = 0;
  for (const Opening& opening : days.hours(day)) {
    const std::int64_t length = (opening.to - opening.from) * minute_ms;
    end = opening.from * minute_ms + std::min(left, length);
    if (left <= length) break;
    left -= length;
  }
  return {day, end};
}

Local backwards(const Days& days, Local at, std::int64_t left) {
  const std::int64_t sum = open_ms_before(days, at) - left;
  const std::int64_t day = days.open_ms().day_of(sum);
  left = sum - days.open_ms().before(day);
  std::int64_t start = 0;
  for (const Opening& opening : days.hours(day)) {
    const std::int64_t length = (opening.to - opening.from) * minute_ms;
    start = opening.from * minute_ms + std::min(left, length);
    if (left < length) break;
    left -= length;
  }
  return {day, start};
}

/// Midnight is the end of a day.
Local as_end(Local at) { return at.ms == 0 ? Local{at.day - 1, day_ms} : at; }

std::int64_t day_months_later(std::int64_t day, std::int64_t months) {
  const Date from = civil_from_days(day);
  const std::int64_t count = from.year * std::int64_t{12} + (from.month - 1) + months;
  const auto year = static_cast<std::int32_t>(floor_div(count, 12));
  const auto month = static_cast<std::int8_t>(count - std::int64_t{year} * 12 + 1);
  const std::int64_t first = days_from_civil({year, month, 1});
  const std::int64_t next = days_from_civil(month == 12 ? Date{year + 1, 1, 1}
                                                        : Date{year, static_cast<std::int8_t>(month + 1), 1});
  return std::min(first + from.day - 1, next - 1);
}

std::int64_t civil_day_later(std::int64_t day, Span span) {
  return span.unit == Span::Unit::Months ? day_months_later(day, span.amount) : day + span.amount;
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
    const std::int64_t last = days.cut_off() ? std::min(close, *days.cut_off() * minute_ms) : close;
    if (at.ms <= last) return at;
  }
  const std::int64_t day = next_working_day(days, at.day, 1);
  return {day, opens(days.hours(day))};
}

}  // namespace

bool is_too_long(Span span) {
  std::int64_t limit = span.unit == Span::Unit::Months ? span_months_max : span_days_max;
  if (span.unit == Span::Unit::WorkingMinutes) limit *= 1440;
  if (span.unit == Span::Unit::Milliseconds) limit *= day_ms;
  return span.amount > limit || span.amount < -limit;
}

std::shared_ptr<const Calendar> Calendar::parse(std::string_view json) {
  const Rules rules = read_rules(json);
  return std::make_shared<const Calendar>(std::make_shared<const Days>(std::span(&rules, 1)));
}

std::shared_ptr<const Calendar> Calendar::merged(std::span<const std::string> texts) {
  std::vector<Rules> layers;
  for (const std::string& text : texts) layers.push_back(read_rules(text));
  return std::make_shared<const Calendar>(std::make_shared<const Days>(layers));
}

std::string_view vn_public_sector_text() { return vn_public_sector_json; }

std::shared_ptr<const Calendar> Calendar::vietnam() {
  static const std::shared_ptr<const Calendar> calendar = parse(vn_public_sector_json);
  return calendar;
}

bool Calendar::is_open(Instant at) const {
  const Local here = local(*days_, at);
  return open_ms(days_->hours(here.day), here.ms, here.ms + 1) > 0;
}

bool Calendar::is_working_day(Date date) const { return !days_->hours(days_from_civil(date)).empty(); }

Date Calendar::working_day(Date date, std::int64_t count) const {
  check_length({Span::Unit::WorkingDays, count});
  const std::int64_t from = days_from_civil(date);
  if (from < day_min || from > day_max) refuse_date(*days_, date);
  const std::int64_t day = count == 0 && days_->hours(from).empty() ? next_working_day(*days_, from, 1)
                                                                    : move_working_days(*days_, from, count);
  const Date found = civil_from_days(day);
  if (day < day_min || day > day_max) refuse_date(*days_, found);
  return found;
}

Instant Calendar::received(Instant at) const {
  return instant(*days_, received_locally(*days_, local(*days_, at)));
}

Instant Calendar::next_opening(Instant at) const {
  if (is_open(at)) return at;
  Local here = local(*days_, at);
  for (;;) {
    for (const Opening& opening : days_->hours(here.day))
      if (here.ms <= opening.from * minute_ms) return instant(*days_, {here.day, opening.from * minute_ms});
    here = {next_working_day(*days_, here.day, 1), 0};
  }
}

Calendar::Due Calendar::due(Instant start, Span limit, bool apply_cut_off) const {
  return due(start, Limit{.span = limit, .cut_off = apply_cut_off});
}

Calendar::Due Calendar::due(Instant start, const Limit& limit) const {
  const Span span = limit.span;
  check_length(span);
  if (span.amount < 0)
    throw Refused(Refused::Kind::Invalid, "A limit cannot be negative: \"" + text(span) + "\"");
  const Local begin = local(*days_, start);
  if (span.unit == Span::Unit::Milliseconds) return {start + span.amount, false};
  const Local from = limit.begins_when_received() ? received_locally(*days_, begin) : begin;
  Local end = from;
  if (span.is_civil()) {
    end = {roll(*days_, civil_day_later(from.day, span), limit.roll, from.day), day_ms};
  } else if (span.unit == Span::Unit::WorkingMinutes) {
    if (span.amount > 0) end = forwards(*days_, from, span.amount * minute_ms);
  } else {
    end.day = move_working_days(*days_, from.day, span.amount);
    // Without the cut-off a limit of no days may start on a day off, or after the close.
    const Hours& hours = days_->hours(end.day);
    if (hours.empty() || (span.amount == 0 && closes(hours) < from.ms))
      end.day = next_working_day(*days_, end.day, 1);
    end.ms = limit.ends_at == EndsAt::Midnight ? day_ms : closes(days_->hours(end.day));
  }
  const bool listed = days_->are_listed(civil_from_days(begin.day).year, civil_from_days(end.day).year);
  return {instant(*days_, end), !listed};
}

Calendar::Due Calendar::end_of(Date date, Roll how) const {
  const std::int64_t asked = days_from_civil(date);
  if (asked < day_min || asked > day_max) refuse_date(*days_, date);
  const std::int64_t day = roll(*days_, asked, how, day_min);
  return {instant(*days_, {day, day_ms}), how != Roll::None && !is_listed(date.year)};
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
  if (by.is_civil()) {
    const Local end = as_end(from);
    return instant(*days_, {civil_day_later(end.day, by), end.ms});
  }
  const Local end = days_->hours(from.day - 1).empty() ? from : as_end(from);
  const std::int64_t day = move_working_days(*days_, end.day, by.amount);
  return instant(*days_, {day, clipped(days_->hours(day), end.ms)});
}

std::int64_t Calendar::working_minutes(Instant from, Instant to) const {
  if (to < from) return -working_minutes(to, from);
  const auto whole_minute = [](Local at) { return Local{at.day, at.ms - at.ms % minute_ms}; };
  const Local first = whole_minute(local(*days_, from)), last = whole_minute(local(*days_, to));
  return (open_ms_before(*days_, last) - open_ms_before(*days_, first)) / minute_ms;
}

std::int64_t Calendar::working_day_number(Instant at) const {
  const Local here = local(*days_, at);
  const Hours& hours = days_->hours(here.day);
  const bool closed = hours.empty() || here.ms >= closes(hours);
  return days_->working_days().before(here.day + (closed ? 1 : 0));
}

std::int64_t Calendar::receipt_day_number(Instant at) const {
  return days_->working_days().before(received_locally(*days_, local(*days_, at)).day);
}

std::int64_t Calendar::last_day_number(Instant end) const {
  return days_->working_days().before(as_end(local(*days_, end)).day + 1) - 1;
}

Date Calendar::last_day(Instant end) const { return civil_from_days(as_end(local(*days_, end)).day); }

Instant Calendar::later_by_working_days(Instant due, std::int64_t count) const {
  if (count == 0) return due;
  const Local end = as_end(local(*days_, due));
  const Hours& hours = days_->hours(end.day);
  const std::int64_t day = move_working_days(*days_, end.day, count);
  if (end.ms == day_ms) return instant(*days_, {day, day_ms});
  const bool at_close = !hours.empty() && end.ms == closes(hours);
  return instant(*days_, {day, at_close ? closes(days_->hours(day)) : clipped(days_->hours(day), end.ms)});
}

bool Calendar::is_listed(std::int32_t year) const { return days_->is_listed(year); }
std::int32_t Calendar::zone_offset_s() const { return days_->zone_offset_s(); }
const std::string& Calendar::id() const { return days_->id(); }
const std::vector<Rules>& Calendar::layers() const { return days_->layers(); }

std::vector<std::string> Calendar::notes() const {
  std::vector<std::string> all;
  for (const Rules& rules : layers()) all.insert(all.end(), rules.notes.begin(), rules.notes.end());
  return all;
}

std::string end_for_people(Instant at, std::int32_t zone_offset_s) {
  const std::int64_t local_ms = at.ms + zone_offset_s * std::int64_t{1000};
  const bool midnight = local_ms % day_ms == 0;
  std::string words = text(date_time_of(midnight ? at - minute_ms : at, zone_offset_s));
  constexpr std::size_t time_at = std::string_view("2022-05-04T").size(), seconds_at = time_at + 5;
  if (midnight) words.replace(time_at, seconds_at - time_at, "24:00");
  if (local_ms % minute_ms == 0) words.erase(seconds_at, std::string_view(":00").size());
  return words;
}

}  // namespace lienthong::calendar
