#include "engine/definitions/timers.h"
#include "base/check.h"
#include "base/refused.h"
#include "engine/definitions/cron.h"

namespace lienthong::engine {
namespace {

Refused unreadable(const char* what, const Value& value) {
  return Refused(Refused::Kind::Failed, std::string("ENGINE-09026 '") + text(value) + "' is no " + what);
}

std::int8_t last_day(std::int32_t year, std::int8_t month) {
  for (std::int8_t day = 31;; --day)
    if (is_valid(Date{year, month, day})) return day;
}

Instant add_months(Instant at, std::int64_t months, std::int32_t zone_offset_s) {
  DateTime local = date_time_of(at, zone_offset_s);
  const std::int64_t count = local.date.year * 12LL + (local.date.month - 1) + months;
  const std::int64_t year = count >= 0 ? count / 12 : (count - 11) / 12;
  if (year < 1 || year > 9999)
    throw Refused(Refused::Kind::Failed, "a timer's instant lies outside the years 1 to 9999");
  local.date.year = static_cast<std::int32_t>(year);
  local.date.month = static_cast<std::int8_t>(count - year * 12 + 1);
  local.date.day = std::min(local.date.day, last_day(local.date.year, local.date.month));
  const auto instant = instant_of(local, zone_offset_s);
  return instant.value_or(at);
}

/// "P1Y2M10DT2H30M" as its months part and the rest, either may be empty.
std::pair<std::string, std::string> split_duration(std::string_view text) {
  std::string months = "P", rest = "P";
  const std::size_t start = !text.empty() && text.front() == '-' ? 1 : 0;
  const std::size_t time = std::min(text.find('T'), text.size());
  for (std::size_t at = start + 1, begin = at; at < text.size(); ++at) {
    const char c = text[at];
    if (c == 'T') {
      rest += std::string(text.substr(at));
      break;
    }
    if ((c >= '0' && c <= '9') || c == '.') continue;
    const std::string part(text.substr(begin, at - begin + 1));
    if (c == 'W') {
      const auto weeks = Decimal::parse(part.substr(0, part.size() - 1));
      rest += std::to_string(weeks ? weeks->to_integer().value_or(0) * 7 : 0) + "D";
    } else if (at < time && (c == 'Y' || c == 'M'))
      months += part;
    else
      rest += part;
    begin = at + 1;
  }
  const std::string sign = start ? "-" : "";
  return {months.size() > 1 ? sign + months : "", rest.size() > 1 ? sign + rest : ""};
}

bool is_fixed(std::string_view period) {
  return period.find('Y') == std::string_view::npos && period.find('M') > period.find('T');
}

/// From an instant to a later one, as a duration.
std::string between(Instant from, Instant to) {
  return text(DaysTime{(to - from) / 1000, static_cast<std::int32_t>((to - from) % 1000 * 1'000'000)});
}

/// `R3/PT10H/2022-05-01`: the grid ends there and is counted back.
Schedule counted_back(Instant end, const std::string& period, std::int64_t count, Instant now,
                      std::int32_t zone, const Value& value) {
  Instant due = end;
  std::int64_t later = 0;
  const auto before = [&](Instant at) { return add_duration(at, "-" + period, zone); };
  const auto first = before(end);
  if (!first || *first >= end || end <= now) throw unreadable("cycle that is still to come", value);
  if (is_fixed(period)) {
    const std::int64_t length = end - *first;
    later = (end - now - 1) / length;
    if (count >= 0) later = std::min(later, count - 1);
    due = end + -later * length;
  } else {
    for (auto next = first; next && *next > now && (count < 0 || later < count - 1); next = before(due)) {
      due = *next;
      ++later;
    }
  }
  return {due, later, period};
}

Schedule cron_schedule(const Value& value, Instant now, std::int32_t zone) {
  const auto cron = Cron::parse(value.string());
  if (!cron) throw unreadable("cron expression such as '0 0 8 * * MON-FRI'", value);
  const auto next = cron->next(now, zone);
  if (!next) throw unreadable("cron expression that ever comes", value);
  return {*next, -1, value.string()};
}

}  // namespace

std::optional<Instant> add_duration(Instant at, std::string_view duration, std::int32_t zone_offset_s) {
  if (duration.size() < 2 || (duration[0] != 'P' && duration.substr(0, 2) != "-P")) return std::nullopt;
  const auto [months, rest] = split_duration(duration);
  if (months.empty() && rest.empty()) return std::nullopt;
  if (!months.empty()) {
    const auto value = parse_duration(months);
    if (!value || value->kind() != Value::Kind::YearsMonths) return std::nullopt;
    at = add_months(at, value->years_months().months, zone_offset_s);
  }
  if (!rest.empty()) {
    const auto value = parse_duration(rest);
    if (!value || value->kind() != Value::Kind::DaysTime) return std::nullopt;
    at = at + (value->days_time().seconds * 1000 + value->days_time().nanoseconds / 1'000'000);
  }
  return at;
}

std::optional<Instant> read_instant(const Value& value, Instant now, std::int32_t zone_offset_s) {
  if (value.kind() == Value::Kind::DateTime) return instant_of(value.date_time(), zone_offset_s);
  if (value.kind() == Value::Kind::Date) return instant_of({value.date(), {}}, zone_offset_s);
  if (value.kind() == Value::Kind::DaysTime || value.kind() == Value::Kind::YearsMonths)
    return add_duration(now, text(value), zone_offset_s);
  if (!value.is_string()) return std::nullopt;
  const std::string& words = value.string();
  if (!words.empty() && words.front() == 'P') return add_duration(now, words, zone_offset_s);
  if (const auto date_time = parse_date_time(words)) return instant_of(*date_time, zone_offset_s);
  if (const auto date = parse_date(words)) return instant_of({*date, {}}, zone_offset_s);
  return std::nullopt;
}

Schedule date_schedule(const Value& value, Instant now, std::int32_t zone_offset_s) {
  const auto due = read_instant(value, now, zone_offset_s);
  if (!due) throw unreadable("date", value);
  return {*due, 0, ""};
}

Schedule duration_schedule(const Value& value, Instant now, std::int32_t zone_offset_s) {
  const std::string words = text(value);
  const std::size_t slash = words.find('/');
  std::optional<Instant> due;
  if (slash == std::string::npos)
    due = add_duration(now, words, zone_offset_s);
  else if (words.front() == 'P')
    due = read_instant(Value(words.substr(slash + 1)), now, zone_offset_s);
  else if (const auto start = read_instant(Value(words.substr(0, slash)), now, zone_offset_s)) {
    const std::string rest = words.substr(slash + 1);
    due = rest.starts_with('P') ? add_duration(*start, rest, zone_offset_s)
                                : read_instant(Value(rest), now, zone_offset_s);
  }
  if (!due) throw unreadable("duration", value);
  return {*due, 0, ""};
}

Schedule cycle_schedule(const Value& value, Instant now, std::int32_t zone_offset_s) {
  const std::string words = text(value);
  if (value.is_string() && looks_like_cron(words)) return cron_schedule(value, now, zone_offset_s);
  const std::size_t first = words.find('/');
  if (words.empty() || words.front() != 'R' || first == std::string::npos)
    throw unreadable("cycle such as R3/PT10H", value);
  std::int64_t count = -1;
  if (first > 1) {
    const auto number = Decimal::parse(words.substr(1, first - 1));
    if (!number || !number->to_integer() || *number->to_integer() < 1)
      throw unreadable("cycle such as R3/PT10H", value);
    count = *number->to_integer();
  }
  std::string rest = words.substr(first + 1);
  Instant start = now;
  bool starts_later = false;
  const std::size_t second = rest.find('/');
  if (second != std::string::npos && rest.front() == 'P') {
    const auto end = read_instant(Value(rest.substr(second + 1)), now, zone_offset_s);
    if (!end) throw unreadable("cycle such as R3/PT10H", value);
    return counted_back(*end, rest.substr(0, second), count, now, zone_offset_s, value);
  }
  if (second != std::string::npos) {
    const auto given = read_instant(Value(rest.substr(0, second)), now, zone_offset_s);
    if (!given) throw unreadable("cycle such as R3/PT10H", value);
    starts_later = *given > now;
    start = *given;
    rest = rest.substr(second + 1);
    if (!rest.starts_with('P')) {  // start/end: one interval after the other
      const auto end = read_instant(Value(rest), now, zone_offset_s);
      if (!end || *end <= start) throw unreadable("cycle such as R3/PT10H", value);
      rest = between(start, *end);
    }
  }
  const auto next = add_duration(start, rest, zone_offset_s);
  if (!next || *next <= start) throw unreadable("cycle such as R3/PT10H", value);
  if (starts_later) return {start, count, rest};
  Schedule schedule{*next, count < 0 ? -1 : count - 1, rest};
  if (schedule.due <= now && start < now) {
    std::int64_t left = schedule.repetitions;
    if (const auto due = next_repetition(schedule.due, rest, left, now, zone_offset_s))
      schedule = {*due, left, rest};
  }
  return schedule;
}

Schedule schedule_of(const bpmn::EventDefinition& timer, const Value& value, Instant now, std::int32_t zone) {
  switch (timer.timer) {
    case bpmn::TimerKind::Date: return date_schedule(value, now, zone);
    case bpmn::TimerKind::Duration: return duration_schedule(value, now, zone);
    case bpmn::TimerKind::Cycle: return cycle_schedule(value, now, zone);
  }
  return {};
}

std::string configuration_of(const bpmn::EventDefinition& timer) {
  const char* form = timer.timer == bpmn::TimerKind::Date       ? "DATE: "
                     : timer.timer == bpmn::TimerKind::Duration ? "DURATION: "
                                                                : "CYCLE: ";
  return form + timer.expression->text;
}

std::int64_t timer_named(const bpmn::Node& event, const std::string& configuration) {
  for (std::size_t i = 0; i < event.events.size(); ++i)
    if (event.events[i].kind == bpmn::EventKind::Timer && configuration_of(event.events[i]) == configuration)
      return static_cast<std::int64_t>(i);
  check(false, "a timer's job names a timer that its event has");
  return -1;
}

std::optional<Instant> next_repetition(Instant last_due, const std::string& period, std::int64_t& left,
                                       Instant now, std::int32_t zone_offset_s) {
  if (looks_like_cron(period)) {
    const auto cron = Cron::parse(period);
    return cron ? cron->next(std::max(now, last_due), zone_offset_s) : std::nullopt;
  }
  for (Instant due = last_due; left != 0;) {
    const auto next = add_duration(due, period, zone_offset_s);
    if (!next || *next <= due) return std::nullopt;
    // Long after a stop with a short period, jump: a fixed period needs no walk.
    const std::int64_t length = *next - due, missed = (now - due) / length;
    if (missed > 1000 && is_fixed(period)) {
      const std::int64_t skip = left < 0 ? missed - 1 : std::min(missed - 1, left);
      due = due + skip * length;
      if (left > 0) left -= skip;
      continue;
    }
    if (left > 0) --left;
    if (*next > now) return next;
    due = *next;
  }
  return std::nullopt;
}

}  // namespace lienthong::engine
