#include "api/engine_rest/common.h"
#include "api/engine_rest/variables_json.h"
#include "base/fit.h"

namespace lienthong::api {
namespace {

/// What is being read, for error texts.
struct Given {
  const Value& value;
  VariableType type;
  std::string_view prefix;
};

[[noreturn]] void refuse(const Given& given) {
  static constexpr std::array<std::string_view, 13> classes{"Object", "Boolean", "Short", "Integer", "Long",
                                                            "Double", "String",  "Date",  "byte[]",  "File",
                                                            "String", "String",  "Object"};
  const std::string type(name_of(given.type));
  const std::string package = given.type == VariableType::Date ? "java.util." : "java.lang.";
  throw invalid_request(std::string(given.prefix) + "Cannot convert value '" + shown(given.value) +
                        "' of type '" + type + "' to java type " + package +
                        std::string(classes[static_cast<std::size_t>(given.type)]));
}

Value date(const Given& given, std::int32_t zone_offset_s) {
  const auto at =
      given.value.is_string() ? parse_date_parameter(given.value.string(), zone_offset_s) : std::nullopt;
  if (!at) refuse(given);
  return date_time_of(*at, zone_offset_s);
}

Value bytes(const Given& given) {
  auto decoded = given.value.is_string() ? from_base64(given.value.string()) : std::nullopt;
  if (!decoded)
    throw invalid_request(std::string(given.prefix) + "The value of type '" +
                          std::string(name_of(given.type)) + "' must be Base64 text");
  return *std::move(decoded);
}

Value document(const Given& given) {
  if (given.value.is_string()) return given.value;
  throw invalid_request(std::string(given.prefix) +
                        "Must provide 'null' or String value for value of SerializableValue type '" +
                        std::string(name_of(given.type)) + "'.");
}

Value convert(const Given& given, std::int32_t zone_offset_s) {
  if (given.value.is_null()) return given.value;
  if (given.type == VariableType::Null)
    throw invalid_request(std::string(given.prefix) + "The type 'Null' has no value, and '" +
                          shown(given.value) + "' would be lost");
  switch (given.type) {
    case VariableType::Date: return date(given, zone_offset_s);
    case VariableType::Bytes:
    case VariableType::File: return bytes(given);
    case VariableType::Json:
    case VariableType::Xml:
    case VariableType::Object: return document(given);
    default: break;
  }
  Fitting fitting = fit(given.value, given.type);
  if (!fitting) refuse(given);
  return *std::move(fitting.value);
}

VariableType infer(const Value& value) {
  if (value.is_number() && value.number().has_point()) return VariableType::Double;
  return value.is_list() || value.is_context() ? VariableType::Object : TypedValue::of(value).type;
}

std::string info_text(const Value* info, std::string_view name) {
  return info ? text_field(*info, name).value_or("") : std::string();
}

std::shared_ptr<const TypedValue::Info> read_info(VariableType type, const Value* given,
                                                  std::string_view prefix) {
  TypedValue::Info info;
  if (type == VariableType::File) {
    info.filename = info_text(given, "filename");
    info.mime_type = info_text(given, "mimeType");
    if (info.mime_type.empty()) info.mime_type = info_text(given, "mimetype");
    info.encoding = info_text(given, "encoding");
    if (info.filename.empty()) throw invalid_request(std::string(prefix) + "A File needs valueInfo.filename");
  }
  if (type == VariableType::Object) {
    info.object_type_name = info_text(given, "objectTypeName");
    info.serialization_data_format = info_text(given, "serializationDataFormat");
  }
  return std::make_shared<const TypedValue::Info>(std::move(info));
}

TypedValue inferred_object(const Value& value) {
  TypedValue::Info info;
  info.object_type_name = value.is_list() ? "java.util.ArrayList" : "java.util.LinkedHashMap";
  info.serialization_data_format = "application/json";
  return {VariableType::Object, Value(json::write(value)),
          std::make_shared<const TypedValue::Info>(std::move(info)), false};
}

}  // namespace

TypedValue read_variable(const Value& given, std::string_view prefix, std::int32_t zone_offset_s) {
  if (!given.is_context())
    throw invalid_request(std::string(prefix) + "A variable must be an object with value and type");
  static const Words known{"value", "type", "valueInfo", "local"},
      known_infos{"filename", "mimeType", "mimetype", "encoding", "objectTypeName", "serializationDataFormat",
                  "transient"};
  check_properties(given, known, "property of a variable");
  static const Value null;
  const Value* found = given.find("value");
  const Value& value = found ? *found : null;
  const auto type_text = text_field(given, "type");
  const Value* info = object_field(given, "valueInfo");
  if (info) check_properties(*info, known_infos, "property of valueInfo");
  TypedValue variable;
  if (!type_text || type_text->empty()) {
    variable.type = infer(value);
    if (variable.type == VariableType::Object)
      variable = inferred_object(value);
    else
      variable.value = value;
  } else {
    std::string name = *type_text;
    if (name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 'a' + 'A');
    const auto type = from_name<VariableType>(name);
    if (!type)
      throw ContractError(400, "RestException",
                          std::string(prefix) + "Unsupported value type '" + *type_text + "'");
    variable.type = *type;
    variable.value = convert({value, *type, prefix}, zone_offset_s);
    if (*type == VariableType::File || *type == VariableType::Object)
      variable.info = read_info(*type, info, prefix);
    if (*type == VariableType::Object && !value.is_null() && variable.info->object_type_name.empty())
      throw invalid_request(std::string(prefix) + "An Object needs valueInfo.objectTypeName");
  }
  if (info) variable.transient = flag_field(*info, "transient");
  return variable;
}

engine::Variables read_variables(const Value* given, std::string_view prefix, std::int32_t zone_offset_s) {
  engine::Variables variables;
  if (!given) return variables;
  variables.reserve(given->context().entries.size());
  for (const auto& [name, value] : given->context().entries)
    variables.emplace_back(name, read_variable(value, prefix, zone_offset_s));
  return variables;
}

}  // namespace lienthong::api
