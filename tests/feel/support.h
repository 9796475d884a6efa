#pragma once
#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <vector>
#include "feel/feel.h"

namespace lienthong::feel {

/// Names of one test, and a host object `execution` that answers what is put into `calls`.
struct FixedNames : Names {
  std::map<std::string, Value, std::less<>> values;
  std::map<std::string, Value, std::less<>> properties;  ///< "execution.businessKey"
  mutable std::vector<std::string> calls;                ///< "execution.setVariable(n, 1)"
  std::map<std::string, Value, std::less<>> answers;     ///< by "execution.getVariable"

  std::optional<Value> find(std::string_view name) const override {
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional(found->second);
  }
  std::optional<Value> property(std::string_view object, std::string_view name) const override {
    const auto found = properties.find(std::string(object) + "." + std::string(name));
    return found == properties.end() ? std::nullopt : std::optional(found->second);
  }
  std::optional<Value> call(std::string_view object, std::string_view method,
                            const List& arguments) const override {
    const std::string key = std::string(object) + "." + std::string(method);
    const auto found = answers.find(key);
    if (found == answers.end()) return std::nullopt;
    std::string shown = key + "(";
    for (const Value& argument : arguments) shown += (shown.ends_with("(") ? "" : ", ") + text(argument);
    calls.push_back(shown + ")");
    return found->second;
  }
};

/// 12 April 2022, 14:50 in Hà Nội.
inline constexpr Instant test_now{1'649'749'800'000};

/// A value so that "1" and 1 differ: strings in quotes.
inline std::string shown(const Value& value) {
  const std::string list = text(Value(List{value}));
  return list.substr(1, list.size() - 2);
}

inline Value value_of(const std::string& expression, const Names& names, Dialect dialect = Dialect::Feel,
                      std::vector<Diagnostic>* diagnostics = nullptr) {
  return evaluate(*compile(expression, dialect), {names, test_now}, diagnostics);
}

inline std::string result_of(const std::string& expression, const Names& names = FixedNames(),
                             Dialect dialect = Dialect::Feel) {
  return shown(value_of(expression, names, dialect));
}

struct Row {
  std::string expression, expected;
};

inline void check_rows(const std::vector<Row>& rows, const Names& names = FixedNames(),
                       Dialect dialect = Dialect::Feel) {
  for (const Row& row : rows) {
    INFO(row.expression);
    try {
      CHECK(result_of(row.expression, names, dialect) == row.expected);
    } catch (const std::exception& error) {
      FAIL_CHECK(error.what());
    }
  }
}

}  // namespace lienthong::feel
