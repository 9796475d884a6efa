#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace lienthong::bpmn::rules {

/// One element of BPMN 2.0 as it is exchanged: what it extends, its attributes and its children in order.
/// Attributes: `name`, `!name` where required, `name:b` truth value, `name:i` whole number, `name:A|B` one of
/// these. Children: `name` exactly once, `name?`, `name*`, `name+`; `@group` any element of the group.
struct Type {
  std::string_view name, base, attributes, children;
};
const std::vector<Type>& types();

/// A substitution group: elements that may stand for one another.
struct Group {
  std::string_view name;
  std::string members;
};
const std::vector<Group>& groups();

}  // namespace lienthong::bpmn::rules
