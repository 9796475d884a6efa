#include "base/refused.h"
#include "calendar/calendars.h"
#include "feel/builtins/arguments.h"

// Working time, which DMN knows nothing of: ours.
namespace lienthong::feel {
namespace {

using calendar::Calendar;

std::optional<Date> calendar_date(const Value& value) {
  if (value.kind() == Value::Kind::Date) return value.date();
  if (value.kind() == Value::Kind::DateTime) return value.date_time().date;
  return std::nullopt;
}

/// A date is its first moment; what has no zone is the calendar's.
std::optional<Instant> calendar_moment(const Value& value, const Calendar& calendar) {
  if (value.kind() == Value::Kind::Date) return instant_of({value.date(), {}}, calendar.zone_offset_s());
  if (value.kind() == Value::Kind::DateTime) return instant_of(value.date_time(), calendar.zone_offset_s());
  return std::nullopt;
}

/// The n-th argument as the id of a calendar, the office's own where it is left out or null. Null when there
/// is no such calendar; says so.
std::shared_ptr<const Calendar> calendar_of(Evaluation& evaluation, const char* function, Arguments arguments,
                                            std::size_t index) {
  const calendar::Calendars* calendars = evaluation.environment().calendars;
  const std::shared_ptr<const Calendar> office = calendars ? calendars->office() : Calendar::vietnam();
  const Value& named = argument(arguments, index);
  if (named.is_null()) return office;
  if (!named.is_string()) {
    misfit(evaluation, function, "the id of a calendar");
    return nullptr;
  }
  if (!calendars && named.string() == office->id()) return office;
  const calendar::CalendarVersion* version =
      calendars ? calendars->at(named.string(), evaluation.environment().now) : nullptr;
  if (version && version->calendar) return version->calendar;
  evaluation.fail(function, "(): there is no calendar \"", named.string(), "\" with opening hours");
  return nullptr;
}

/// What a calendar answers; null, with the reason, when it refuses.
template <class Ask>
Value asked(Evaluation& evaluation, const char* function, const Ask& ask) {
  try {
    return ask();
  } catch (const Refused& refused) {
    return evaluation.fail(function, "(): ", refused.what());
  }
}

/// A span in words, or a duration, whose years and months are the civil calendar's.
std::optional<calendar::Span> calendar_span(const Value& value) {
  using Unit = calendar::Span::Unit;
  if (value.is_string()) return calendar::parse_span(value.string());
  if (value.kind() == Value::Kind::YearsMonths)
    return calendar::Span{Unit::Months, value.years_months().months};
  if (value.kind() != Value::Kind::DaysTime) return std::nullopt;
  const DaysTime length = value.days_time();
  return calendar::Span{Unit::Milliseconds, saturated_sum(saturated_product(length.seconds, 1000),
                                                          length.nanoseconds / 1'000'000)};
}

Value working_days(Evaluation& evaluation, Arguments arguments) {
  constexpr const char* name = "working days";
  const auto calendar = calendar_of(evaluation, name, arguments, 2);
  if (!calendar) return {};
  const std::optional<Date> date = calendar_date(arguments[0]);
  const std::optional<std::int64_t> count = whole(arguments[1]);
  if (!date || !count) return misfit(evaluation, name, "a date and a number");
  return asked(evaluation, name, [&]() -> Value { return calendar->working_day(*date, *count); });
}

Value working_minutes_between(Evaluation& evaluation, Arguments arguments) {
  constexpr const char* name = "working minutes between";
  const auto calendar = calendar_of(evaluation, name, arguments, 2);
  if (!calendar) return {};
  const std::optional<Instant> from = calendar_moment(arguments[0], *calendar),
                               to = calendar_moment(arguments[1], *calendar);
  if (!from || !to) return misfit(evaluation, name, "two dates with times");
  return asked(evaluation, name, [&]() -> Value { return calendar->working_minutes(*from, *to); });
}

Value is_working_day(Evaluation& evaluation, Arguments arguments) {
  constexpr const char* name = "is working day";
  const auto calendar = calendar_of(evaluation, name, arguments, 1);
  if (!calendar) return {};
  const std::optional<Date> date = calendar_date(arguments[0]);
  return date ? Value(calendar->is_working_day(*date)) : misfit(evaluation, name, "a date");
}

Value next_opening(Evaluation& evaluation, Arguments arguments) {
  constexpr const char* name = "next opening";
  const auto calendar = calendar_of(evaluation, name, arguments, 1);
  if (!calendar) return {};
  const std::optional<Instant> at = calendar_moment(arguments[0], *calendar);
  if (!at) return misfit(evaluation, name, "a date with time");
  return asked(evaluation, name, [&]() -> Value {
    return date_time_of(calendar->next_opening(*at), calendar->zone_offset_s());
  });
}

Value due_instant(Evaluation& evaluation, Arguments arguments) {
  constexpr const char* name = "due";
  const auto calendar = calendar_of(evaluation, name, arguments, 2);
  if (!calendar) return {};
  const std::optional<Instant> start = calendar_moment(arguments[0], *calendar);
  const std::optional<calendar::Span> limit = calendar_span(arguments[1]);
  if (!start || !limit)
    return misfit(evaluation, name, "a date with time and a limit such as \"3 working days\" or \"15 days\"");
  return asked(evaluation, name, [&]() -> Value {
    return date_time_of(calendar->due(*start, *limit, calendar::cuts_off(*limit)).at,
                        calendar->zone_offset_s());
  });
}

constexpr Declared declared_calendar[] = {
    {"working days", "date, days, calendar?", working_days, "function<date, number, string> -> date"},
    {"working minutes between", "from, to, calendar?", working_minutes_between},
    {"is working day", "date, calendar?", is_working_day},
    {"next opening", "at, calendar?", next_opening},
    {"due", "start, limit, calendar?", due_instant},
};

}  // namespace

std::span<const Declared> calendar_functions() { return declared_calendar; }

}  // namespace lienthong::feel
