#include "engine/commands/forms.h"
#include <algorithm>
#include "engine/data/data.h"
#include "engine/data/date_pattern.h"
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
    const std::string& pattern = field.date_pattern;
    std::optional<DateTime> date = parse_by_pattern(words, pattern.empty() ? "dd/MM/yyyy" : pattern);
    if (!date) date = parse_date_time(words);
    if (!date)
      if (const auto day = parse_date(words)) date = DateTime{*day, {}};
    if (!date && !pattern.empty()) refuse(field, "must be a date such as " + pattern);
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

namespace {

/// Converts and checks what was submitted; adds the defaults of what was not. `default_of` answers nothing
/// where the variable exists already.
template <class DefaultOf>
void apply(const bpmn::Form& form, Variables& variables, DefaultOf&& default_of) {
  for (const bpmn::FormField& field : form.fields) {
    const auto given = std::ranges::find(variables, field.id, &std::pair<std::string, TypedValue>::first);
    if (given != variables.end()) {
      given->second = converted(field, given->second);
      validate(field, &given->second);
    } else if (const std::optional<Value> value = default_of(field)) {
      variables.emplace_back(field.id, converted(field, TypedValue::of(*value)));
    } else {
      validate(field, nullptr);
    }
  }
}

/// The variables of a process that is about to start.
struct Submitted : feel::Names {
  explicit Submitted(const Variables& all) : variables(all) {}
  std::optional<Value> find(std::string_view name) const override {
    for (const auto& [known, value] : variables)
      if (known == name) return value.for_expressions();
    return std::nullopt;
  }
  const Variables& variables;
};

}  // namespace

void apply_form(const bpmn::Node& node, Run& run, const Instance& scope, Variables& variables) {
  if (!node.form) return;
  apply(*node.form, variables, [&](const bpmn::FormField& field) -> std::optional<Value> {
    if (!field.default_value || run.data.variable(scope, field.id)) return std::nullopt;
    return run.data.evaluate(*field.default_value, scope);
  });
}

void apply_start_form(const bpmn::Node& node, const Definition& definition, Run& run, Variables& variables,
                      std::optional<std::string>& business_key) {
  if (!node.form) return;
  const std::int32_t zone = run.core().settings.calendar->zone_offset_s();
  apply(*node.form, variables, [&](const bpmn::FormField& field) -> std::optional<Value> {
    if (!field.default_value) return std::nullopt;
    const Submitted names(variables);
    try {
      return feel::evaluate(definition.compiled(*field.default_value), {names, run.now(), zone});
    } catch (const feel::EvaluationError& error) {
      refuse(field, std::string("has a default that cannot be evaluated: ") + error.what());
    }
  });
  const std::string& key = node.form->business_key_field;
  for (const auto& [name, value] : variables)
    if (!key.empty() && name == key && !value.value.is_null()) business_key = text(value.value);
}

}  // namespace lienthong::engine
