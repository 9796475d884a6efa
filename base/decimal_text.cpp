#include <algorithm>
#include <charconv>
#include <cmath>
#include "base/decimal_parts.h"

namespace lienthong {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Collects digits exactly up to what a coefficient holds; what follows only decides the rounding.
struct Digits {
  Coefficient coefficient = 0;
  int dropped = 0;
  bool sticky = false;

  void push(char c) {
    constexpr Coefficient room = pow10[pow10_max - 1];
    if (dropped == 0 && coefficient < room / 10) {
      coefficient = coefficient * 10 + static_cast<unsigned>(c - '0');
    } else {
      ++dropped;
      sticky = sticky || c != '0';
    }
  }
};

constexpr std::size_t text_length_max = 20'000;

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
  if (text.size() > text_length_max) return std::nullopt;
  Parts parts;
  std::size_t at = 0;
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) parts.negative = text[at++] == '-';
  Digits digits;
  std::size_t whole = 0, fraction = 0;
  for (; at < text.size() && is_digit(text[at]); ++at, ++whole) digits.push(text[at]);
  if (at < text.size() && text[at] == '.') {
    for (++at; at < text.size() && is_digit(text[at]); ++at, ++fraction) digits.push(text[at]);
    if (fraction == 0) return std::nullopt;
  }
  if (whole + fraction == 0) return std::nullopt;
  int exponent = 0;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && text[at] == '+' && at + 1 < text.size() && is_digit(text[at + 1])) ++at;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), exponent);
    if (error == std::errc::result_out_of_range) {
      exponent = text[at] == '-' ? -100'000 : 100'000;
    } else if (error != std::errc()) {
      return std::nullopt;
    }
    at = static_cast<std::size_t>(end - text.data());
    exponent = std::clamp(exponent, -100'000, 100'000);
  }
  if (at != text.size()) return std::nullopt;
  parts.coefficient = digits.coefficient;
  // A coefficient with more digits than fit ends in a digit that is no tie when anything was dropped behind
  // it.
  if (digits.sticky && parts.coefficient % 5 == 0) ++parts.coefficient;
  parts.exponent = exponent - static_cast<int>(fraction) + digits.dropped;
  return fitting(parts);
}

std::optional<Decimal> Decimal::from_double(double number) {
  if (!std::isfinite(number)) return std::nullopt;
  char buffer[64];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, number);
  if (error != std::errc()) return std::nullopt;
  return parse({buffer, static_cast<std::size_t>(end - buffer)});
}

std::string Decimal::text() const {
  // Plain text up to this many digits beside the point; longer numbers are clearer with an exponent.
  constexpr int plain_zeros_max = 40;
  Parts p = parts();
  if (p.coefficient == 0) return "0";
  while (p.coefficient % 10 == 0) {
    p.coefficient /= 10;
    ++p.exponent;
  }
  std::string digits;
  for (Coefficient c = p.coefficient; c != 0;) {
    const auto chunk = static_cast<std::uint64_t>(c % 10'000'000'000'000'000'000U);
    c /= 10'000'000'000'000'000'000U;
    std::string part = std::to_string(chunk);
    if (c != 0) part.insert(0, 19 - part.size(), '0');
    digits.insert(0, part);
  }
  const int count = static_cast<int>(digits.size());
  const int point = count + p.exponent;
  std::string out = p.negative ? "-" : "";
  if (p.exponent >= 0 && point <= plain_zeros_max) {
    out += digits + std::string(static_cast<std::size_t>(p.exponent), '0');
  } else if (p.exponent < 0 && point > 0) {
    out += digits.substr(0, static_cast<std::size_t>(point)) + "." +
           digits.substr(static_cast<std::size_t>(point));
  } else if (p.exponent < 0 && point > -plain_zeros_max) {
    out += "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  } else {
    out += digits.substr(0, 1);
    if (count > 1) out += "." + digits.substr(1);
    out += "e" + std::to_string(point - 1);
  }
  return out;
}

double Decimal::to_double() const {
  const Parts p = parts();
  constexpr int exact_power = 22;
  if (p.coefficient < (Coefficient{1} << 53) && p.exponent >= -exact_power && p.exponent <= exact_power) {
    // Both factors are exact, so one operation rounds correctly.
    const auto c = static_cast<double>(static_cast<std::uint64_t>(p.coefficient));
    const auto power =
        static_cast<double>(pow10[static_cast<std::size_t>(p.exponent < 0 ? -p.exponent : p.exponent)]);
    const double magnitude = p.exponent < 0 ? c / power : c * power;
    return p.negative ? -magnitude : magnitude;
  }
  const std::string digits = text();
  double number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error == std::errc::result_out_of_range) {
    const double magnitude = p.exponent > 0 ? HUGE_VAL : 0.0;
    return p.negative ? -magnitude : magnitude;
  }
  return number;
}

}  // namespace lienthong
