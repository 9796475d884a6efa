#include "engine/definitions/form_fields.h"
#include <algorithm>
#include "engine/definitions/date_pattern.h"

namespace lienthong::engine {
namespace {

constexpr const char* usual_date_pattern = "dd/MM/yyyy";

Fitting fit_date(const bpmn::FormField& field, const Value& value) {
  const std::string& pattern = field.date_pattern;
  if (value.is_string())
    if (const auto date = parse_by_pattern(value.string(), pattern.empty() ? usual_date_pattern : pattern))
      return {Value(*date), {}};
  Fitting date = fit(value, VariableType::Date);
  if (!date && !pattern.empty()) date.why += " such as " + pattern;
  return date;
}

}  // namespace

std::optional<VariableType> variable_type(const bpmn::FormField& field) {
  if (field.type == "long") return VariableType::Long;
  if (field.type == "boolean") return VariableType::Boolean;
  if (field.type == "date") return VariableType::Date;
  return std::nullopt;
}

Fitting fit(const bpmn::FormField& field, const Value& value) {
  const auto type = variable_type(field);
  if (type == VariableType::Date) return fit_date(field, value);
  if (type) return fit(value, *type);
  const bool is_choice =
      field.type != "enum" || value.is_null() ||
      std::ranges::any_of(field.values, [&](const auto& choice) { return choice.first == text(value); });
  return is_choice ? Fitting{value, {}} : Fitting{std::nullopt, "must be one of its choices"};
}

TypedValue shown(const bpmn::FormField& field, const Value& value) {
  const VariableType type = variable_type(field).value_or(VariableType::String);
  if (value.is_null()) return {type, {}, nullptr, false};
  Fitting fitting = type == VariableType::String ? Fitting{} : fit(field, value);
  if (!fitting) return {VariableType::String, Value(text(value)), nullptr, false};
  return {type, *std::move(fitting.value), nullptr, false};
}

}  // namespace lienthong::engine
