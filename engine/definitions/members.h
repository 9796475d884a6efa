#pragma once
#include <array>
#include <string_view>
#include <vector>
#include "base/refused.h"
#include "engine/definitions/definition.h"

namespace lienthong::engine {

// What the objects of the engine have in expressions. A property is also read by its getter:
// `execution.getBusinessKey()`.
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
/// In the expressions of a user task and its listeners.
inline constexpr std::array<std::string_view, 13> task_properties{
    "id",       "name",  "description", "dueDate",     "followUpDate",      "createTime", "processInstanceId",
    "assignee", "owner", "priority",    "executionId", "taskDefinitionKey", "eventName"};
/// In the rules of a task for workers; they have no getters.
inline constexpr std::array<std::string_view, 11> external_task_properties{
    "id",       "topicName",  "workerId",    "errorMessage",      "errorDetails", "retries",
    "priority", "activityId", "executionId", "processInstanceId", "businessKey"};

struct HostMethod {
  std::string_view name;
  std::size_t arguments;
};
/// Of `execution` and `task`.
inline constexpr std::array<HostMethod, 7> variable_methods{{{"getVariable", 1},
                                                             {"hasVariable", 1},
                                                             {"getVariableLocal", 1},
                                                             {"setVariable", 2},
                                                             {"setVariableLocal", 2},
                                                             {"removeVariable", 1},
                                                             {"removeVariableLocal", 1}}};
/// Of `task` in its listeners.
inline constexpr std::array<HostMethod, 13> task_setters{{{"setAssignee", 1},
                                                          {"setOwner", 1},
                                                          {"setName", 1},
                                                          {"setDescription", 1},
                                                          {"setDueDate", 1},
                                                          {"setFollowUpDate", 1},
                                                          {"setPriority", 1},
                                                          {"addCandidateUser", 1},
                                                          {"addCandidateGroup", 1},
                                                          {"addCandidateUsers", 1},
                                                          {"addCandidateGroups", 1},
                                                          {"deleteCandidateUser", 1},
                                                          {"deleteCandidateGroup", 1}}};
/// Of no object.
inline constexpr std::array<HostMethod, 2> host_functions{{{"currentUser", 0}, {"currentUserGroups", 0}}};

/// Members and functions that there are none of, and calls with arguments that they do not take: each would
/// stop every instance that comes there.
void check_members(const Definition&, std::vector<Problem>&);

}  // namespace lienthong::engine
