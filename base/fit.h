#pragma once
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include "base/typed_value.h"

namespace lienthong {

/// A value as something declared wants it, or why it cannot be, to stand behind what was declared: "must be a
/// whole number".
struct Fitting {
  std::optional<Value> value;
  std::string why;

  explicit operator bool() const { return value.has_value(); }
};

/// As a variable of this type: numbers and flags may be texts, dates ISO 8601 or the contract's form. Null
/// fits every type, and nothing else the type Null. Of Bytes and File the text is taken for the
/// bytes.
Fitting fit(const Value&, VariableType);
/// A whole number within these bounds, or a text that is one.
Fitting fit_whole(const Value&, std::int64_t low = std::numeric_limits<std::int64_t>::min(),
                  std::int64_t high = std::numeric_limits<std::int64_t>::max());
/// One of 32 bits: what the contract calls an int.
Fitting fit_int(const Value&);
/// The number itself, where only that is asked for.
std::optional<std::int64_t> whole_number(const Value&);
/// ISO 8601, also with the contract's "+0700" for an offset and with one digit where two are usual, as Java's
/// lenient reader takes them, or without seconds, as an HTML form writes it; a date is its midnight.
std::optional<DateTime> moment_in(std::string_view text);

}  // namespace lienthong
