#include "base/decimal.h"
#include <bit>
#include <cstring>
#include "base/check.h"
#include "base/decimal128.h"
#include "base/decimal_parts.h"

namespace lienthong {
namespace {

// BID encoding: sign, 14 bits of biased exponent, 113 bits of coefficient. Bits 125 and 126 both set mean an
// infinity, a NaN or a coefficient above 34 digits, none of which a Decimal ever holds.
constexpr int bias = 6176;
constexpr int exponent_shift = 49;
constexpr std::uint64_t sign_bit = std::uint64_t{1} << 63;
constexpr std::uint64_t special_bits = std::uint64_t{3} << 61;
constexpr std::uint64_t high_mask = (std::uint64_t{1} << exponent_shift) - 1;
constexpr int precise_digits = 33;

static_assert(std::endian::native == std::endian::little,
              "the BID words are taken apart in little endian order");

struct Words {
  std::uint64_t low, high;
};

Words words_of(const unsigned char* bytes) {
  Words words;
  std::memcpy(&words, bytes, sizeof words);
  return words;
}

bool rounds_away(Decimal::Rounding mode, bool negative, bool odd, int versus_half, bool exact) {
  if (exact) return false;
  switch (mode) {
    case Decimal::Rounding::Up: return true;
    case Decimal::Rounding::Down: return false;
    case Decimal::Rounding::Floor: return negative;
    case Decimal::Rounding::Ceiling: return !negative;
    case Decimal::Rounding::HalfUp: return versus_half >= 0;
    case Decimal::Rounding::HalfDown: return versus_half > 0;
    case Decimal::Rounding::HalfEven: return versus_half > 0 || (versus_half == 0 && odd);
  }
  return false;
}

/// The coefficient without its last `count` digits.
Coefficient without(Coefficient c, int count, Decimal::Rounding mode, bool negative) {
  if (count <= 0) return c;
  if (count > pow10_max) return rounds_away(mode, negative, false, -1, c == 0) ? 1 : 0;
  const Coefficient unit = pow10[static_cast<std::size_t>(count)];
  const Coefficient quotient = c / unit, rest = c % unit, half = unit / 2;
  const int versus_half = rest < half ? -1 : rest > half ? 1 : 0;
  return quotient + (rounds_away(mode, negative, quotient % 2 == 1, versus_half, rest == 0) ? 1 : 0);
}

}  // namespace

Decimal::Decimal(std::int64_t whole) {
  const std::uint64_t magnitude =
      whole < 0 ? 0 - static_cast<std::uint64_t>(whole) : static_cast<std::uint64_t>(whole);
  const Words words{magnitude, (whole < 0 ? sign_bit : 0) | (std::uint64_t{bias} << exponent_shift)};
  std::memcpy(bits_, &words, sizeof words);
}

Decimal::Decimal(const Parts& parts) {
  const bool negative = parts.negative && parts.coefficient != 0;
  const auto exponent = static_cast<std::uint64_t>(parts.exponent + bias);
  const Words words{static_cast<std::uint64_t>(parts.coefficient),
                    (negative ? sign_bit : 0) | (exponent << exponent_shift) |
                        static_cast<std::uint64_t>(parts.coefficient >> 64)};
  std::memcpy(bits_, &words, sizeof words);
}

Decimal::Parts Decimal::parts() const {
  const Words words = words_of(bits_);
  Parts parts;
  parts.negative = (words.high & sign_bit) != 0;
  parts.exponent = static_cast<int>((words.high & ~sign_bit) >> exponent_shift) - bias;
  parts.coefficient = (static_cast<Coefficient>(words.high & high_mask) << 64) | words.low;
  return parts;
}

bool Decimal::is_finite() const { return (words_of(bits_).high & special_bits) != special_bits; }

std::optional<Decimal> Decimal::fitting(Parts parts) {
  if (parts.coefficient == 0) return Decimal();
  int surplus = digit_count(parts.coefficient) - digits_max;
  if (parts.exponent < exponent_min) surplus = std::max(surplus, exponent_min - parts.exponent);
  if (surplus > 0) {
    parts.coefficient = without(parts.coefficient, surplus, Rounding::HalfEven, parts.negative);
    parts.exponent += surplus;
    if (parts.coefficient > coefficient_max) {
      parts.coefficient /= 10;
      ++parts.exponent;
    }
  }
  if (parts.coefficient == 0) return Decimal();
  while (parts.exponent > exponent_max) {
    if (parts.coefficient > coefficient_max / 10) return std::nullopt;
    parts.coefficient *= 10;
    --parts.exponent;
  }
  return Decimal(parts);
}

bool Decimal::is_zero() const { return parts().coefficient == 0; }

bool Decimal::is_negative() const {
  const Parts p = parts();
  return p.negative && p.coefficient != 0;
}

bool Decimal::is_integer() const {
  const Parts p = parts();
  if (p.exponent >= 0 || p.coefficient == 0) return true;
  return -p.exponent <= pow10_max && p.coefficient % pow10[static_cast<std::size_t>(-p.exponent)] == 0;
}

bool Decimal::has_point() const { return parts().exponent < 0; }

Decimal Decimal::with_point() const {
  Parts p = parts();
  while (p.exponent >= 0 && p.coefficient <= coefficient_max / 10) {
    p.coefficient *= 10;
    --p.exponent;
    if (p.coefficient == 0) p.exponent = -1;
  }
  return Decimal(p);
}

std::optional<std::int64_t> Decimal::to_integer() const {
  const Parts p = parts();
  Coefficient c = p.coefficient;
  if (c == 0) return 0;
  if (p.exponent < 0) {
    if (!is_integer()) return std::nullopt;
    c /= pow10[static_cast<std::size_t>(-p.exponent)];
  } else {
    constexpr int int64_digits = 19;
    if (p.exponent > int64_digits || c > pow10[int64_digits]) return std::nullopt;
    c *= pow10[static_cast<std::size_t>(p.exponent)];
  }
  const Coefficient limit = (Coefficient{1} << 63) - (p.negative ? 0 : 1);
  if (c > limit) return std::nullopt;
  const auto magnitude = static_cast<std::uint64_t>(c);
  return static_cast<std::int64_t>(p.negative ? 0 - magnitude : magnitude);
}

Decimal Decimal::operator-() const {
  Parts p = parts();
  p.negative = !p.negative;
  return Decimal(p);
}

std::optional<Decimal> add(const Decimal& a, const Decimal& b) {
  Decimal sum;
  lienthong_d128_add(sum.bits_, a.bits_, b.bits_);
  return sum.is_finite() ? std::optional(sum) : std::nullopt;
}

std::optional<Decimal> subtract(const Decimal& a, const Decimal& b) {
  Decimal difference;
  lienthong_d128_subtract(difference.bits_, a.bits_, b.bits_);
  return difference.is_finite() ? std::optional(difference) : std::nullopt;
}

std::optional<Decimal> multiply(const Decimal& a, const Decimal& b) {
  Decimal product;
  lienthong_d128_multiply(product.bits_, a.bits_, b.bits_);
  return product.is_finite() ? std::optional(product) : std::nullopt;
}

std::optional<Decimal> divide(const Decimal& a, const Decimal& b) {
  if (b.is_zero()) return std::nullopt;
  Decimal quotient;
  lienthong_d128_divide(quotient.bits_, a.bits_, b.bits_);
  return quotient.is_finite() ? std::optional(quotient) : std::nullopt;
}

std::optional<Decimal> power(const Decimal& base, const Decimal& exponent) {
  const std::optional<std::int64_t> whole = exponent.to_integer();
  // Squaring loses digits slowly; beyond this many multiplications binary128 is the better way.
  constexpr std::int64_t whole_max = 9999;
  if (whole && *whole >= -whole_max && *whole <= whole_max) {
    std::optional<Decimal> result = Decimal(1), square = base;
    for (std::int64_t left = *whole < 0 ? -*whole : *whole; left > 0; left /= 2) {
      if (left % 2 == 1 && !(result = multiply(*result, *square))) break;
      if (left > 1 && !(square = multiply(*square, *square))) {
        result = std::nullopt;
        break;
      }
    }
    if (*whole >= 0) return result;
    if (!result) return Decimal();
    return divide(Decimal(1), *result);
  }
  Decimal result;
  lienthong_d128_power(result.bits_, base.bits_, exponent.bits_);
  return result.is_finite() ? std::optional(result.significant(precise_digits)) : std::nullopt;
}

std::optional<Decimal> modulo(const Decimal& a, const Decimal& b) {
  Decimal::Parts x = a.parts();
  const Decimal::Parts y = b.parts();
  if (y.coefficient == 0) return std::nullopt;
  Coefficient rest = x.coefficient;
  int exponent = x.exponent;
  if (x.exponent >= y.exponent) {
    rest %= y.coefficient;
    for (int shift = x.exponent - y.exponent; shift > 0 && rest != 0; --shift)
      rest = rest * 10 % y.coefficient;
    exponent = y.exponent;
  } else if (const int shift = y.exponent - x.exponent; digit_count(y.coefficient) + shift <= pow10_max) {
    rest %= y.coefficient * pow10[static_cast<std::size_t>(shift)];
  }
  x.coefficient = rest;
  x.exponent = exponent;
  const Decimal remainder(x);
  if (rest == 0 || x.negative == y.negative) return remainder;
  return add(remainder, b);
}

std::optional<Decimal> square_root(const Decimal& x) {
  if (x.is_negative()) return std::nullopt;
  Decimal root;
  lienthong_d128_sqrt(root.bits_, x.bits_);
  if (root.is_zero()) return root;
  // One Newton step: the square of two halves with 17 digits each is exact, so that what is left of x is,
  // too.
  const Decimal high = root.significant(Decimal::digits_max / 2), low = *subtract(root, high);
  const Decimal middle = *multiply(Decimal(2), *multiply(high, low));
  const Decimal left = *subtract(*subtract(*subtract(x, *multiply(high, high)), middle), *multiply(low, low));
  return add(root, *divide(left, *multiply(Decimal(2), root)));
}

std::optional<Decimal> exponential(const Decimal& x) {
  Decimal result;
  lienthong_d128_exp(result.bits_, x.bits_);
  return result.is_finite() ? std::optional(result.significant(precise_digits)) : std::nullopt;
}

std::optional<Decimal> logarithm(const Decimal& x) {
  if (x.is_zero() || x.is_negative()) return std::nullopt;
  Decimal result;
  lienthong_d128_log(result.bits_, x.bits_);
  return result.significant(precise_digits);
}

Decimal Decimal::floor() const { return rounded(0, Rounding::Floor); }
Decimal Decimal::truncated() const { return rounded(0, Rounding::Down); }

Decimal Decimal::rounded(int scale, Rounding mode) const {
  Parts p = parts();
  const int surplus = -scale - p.exponent;
  if (p.coefficient == 0 || surplus <= 0) return *this;
  p.coefficient = without(p.coefficient, surplus, mode, p.negative);
  p.exponent += surplus;
  const std::optional<Decimal> result = fitting(p);
  check(result.has_value(), "rounding stays in range");
  return *result;
}

Decimal Decimal::significant(int digits) const {
  Parts p = parts();
  const int surplus = digit_count(p.coefficient) - digits;
  if (surplus <= 0) return *this;
  p.coefficient = without(p.coefficient, surplus, Rounding::HalfEven, p.negative);
  p.exponent += surplus;
  const std::optional<Decimal> result = fitting(p);
  return result ? *result : *this;
}

bool operator==(const Decimal& a, const Decimal& b) { return (a <=> b) == std::strong_ordering::equal; }

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  const Decimal::Parts x = a.parts(), y = b.parts();
  if (x.exponent == y.exponent) {
    const bool x_negative = x.negative && x.coefficient != 0, y_negative = y.negative && y.coefficient != 0;
    if (x_negative != y_negative)
      return x_negative ? std::strong_ordering::less : std::strong_ordering::greater;
    const std::strong_ordering order = x.coefficient <=> y.coefficient;
    return x_negative ? 0 <=> order : order;
  }
  return lienthong_d128_compare(a.bits_, b.bits_) <=> 0;
}

}  // namespace lienthong
