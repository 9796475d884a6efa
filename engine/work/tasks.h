#pragma once
#include "engine/steps/run.h"

namespace lienthong::engine {

void open_task_history(Run&, const Task&, const Instance&);
/// Changes fields of a task, its history and, for the assignee, its activity's history.
void alter_task(Run&, Task&, const std::function<void(Task&)>& change);
/// The same, and tells the task's listeners: update, and assignment for another assignee.
void change_task(Run&, Task&, const std::function<void(Task&)>& change);
/// The task leaves: its links and local variables too.
void end_task(Run&, Task&, lifecycle::TaskOperation, const std::string& reason);
void add_link(Run&, const Task&, const std::string& type, std::optional<std::string> user,
              std::optional<std::string> group);
/// Adds the link unless it is there, or removes it.
void set_link(Run&, const Task&, const std::string& type, const std::optional<std::string>& user,
              const std::optional<std::string>& group, bool present);
/// Throws Refused{Conflict} when the lifecycle forbids the operation.
void move_task(Task&, lifecycle::TaskOperation);

}  // namespace lienthong::engine
