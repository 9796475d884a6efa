#pragma once
#include <optional>
#include "feel/evaluation.h"

/// What the built-in functions share in reading their arguments.
namespace lienthong::feel {

/// Null, with what the function would have taken.
inline Value misfit(Evaluation& evaluation, const char* function, const char* takes) {
  return evaluation.misfit(function, "() takes ", takes);
}

/// A count, a position or a scale; a fraction is cut off.
inline std::optional<std::int64_t> whole(const Value& value) {
  return value.is_number() ? value.number().truncated().to_integer() : std::nullopt;
}

/// The only argument when it is a list, else all arguments as one list: `min([1, 2])` and `min(1, 2)`.
inline List listed(Arguments arguments) {
  if (arguments.size() == 1 && arguments[0].is_list()) return arguments[0].list();
  return {arguments.begin(), arguments.end()};
}

/// A list as it is, null as nothing, and anything else as a list of one (DMN 1.5 §10.3.2.9.4).
inline std::optional<List> coerced(const Value& value) {
  if (value.is_list()) return value.list();
  if (value.is_null()) return std::nullopt;
  return List{value};
}

inline Value number_or_fail(Evaluation& evaluation, const std::optional<Decimal>& number) {
  return number ? Value(*number) : evaluation.fail("The result is out of range");
}

/// Pays for a new list of this size.
inline void pay(Evaluation& evaluation, std::size_t elements) {
  evaluation.step(elements);
  evaluation.produce(elements * sizeof(Value));
}

}  // namespace lienthong::feel
