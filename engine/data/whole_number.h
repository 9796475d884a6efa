#pragma once
#include <cstdint>
#include <optional>
#include "base/value.h"

namespace lienthong::engine {

/// A whole number, or text that is one (priorities, cardinalities, form fields); nothing for anything else.
inline std::optional<std::int64_t> whole_number(const Value& value) {
  const std::optional<Decimal> number = value.is_number() ? value.number() : Decimal::parse(text(value));
  return number ? number->to_integer() : std::nullopt;
}

}  // namespace lienthong::engine
