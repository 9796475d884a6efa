#include "feel/builtins/table.h"
#include <map>
#include "feel/parser.h"

namespace lienthong::feel {
namespace {

Builtin read(const Declared& declared) {
  Builtin builtin;
  builtin.body = declared.body;
  if (!declared.type.empty()) builtin.type = parse_type(declared.type);
  std::string_view rest = declared.parameters;
  while (!rest.empty()) {
    const std::size_t comma = rest.find(", ");
    std::string_view parameter = rest.substr(0, comma);
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 2);
    bool optional = false;
    if (parameter.ends_with("?")) {
      optional = true;
      parameter.remove_suffix(1);
    } else if (parameter.ends_with("...")) {
      builtin.variadic = true;
      parameter.remove_suffix(3);
    }
    builtin.parameters.emplace_back(parameter);
    if (!optional) ++builtin.required;
  }
  return builtin;
}

std::map<std::string, BuiltinFamily, std::less<>> collect() {
  std::map<std::string, BuiltinFamily, std::less<>> families;
  for (const std::span<const Declared> functions :
       {conversion_functions(), string_functions(), list_functions(), numeric_functions(),
        statistic_functions(), temporal_functions(), context_functions(), range_functions(),
        calendar_functions()}) {
    for (const Declared& declared : functions) {
      BuiltinFamily& family = families[std::string(declared.name)];
      family.name = declared.name;
      family.ways.push_back(read(declared));
    }
  }
  for (const Declared& declared : calendar_functions()) families.find(declared.name)->second.ours = true;
  return families;
}

const std::map<std::string, BuiltinFamily, std::less<>>& families() {
  static const std::map<std::string, BuiltinFamily, std::less<>> all = collect();
  return all;
}

}  // namespace

const BuiltinFamily* find_builtin(std::string_view name) {
  const auto found = families().find(name);
  return found == families().end() ? nullptr : &found->second;
}

std::vector<const BuiltinFamily*> all_builtins() {
  std::vector<const BuiltinFamily*> all;
  for (const auto& [name, family] : families()) all.push_back(&family);
  return all;
}

}  // namespace lienthong::feel
