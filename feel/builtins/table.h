#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>
#include "base/value.h"
#include "feel/types.h"

namespace lienthong::feel {

class Evaluation;
using Arguments = std::span<const Value>;

/// One way to call a built-in function.
struct Builtin {
  std::vector<std::string> parameters;
  std::size_t required = 0;
  bool variadic = false;  ///< the last parameter takes any number of arguments
  Value (*body)(Evaluation&, Arguments) = nullptr;
  /// Whether it can be called with so many arguments by position.
  bool takes(std::size_t count) const {
    return count >= required && (variadic || count <= parameters.size());
  }
  Type type;  ///< of a function; without parts where that is more than one, as of all variadic ones
};

/// All ways to call the built-in function of one name.
struct BuiltinFamily {
  std::string name;
  std::vector<Builtin> ways;
  bool ours = false;  ///< none of DMN's: its bare name is no value, so that a variable `due` may be absent
};

/// The way that so many arguments call by position, or arguments of these names; null: none.
const Builtin* way_of(const BuiltinFamily&, std::size_t count);
const Builtin* way_of(const BuiltinFamily&, const std::vector<std::string>& names);

/// Null when there is none of this name.
const BuiltinFamily* find_builtin(std::string_view name);
/// All there are, by name.
std::vector<const BuiltinFamily*> all_builtins();

/// How the files of this folder declare what they offer. Parameters are written "string, start position,
/// length?", and "list..." for any number; the type with all parameters, where there is one.
struct Declared {
  std::string_view name, parameters;
  Value (*body)(Evaluation&, Arguments);
  std::string_view type = {};
};
std::span<const Declared> conversion_functions();
std::span<const Declared> string_functions();
std::span<const Declared> list_functions();
std::span<const Declared> numeric_functions();
std::span<const Declared> statistic_functions();
std::span<const Declared> temporal_functions();
std::span<const Declared> context_functions();
std::span<const Declared> range_functions();
std::span<const Declared> calendar_functions();  ///< ours, beyond the standard

/// An argument, or null when fewer were given.
inline const Value& argument(Arguments arguments, std::size_t index) {
  static const Value none;
  return index < arguments.size() ? arguments[index] : none;
}

}  // namespace lienthong::feel
