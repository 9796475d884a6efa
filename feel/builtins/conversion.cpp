#include <algorithm>
#include <cstdlib>
#include "feel/builtins/arguments.h"
#include "feel/temporal.h"

namespace lienthong::feel {
namespace {

using Kind = Value::Kind;

std::string without(std::string text, char c) {
  text.erase(std::remove(text.begin(), text.end(), c), text.end());
  return text;
}

Value to_number(Evaluation& evaluation, Arguments arguments) {
  const Value& from = argument(arguments, 0);
  if (!from.is_number() && !from.is_string()) return misfit(evaluation, "number", "a string");
  const Value &grouping = argument(arguments, 1), &point = argument(arguments, 2);
  const auto is_one_of = [](const Value& separator, std::string_view allowed) {
    return separator.is_null() || (separator.is_string() && separator.string().size() == 1 &&
                                   allowed.find(separator.string()[0]) != std::string_view::npos);
  };
  if (!is_one_of(grouping, " ,.") || !is_one_of(point, ".,"))
    return misfit(evaluation, "number", "' ', ',' or '.' as separators");
  if (!grouping.is_null() && !point.is_null() && grouping.string() == point.string())
    return misfit(evaluation, "number", "two different separators");
  if (from.is_number()) return from;
  std::string text = from.string();
  if (!grouping.is_null()) text = without(std::move(text), grouping.string()[0]);
  if (!point.is_null() && point.string() == ",") {
    if (text.find('.') != std::string::npos) return evaluation.fail("'", from.string(), "' is no number");
    std::replace(text.begin(), text.end(), ',', '.');
  }
  const std::optional<Decimal> number = Decimal::parse(text);
  return number ? Value(*number) : evaluation.fail("'", from.string(), "' is no number");
}

Value to_string(Evaluation& evaluation, Arguments arguments) {
  const Value& from = arguments[0];
  if (from.is_null()) return {};
  evaluation.measure(from);
  std::string result = text(from);
  evaluation.produce(result.size());
  return result;
}

Value to_boolean(Evaluation& evaluation, Arguments arguments) {
  const Value& from = arguments[0];
  if (from.is_boolean()) return from;
  if (from.is_string() && from.string() == "true") return true;
  if (from.is_string() && from.string() == "false") return false;
  return misfit(evaluation, "boolean", "\"true\" or \"false\"");
}

Value to_date(Evaluation& evaluation, Arguments arguments) {
  const Value& from = arguments[0];
  if (from.kind() == Kind::Date) return from;
  if (from.kind() == Kind::DateTime) return from.date_time().date;
  if (!from.is_string()) return misfit(evaluation, "date", "a string, a date or a date and time");
  const std::optional<Date> date = parse_date(from.string());
  return date ? Value(*date) : evaluation.fail("'", from.string(), "' is no date");
}

Value date_of_parts(Evaluation& evaluation, Arguments arguments) {
  const std::optional<std::int64_t> year = whole(arguments[0]), month = whole(arguments[1]),
                                    day = whole(arguments[2]);
  constexpr std::int64_t year_max = 999'999'999;
  if (!year || !month || !day || *year > year_max || *year < -year_max || *month < 1 || *month > 12 ||
      *day < 1 || *day > 31)
    return misfit(evaluation, "date", "a year, a month and a day");
  const Date date{static_cast<std::int32_t>(*year), static_cast<std::int8_t>(*month),
                  static_cast<std::int8_t>(*day)};
  return is_valid(date) ? Value(date) : evaluation.fail("There is no ", text(date));
}

Value to_time(Evaluation& evaluation, Arguments arguments) {
  const Value& from = arguments[0];
  switch (from.kind()) {
    case Kind::Time: return from;
    case Kind::DateTime: return from.date_time().time;
    case Kind::Date: return midnight(from.date()).time;
    case Kind::String: break;
    default: return misfit(evaluation, "time", "a string, a time or a date and time");
  }
  const std::optional<Value> value = parse_temporal(from.string());
  if (value && value->kind() == Kind::Time) return *value;
  return evaluation.fail("'", from.string(), "' is no time");
}

Value time_of_parts(Evaluation& evaluation, Arguments arguments) {
  const std::optional<std::int64_t> hour = whole(arguments[0]), minute = whole(arguments[1]);
  const Value &second = arguments[2], &offset = argument(arguments, 3);
  constexpr std::int64_t offset_max = 18 * 3600;
  const bool fits = hour && minute && second.is_number() && *hour >= 0 && *hour < 24 && *minute >= 0 &&
                    *minute < 60 && !second.number().is_negative() && second.number() < Decimal(60);
  const bool offset_fits = offset.is_null() || (offset.kind() == Kind::DaysTime &&
                                                std::abs(offset.days_time().seconds) <= offset_max);
  if (!fits || !offset_fits) return misfit(evaluation, "time", "hour, minute, second and an offset");
  const std::int64_t whole_second = *second.number().floor().to_integer();
  const std::optional<Decimal> fraction = subtract(second.number(), Decimal(whole_second));
  Time time;
  time.second_of_day = static_cast<std::int32_t>(*hour * 3600 + *minute * 60 + whole_second);
  time.nanosecond = static_cast<std::int32_t>(
      multiply(*fraction, Decimal(second_ns))->truncated().to_integer().value_or(0));
  if (!offset.is_null()) time.offset_s = static_cast<std::int32_t>(offset.days_time().seconds);
  return time;
}

Value to_date_time(Evaluation& evaluation, Arguments arguments) {
  const Value& from = arguments[0];
  if (from.kind() == Kind::DateTime) return from;
  if (from.kind() == Kind::Date) return midnight(from.date());
  if (!from.is_string()) return misfit(evaluation, "date and time", "a string");
  const std::optional<Value> value = parse_temporal(from.string());
  if (value && value->kind() == Kind::DateTime) return *value;
  if (value && value->kind() == Kind::Date) return DateTime{value->date(), {}};
  return evaluation.fail("'", from.string(), "' is no date and time");
}

Value date_time_of_parts(Evaluation& evaluation, Arguments arguments) {
  const Value &date = arguments[0], &time = arguments[1];
  const bool fits = (date.kind() == Kind::Date || date.kind() == Kind::DateTime) && time.kind() == Kind::Time;
  if (!fits) return misfit(evaluation, "date and time", "a date and a time");
  return DateTime{date.kind() == Kind::Date ? date.date() : date.date_time().date, time.time()};
}

Value to_duration(Evaluation& evaluation, Arguments arguments) {
  const Value& from = arguments[0];
  if (from.kind() == Kind::DaysTime || from.kind() == Kind::YearsMonths) return from;
  if (!from.is_string()) return misfit(evaluation, "duration", "a string");
  const std::optional<Value> value = parse_duration(from.string());
  return value ? *value : evaluation.fail("'", from.string(), "' is no duration");
}

Value years_and_months(Evaluation& evaluation, Arguments arguments) {
  const Value &from = arguments[0], &to = arguments[1];
  const auto moment = [](const Value& value) -> std::optional<DateTime> {
    if (value.kind() == Kind::Date) return DateTime{value.date(), {}};
    if (value.kind() == Kind::DateTime) return value.date_time();
    return std::nullopt;
  };
  const std::optional<DateTime> start = moment(from), end = moment(to);
  if (!start || !end) return misfit(evaluation, "years and months duration", "two dates");
  return months_between(start->date, end->date);
}

Value negation(Evaluation& evaluation, Arguments arguments) {
  if (!arguments[0].is_boolean()) return misfit(evaluation, "not", "a boolean");
  return !arguments[0].boolean();
}

/// DMN 1.5 table 80: the same kind and the same parts; 13:00Z is not 14:00+01:00.
Value is_same(Evaluation& evaluation, Arguments arguments) {
  evaluation.measure(arguments[0]);
  evaluation.measure(arguments[1]);
  return arguments[0] == arguments[1];
}

constexpr Declared declared_conversion[] = {
    {"number", "from, grouping separator?, decimal separator?", to_number,
     "function<string, string, string> -> number"},
    {"string", "from", to_string, "function<Any> -> string"},
    {"boolean", "from", to_boolean},
    {"date", "from", to_date},
    {"date", "year, month, day", date_of_parts},
    {"time", "from", to_time},
    {"time", "hour, minute, second, offset?", time_of_parts},
    {"date and time", "from", to_date_time},
    {"date and time", "date, time", date_time_of_parts},
    {"duration", "from", to_duration, "function<string> -> Any"},
    {"years and months duration", "from, to", years_and_months},
    {"not", "negand", negation, "function<boolean> -> boolean"},
    {"is", "value1, value2", is_same, "function<Any, Any> -> boolean"},
};

}  // namespace

std::span<const Declared> conversion_functions() { return declared_conversion; }

}  // namespace lienthong::feel
