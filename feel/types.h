#pragma once
#include <string>
#include <string_view>
#include <vector>
#include "base/value.h"

namespace lienthong::feel {

/// A type as `instance of` and function parameters name it.
struct Type {
  enum class Shape { Any, Basic, List, Range, Context, Function, Unknown };
  Shape shape = Shape::Any;
  Value::Kind basic = Value::Kind::Null;
  std::vector<Type> parts;  ///< element; entries of a context; parameters and, last, the result of a function
  std::vector<std::string> names;  ///< entries of a context
};

/// "number", "date and time", …; shape Unknown for another name.
Type basic_type(std::string_view name);
bool is_instance(const Value&, const Type&);

}  // namespace lienthong::feel
