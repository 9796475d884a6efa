#include "dmn/tagged.h"
#include "base/refused.h"
#include "feel/temporal.h"

namespace lienthong::dmn {
namespace {

using Kind = Value::Kind;

constexpr std::pair<std::string_view, Kind> tags[] = {{"date", Kind::Date},
                                                      {"time", Kind::Time},
                                                      {"dateTime", Kind::DateTime},
                                                      {"dayTimeDuration", Kind::DaysTime},
                                                      {"yearMonthDuration", Kind::YearsMonths}};

Value temporal(Kind kind, const std::string& text) {
  std::optional<Value> value = feel::parse_temporal(text);
  // "P0D" and the like are both durations; the tag decides.
  if (value && value->kind() != kind && kind == Kind::YearsMonths &&
      text.find_first_of("123456789") == text.npos)
    value = Value(YearsMonths{});
  if (value && value->kind() != kind && kind == Kind::DaysTime &&
      text.find_first_of("123456789") == text.npos)
    value = Value(DaysTime{});
  if (!value || value->kind() != kind)
    throw Refused(Refused::Kind::Invalid, "\"" + text + "\" is no " + name(kind));
  return *value;
}

Value tag(std::string_view type, std::string text) {
  return Context{{"@type", type}, {"value", std::move(text)}};
}

}  // namespace

Value untagged(const Value& json) {
  if (json.is_list()) {
    List list;
    for (const Value& element : json.list()) list.push_back(untagged(element));
    return list;
  }
  if (!json.is_context()) return json;
  const Value* type = json.find("@type");
  const Value* inner = json.find("value");
  if (type && type->is_string() && inner) {
    if (type->string() == "context") {
      if (!inner->is_context()) throw Refused(Refused::Kind::Invalid, "a tagged context holds an object");
      Context context;
      for (const auto& [key, value] : inner->context().entries) context.put(key, untagged(value));
      return context;
    }
    if (!inner->is_string()) throw Refused(Refused::Kind::Invalid, "a tagged value holds a text");
    if (type->string() == "number") {
      const std::optional<Decimal> number = Decimal::parse(inner->string());
      if (!number) throw Refused(Refused::Kind::Invalid, "\"" + inner->string() + "\" is no number");
      return *number;
    }
    for (const auto& [name, kind] : tags)
      if (type->string() == name) return temporal(kind, inner->string());
    throw Refused(Refused::Kind::Invalid, "there is no @type \"" + type->string() + "\"");
  }
  Context context;
  for (const auto& [key, value] : json.context().entries) context.put(key, untagged(value));
  return context;
}

Value tagged(const Value& value) {
  switch (value.kind()) {
    case Kind::Date:
    case Kind::Time:
    case Kind::DateTime:
    case Kind::DaysTime:
    case Kind::YearsMonths:
      for (const auto& [name, kind] : tags)
        if (kind == value.kind()) return tag(name, text(value));
      return {};
    case Kind::Range: return tag("range", text(value));
    case Kind::Function: return Context{{"@type", "function"}};
    case Kind::List: {
      List list;
      for (const Value& element : value.list()) list.push_back(tagged(element));
      return list;
    }
    case Kind::Context: {
      Context context;
      for (const auto& [key, element] : value.context().entries) context.put(key, tagged(element));
      if (!context.find("@type")) return context;
      return Context{{"@type", "context"}, {"value", std::move(context)}};
    }
    default: return value;
  }
}

}  // namespace lienthong::dmn
