#include <algorithm>
#include <span>
#include "base/nearest.h"
#include "engine/definitions/members.h"

namespace lienthong::engine {
namespace {

using Sees = Definition::Use::Sees;

/// `businessKey` of `getBusinessKey`, `canceled` of `isCanceled`; empty for another method.
std::string property_of_getter(const std::string& method) {
  const std::size_t prefix = method.starts_with("get") ? 3 : method.starts_with("is") ? 2 : 0;
  if (prefix == 0 || method.size() == prefix || method[prefix] < 'A' || method[prefix] > 'Z') return "";
  std::string name = method.substr(prefix);
  name.front() = static_cast<char>(name.front() + 32);
  return name;
}

/// What an object has where the expression stands. One that is not there is a variable's name.
struct Host {
  std::vector<std::string_view> properties;
  std::vector<HostMethod> methods;
  bool getters = true;

  template <std::size_t N>
  void add(const std::array<HostMethod, N>& more) {
    methods.insert(methods.end(), more.begin(), more.end());
  }
};

std::optional<Host> host_of(const std::string& object, Sees sees) {
  Host host;
  if (object == "execution") {
    host.properties.assign(execution_properties.begin(), execution_properties.end());
    host.add(variable_methods);
  } else if (object == "task" && (sees == Sees::Task || sees == Sees::TaskListener)) {
    host.properties.assign(task_properties.begin(), task_properties.end());
    host.add(variable_methods);
    if (sees == Sees::TaskListener)
      host.add(task_setters);
    else
      std::erase(host.properties, "eventName");
  } else if (object == "externalTask" && sees == Sees::ExternalTask) {
    host.properties.assign(external_task_properties.begin(), external_task_properties.end());
    host.getters = false;
  } else if (object.empty()) {
    host.getters = false;
    host.add(host_functions);
  } else {
    return std::nullopt;
  }
  return host;
}

/// What is wrong with a member; empty: nothing.
std::string fault_of(const feel::Member& member, const Host& host) {
  const std::string what = (member.object.empty() ? "" : member.object + ".") + member.name;
  if (!member.method) {
    if (std::ranges::count(host.properties, member.name) > 0) return "";
    return "There is no " + what + do_you_mean(member.name, host.properties);
  }
  const bool getter =
      host.getters && std::ranges::count(host.properties, property_of_getter(member.name)) > 0;
  const auto method = std::ranges::find(host.methods, member.name, &HostMethod::name);
  if (!getter && method == host.methods.end()) {
    std::vector<std::string_view> known = host.properties;
    for (const HostMethod& one : host.methods) known.push_back(one.name);
    const std::string property = property_of_getter(member.name);
    const bool meant = std::ranges::count(host.properties, property) > 0;
    return "There is no " + std::string(member.object.empty() ? "function " : "") + what + "()" +
           (meant ? ": do you mean " + property + "?" : do_you_mean(member.name, known));
  }
  const std::size_t wanted = getter && method == host.methods.end() ? 0 : method->arguments;
  if (member.arguments == wanted) return "";
  return what + "() takes " + std::to_string(wanted) + (wanted == 1 ? " argument" : " arguments") + ", not " +
         std::to_string(member.arguments);
}

}  // namespace

void check_members(const Definition& definition, std::vector<Problem>& problems) {
  definition.each_use([&](const Definition::Use& use) {
    const auto tell = [&](const char* rule, const std::string& message, int line, int column) {
      problems.push_back({Problem::Severity::Error, rule, message + " (in '" + use.text + "')", use.element,
                          use.place.line + line - 1, line > 1 ? column : use.place.column + column - 1, ""});
    };
    for (const feel::Member& member : feel::members(use.compiled)) {
      const std::optional<Host> host = host_of(member.object, use.sees);
      if (!host) continue;
      if (const std::string fault = fault_of(member, *host); !fault.empty())
        tell("unknown-member", fault, 1, 1);
    }
    for (const feel::Diagnostic& call : feel::impossible_calls(use.compiled))
      tell("impossible-call", call.message, call.line, call.column);
  });
}

}  // namespace lienthong::engine
