#include "engine/commands/forms.h"
#include <algorithm>
#include "engine/data/whole_number.h"

namespace lienthong::engine {
namespace {

[[noreturn]] void refuse(const bpmn::FormField& field, const std::string& why) {
  throw Refused(Refused::Kind::Invalid, "form field '" + field.id + "' " + why);
}

TypedValue converted(const bpmn::FormField& field, const TypedValue& given) {
  const Value& value = given.value;
  if (value.is_null()) return given;
  if (field.type == "long") {
    const auto number = whole_number(value);
    if (!number) refuse(field, "must be a whole number");
    return {VariableType::Long, Value(*number), nullptr, false};
  }
  if (field.type == "boolean") {
    const std::string words = text(value);
    if (words != "true" && words != "false") refuse(field, "must be true or false");
    return {VariableType::Boolean, Value(words == "true"), nullptr, false};
  }
  if (field.type == "date") {
    if (value.kind() == Value::Kind::DateTime) return given;
    const std::string words = text(value);
    std::optional<DateTime> date = parse_date_time(words);
    if (!date && words.size() == 10 && words[2] == '/' && words[5] == '/') {  // dd/MM/yyyy
      if (const auto day = parse_date(words.substr(6) + "-" + words.substr(3, 2) + "-" + words.substr(0, 2)))
        date = DateTime{*day, {}};
    } else if (!date)
      if (const auto day = parse_date(words)) date = DateTime{*day, {}};
    if (!date) refuse(field, "must be a date");
    return {VariableType::Date, Value(*date), nullptr, false};
  }
  if (field.type == "enum") {
    const auto known =
        std::ranges::any_of(field.values, [&](const auto& choice) { return choice.first == text(value); });
    if (!known) refuse(field, "must be one of its choices");
  }
  return given;
}

std::int64_t limit_of(const bpmn::FormField& field, const std::string& config) {
  const auto number = Decimal::parse(config);
  if (!number || !number->to_integer()) refuse(field, "has a constraint that is no number: '" + config + "'");
  return *number->to_integer();
}

void validate(const bpmn::FormField& field, const TypedValue* value) {
  const bool empty =
      !value || value->value.is_null() || (value->value.is_string() && value->value.string().empty());
  for (const auto& [name, config] : field.constraints) {
    if (name == "required" && config != "false" && empty) refuse(field, "is required");
    if (name == "readonly" && config != "false" && value) refuse(field, "is read-only");
    if (empty) continue;
    const Value& v = value->value;
    if (name == "min" && v.is_number() && v.number() < Decimal(limit_of(field, config)))
      refuse(field, "must be at least " + config);
    if (name == "max" && v.is_number() && v.number() > Decimal(limit_of(field, config)))
      refuse(field, "must be at most " + config);
    const auto length = v.is_string() ? static_cast<std::int64_t>(std::ranges::count_if(
                                            v.string(), [](char c) { return (c & 0xC0) != 0x80; }))
                                      : 0;
    if (name == "minlength" && length < limit_of(field, config))
      refuse(field, "must have at least " + config + " characters");
    if (name == "maxlength" && length > limit_of(field, config))
      refuse(field, "must have at most " + config + " characters");
  }
}

}  // namespace

void apply_form(const bpmn::Node& node, Execution& run, const Instance& scope, Variables& variables) {
  if (!node.form) return;
  for (const bpmn::FormField& field : node.form->fields) {
    const auto given = std::ranges::find(variables, field.id, &std::pair<std::string, TypedValue>::first);
    if (given != variables.end()) {
      given->second = converted(field, given->second);
      validate(field, &given->second);
      continue;
    }
    if (field.default_value && !run.variable(scope, field.id)) {
      variables.emplace_back(field.id,
                             converted(field, TypedValue::of(run.evaluate(*field.default_value, scope))));
      continue;
    }
    validate(field, nullptr);
  }
}

}  // namespace lienthong::engine
