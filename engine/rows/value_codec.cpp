#include "engine/rows/value_codec.h"
#include <limits>
#include <stdexcept>
#include "base/check.h"

namespace lienthong::engine {
namespace {

/// Date-times that name no zone are taken as local to where the engine is at home.
constexpr std::int32_t home_offset_s = 7 * 3600;

// A blob begins with what it holds. Raw: the bytes of Bytes and File. Details: see put_details().
constexpr char raw = 'B', details = 'X';
constexpr int has_info = 1, is_transient = 2, exact_value = 4, raw_value = 8;

bool is_bytes(VariableType type) { return type == VariableType::Bytes || type == VariableType::File; }

/// The kind of value that the columns of a type give back by themselves.
std::optional<Value::Kind> plain_kind(VariableType type) {
  switch (type) {
    case VariableType::Null:
    case VariableType::Date: return std::nullopt;
    case VariableType::Boolean: return Value::Kind::Boolean;
    case VariableType::Short:
    case VariableType::Integer:
    case VariableType::Long:
    case VariableType::Double: return Value::Kind::Number;
    case VariableType::String:
    case VariableType::Bytes:
    case VariableType::File:
    case VariableType::Json:
    case VariableType::Xml:
    case VariableType::Object: return Value::Kind::String;
  }
  return std::nullopt;
}

bool is_plain(const TypedValue& value) {
  if (value.value.is_null()) return true;
  if (plain_kind(value.type) != value.value.kind()) return false;
  if (!value.value.is_number()) return true;
  const Decimal& number = value.value.number();
  return number.to_integer() || Decimal::from_double(number.to_double()) == number;
}

void put_short_text(std::string& out, const std::string& text) {
  check(text.size() <= 0xFFFF, "the description of a file or object is too long to store");
  out += static_cast<char>(text.size() & 0xFF);
  out += static_cast<char>(text.size() >> 8);
  out += text;
}

std::string take_short_text(std::string_view& rest) {
  auto need = [&rest](std::size_t size) {
    if (rest.size() < size) throw std::runtime_error("a stored value is damaged");
  };
  need(2);
  auto byte = [&rest](std::size_t at) {
    return static_cast<std::size_t>(static_cast<unsigned char>(rest[at]));
  };
  std::size_t size = byte(0) | (byte(1) << 8);
  need(2 + size);
  std::string text(rest.substr(2, size));
  rest.remove_prefix(2 + size);
  return text;
}

/// Flags, then the five texts of the description, then the value: exact, or raw bytes, or none (the columns
/// have it).
void put_details(std::string& out, const TypedValue& value) {
  bool plain = is_plain(value), bytes = plain && is_bytes(value.type) && value.value.is_string();
  out += details;
  out += static_cast<char>((value.info ? has_info : 0) | (value.transient ? is_transient : 0) |
                           (plain ? 0 : exact_value) | (bytes ? raw_value : 0));
  if (value.info) {
    const TypedValue::Info& info = *value.info;
    for (const std::string* text : {&info.filename, &info.mime_type, &info.encoding, &info.object_type_name,
                                    &info.serialization_data_format})
      put_short_text(out, *text);
  }
  if (bytes) out += value.value.string();
  if (!plain) encode_value(out, value.value);
}

Value plain_value(VariableType type, const Cell& text, const Cell& number) {
  if (!text.is_null()) return std::string(text.text);
  if (number.is_null()) return {};
  if (type == VariableType::Boolean) return number.integer != 0;
  if (number.kind == Cell::Kind::Integer) return number.integer;
  std::optional<Decimal> read = Decimal::from_double(number.real);
  if (!read) throw std::runtime_error("a stored number is damaged");
  return *read;
}

void read_details(TypedValue& value, std::string_view rest, const Cell& text, const Cell& number) {
  if (rest.empty()) throw std::runtime_error("a stored value is damaged");
  int flags = rest[0];
  rest.remove_prefix(1);
  value.transient = flags & is_transient;
  if (flags & has_info) {
    auto info = std::make_shared<TypedValue::Info>();
    for (std::string* part : {&info->filename, &info->mime_type, &info->encoding, &info->object_type_name,
                              &info->serialization_data_format})
      *part = take_short_text(rest);
    value.info = std::move(info);
  }
  if (flags & exact_value)
    value.value = decode_value(rest);
  else if (flags & raw_value)
    value.value = std::string(rest);
  else
    value.value = plain_value(value.type, text, number);
}

}  // namespace

int compare(const Cell& a, const Cell& b) {
  auto rank = [](const Cell& cell) {
    return cell.kind == Cell::Kind::Text ? 1 : cell.kind == Cell::Kind::Blob ? 2 : 0;
  };
  if (rank(a) != rank(b)) return rank(a) < rank(b) ? -1 : 1;
  if (rank(a) != 0) return a.text.compare(b.text);
  if (a.kind == b.kind && a.kind == Cell::Kind::Integer)
    return a.integer < b.integer ? -1 : a.integer > b.integer;
  // 64 bits of mantissa hold every integer and every double exactly.
  static_assert(std::numeric_limits<long double>::digits >= 64);
  auto wide = [](const Cell& cell) {
    return cell.kind == Cell::Kind::Integer ? static_cast<long double>(cell.integer)
                                            : static_cast<long double>(cell.real);
  };
  return wide(a) < wide(b) ? -1 : wide(a) > wide(b);
}

Cell text_part(const TypedValue& value, std::string& held) {
  switch (value.value.kind()) {
    case Value::Kind::String:
      if (is_bytes(value.type)) return {};
      return Cell::of_text(value.value.string());
    case Value::Kind::Date:
    case Value::Kind::Time:
    case Value::Kind::YearsMonths:
    case Value::Kind::DaysTime: break;
    case Value::Kind::DateTime:
      if (value.type == VariableType::Date) return {};
      break;
    default: return {};
  }
  held = text(value.value);
  return Cell::of_text(held);
}

Cell number_part(const TypedValue& value) {
  switch (value.value.kind()) {
    case Value::Kind::Boolean: return Cell::of(value.value.boolean() ? 1 : 0);
    case Value::Kind::Number: {
      const Decimal& number = value.value.number();
      if (std::optional<std::int64_t> whole = number.to_integer()) return Cell::of(*whole);
      return Cell::of_real(number.to_double());
    }
    case Value::Kind::DateTime: {
      std::optional<Instant> at = instant_of(value.value.date_time(), home_offset_s);
      return at ? Cell::of(at->ms) : Cell{};
    }
    default: return {};
  }
}

Cell blob_part(const TypedValue& value, std::string& held) {
  held.clear();
  if (value.info || value.transient || !is_plain(value)) {
    put_details(held, value);
  } else if (is_bytes(value.type) && value.value.is_string()) {
    held = raw;
    held += value.value.string();
  } else {
    return {};
  }
  return Cell::of_blob(held);
}

TypedValue value_of(const Cell* cells) {
  const Cell &type = cells[0], &text = cells[1], &number = cells[2], &blob = cells[3];
  TypedValue value;
  std::optional<VariableType> known = from_name<VariableType>(type.text);
  if (!known)
    throw std::runtime_error("a stored value has the unknown type '" + std::string(type.text) + "'");
  value.type = *known;
  if (blob.is_null()) {
    value.value = plain_value(value.type, text, number);
  } else if (!blob.text.empty() && blob.text[0] == raw) {
    value.value = std::string(blob.text.substr(1));
  } else if (!blob.text.empty() && blob.text[0] == details) {
    read_details(value, blob.text.substr(1), text, number);
  } else {
    throw std::runtime_error("a stored value is damaged");
  }
  return value;
}

}  // namespace lienthong::engine
