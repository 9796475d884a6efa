#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lienthong {

/// An IEEE 754 decimal128 number (34 digits, round half even), as DMN 1.5 §10.3.2.3.3 asks. Arithmetic is the
/// compiler's own run-time library, reached through `base/decimal128.c`; never a NaN or an infinity:
/// operations answer nothing instead. Powers with a fraction, exp and log are correct to 33 digits or so
/// (they go through binary128).
class Decimal {
 public:
  /// Which neighbour a number between two becomes.
  enum class Rounding { Up, Down, Floor, Ceiling, HalfUp, HalfDown, HalfEven };
  static constexpr int digits_max = 34;

  Decimal() : Decimal(std::int64_t{0}) {}
  explicit Decimal(std::int64_t whole);
  explicit Decimal(int whole) : Decimal(static_cast<std::int64_t>(whole)) {}

  /// "12", "-0.5", "1e3"; nothing for other text or out of range.
  static std::optional<Decimal> parse(std::string_view text);
  /// The shortest decimal that reads back as this double; nothing for NaN and infinities.
  static std::optional<Decimal> from_double(double);

  /// Plain digits without exponent where that is at most 34 digits or so, no trailing zeros ("1.50" prints
  /// "1.5").
  std::string text() const;
  double to_double() const;
  std::optional<std::int64_t> to_integer() const;  ///< only when whole and in range
  bool is_integer() const;
  /// Written or computed with digits behind the point, zeros among them: 1.0, not 1. No arithmetic depends on
  /// it; Camunda's types do.
  bool has_point() const;
  /// The same number with a digit behind the point, as far as 34 digits allow.
  Decimal with_point() const;
  bool is_zero() const;
  bool is_negative() const;

  Decimal operator-() const;
  friend std::optional<Decimal> add(const Decimal&, const Decimal&);
  friend std::optional<Decimal> subtract(const Decimal&, const Decimal&);
  friend std::optional<Decimal> multiply(const Decimal&, const Decimal&);
  friend std::optional<Decimal> divide(const Decimal&, const Decimal&);  ///< nothing for a zero divisor
  friend std::optional<Decimal> power(const Decimal&, const Decimal&);
  /// a - b * floor(a / b), exact: the sign is the divisor's (FEEL's modulo); nothing for a zero divisor.
  friend std::optional<Decimal> modulo(const Decimal& a, const Decimal& b);
  friend std::optional<Decimal> square_root(const Decimal&);
  friend std::optional<Decimal> exponential(const Decimal&);
  friend std::optional<Decimal> logarithm(const Decimal&);  ///< natural; nothing unless positive
  Decimal floor() const;
  Decimal truncated() const;
  /// To `scale` digits after the point (before it when negative).
  Decimal rounded(int scale, Rounding) const;
  /// To so many significant digits, half even.
  Decimal significant(int digits) const;

  /// Numeric order: 1.0 equals 1.
  friend bool operator==(const Decimal&, const Decimal&);
  friend std::strong_ordering operator<=>(const Decimal&, const Decimal&);

 private:
  struct Parts;
  Parts parts() const;
  explicit Decimal(const Parts&);
  static std::optional<Decimal> fitting(Parts);  ///< rounds to 34 digits and brings the exponent into range
  bool is_finite() const;
  alignas(16) unsigned char bits_[16];
};

}  // namespace lienthong
