#pragma once
#include <string>
#include <string_view>
#include "base/typed_value.h"
#include "engine/rows/cell.h"

namespace lienthong::engine {

// A typed value takes four columns: its wire type, its text, its number, and bytes for whatever these two
// cannot give back exactly (decimals beyond int64 and double, dates, durations, the description of a file or
// object, raw bytes).

inline constexpr int value_columns = 4;

/// The text part: strings, documents, and FEEL dates and durations kept under type String. Null for the rest.
Cell text_part(const TypedValue&, std::string& held);
/// The number part: numbers, Boolean as 0/1, dates as milliseconds. Null for the rest.
Cell number_part(const TypedValue&);
/// What the other columns cannot give back; null when they can.
Cell blob_part(const TypedValue&, std::string& held);

/// From the four cells; throws std::runtime_error when they make no value.
TypedValue value_of(const Cell* cells);

/// Any value but a function as bytes, exactly.
void encode_value(std::string& out, const Value&);
/// Throws std::runtime_error for bytes that encode_value() did not make.
Value decode_value(std::string_view bytes);

}  // namespace lienthong::engine
