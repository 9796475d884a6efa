#include "engine/work/tasks.h"
#include "engine/data/data.h"
#include "engine/work/listeners.h"

namespace lienthong::engine {

void open_task_history(Run& run, const Task& task, const Instance& self) {
  TaskHistory row;
  row.id = task.id;
  row.root = task.root;
  row.instance = task.instance;
  row.definition = task.definition;
  row.activity = self.history;
  row.node = task.node;
  row.name = task.name;
  row.description = task.description;
  row.assignee = task.assignee;
  row.priority = task.priority;
  row.started = run.now();
  row.due = task.due;
  row.follow_up = task.follow_up;
  row.state = task.state;
  run.work().insert(std::move(row));
  if (ActivityHistory* activity = run.work().find<ActivityHistory>(self.root.value, self.history.value))
    run.work().update(*activity, [&](ActivityHistory& h) {
      h.task = task.id;
      h.assignee = task.assignee;
    });
}

void alter_task(Run& run, Task& task, const std::function<void(Task&)>& change) {
  const std::optional<std::string> assignee_before = task.assignee;
  run.work().update(task, [&](Task& t) {
    change(t);
    t.updated = run.now();
  });
  if (TaskHistory* row = run.work().find<TaskHistory>(task.root.value, task.id.value))
    run.work().update(*row, [&](TaskHistory& h) {
      h.name = task.name;
      h.description = task.description;
      h.assignee = task.assignee;
      h.owner = task.owner;
      h.parent_task = task.parent_task;
      h.priority = task.priority;
      h.due = task.due;
      h.follow_up = task.follow_up;
      h.state = task.state;
    });
  if (task.assignee == assignee_before) return;
  const Instance* self = run.instance(task.root, task.instance);
  if (ActivityHistory* row =
          self ? run.work().find<ActivityHistory>(task.root.value, self->history.value) : nullptr)
    run.work().update(*row, [&](ActivityHistory& h) { h.assignee = task.assignee; });
}

void change_task(Run& run, Task& task, const std::function<void(Task&)>& change) {
  const std::optional<std::string> assignee_before = task.assignee;
  alter_task(run, task, change);
  tell_task(run, task, "update");
  if (task.assignee != assignee_before) tell_task(run, task, "assignment");
}

void move_task(Task& task, lifecycle::TaskOperation operation) {
  const auto state = lifecycle::next(task.state, operation);
  if (!state)
    throw Refused(Refused::Kind::Conflict, "the task is " + std::string(name_of(task.state)) + ": " +
                                               std::string(name_of(operation)) + " is not possible");
  task.state = *state;
}

void end_task(Run& run, Task& task, lifecycle::TaskOperation operation, const std::string& reason) {
  Tree& tree = *run.work().tree(task.root.value);
  if (TaskHistory* row = run.work().find<TaskHistory>(task.root.value, task.id.value))
    run.work().close(*row, [&](TaskHistory& h) {
      h.ended = run.now();
      h.delete_reason = reason;
      h.state = lifecycle::next(task.state, operation).value_or(lifecycle::TaskState::Exited);
    });
  for (const std::int64_t id : tree.of<IdentityLink>().owned_by(task.id.value))
    run.work().erase(*tree.of<IdentityLink>().find(id));
  run.data.remove_all(task.id.value, task.root);
  run.work().erase(task);
}

void add_link(Run& run, const Task& task, const std::string& type, std::optional<std::string> user,
              std::optional<std::string> group) {
  IdentityLink link;
  link.id.value = run.next_id();
  link.root = task.root;
  link.task = task.id;
  link.type = type;
  link.user = std::move(user);
  link.group = std::move(group);
  run.work().insert(std::move(link));
}

void set_link(Run& run, const Task& task, const std::string& type, const std::optional<std::string>& user,
              const std::optional<std::string>& group, bool present) {
  IdentityLink* known = run.work()
                            .tree(task.root.value)
                            ->of<IdentityLink>()
                            .first_owned_by(task.id.value, [&](IdentityLink& l) {
                              return l.type == type && l.user == user && l.group == group;
                            });
  if (!present && known) run.work().erase(*known);
  if (present && !known) add_link(run, task, type, user, group);
}

}  // namespace lienthong::engine
