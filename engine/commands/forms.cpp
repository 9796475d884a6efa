#include "engine/commands/forms.h"
#include <algorithm>
#include "base/utf8.h"
#include "engine/data/data.h"
#include "engine/definitions/form_fields.h"

namespace lienthong::engine {
namespace {

[[noreturn]] void refuse(const bpmn::FormField& field, const std::string& why) {
  throw Refused(Refused::Kind::Invalid, "form field '" + field.id + "' " + why);
}

TypedValue converted(const bpmn::FormField& field, const TypedValue& given) {
  Fitting fitting = fit(field, given.value);
  if (!fitting) refuse(field, fitting.why);
  const auto type = variable_type(field);
  return type && !given.value.is_null() ? TypedValue{*type, *std::move(fitting.value), nullptr, false}
                                        : given;
}

std::int64_t limit_of(const bpmn::FormField& field, const std::string& config) {
  const auto number = whole_number(Value(config));
  if (!number) refuse(field, "has a constraint that is no number: '" + config + "'");
  return *number;
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
    if (!v.is_string()) continue;
    const auto length = static_cast<std::int64_t>(utf8::length(v.string()));
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
