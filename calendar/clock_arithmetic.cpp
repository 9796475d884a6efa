#include "calendar/clock_arithmetic.h"
#include <algorithm>
#include "base/refused.h"
#include "calendar/tally.h"

namespace lienthong::calendar {

namespace {

std::int64_t civil_day(const Calendar& calendar, Instant at) {
  return days_from_civil(date_time_of(at, calendar.zone_offset_s()).date);
}

std::int64_t working_days_of(const Calendar& calendar, const Pause& pause) {
  const std::int64_t end =
      pause.is_receipt ? calendar.receipt_day_number(pause.to) : calendar.working_day_number(pause.to);
  return std::max<std::int64_t>(0, end - calendar.working_day_number(pause.from));
}

bool within_one_minute(const Pause& pause) {
  return pause.to - pause.from < minute_ms && pause.from.ms / minute_ms == pause.to.ms / minute_ms;
}

Instant later_by_civil_days(const Calendar& calendar, const Limit& limit, Instant due, std::int64_t days) {
  if (days == 0) return due;
  const std::int64_t last = days_from_civil(calendar.last_day(due));
  return calendar.end_of(civil_from_days(last + days), limit.roll).at;
}

}  // namespace

Instant resume(const Calendar& calendar, const Limit& limit, Instant due, const Pause& pause) {
  if (pause.to < pause.from)
    throw Refused(Refused::Kind::Invalid, "A clock cannot be resumed before it was paused");
  if (due <= pause.from || within_one_minute(pause)) return due;
  switch (limit.span.unit) {
    case Span::Unit::WorkingDays:
      return calendar.later_by_working_days(due, working_days_of(calendar, pause));
    case Span::Unit::WorkingMinutes:
      return calendar.shift(due,
                            {Span::Unit::WorkingMinutes, calendar.working_minutes(pause.from, pause.to)});
    case Span::Unit::Milliseconds: return due + (pause.to - pause.from);
    case Span::Unit::Days:
    case Span::Unit::Months: break;
  }
  const std::int64_t midnights = civil_day(calendar, pause.to) - civil_day(calendar, pause.from);
  return later_by_civil_days(calendar, limit, due, midnights);
}

Restart reset(const Calendar& calendar, const Limit& limit, Instant at) {
  return {limit.begins_when_received() ? calendar.received(at) : at, calendar.due(at, limit)};
}

Calendar::Due replay(const Calendar& calendar, const Limit& limit, Instant start,
                     std::span<const Pause> pauses) {
  Calendar::Due due = calendar.due(start, limit);
  for (const Pause& pause : pauses) due.at = resume(calendar, limit, due.at, pause);
  const std::int32_t last_year = calendar.last_day(due.at).year;
  if (limit.span.unit != Span::Unit::Milliseconds)
    for (std::int32_t year = date_time_of(start, calendar.zone_offset_s()).date.year;
         year <= last_year && !due.crosses_unlisted_year; ++year)
      due.crosses_unlisted_year = !calendar.is_listed(year);
  return due;
}

Recalculation recalculate(const Calendar& calendar, const Limit& limit, Instant start,
                          std::span<const Pause> pauses, Instant due, bool promised) {
  const Calendar::Due proposed = replay(calendar, limit, start, pauses);
  const bool applies = promised ? proposed.at > due : proposed.at != due;
  return {proposed, applies ? proposed.at : due, applies};
}

bool may_relimit(Instant due, Instant proposed, bool receipt_printed) {
  return !receipt_printed || proposed >= due;
}

Instant extension_deadline(const Calendar& calendar, Instant due) {
  const std::int64_t last = days_from_civil(calendar.last_day(due)) - 1;
  return calendar.end_of(civil_from_days(last), Roll::None).at;
}

Extension may_extend(const Calendar& calendar, Instant due, const ExtensionRequest& request) {
  if (!request.running) return Extension::NotRunning;
  if (request.extended >= request.max) return Extension::UsedUp;
  if (request.at >= extension_deadline(calendar, due)) return Extension::TooLate;
  return request.to > due ? Extension::Allowed : Extension::NotLater;
}

WorkingTime used(const Calendar& calendar, Instant start, Instant now, std::span<const Pause> pauses) {
  const auto number = [&](Instant at) { return calendar.working_day_number(at); };
  WorkingTime sum{calendar.working_minutes(start, now), number(now) - number(start)};
  for (const Pause& pause : pauses) {
    const Pause past{std::min(pause.from, now), std::min(pause.to, now), pause.is_receipt && pause.to <= now};
    sum.minutes -= calendar.working_minutes(past.from, past.to);
    if (!within_one_minute(past)) sum.days -= working_days_of(calendar, past);
  }
  return {std::max<std::int64_t>(0, sum.minutes), std::max<std::int64_t>(0, sum.days)};
}

WorkingTime remaining(const Calendar& calendar, Instant due, Instant now) {
  const std::int64_t minutes = calendar.working_minutes(now, due), last = calendar.last_day_number(due);
  if (now <= due) return {minutes, std::max<std::int64_t>(0, last - calendar.working_day_number(now))};
  const Instant open_before = calendar.shift(now, {Span::Unit::WorkingMinutes, -1});
  return {minutes, std::min<std::int64_t>(0, last - calendar.last_day_number(open_before))};
}

}  // namespace lienthong::calendar
