#include "feel/types.h"
#include <algorithm>
#include <cstdint>
#include <limits>
#include "feel/ast.h"
#include "feel/evaluation.h"
#include "feel/temporal.h"
#include "feel/utf8.h"

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

bool is_range_of(Evaluation& evaluation, const Range& range, const Type& element) {
  return (!range.low || conforms(evaluation, *range.low, element)) &&
         (!range.high || conforms(evaluation, *range.high, element));
}

bool is_context_of(Evaluation& evaluation, const Context& context, const Type& type) {
  for (std::size_t i = 0; i < type.names.size(); ++i) {
    const Value* entry = context.find(type.names[i]);
    if (!entry || !conforms(evaluation, *entry, type.parts[i])) return false;
  }
  return true;
}

bool parts_subsumed(const Type& type, const Type& by) {
  if (type.parts.empty() || by.parts.empty()) return true;
  return subsumed(type.parts[0], by.parts[0]);
}

bool has_shape(Evaluation& evaluation, const Value& value, const Type& type) {
  evaluation.step();
  switch (type.shape) {
    case Type::Shape::Any: return true;
    case Type::Shape::Unknown: return false;
    case Type::Shape::Basic: return value.kind() == type.basic;
    case Type::Shape::List:
      if (!value.is_list()) return false;
      return type.parts.empty() ||
             std::all_of(value.list().begin(), value.list().end(),
                         [&](const Value& element) { return conforms(evaluation, element, type.parts[0]); });
    case Type::Shape::Range:
      return value.kind() == Value::Kind::Range &&
             (type.parts.empty() || is_range_of(evaluation, value.range(), type.parts[0]));
    case Type::Shape::Context: return value.is_context() && is_context_of(evaluation, value.context(), type);
    case Type::Shape::Function: {
      if (value.kind() != Value::Kind::Function) return false;
      const auto* function = dynamic_cast<const Function*>(value.function().get());
      return function && (type.parts.empty() || function->is_of(type));
    }
  }
  return false;
}

bool holds(Width width, const Decimal& number) {
  using Integer = std::numeric_limits<std::int32_t>;
  const std::optional<std::int64_t> whole = number.to_integer();
  if (width == Width::Long) return whole.has_value();
  return width != Width::Integer || (whole && *whole >= Integer::min() && *whole <= Integer::max());
}

/// What Camunda 7 makes of a value for a typed column; nothing when it leaves it alone or refuses it. Forms
/// give texts, so this is what makes most of its tables work.
std::optional<Value> converted(const Value& value, const Type& type) {
  const bool plain = value.is_number() || value.is_boolean();
  if (type.shape == Type::Shape::Basic && type.basic == Value::Kind::String && plain)
    return Value(text(value));
  if (!value.is_string()) return std::nullopt;
  const std::string& written = value.string();
  if (type.shape == Type::Shape::Any) {
    std::optional<Value> moment = parse_temporal(written);
    const bool is_moment =
        moment && (moment->kind() == Value::Kind::Date || moment->kind() == Value::Kind::DateTime);
    return is_moment ? std::move(moment) : std::nullopt;
  }
  if (type.basic == Value::Kind::Boolean && (written == "true" || written == "false"))
    return Value(written == "true");
  if (type.basic != Value::Kind::Number) return std::nullopt;
  const std::optional<Decimal> number = Decimal::parse(written);
  return number ? std::optional(Value(*number)) : std::nullopt;
}

}  // namespace

bool subsumed(const Type& type, const Type& by) {
  const bool open = type.shape == Type::Shape::Any || by.shape == Type::Shape::Any;
  if (open || (type.shape == Type::Shape::Basic && type.basic == Value::Kind::Null)) return true;
  if (type.shape != by.shape) return false;
  switch (type.shape) {
    case Type::Shape::Basic: return type.basic == by.basic;
    case Type::Shape::List:
    case Type::Shape::Range: return parts_subsumed(type, by);
    case Type::Shape::Context:
      for (std::size_t i = 0; i < by.names.size(); ++i) {
        const auto entry = std::find(type.names.begin(), type.names.end(), by.names[i]);
        if (entry == type.names.end()) return false;
        if (!subsumed(type.parts[static_cast<std::size_t>(entry - type.names.begin())], by.parts[i]))
          return false;
      }
      return true;
    case Type::Shape::Function:
      if (type.parts.empty() || by.parts.empty()) return true;
      if (type.parts.size() != by.parts.size()) return false;
      for (std::size_t i = 0; i + 1 < type.parts.size(); ++i)
        if (!subsumed(by.parts[i], type.parts[i])) return false;
      return subsumed(type.parts.back(), by.parts.back());
    default: return false;
  }
}

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

