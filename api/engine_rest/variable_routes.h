#pragma once
// The variable sub-resource that process instances, tasks and executions share (engine-rest 2.4).
#include <string>
#include "api/router.h"

namespace lienthong::api {

struct VariableScope {
  InstanceId instance;
  TaskId task;  ///< when set, a further innermost scope
  bool exists = true;
};

struct VariableRules {
  std::string what;        ///< "process instance", "task", "execution"
  std::string pattern;     ///< "/task/{id}/localVariables"; the id is segment 1
  bool local = true;       ///< exactly that scope; else all that is visible from it, outwards
  bool local_data = true;  ///< the same of a binary value's download
  std::function<VariableScope(Services&, std::string_view id)> find;
};

/// All visible variables of a scope, innermost first, each name once; `local`: of this scope only.
std::vector<engine::Variable> visible_variables(Services&, const VariableScope&, bool local);
/// The counters that a loop's body or one of its instances offers, as if they were stored.
std::vector<engine::Variable> loop_variables(Services&, const engine::Instance&);
/// The flag in the plural or not: either way it is meant. True when it is not there.
bool deserializes(const Request&);
inline const std::vector<std::string_view> deserialize_words{"deserializeValues", "deserializeValue"};
/// Bytes of a binary variable as a download; throws the contract's 400 for others.
Response variable_bytes(const TypedValue&, std::string_view id);

void add_variable_routes(Router&, VariableRules);

}  // namespace lienthong::api
