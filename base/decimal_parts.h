#pragma once
#include <array>
#include "base/decimal.h"

namespace lienthong {

__extension__ using Coefficient = unsigned __int128;

/// A finite number as sign, integer coefficient and power of ten. `base/decimal*.cpp` only.
struct Decimal::Parts {
  bool negative = false;
  int exponent = 0;
  Coefficient coefficient = 0;
};

inline constexpr int pow10_max = 38;

constexpr std::array<Coefficient, pow10_max + 1> powers_of_ten() {
  std::array<Coefficient, pow10_max + 1> powers{};
  Coefficient power = 1;
  for (Coefficient& slot : powers) {
    slot = power;
    power *= 10;
  }
  return powers;
}

inline constexpr std::array<Coefficient, pow10_max + 1> pow10 = powers_of_ten();
inline constexpr Coefficient coefficient_max = pow10[Decimal::digits_max] - 1;
inline constexpr int exponent_min = -6176, exponent_max = 6111;

/// How many digits the coefficient has; 0 for zero.
inline int digit_count(Coefficient c) {
  int digits = 0;
  while (digits <= pow10_max && c >= pow10[static_cast<std::size_t>(digits)]) ++digits;
  return digits;
}

}  // namespace lienthong
