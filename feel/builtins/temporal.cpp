#include "feel/temporal.h"
#include "feel/builtins/arguments.h"

namespace lienthong::feel {
namespace {

std::optional<Date> date_in(const Value& value) {
  if (value.kind() == Value::Kind::Date) return value.date();
  if (value.kind() == Value::Kind::DateTime) return value.date_time().date;
  return std::nullopt;
}

Value now(Evaluation& evaluation, Arguments) {
  const Environment& environment = evaluation.environment();
  return date_time_of(environment.now, environment.zone_offset_s);
}

Value today(Evaluation& evaluation, Arguments) {
  const Environment& environment = evaluation.environment();
  return date_time_of(environment.now, environment.zone_offset_s).date;
}

int day_of_year_of(Date date) {
  return static_cast<int>(days_from_civil(date) - days_from_civil({date.year, 1, 1})) + 1;
}

Value day_of_year(Evaluation& evaluation, Arguments arguments) {
  const std::optional<Date> date = date_in(arguments[0]);
  return date ? Value(day_of_year_of(*date)) : misfit(evaluation, "day of year", "a date");
}

Value day_of_week(Evaluation& evaluation, Arguments arguments) {
  constexpr const char* names[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                   "Friday", "Saturday", "Sunday"};
  const std::optional<Date> date = date_in(arguments[0]);
  return date ? Value(names[weekday_of(*date) - 1]) : misfit(evaluation, "day of week", "a date");
}

Value month_of_year(Evaluation& evaluation, Arguments arguments) {
  constexpr const char* names[] = {"January", "February", "March",     "April",   "May",      "June",
                                   "July",    "August",   "September", "October", "November", "December"};
  const std::optional<Date> date = date_in(arguments[0]);
  return date ? Value(names[date->month - 1]) : misfit(evaluation, "month of year", "a date");
}

/// ISO 8601: the week that holds the year's first Thursday is week 1.
Value week_of_year(Evaluation& evaluation, Arguments arguments) {
  const std::optional<Date> date = date_in(arguments[0]);
  if (!date) return misfit(evaluation, "week of year", "a date");
  const Date thursday = civil_from_days(days_from_civil(*date) + 4 - weekday_of(*date));
  return (day_of_year_of(thursday) - 1) / 7 + 1;
}

constexpr Declared declared_temporal[] = {
    {"now", "", now, "function<> -> date and time"},
    {"today", "", today, "function<> -> date"},
    {"day of year", "date", day_of_year},
    {"day of week", "date", day_of_week},
    {"month of year", "date", month_of_year},
    {"week of year", "date", week_of_year},
};

}  // namespace

std::span<const Declared> temporal_functions() { return declared_temporal; }

}  // namespace lienthong::feel
