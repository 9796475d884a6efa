#include "feel/types.h"
#include <algorithm>
#include "feel/function.h"

namespace lienthong::feel {
namespace {

struct Basic {
  std::string_view name;
  Value::Kind kind;
};

constexpr Basic basics[] = {
    {"number", Value::Kind::Number},
    {"string", Value::Kind::String},
    {"boolean", Value::Kind::Boolean},
    {"date", Value::Kind::Date},
    {"time", Value::Kind::Time},
    {"date and time", Value::Kind::DateTime},
    {"dateTime", Value::Kind::DateTime},
    {"years and months duration", Value::Kind::YearsMonths},
    {"yearMonthDuration", Value::Kind::YearsMonths},
    {"days and time duration", Value::Kind::DaysTime},
    {"dayTimeDuration", Value::Kind::DaysTime},
    {"Null", Value::Kind::Null},
};

bool is_range_of(const Range& range, const Type& element) {
  return (!range.low || is_instance(*range.low, element)) &&
         (!range.high || is_instance(*range.high, element));
}

bool is_context_of(const Context& context, const Type& type) {
  for (std::size_t i = 0; i < type.names.size(); ++i) {
    const Value* entry = context.find(type.names[i]);
    if (!entry || (!entry->is_null() && !is_instance(*entry, type.parts[i]))) return false;
  }
  return true;
}

}  // namespace

Type basic_type(std::string_view name) {
  Type type;
  if (name == "Any") return type;
  type.shape = Type::Shape::Unknown;
  for (const Basic& basic : basics) {
    if (basic.name != name) continue;
    type.shape = Type::Shape::Basic;
    type.basic = basic.kind;
  }
  if (name == "list") type.shape = Type::Shape::List;
  if (name == "context") type.shape = Type::Shape::Context;
  if (name == "range") type.shape = Type::Shape::Range;
  if (name == "function") type.shape = Type::Shape::Function;
  return type;
}

bool is_instance(const Value& value, const Type& type) {
  switch (type.shape) {
    case Type::Shape::Any: return !value.is_null();
    case Type::Shape::Unknown: return false;
    case Type::Shape::Basic: return value.kind() == type.basic;
    case Type::Shape::List:
      if (!value.is_list()) return false;
      return type.parts.empty() ||
             std::all_of(value.list().begin(), value.list().end(), [&](const Value& element) {
               return is_instance(element, type.parts[0]) ||
                      (element.is_null() && type.parts[0].shape == Type::Shape::Any);
             });
    case Type::Shape::Range:
      return value.kind() == Value::Kind::Range &&
             (type.parts.empty() || is_range_of(value.range(), type.parts[0]));
    case Type::Shape::Context: return value.is_context() && is_context_of(value.context(), type);
    case Type::Shape::Function: {
      if (value.kind() != Value::Kind::Function) return false;
      const auto* function = dynamic_cast<const Function*>(value.function().get());
      return function && (type.parts.empty() || type.parts.size() == function->parameters().size() + 1);
    }
  }
  return false;
}

}  // namespace lienthong::feel
