#pragma once
#include "base/fit.h"
#include "base/refused.h"

namespace lienthong::engine {

/// What an expression of the model gave where an int of the contract is needed. Throws Refused{Failed}.
inline std::int64_t int_of(const Value& value, const std::string& what) {
  const Fitting whole = fit_int(value);
  if (!whole) throw Refused(Refused::Kind::Failed, what + " " + whole.why);
  return *whole_number(*whole.value);
}

/// What an expression of the model gave where a whole number of at least `low` is needed. Throws
/// Refused{Failed}; `what` names it: "the priority of 'a'".
inline std::int64_t whole_number_of(const Value& value, const std::string& what,
                                    std::int64_t low = std::numeric_limits<std::int64_t>::min()) {
  const Fitting whole = fit_whole(value, low);
  if (!whole) throw Refused(Refused::Kind::Failed, what + " " + whole.why);
  return *whole_number(*whole.value);
}

}  // namespace lienthong::engine
