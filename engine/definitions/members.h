#pragma once
#include <array>
#include <string_view>
#include <vector>
#include "base/refused.h"
#include "engine/definitions/definition.h"

namespace lienthong::engine {

// What `execution` has in expressions. A property is also read by its getter: `execution.getBusinessKey()`.
inline constexpr std::array<std::string_view, 15> execution_properties{"id",
                                                                       "processInstanceId",
                                                                       "businessKey",
                                                                       "processBusinessKey",
                                                                       "parentId",
                                                                       "processDefinitionId",
                                                                       "currentActivityId",
                                                                       "currentActivityName",
                                                                       "tenantId",
                                                                       "activityInstanceId",
                                                                       "currentTransitionId",
                                                                       "eventName",
                                                                       "canceled",
                                                                       "variableNames",
                                                                       "variables"};
inline constexpr std::array<std::string_view, 7> execution_methods{
    "getVariable",      "hasVariable",    "getVariableLocal",   "setVariable",
    "setVariableLocal", "removeVariable", "removeVariableLocal"};

/// Members of `execution` that there are none of: each would stop every instance that comes there.
void check_members(const Definition&, std::vector<Problem>&);

}  // namespace lienthong::engine
