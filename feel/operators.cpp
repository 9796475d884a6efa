#include "feel/operators.h"
#include "feel/evaluation.h"
#include "feel/temporal.h"

namespace lienthong::feel {
namespace {

using Kind = Value::Kind;

template <class T>
int sign(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

Nanoseconds utc_nanoseconds_of(const Evaluation& evaluation, const Time& time) {
  const Environment& environment = evaluation.environment();
  const std::int32_t offset = offset_of(time, environment.zone_offset_s, environment.now);
  return Nanoseconds{time.second_of_day - offset} * second_ns + time.nanosecond;
}

/// A point with a zone and one without cannot be compared: which comes first depends on where the reader is.
bool comparable(Evaluation& evaluation, const Time& a, const Time& b) {
  if (evaluation.environment().local_without_zone || has_zone(a) == has_zone(b)) return true;
  evaluation.fail("One point in time has a zone or an offset and the other has none");
  return false;
}

/// Points in time are compared to the millisecond (docs/decisions/0030).
Nanoseconds milliseconds(Nanoseconds time) {
  constexpr Nanoseconds each = 1'000'000;
  return time / each - (time % each < 0 ? 1 : 0);
}

std::optional<bool> equal_lists(Evaluation& evaluation, const List& a, const List& b) {
  if (a.size() != b.size()) return false;
  bool unknown = false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const std::optional<bool> same = equal(evaluation, a[i], b[i]);
    if (same && !*same) return false;
    unknown = unknown || !same;
  }
  return unknown ? std::nullopt : std::optional(true);
}

std::optional<bool> equal_contexts(Evaluation& evaluation, const Context& a, const Context& b) {
  if (a.entries.size() != b.entries.size()) return false;
  for (std::size_t i = 0; i < a.entries.size(); ++i) {
    const auto& [key, value] = a.entries[i];
    const bool in_step = b.entries[i].first == key;
    if (!in_step) evaluation.step(b.entries.size());
    const Value* other = in_step ? &b.entries[i].second : b.find(key);
    if (!other || !equal(evaluation, value, *other).value_or(false)) return false;
  }
  return true;
}

bool equal_ends(Evaluation& evaluation, const std::optional<Value>& a, const std::optional<Value>& b) {
  if (a.has_value() != b.has_value()) return false;
  return !a || equal(evaluation, *a, *b).value_or(false);
}

bool is_duration(const Value& value) {
  return value.kind() == Kind::YearsMonths || value.kind() == Kind::DaysTime;
}

Value unfit(Evaluation& evaluation, const char* operation, const Value& a, const Value& b) {
  return evaluation.fail("Cannot ", operation, " ", name(a.kind()), " and ", name(b.kind()));
}

template <class T>
Value in_range(Evaluation& evaluation, const std::optional<T>& result) {
  return result ? Value(*result) : evaluation.fail("The result is out of range");
}

Value plus_months(Evaluation& evaluation, YearsMonths a, std::int64_t months) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a.months, months, &sum)) return evaluation.fail("The result is out of range");
  return YearsMonths{sum};
}

/// A point in time plus a duration; nothing when the kinds do not fit.
std::optional<Value> plus_duration(Evaluation& evaluation, const Value& a, const Value& duration) {
  if (!is_duration(duration)) return std::nullopt;
  const bool calendar = duration.kind() == Kind::YearsMonths;
  switch (a.kind()) {
    case Kind::Date:
      return in_range(evaluation, calendar ? plus(a.date(), duration.years_months())
                                           : plus(a.date(), duration.days_time()));
    case Kind::DateTime:
      return in_range(evaluation, calendar ? plus(a.date_time(), duration.years_months())
                                           : plus(a.date_time(), duration.days_time()));
    case Kind::Time:
      return calendar ? std::nullopt : std::optional<Value>(plus(a.time(), duration.days_time()));
    case Kind::YearsMonths:
      if (!calendar) return std::nullopt;
      return plus_months(evaluation, a.years_months(), duration.years_months().months);
    case Kind::DaysTime:
      if (calendar) return std::nullopt;
      return in_range(evaluation,
                      days_time_of(nanoseconds_of(a.days_time()) + nanoseconds_of(duration.days_time())));
    default: return std::nullopt;
  }
}

