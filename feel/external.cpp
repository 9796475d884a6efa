#include "feel/external.h"
#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include "feel/evaluation.h"
#include "feel/utf8.h"

namespace lienthong::feel {
namespace {

/// "max(double, double)" as its parts.
struct Signature {
  std::string method;
  std::vector<std::string> types;
};

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  return first == text.npos ? "" : std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

std::optional<Signature> signature_of(std::string_view text) {
  const std::size_t open = text.find('('), close = text.rfind(')');
  if (open == text.npos || close == text.npos || close < open) return std::nullopt;
  Signature signature{trimmed(text.substr(0, open)), {}};
  std::string_view rest = text.substr(open + 1, close - open - 1);
  while (!trimmed(rest).empty()) {
    const std::size_t comma = rest.find(',');
    signature.types.push_back(trimmed(rest.substr(0, comma)));
    rest = comma == rest.npos ? std::string_view() : rest.substr(comma + 1);
  }
  return signature;
}

struct Whole {
  std::string_view name;
  std::int64_t low, high;
};
constexpr Whole wholes[] = {
    {"byte", INT8_MIN, INT8_MAX},
    {"short", INT16_MIN, INT16_MAX},
    {"int", INT32_MIN, INT32_MAX},
    {"long", INT64_MIN, INT64_MAX},
};

const Whole* whole_type(std::string_view name) {
  const auto* found = std::find_if(std::begin(wholes), std::end(wholes),
                                   [name](const Whole& whole) { return whole.name == name; });
  return found == std::end(wholes) ? nullptr : found;
}

/// "java.lang.Integer" and "int" alike; empty for what is no number.
std::string_view number_type(std::string_view type) {
  constexpr std::pair<std::string_view, std::string_view> boxes[] = {
      {"java.lang.Byte", "byte"}, {"java.lang.Short", "short"}, {"java.lang.Integer", "int"},
      {"java.lang.Long", "long"}, {"java.lang.Float", "float"}, {"java.lang.Double", "double"}};
  for (const auto& [box, plain] : boxes)
    if (type == box || type == plain) return plain;
  return "";
}

std::optional<Value> whole_within(const Decimal& number, const Whole& type) {
  const std::optional<std::int64_t> whole = number.to_integer();
  if (!whole || *whole < type.low || *whole > type.high) return std::nullopt;
  return Value(*whole);
}

template <class Float>
std::optional<Value> shortest(Float number) {
  if (!std::isfinite(number)) return std::nullopt;
  char text[64];
  const auto [end, error] = std::to_chars(std::begin(text), std::end(text), number);
  const std::optional<Decimal> decimal = Decimal::parse({text, static_cast<std::size_t>(end - text)});
  return decimal ? std::optional<Value>(*decimal) : std::nullopt;
}

/// A number as a Java type holds it.
std::optional<Value> narrowed(const Value& value, std::string_view type) {
  if (!value.is_number()) return std::nullopt;
  if (const Whole* whole = whole_type(type)) return whole_within(value.number(), *whole);
  const double wide = value.number().to_double();
  return type == "float" ? shortest(static_cast<float>(wide)) : shortest(wide);
}

using Real = double (*)(double);
struct RealFunction {
  std::string_view name;
  Real function;
};
constexpr double degrees = 57.295779513082320876798154814105;
constexpr RealFunction real_functions[] = {
    {"sin", [](double x) { return std::sin(x); }},
    {"cos", [](double x) { return std::cos(x); }},
    {"tan", [](double x) { return std::tan(x); }},
    {"asin", [](double x) { return std::asin(x); }},
    {"acos", [](double x) { return std::acos(x); }},
    {"atan", [](double x) { return std::atan(x); }},
    {"sinh", [](double x) { return std::sinh(x); }},
    {"cosh", [](double x) { return std::cosh(x); }},
    {"tanh", [](double x) { return std::tanh(x); }},
    {"exp", [](double x) { return std::exp(x); }},
    {"expm1", [](double x) { return std::expm1(x); }},
    {"log", [](double x) { return std::log(x); }},
    {"log10", [](double x) { return std::log10(x); }},
    {"log1p", [](double x) { return std::log1p(x); }},
    {"sqrt", [](double x) { return std::sqrt(x); }},
    {"cbrt", [](double x) { return std::cbrt(x); }},
    {"ceil", [](double x) { return std::ceil(x); }},
    {"floor", [](double x) { return std::floor(x); }},
    {"rint", [](double x) { return std::nearbyint(x); }},
    {"toRadians", [](double x) { return x / degrees; }},
    {"toDegrees", [](double x) { return x * degrees; }},
    {"signum", [](double x) { return x > 0   ? 1.0
                                     : x < 0 ? -1.0
                                             : x; }},
};

/// Methods that keep the type of their arguments.
std::optional<Value> same_type(std::string_view method, const List& numbers) {
  if (numbers.size() == 1 && method == "abs")
    return numbers[0].number().is_negative() ? Value(-numbers[0].number()) : numbers[0];
  if (numbers.size() != 2) return std::nullopt;
  const bool less = numbers[0].number() < numbers[1].number();
  if (method == "max") return numbers[less ? 1 : 0];
  if (method == "min") return numbers[less ? 0 : 1];
  return std::nullopt;
}

std::optional<Value> whole_method(std::string_view method, const List& numbers, const Whole& type) {
  if (numbers.size() != 2) return std::nullopt;
  const Decimal &a = numbers[0].number(), &b = numbers[1].number();
  std::optional<Decimal> result;
  if (method == "floorMod") result = modulo(a, b);
  if (method == "addExact") result = add(a, b);
  if (method == "subtractExact") result = subtract(a, b);
  if (method == "multiplyExact") result = multiply(a, b);
  if (method == "floorDiv")
    if (const std::optional<Decimal> quotient = divide(a, b)) result = quotient->floor();
  return result ? whole_within(*result, type) : std::nullopt;
}

std::optional<Value> double_method(std::string_view method, const List& numbers) {
  const double x = numbers[0].number().to_double();
  if (numbers.size() == 1) {
    for (const RealFunction& function : real_functions)
      if (function.name == method) return shortest(function.function(x));
    return std::nullopt;
  }
  const double y = numbers[1].number().to_double();
  if (method == "pow") return shortest(std::pow(x, y));
  if (method == "atan2") return shortest(std::atan2(x, y));
  if (method == "hypot") return shortest(std::hypot(x, y));
  return std::nullopt;
}

std::optional<Value> math(const Signature& signature, Arguments arguments) {
  const std::size_t count = signature.types.size();
  if (count == 0 || count > 2 || count != arguments.size()) return std::nullopt;
  const std::string_view type = signature.types[0];
  if (count == 2 && signature.types[1] != type) return std::nullopt;
  if (number_type(type) != type) return std::nullopt;  // a box, or no number
  List numbers;
  for (const Value& argument : arguments) {
    const std::optional<Value> number = narrowed(argument, type);
    if (!number) return std::nullopt;
    numbers.push_back(*number);
  }
  if (type == "byte" || type == "short") return std::nullopt;  // java.lang.Math has none
  if (const std::optional<Value> result = same_type(signature.method, numbers)) return result;
  if (const Whole* whole = whole_type(type)) return whole_method(signature.method, numbers, *whole);
  if (count == 1 && signature.method == "round") {
    const Decimal half = *Decimal::parse("0.5");
    const std::optional<Decimal> up = add(numbers[0].number(), half);
    return up ? whole_within(up->floor(), wholes[type == "float" ? 2 : 3]) : std::nullopt;
  }
  return type == "double" ? double_method(signature.method, numbers) : std::nullopt;
}

/// `valueOf`, `parseInt` and their like.
std::optional<Value> number_class(std::string_view type, const Signature& signature, Arguments arguments) {
  const bool parses = signature.method == "valueOf" || signature.method.starts_with("parse");
  if (!parses || signature.types.size() != 1 || arguments.size() != 1) return std::nullopt;
  if (signature.types[0] == type && signature.method == "valueOf") return narrowed(arguments[0], type);
  if (signature.types[0] != "java.lang.String" || !arguments[0].is_string()) return std::nullopt;
  const std::optional<Decimal> number = Decimal::parse(arguments[0].string());
  return number ? narrowed(*number, type) : std::nullopt;
}

/// One `%…` of String.format; nothing where the value does not fit it.
std::optional<std::string> formatted(std::string_view flags, std::size_t width, std::optional<int> precision,
                                     char conversion, const Value& value) {
  const bool grouped = flags.find(',') != flags.npos, plus = flags.find('+') != flags.npos;
  std::string out;
  if (conversion == 's' || conversion == 'S') {
    out = value.is_null() ? "null" : text(value);
    if (precision) out.resize(utf8::first_characters(out, static_cast<std::size_t>(*precision)).size());
    if (conversion == 'S') out = utf8::upper(out);
  } else if (conversion == 'd' || conversion == 'f') {
    if (!value.is_number() || (conversion == 'd' && !value.number().is_integer())) return std::nullopt;
    const int digits = conversion == 'd' ? 0 : precision.value_or(6);
    const Decimal number = value.number().rounded(digits, Decimal::Rounding::HalfUp);
    out = (number.is_negative() ? -number : number).text();
    if (digits > 0) {
      std::size_t point = out.find('.');
      if (point == out.npos) point = out.size(), out += '.';
      out.resize(point + 1 + static_cast<std::size_t>(digits), '0');
    }
    if (grouped)
      for (std::size_t at = std::min(out.find('.'), out.size()); at > 3;) out.insert(at -= 3, ",");
    const std::string sign = number.is_negative() ? "-" : plus ? "+" : "";
    if (flags.find('0') != flags.npos)
      while (out.size() + sign.size() < width) out.insert(0, "0");
    out.insert(0, sign);
  } else if (conversion == 'b') {
    out = value.is_boolean() ? text(value) : value.is_null() ? "false" : "true";
  } else {
    return std::nullopt;
  }
  const std::size_t length = utf8::length(out);
  if (length >= width) return out;
  const std::string blanks(width - length, ' ');
  return flags.find('-') != flags.npos ? out + blanks : blanks + out;
}

std::optional<Value> format(Evaluation& evaluation, Arguments arguments) {
  constexpr int digits_max = 1'000;  // of a width or a precision
  if (arguments.empty() || !arguments[0].is_string()) return std::nullopt;
  List values(arguments.begin() + 1, arguments.end());
  if (values.size() == 1 && values[0].is_list()) values = List(values[0].list());
  const std::string& pattern = arguments[0].string();
  std::string out;
  std::size_t next = 0;
  const auto number = [&pattern](std::size_t& at) {
    int value = 0;
    while (at < pattern.size() && pattern[at] >= '0' && pattern[at] <= '9' && value <= digits_max)
      value = value * 10 + (pattern[at++] - '0');
    return value;
  };
  for (std::size_t at = 0; at < pattern.size();) {
    if (pattern[at] != '%') {
      out += pattern[at++];
      continue;
    }
    const std::size_t flags_at = ++at;
    while (at < pattern.size() && std::string_view("-+0,").find(pattern[at]) != std::string_view::npos) ++at;
    const std::string_view flags = std::string_view(pattern).substr(flags_at, at - flags_at);
    const int width = number(at);
    std::optional<int> precision;
    if (at < pattern.size() && pattern[at] == '.') precision = number(++at);
    if (at >= pattern.size() || width > digits_max || precision.value_or(0) > digits_max) return std::nullopt;
    const char conversion = pattern[at++];
    if (conversion == '%' || conversion == 'n') {
      out += conversion == '%' ? '%' : '\n';
      continue;
    }
    if (next >= values.size()) return std::nullopt;
    const std::optional<std::string> piece =
        formatted(flags, static_cast<std::size_t>(width), precision, conversion, values[next++]);
    if (!piece) return std::nullopt;
    evaluation.produce(piece->size());
    out += *piece;
  }
  return Value(std::move(out));
}

std::optional<Value> string_class(Evaluation& evaluation, const Signature& signature, Arguments arguments) {
  if (signature.method == "format" && signature.types.size() == 2 &&
      signature.types[0] == "java.lang.String" &&
      (signature.types[1] == "[Ljava.lang.Object;" || signature.types[1] == "java.lang.Object..."))
    return format(evaluation, arguments);
  if (signature.method != "valueOf" || signature.types.size() != 1 || arguments.size() != 1)
    return std::nullopt;
  const std::string& type = signature.types[0];
  const Value& value = arguments[0];
  if (type == "char")
    return value.is_string() && utf8::length(value.string()) == 1 ? std::optional(value) : std::nullopt;
  if (type == "boolean") return value.is_boolean() ? std::optional<Value>(text(value)) : std::nullopt;
  if (type == "java.lang.Object") return Value(value.is_null() ? "null" : text(value));
  if (number_type(type) != type) return std::nullopt;
  const std::optional<Value> number = narrowed(value, type);
  return number ? std::optional<Value>(text(*number)) : std::nullopt;
}

}  // namespace

Value call_java(Evaluation& evaluation, const Value& place, Arguments arguments) {
  const Value *type = place.find("class"), *method = place.find("method signature");
  if (!type || !type->is_string() || !method || !method->is_string())
    return evaluation.fail("An external function needs a class and a method signature");
  const std::optional<Signature> signature = signature_of(method->string());
  if (!signature) return evaluation.fail("'", method->string(), "' is no method signature");
  std::optional<Value> result;
  if (type->string() == "java.lang.Math") result = math(*signature, arguments);
  if (type->string() == "java.lang.String") result = string_class(evaluation, *signature, arguments);
  if (const std::string_view number = number_type(type->string());
      !number.empty() && number != type->string())
    result = number_class(number, *signature, arguments);
  if (result) return std::move(*result);
  return evaluation.fail("There is no external function ", type->string(), ".", method->string(),
                         " for these arguments");
}

}  // namespace lienthong::feel
