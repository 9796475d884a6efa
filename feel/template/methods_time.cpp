#include "feel/operators.h"
#include "feel/template/evaluation.h"
#include "feel/temporal.h"

// Methods of Java's Date and of Joda's DateTime, which are one kind here.
namespace lienthong::feel::juel {
namespace {

struct ShiftUnit {
  std::string_view unit;
  std::int64_t months, seconds;
};

constexpr ShiftUnit shift_units[] = {{"Years", 12, 0},    {"Months", 1, 0},   {"Weeks", 0, 604'800},
                                     {"Days", 0, 86'400}, {"Hours", 0, 3600}, {"Minutes", 0, 60},
                                     {"Seconds", 0, 1}};

DateTime moment_of(const Value& value) {
  return value.kind() == Value::Kind::Date ? DateTime{value.date(), {}} : value.date_time();
}

/// `plusDays(3)`, `minusMonths(1)`; nothing for another method.
MethodResult shifted(const DateTime& at, const std::string& method, const List& arguments) {
  const bool forward = method.starts_with("plus");
  if (!forward && !method.starts_with("minus")) return std::nullopt;
  const std::string_view unit = std::string_view(method).substr(forward ? 4 : 5);
  for (const ShiftUnit& shift : shift_units) {
    if (shift.unit != unit) continue;
    constexpr std::int64_t amount_max = 1'000'000'000'000;
    const std::int64_t amount = whole_argument(only(arguments, method), method);
    if (amount > amount_max || amount < -amount_max) fail("'" + method + "': the amount is out of range");
    const std::int64_t signed_amount = forward ? amount : -amount;
    const std::optional<DateTime> result = shift.months != 0
                                               ? plus(at, YearsMonths{signed_amount * shift.months})
                                               : plus(at, DaysTime{signed_amount * shift.seconds, 0});
    if (!result) fail("'" + method + "': the result is out of range");
    return *result;
  }
  return std::nullopt;
}

}  // namespace

MethodResult time_method(Evaluation& evaluation, const Value& moment, const std::string& method,
                         const List& arguments) {
  const DateTime at = moment_of(moment);
  if (MethodResult result = shifted(at, method, arguments)) return result;
  if (method == "before" || method == "after") {
    const Value& other = only(arguments, method);
    if (other.kind() != Value::Kind::Date && other.kind() != Value::Kind::DateTime)
      fail("'" + method + "' takes a date, not " + name(other.kind()));
    return feel::order(evaluation, at, moment_of(other)) == (method == "before" ? -1 : 1);
  }
  if (method == "getTime" || method == "getMillis") {
    expect_count(arguments, 0, method);
    const Nanoseconds utc = utc_nanoseconds(at, evaluation.environment().zone_offset_s);
    constexpr Nanoseconds ms_ns = 1'000'000;
    const Nanoseconds ms = utc / ms_ns - (utc % ms_ns < 0 ? 1 : 0);
    if (ms > INT64_MAX || ms < INT64_MIN) fail("The date is out of range");
    return static_cast<std::int64_t>(ms);
  }
  if (method == "withTimeAtStartOfDay") {
    expect_count(arguments, 0, method);
    DateTime start = at;
    start.time.second_of_day = start.time.nanosecond = 0;
    return start;
  }
  if (method == "toDate" || method == "toDateTime") return expect_count(arguments, 0, method), at;
  if (method == "toString") return expect_count(arguments, 0, method), text(moment);
  return std::nullopt;
}

}  // namespace lienthong::feel::juel