Value difference(Evaluation& evaluation, const DateTime& a, const DateTime& b) {
  if (!comparable(evaluation, a.time, b.time)) return {};
  if (!has_zone(a.time) && !has_zone(b.time))
    return in_range(evaluation, days_time_of(local_nanoseconds(a) - local_nanoseconds(b)));
  const std::int32_t fallback = evaluation.environment().zone_offset_s;
  return in_range(evaluation, days_time_of(utc_nanoseconds(a, fallback) - utc_nanoseconds(b, fallback)));
}

Decimal decimal_of(Nanoseconds number) {
  constexpr Nanoseconds half = 1'000'000'000'000'000'000;
  const Decimal high(static_cast<std::int64_t>(number / half)), low(static_cast<std::int64_t>(number % half));
  return *add(*multiply(high, Decimal(static_cast<std::int64_t>(half))), low);
}

std::optional<Nanoseconds> whole_nanoseconds(const Decimal& number) {
  constexpr std::int64_t half = 1'000'000'000'000'000'000;
  const std::optional<Decimal> parts = divide(number, Decimal(half));
  if (!parts) return std::nullopt;
  const Decimal high = parts->truncated();
  const std::optional<std::int64_t> above = high.to_integer();
  if (!above) return std::nullopt;
  const std::optional<std::int64_t> below =
      subtract(number, *multiply(high, Decimal(half)))->truncated().to_integer();
  return below ? std::optional(Nanoseconds{*above} * half + *below) : std::nullopt;
}

Value scaled(Evaluation& evaluation, const Value& duration, const std::optional<Decimal>& amount) {
  if (!amount) return evaluation.fail("The result is out of range");
  if (duration.kind() == Kind::YearsMonths) {
    const std::optional<std::int64_t> months = amount->truncated().to_integer();
    return months ? Value(YearsMonths{*months}) : evaluation.fail("The result is out of range");
  }
  const std::optional<Nanoseconds> total = whole_nanoseconds(*amount);
  return in_range(evaluation, total ? days_time_of(*total) : std::nullopt);
}

/// A duration as a number of months or nanoseconds.
Decimal amount_of(const Value& duration) {
  if (duration.kind() == Kind::YearsMonths) return Decimal(duration.years_months().months);
  return decimal_of(nanoseconds_of(duration.days_time()));
}

}  // namespace

std::optional<bool> equal(Evaluation& evaluation, const Value& a, const Value& b) {
  evaluation.step();
  if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
  if (a.kind() != b.kind()) return std::nullopt;
  switch (a.kind()) {
    case Kind::Boolean: return a.boolean() == b.boolean();
    case Kind::Number: return a.number() == b.number();
    case Kind::String: return a.string() == b.string();
    case Kind::Time:
    case Kind::DateTime: {
      const std::optional<int> found = order(evaluation, a, b);
      return found ? std::optional(*found == 0) : std::nullopt;
    }
    case Kind::List: return equal_lists(evaluation, a.list(), b.list());
    case Kind::Context: return equal_contexts(evaluation, a.context(), b.context());
    case Kind::Range: {
      const Range &x = a.range(), &y = b.range();
      return x.form == y.form && x.low_closed == y.low_closed && x.high_closed == y.high_closed &&
             equal_ends(evaluation, x.low, y.low) && equal_ends(evaluation, x.high, y.high);
    }
    default: return a == b;
  }
}

std::optional<int> order(Evaluation& evaluation, const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return std::nullopt;
  switch (a.kind()) {
    case Kind::Number: {
      const auto found = a.number() <=> b.number();
      return found < 0 ? -1 : found > 0 ? 1 : 0;
    }
    case Kind::String: return sign(a.string(), b.string());
    case Kind::Date: return sign(a.date(), b.date());
    case Kind::Time:
      if (!comparable(evaluation, a.time(), b.time())) return std::nullopt;
      return sign(milliseconds(utc_nanoseconds_of(evaluation, a.time())),
                  milliseconds(utc_nanoseconds_of(evaluation, b.time())));
    case Kind::DateTime: {
      if (!comparable(evaluation, a.date_time().time, b.date_time().time)) return std::nullopt;
      const std::int32_t fallback = evaluation.environment().zone_offset_s;
      return sign(milliseconds(utc_nanoseconds(a.date_time(), fallback)),
                  milliseconds(utc_nanoseconds(b.date_time(), fallback)));
    }
    case Kind::YearsMonths: return sign(a.years_months(), b.years_months());
    case Kind::DaysTime: return sign(a.days_time(), b.days_time());
    default: return std::nullopt;
  }
}

