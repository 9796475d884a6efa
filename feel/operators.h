#pragma once
#include <optional>
#include "base/value.h"

namespace lienthong::feel {

class Evaluation;

/// FEEL's `=` (DMN 1.5 table 52): nothing when the two cannot be compared.
std::optional<bool> equal(Evaluation&, const Value&, const Value&);
/// -1, 0 or 1; nothing when the two have no order (DMN 1.5 table 53).
std::optional<int> order(Evaluation&, const Value&, const Value&);
/// Whether a value lies within a range; nothing when it cannot be compared with its ends.
std::optional<bool> includes(Evaluation&, const Range&, const Value&);

Value add(Evaluation&, const Value&, const Value&);
Value subtract(Evaluation&, const Value&, const Value&);
Value multiply(Evaluation&, const Value&, const Value&);
Value divide(Evaluation&, const Value&, const Value&);
Value power(Evaluation&, const Value&, const Value&);
Value negate(Evaluation&, const Value&);

}  // namespace lienthong::feel
