#include "engine/definitions/timers.h"
#include <algorithm>
#include "base/check.h"
#include "base/refused.h"
#include "calendar/period.h"
#include "engine/definitions/cron.h"

namespace lienthong::engine {
using calendar::add_duration;
using calendar::read_instant;

namespace {

Refused unreadable(const char* what, const Value& value) {
  return Refused(Refused::Kind::Failed, std::string("ENGINE-09026 '") + text(value) + "' is no " + what);
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
  if (calendar::parse_period(period)->months == 0) {
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

const bpmn::EventDefinition& timer_at(const bpmn::Node& event, std::int64_t part) {
  const auto is_timer = [](const bpmn::EventDefinition& e) { return e.kind == bpmn::EventKind::Timer; };
  const auto at = part < 0 ? std::ranges::find_if(event.events, is_timer) : event.events.begin() + part;
  check(part < std::ssize(event.events) && at != event.events.end() && is_timer(*at),
        "a timer's job names a timer that its event has");
  return *at;
}

std::optional<Instant> next_repetition(Instant last_due, const std::string& period, std::int64_t& left,
                                       Instant now, std::int32_t zone_offset_s) {
  if (looks_like_cron(period)) {
    const auto cron = Cron::parse(period);
    return cron ? cron->next(std::max(now, last_due), zone_offset_s) : std::nullopt;
  }
  const std::optional<calendar::Period> length = calendar::parse_period(period);
  if (!length) return std::nullopt;
  for (Instant due = last_due; left != 0;) {
    const Instant next = calendar::plus(due, *length, zone_offset_s);
    if (next <= due) return std::nullopt;
    // Long after a stop with a short period, jump: a fixed period needs no walk.
    const std::int64_t missed = (now - due) / (next - due);
    if (missed > 1000 && length->months == 0) {
      const std::int64_t skip = left < 0 ? missed - 1 : std::min(missed - 1, left);
      due = due + skip * (next - due);
      if (left > 0) left -= skip;
      continue;
    }
    if (left > 0) --left;
    if (next > now) return next;
    due = next;
  }
  return std::nullopt;
}

}  // namespace lienthong::engine
