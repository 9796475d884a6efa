#include "base/typed_value.h"
#include <limits>
#include "base/json.h"
#include "base/refused.h"

namespace lienthong {
namespace {

Value parsed(const Value& document) {
  if (!document.is_string()) return document;
  try {
    return json::parse(document.string());
  } catch (const Refused&) {
    return {};
  }
}

VariableType number_type(const Decimal& number) {
  const std::optional<std::int64_t> whole = number.to_integer();
  if (!whole) return VariableType::Double;
  const bool small = *whole >= std::numeric_limits<std::int32_t>::min() &&
                     *whole <= std::numeric_limits<std::int32_t>::max();
  return small ? VariableType::Integer : VariableType::Long;
}

}  // namespace

Value TypedValue::for_expressions() const {
  if (type == VariableType::Json) return parsed(value);
  if (type == VariableType::Double && value.is_number()) return value.number().with_point();
  if (type == VariableType::Object && info && info->serialization_data_format == "application/json")
    return parsed(value);
  return value;
}

TypedValue TypedValue::of_template(Value value) {
  TypedValue result = of(std::move(value));
  if (result.value.is_number())
    result.type = result.value.number().has_point() || !result.value.number().to_integer()
                      ? VariableType::Double
                      : VariableType::Long;
  return result;
}

TypedValue TypedValue::of(Value value) {
  TypedValue result;
  switch (value.kind()) {
    case Value::Kind::Null: return result;
    case Value::Kind::Boolean: result.type = VariableType::Boolean; break;
    case Value::Kind::Number: result.type = number_type(value.number()); break;
    case Value::Kind::DateTime: result.type = VariableType::Date; break;
    case Value::Kind::List:
    case Value::Kind::Context:
      result.type = VariableType::Json;
      result.value = json::write(value);
      return result;
    case Value::Kind::Range:
    case Value::Kind::Function:
      result.type = VariableType::String;
      result.value = text(value);
      return result;
    case Value::Kind::String:
    case Value::Kind::Date:
    case Value::Kind::Time:
    case Value::Kind::YearsMonths:
    case Value::Kind::DaysTime: result.type = VariableType::String; break;
  }
  result.value = std::move(value);
  return result;
}

bool operator==(const TypedValue& a, const TypedValue& b) {
  const bool same_info = a.info == b.info || (a.info && b.info && *a.info == *b.info);
  return a.type == b.type && a.value == b.value && same_info && a.transient == b.transient;
}

}  // namespace lienthong
