#include <algorithm>
#include "api/engine_rest/filters.h"

namespace lienthong::api {
using engine::Filter;
using engine::Scalar;

namespace {

Scalar number_of(const Decimal& number) {
  if (const auto whole = number.to_integer()) return *whole;
  return number.to_double();
}

Filter type_is(const std::string& column, std::string_view type) {
  return Filter::equal(column + ".type", std::string(type));
}

/// Values that have a number have no text: that is where an index has them.
Filter numeric(const std::string& column, Filter types) {
  return Filter::all({std::move(types), Filter::is_null(column + ".text")});
}

/// What the value is compared as: its types, the part of the column, and the scalar.
struct Comparison {
  Filter types;
  std::string part;
  Scalar value;
  bool ordered = true;
};

Comparison comparison_of(const Value& value, std::int32_t zone_offset_s, const std::string& column) {
  if (value.is_null()) return {type_is(column, "Null"), "", {}, false};
  if (value.is_boolean())
    return {numeric(column, type_is(column, "Boolean")), ".number", std::int64_t{value.boolean() ? 1 : 0},
            false};
  if (value.is_number()) {
    std::vector<Scalar> types{std::string("Short"), std::string("Integer"), std::string("Long"),
                              std::string("Double")};
    return {numeric(column, Filter::in(column + ".type", std::move(types))), ".number",
            number_of(value.number())};
  }
  if (!value.is_string())
    throw invalid_request("A variable can be compared with a string, a number, a boolean or null");
  const std::string& text = value.string();
  if (text.size() == 28 && text[10] == 'T')  // the contract's date form and nothing else
    if (const auto at = parse_date_parameter(text, zone_offset_s))
      return {numeric(column, type_is(column, "Date")), ".number", at->ms};
  return {type_is(column, "String"), ".text", text};
}

}  // namespace

Filter value_condition(std::string_view op, const Value& value, bool ignore_case, std::int32_t zone_offset_s,
                       const std::string& column) {
  if (op == "like" || op == "notLike") {
    if (!value.is_string()) throw invalid_request("Only strings can be compared with 'like'");
    Filter like =
        Filter::all({type_is(column, "String"), Filter::like(column + ".text", value.string(), ignore_case)});
    return op == "like" ? std::move(like) : Filter::negate(std::move(like));
  }
  Comparison by = comparison_of(value, zone_offset_s, column);
  const std::string part = column + by.part;
  if (op == "eq" || op == "neq") {
    const bool fold = ignore_case && by.part == ".text";
    Filter equal = by.part.empty() ? std::move(by.types)
                                   : Filter::all({std::move(by.types), Filter::equal(part, by.value, fold)});
    return op == "eq" ? std::move(equal) : Filter::negate(std::move(equal));
  }
  if (!by.ordered)
    throw invalid_request("Booleans and null cannot be used in '" + std::string(op) + "' condition");
  if (op == "gt") return Filter::all({std::move(by.types), Filter::greater(part, by.value)});
  if (op == "gteq") return Filter::all({std::move(by.types), Filter::greater_or_equal(part, by.value)});
  if (op == "lt") return Filter::all({std::move(by.types), Filter::less(part, by.value)});
  if (op == "lteq") return Filter::all({std::move(by.types), Filter::less_or_equal(part, by.value)});
  throw invalid_request("Invalid variable comparator specified: " + std::string(op));
}

namespace {

bool is_one_of(std::string_view word, std::string_view words) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    if (words.substr(0, end) == word) return true;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}

}  // namespace

std::vector<VariableCondition> variable_conditions(const Argument& argument, std::string_view operators,
                                                   std::string_view what) {
  const bool names_ignore_case = argument.all().flag("variableNamesIgnoreCase");
  const bool values_ignore_case = argument.all().flag("variableValuesIgnoreCase");
  std::vector<VariableCondition> found;
  const auto add = [&](const std::string& name, std::string_view op, const Value& value) {
    if (!is_one_of(op, operators))
      throw invalid_request("Invalid " + std::string(what) + " comparator specified: " + std::string(op));
    Filter condition = value_condition(op, value, values_ignore_case, argument.services().zone_offset_s);
    found.push_back(
        {name, Filter::all({Filter::equal("name", name, names_ignore_case), std::move(condition)})});
  };
  if (argument.raw()) {
    for (const std::string& part : split_list(*argument.raw())) {
      const std::size_t first = part.find('_');
      const std::size_t second = first == std::string::npos ? first : part.find('_', first + 1);
      if (second == std::string::npos || part.find('_', second + 1) != std::string::npos)
        throw invalid_request("variable query parameter has to have format KEY_OPERATOR_VALUE.");
      // Values of a query string are strings, whatever they look like.
      const std::string value = part.substr(second + 1);
      const std::string op = part.substr(first + 1, second - first - 1);
      add(part.substr(0, first), op, Value(value));
    }
    return found;
  }
  if (!argument.json()->is_list())
    throw invalid_request("The field '" + std::string(argument.name()) + "' must be a list");
  static const Words known{"name", "operator", "value"};
  for (const Value& item : argument.json()->list()) {
    if (item.is_context()) check_properties(item, known, "property of a condition on a variable");
    const auto name = text_field(item, "name");
    const auto op = text_field(item, "operator");
    if (!name || !op)
      throw invalid_request("Each of '" + std::string(argument.name()) + "' needs a name and an operator");
    const Value* value = item.find("value");
    add(*name, *op, value ? *value : Value());
  }
  return found;
}

MakeFilter variables_of(std::string table, std::string inner, std::string outer, Filter further,
                        std::string_view operators, std::string_view what) {
  return [=, operators = std::string(operators), what = std::string(what)](const Argument& argument) {
    std::vector<Filter> parts;
    for (VariableCondition& condition : variable_conditions(argument, operators, what))
      parts.push_back(
          Filter::exists_beside(table, inner, outer, Filter::all({std::move(condition.filter), further})));
    return parts.size() == 1 ? std::move(parts.front()) : Filter::all(std::move(parts));
  };
}

}  // namespace lienthong::api
