#include "api/engine_rest/variables_json.h"
#include <algorithm>
#include "api/engine_rest/common.h"

namespace lienthong::api {

std::string base64(std::string_view bytes) {
  static constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t present = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | (k < present ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    for (std::size_t k = 0; k < 4; ++k) out += k <= present ? letters[group >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

namespace {

int digit_of(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  if (c == '/' || c == '_') return 63;
  return -1;
}

}  // namespace

std::optional<std::string> from_base64(std::string_view text) {
  std::string out;
  out.reserve(text.size() / 4 * 3);
  std::uint32_t group = 0;
  int digits = 0;
  bool padded = false;
  for (const char c : text) {
    if (c == '\r' || c == '\n' || c == ' ' || c == '\t') continue;
    if (c == '=') {
      padded = true;
      continue;
    }
    const int digit = digit_of(c);
    if (digit < 0 || padded) return std::nullopt;
    group = group << 6 | static_cast<std::uint32_t>(digit);
    if (++digits % 4 == 0) {
      for (const int shift : {16, 8, 0}) out += static_cast<char>(group >> shift & 255);
      group = 0;
    }
  }
  const int rest = digits % 4;
  if (rest == 1) return std::nullopt;
  if (rest == 2) out += static_cast<char>(group >> 4 & 255);
  if (rest == 3) (out += static_cast<char>(group >> 10 & 255)) += static_cast<char>(group >> 2 & 255);
  return out;
}

namespace {

constexpr std::string_view json_format = "application/json";

void write_object_value(json::Writer& w, const TypedValue& variable, bool deserialize) {
  const bool is_json = variable.info && variable.info->serialization_data_format == json_format;
  if (deserialize && is_json && variable.value.is_string()) {
    try {
      w.value(json::parse(variable.value.string()));
      return;
    } catch (const Refused&) {  // no JSON after all: as it was given
    }
  }
  w.value(variable.value);
}

/// Readers in Java tell an Integer from a Double by the point.
void write_double(json::Writer& w, const Value& value) {
  if (value.is_number() && value.number().is_integer())
    w.raw(json::write(value) + ".0");
  else
    w.value(value);
}

void write_info(json::Writer& w, const TypedValue& variable) {
  w.object();
  if (variable.info && variable.type == VariableType::File) {
    w.key("filename").string(variable.info->filename);
    for (const char* key : {"mimeType", "mimetype"})  // the second is the JavaScript client's
      if (!variable.info->mime_type.empty()) w.key(key).string(variable.info->mime_type);
    if (!variable.info->encoding.empty()) w.key("encoding").string(variable.info->encoding);
  }
  if (variable.info && variable.type == VariableType::Object) {
    w.key("objectTypeName").string(variable.info->object_type_name);
    w.key("serializationDataFormat").string(variable.info->serialization_data_format);
  }
  if (variable.transient) w.key("transient").boolean(true);
  w.end();
}

}  // namespace

void write_variable_fields(json::Writer& w, const TypedValue& variable, bool deserialize,
                           std::int32_t zone_offset_s) {
  const Value& value = variable.value;
  w.key("value");
  switch (variable.type) {
    case VariableType::File: w.null(); break;
    case VariableType::Bytes:
      if (value.is_string())
        w.string(base64(value.string()));
      else
        w.null();
      break;
    case VariableType::Object: write_object_value(w, variable, deserialize); break;
    case VariableType::Date: {
      const auto at =
          value.kind() == Value::Kind::DateTime ? instant_of(value.date_time(), zone_offset_s) : std::nullopt;
      if (at && bounded(*at) == *at)
        w.string(date_text(*at, zone_offset_s));
      else
        w.value(value);
      break;
    }
    case VariableType::Double: write_double(w, value); break;
    case VariableType::String:
      if (value.is_string() || value.is_null())
        w.value(value);
      else
        w.string(text(value));
      break;
    default: w.value(value);
  }
  w.key("type").string(name_of(variable.type));
  w.key("valueInfo");
  write_info(w, variable);
}

void write_variable(json::Writer& w, const TypedValue& variable, bool deserialize,
                    std::int32_t zone_offset_s) {
  w.object();
  write_variable_fields(w, variable, deserialize, zone_offset_s);
  w.end();
}

void write_variables(json::Writer& w, const engine::Variables& variables, bool deserialize,
                     std::int32_t zone_offset_s) {
  w.object();
  for (const auto& [name, variable] : variables) {
    w.key(name);
    write_variable(w, variable, deserialize, zone_offset_s);
  }
  w.end();
}

}  // namespace lienthong::api
