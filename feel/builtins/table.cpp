#include "feel/builtins/table.h"
#include <algorithm>
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

bool accepts(const Builtin& way, const std::vector<std::string>& names) {
  const auto known = [&way](const std::string& name) {
    return std::find(way.parameters.begin(), way.parameters.end(), name) != way.parameters.end();
  };
  if (!std::all_of(names.begin(), names.end(), known)) return false;
  return std::all_of(
      way.parameters.begin(), way.parameters.begin() + static_cast<std::ptrdiff_t>(way.required),
      [&names](const std::string& p) { return std::find(names.begin(), names.end(), p) != names.end(); });
}

}  // namespace

const Builtin* way_of(const BuiltinFamily& family, std::size_t count) {
  for (const Builtin& way : family.ways)
    if (way.takes(count)) return &way;
  return nullptr;
}

// Where two differ by their order alone, as `before(range, point)` and
// `before(point, range)`, that of the call decides.
const Builtin* way_of(const BuiltinFamily& family, const std::vector<std::string>& names) {
  for (const Builtin& way : family.ways)
    if (way.parameters == names) return &way;
  for (const Builtin& way : family.ways)
    if (accepts(way, names)) return &way;
  return nullptr;
}

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
