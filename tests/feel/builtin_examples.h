#pragma once
#include <set>
#include <string>
#include <vector>

namespace lienthong::feel {

/// Arguments, as FEEL, with which one way to call a built-in function has a value. All parameters have one,
/// the optional ones too.
struct BuiltinExample {
  std::string name, parameters;
  std::vector<std::string> arguments;
  std::string result;
};
const std::vector<BuiltinExample>& builtin_examples();

/// "function: parameter" of each argument for which null is a value, or as good as absent (DMN 1.5).
const std::set<std::string>& builtins_that_take_null();

}  // namespace lienthong::feel
