#include "feel/builtins/arguments.h"

namespace lienthong::feel {
namespace {

using Rounding = Decimal::Rounding;

/// `round up(n, scale)` and its siblings; the scale is 0 when absent.
Value rounded(Evaluation& evaluation, Arguments arguments, const char* function, Rounding mode,
              bool scale_required) {
  const Value &number = arguments[0], &scale = argument(arguments, 1);
  const std::optional<std::int64_t> digits = whole(scale);
  const bool scale_fits =
      digits ? *digits >= scale_min && *digits <= scale_max : scale.is_null() && !scale_required;
  if (!number.is_number() || !scale_fits) return misfit(evaluation, function, "a number and a scale");
  return number.number().rounded(static_cast<int>(digits.value_or(0)), mode);
}

Value decimal(Evaluation& evaluation, Arguments arguments) {
  return rounded(evaluation, arguments, "decimal", Rounding::HalfEven, true);
}
Value floor(Evaluation& evaluation, Arguments arguments) {
  return rounded(evaluation, arguments, "floor", Rounding::Floor, arguments.size() > 1);
}
Value ceiling(Evaluation& evaluation, Arguments arguments) {
  return rounded(evaluation, arguments, "ceiling", Rounding::Ceiling, arguments.size() > 1);
}
Value round_up(Evaluation& evaluation, Arguments arguments) {
  return rounded(evaluation, arguments, "round up", Rounding::Up, arguments.size() > 1);
}
Value round_down(Evaluation& evaluation, Arguments arguments) {
  return rounded(evaluation, arguments, "round down", Rounding::Down, arguments.size() > 1);
}
Value round_half_up(Evaluation& evaluation, Arguments arguments) {
  return rounded(evaluation, arguments, "round half up", Rounding::HalfUp, arguments.size() > 1);
}
Value round_half_down(Evaluation& evaluation, Arguments arguments) {
  return rounded(evaluation, arguments, "round half down", Rounding::HalfDown, arguments.size() > 1);
}

Value absolute(Evaluation& evaluation, Arguments arguments) {
  const Value& value = arguments[0];
  switch (value.kind()) {
    case Value::Kind::Number: return value.number().is_negative() ? Value(-value.number()) : value;
    case Value::Kind::YearsMonths: {
      const std::int64_t months = value.years_months().months;
      if (months == INT64_MIN) return evaluation.fail("The result is out of range");
      return YearsMonths{std::abs(months)};
    }
    case Value::Kind::DaysTime: {
      const DaysTime duration = value.days_time();
      const bool negative = duration.seconds < 0 || duration.nanoseconds < 0;
      return negative ? Value(DaysTime{-duration.seconds, -duration.nanoseconds}) : value;
    }
    default: return misfit(evaluation, "abs", "a number or a duration");
  }
}

Value modulo(Evaluation& evaluation, Arguments arguments) {
  if (!arguments[0].is_number() || !arguments[1].is_number() || arguments[1].number().is_zero())
    return misfit(evaluation, "modulo", "a dividend and a divisor other than 0");
  return number_or_fail(evaluation, modulo(arguments[0].number(), arguments[1].number()));
}

Value square_root(Evaluation& evaluation, Arguments arguments) {
  if (!arguments[0].is_number() || arguments[0].number().is_negative())
    return misfit(evaluation, "sqrt", "a number that is not negative");
  return number_or_fail(evaluation, square_root(arguments[0].number()));
}

Value logarithm(Evaluation& evaluation, Arguments arguments) {
  if (!arguments[0].is_number()) return misfit(evaluation, "log", "a number above 0");
  const std::optional<Decimal> result = logarithm(arguments[0].number());
  return result ? Value(*result) : misfit(evaluation, "log", "a number above 0");
}

Value exponential(Evaluation& evaluation, Arguments arguments) {
  if (!arguments[0].is_number()) return misfit(evaluation, "exp", "a number");
  return number_or_fail(evaluation, exponential(arguments[0].number()));
}

Value parity(Evaluation& evaluation, const Value& value, const char* function, bool odd) {
  if (!value.is_number() || !value.number().is_integer())
    return misfit(evaluation, function, "a whole number");
  return modulo(value.number(), Decimal(2))->is_zero() != odd;
}

Value odd(Evaluation& evaluation, Arguments arguments) {
  return parity(evaluation, arguments[0], "odd", true);
}
Value even(Evaluation& evaluation, Arguments arguments) {
  return parity(evaluation, arguments[0], "even", false);
}

constexpr Declared declared_numeric[] = {
    {"decimal", "n, scale", decimal, "function<number, number> -> number"},
    {"floor", "n, scale?", floor, "function<number, number> -> number"},
    {"ceiling", "n, scale?", ceiling, "function<number, number> -> number"},
    {"round up", "n, scale?", round_up, "function<number, number> -> number"},
    {"round down", "n, scale?", round_down, "function<number, number> -> number"},
    {"round half up", "n, scale?", round_half_up, "function<number, number> -> number"},
    {"round half down", "n, scale?", round_half_down, "function<number, number> -> number"},
    {"abs", "n", absolute},
    {"modulo", "dividend, divisor", modulo, "function<number, number> -> number"},
    {"sqrt", "number", square_root, "function<number> -> number"},
    {"log", "number", logarithm, "function<number> -> number"},
    {"exp", "number", exponential, "function<number> -> number"},
    {"odd", "number", odd, "function<number> -> boolean"},
    {"even", "number", even, "function<number> -> boolean"},
};

}  // namespace

std::span<const Declared> numeric_functions() { return declared_numeric; }

}  // namespace lienthong::feel