bool is_instance(Evaluation& evaluation, const Value& value, const Type& type) {
  if (value.is_null()) return type.shape == Type::Shape::Basic && type.basic == Value::Kind::Null;
  return has_shape(evaluation, value, type) &&
         std::all_of(type.allowed.begin(), type.allowed.end(), [&](const auto& tests) {
           const Value passed = evaluation.unary_tests_in(nullptr, *tests, value);
           return passed.is_boolean() && passed.boolean();
         });
}

bool conforms(Evaluation& evaluation, const Value& value, const Type& type) {
  return value.is_null() || is_instance(evaluation, value, type);
}

std::optional<Value> fitted(Evaluation& evaluation, const Value& value, const Type& type) {
  if (type.converts) {
    std::optional<Value> other = converted(value, type);
    const Value& made = other ? *other : value;
    if (made.is_number() && !holds(type.width, made.number())) return std::nullopt;
    if (other) return other;
  }
  if (conforms(evaluation, value, type)) return value;
  if (value.is_list() && value.list().size() == 1 && conforms(evaluation, value.list()[0], type))
    return value.list()[0];
  if (type.shape == Type::Shape::List && !value.is_list() &&
      (type.parts.empty() || conforms(evaluation, value, type.parts[0]))) {
    Value list(List{value});
    if (conforms(evaluation, list, type)) return list;
  }
  if (type.shape == Type::Shape::Basic && type.basic == Value::Kind::DateTime &&
      value.kind() == Value::Kind::Date)
    return Value(midnight(value.date()));
  return std::nullopt;
}

std::string shown(const Value& value) {
  constexpr std::size_t shown_max = 60;
  const std::string listed = lienthong::text(Value(List{value}));
  const std::string_view whole = std::string_view(listed).substr(1, listed.size() - 2);
  const std::string_view begin = utf8::first_characters(whole, shown_max);
  return std::string(begin) + (begin.size() < whole.size() ? "…" : "");
}

std::string why_unfit(Evaluation& evaluation, const Value& value, const Type& type) {
  if (type.converts && value.is_number() && !holds(type.width, value.number()))
    return shown(value) + ", which is no " + text(type);
  if (has_shape(evaluation, value, type))
    for (const auto& tests : type.allowed)
      if (evaluation.unary_tests_in(nullptr, *tests, value) != Value(true))
        return shown(value) + ", which is outside " + tests->name + " of " + text(type);
  if (type.shape == Type::Shape::List && value.is_list() && !type.parts.empty()) {
    const auto at = std::ranges::find_if(
        value.list(), [&](const Value& element) { return !conforms(evaluation, element, type.parts[0]); });
    if (at != value.list().end())
      return "list, whose element " + std::to_string(at - value.list().begin() + 1) + " is " +
             why_unfit(evaluation, *at, type.parts[0]);
  }
  for (std::size_t i = 0; i < type.names.size() && value.is_context(); ++i) {
    const Value* entry = value.find(type.names[i]);
    if (!entry) return "context without " + type.names[i] + ", which is no " + text(type);
    if (!conforms(evaluation, *entry, type.parts[i]))
      return "context, whose " + type.names[i] + " is " + why_unfit(evaluation, *entry, type.parts[i]);
  }
  return std::string(lienthong::name(value.kind())) + ", which is no " + text(type);
}

std::string text(const Type& type) {
  if (!type.name.empty()) return type.name;
  const auto listed = [&type](std::string_view open) {
    std::string out(open);
    for (std::size_t i = 0; i < type.parts.size(); ++i) {
      if (i > 0) out += ", ";
      if (i < type.names.size()) out += type.names[i] + ": ";
      out += text(type.parts[i]);
    }
    return type.parts.empty() ? out : out + ">";
  };
  switch (type.shape) {
    case Type::Shape::Any: return "Any";
    case Type::Shape::Unknown: return "unknown type";
    case Type::Shape::Basic: return name(type.basic);
    case Type::Shape::List: return listed(type.parts.empty() ? "list" : "list<");
    case Type::Shape::Range: return listed(type.parts.empty() ? "range" : "range<");
    case Type::Shape::Context: return listed(type.parts.empty() ? "context" : "context<");
    case Type::Shape::Function: return "function";
  }
  return "";
}

}  // namespace lienthong::feel