std::optional<bool> includes(Evaluation& evaluation, const Range& range, const Value& value) {
  if (range.form != Range::Form::Interval) {
    const std::optional<bool> same = equal(evaluation, *range.low, value);
    return same ? std::optional(*same == (range.form == Range::Form::Equal)) : std::nullopt;
  }
  // False at one end decides, whatever the other is (DMN 1.5 tables 50 and 55).
  bool unknown = false;
  if (range.low) {
    const std::optional<int> found = order(evaluation, *range.low, value);
    unknown = !found;
    if (found && (*found > 0 || (*found == 0 && !range.low_closed))) return false;
  }
  if (range.high) {
    const std::optional<int> found = order(evaluation, value, *range.high);
    unknown = unknown || !found;
    if (found && (*found > 0 || (*found == 0 && !range.high_closed))) return false;
  }
  return unknown ? std::nullopt : std::optional(true);
}

Value add(Evaluation& evaluation, const Value& a, const Value& b) {
  if (a.is_number() && b.is_number()) return in_range(evaluation, add(a.number(), b.number()));
  if (a.is_string() && b.is_string()) {
    evaluation.produce(a.string().size() + b.string().size());
    return a.string() + b.string();
  }
  if (std::optional<Value> sum = plus_duration(evaluation, a, b)) return std::move(*sum);
  if (std::optional<Value> sum = plus_duration(evaluation, b, a)) return std::move(*sum);
  return unfit(evaluation, "add", a, b);
}

Value subtract(Evaluation& evaluation, const Value& a, const Value& b) {
  if (a.is_number() && b.is_number()) return in_range(evaluation, subtract(a.number(), b.number()));
  const auto point = [](const Value& value) {
    return value.kind() == Kind::Date || value.kind() == Kind::DateTime;
  };
  if (point(a) && point(b)) {
    if (a.kind() == Kind::Date && b.kind() == Kind::Date)
      return DaysTime{(days_from_civil(a.date()) - days_from_civil(b.date())) * day_s, 0};
    const auto moment = [](const Value& value) {
      return value.kind() == Kind::Date ? midnight(value.date()) : value.date_time();
    };
    return difference(evaluation, moment(a), moment(b));
  }
  if (a.kind() == Kind::Time && b.kind() == Kind::Time) {
    if (!comparable(evaluation, a.time(), b.time())) return {};
    const Nanoseconds between =
        utc_nanoseconds_of(evaluation, a.time()) - utc_nanoseconds_of(evaluation, b.time());
    return in_range(evaluation, days_time_of(between));
  }
  if (is_duration(b)) {
    const Value opposite = negate(evaluation, b);
    if (std::optional<Value> rest = plus_duration(evaluation, a, opposite)) return std::move(*rest);
  }
  return unfit(evaluation, "subtract", a, b);
}

Value multiply(Evaluation& evaluation, const Value& a, const Value& b) {
  if (a.is_number() && b.is_number()) return in_range(evaluation, multiply(a.number(), b.number()));
  if (is_duration(a) && b.is_number()) return scaled(evaluation, a, multiply(amount_of(a), b.number()));
  if (a.is_number() && is_duration(b)) return scaled(evaluation, b, multiply(amount_of(b), a.number()));
  return unfit(evaluation, "multiply", a, b);
}

Value divide(Evaluation& evaluation, const Value& a, const Value& b) {
  const bool by_zero = b.is_number() && b.number().is_zero();
  if (by_zero) return evaluation.fail("Division by zero");
  if (a.is_number() && b.is_number()) return in_range(evaluation, divide(a.number(), b.number()));
  if (is_duration(a) && b.is_number()) return scaled(evaluation, a, divide(amount_of(a), b.number()));
  if (is_duration(a) && a.kind() == b.kind()) return in_range(evaluation, divide(amount_of(a), amount_of(b)));
  return unfit(evaluation, "divide", a, b);
}

Value power(Evaluation& evaluation, const Value& a, const Value& b) {
  if (a.is_number() && b.is_number()) return in_range(evaluation, power(a.number(), b.number()));
  return unfit(evaluation, "raise to a power", a, b);
}

Value negate(Evaluation& evaluation, const Value& value) {
  switch (value.kind()) {
    case Kind::Number: return -value.number();
    case Kind::YearsMonths:
      if (value.years_months().months == INT64_MIN) return evaluation.fail("The result is out of range");
      return YearsMonths{-value.years_months().months};
    case Kind::DaysTime: return in_range(evaluation, days_time_of(-nanoseconds_of(value.days_time())));
    default: return evaluation.fail("Cannot negate ", name(value.kind()));
  }
}

}  // namespace lienthong::feel
