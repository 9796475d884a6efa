#include <algorithm>
#include "base/nearest.h"
#include "engine/definitions/members.h"

namespace lienthong::engine {
namespace {

/// `businessKey` of `getBusinessKey`, `canceled` of `isCanceled`; empty for another method.
std::string property_of_getter(const std::string& method) {
  const std::size_t prefix = method.starts_with("get") ? 3 : method.starts_with("is") ? 2 : 0;
  if (prefix == 0 || method.size() == prefix || method[prefix] < 'A' || method[prefix] > 'Z') return "";
  std::string name = method.substr(prefix);
  name.front() = static_cast<char>(name.front() + 32);
  return name;
}

bool is_known_member(const feel::Member& member) {
  if (!member.method) return std::ranges::count(execution_properties, member.name) > 0;
  return std::ranges::count(execution_methods, member.name) > 0 ||
         std::ranges::count(execution_properties, property_of_getter(member.name)) > 0;
}

}  // namespace

void check_members(const Definition& definition, std::vector<Problem>& problems) {
  definition.each_expression([&](const bpmn::Expression& expression, const std::string& element) {
    if (expression.language != bpmn::Expression::Language::Template) return;
    for (const feel::Member& member : feel::members(definition.compiled(expression))) {
      if (member.object != "execution" || is_known_member(member)) continue;
      std::vector<std::string_view> known(execution_properties.begin(), execution_properties.end());
      if (member.method) known.insert(known.end(), execution_methods.begin(), execution_methods.end());
      problems.push_back({Problem::Severity::Error, "unknown-member",
                          "There is no execution." + member.name + (member.method ? "()" : "") + " for '" +
                              expression.text + "'" + do_you_mean(member.name, known),
                          element, expression.place.line, expression.place.column, ""});
    }
  });
}

}  // namespace lienthong::engine
