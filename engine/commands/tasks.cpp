#include "engine/work/tasks.h"
#include "engine/commands/forms.h"
#include "engine/commands/handlers.h"
#include "engine/steps/activity.h"
#include "engine/waits/events.h"

namespace lienthong::engine {
using lifecycle::TaskOperation;

Task& task_named(Run& run, TaskId id) {
  Task* task = run.work().find<Task>(id.value);
  if (!task)
    throw Refused(Refused::Kind::NotFound, "Cannot find task with id " + to_string(id) + ": task is null");
  return *task;
}

Reply handle(Run& run, const UpdateTask& command) {
  Task& task = task_named(run, command.task);
  change_task(run, task, [&](Task& t) {
    t.name = command.name;
    t.description = command.description;
    t.owner = command.owner;
    t.parent_task = command.parent_task;
    t.tenant = command.tenant;
    t.priority = command.priority;
    t.due = command.due;
    t.follow_up = command.follow_up;
    t.delegation = !command.delegation                ? Delegation::None
                   : *command.delegation == "PENDING" ? Delegation::Pending
                                                      : Delegation::Resolved;
    if (t.assignee.has_value() != command.assignee.has_value())
      move_task(t, command.assignee ? TaskOperation::Claim : TaskOperation::Release);
    t.assignee = command.assignee;
  });
  return Nothing{};
}

Reply handle(Run& run, const ClaimTask& command) {
  Task& task = task_named(run, command.task);
  if (command.user && task.assignee && task.assignee != command.user)
    throw Refused(Refused::Kind::AlreadyClaimed,
                  "Task '" + to_string(task.id) + "' is already claimed by someone else.");
  if (task.assignee == command.user) return Nothing{};
  change_task(run, task, [&](Task& t) {
    move_task(t, command.user ? TaskOperation::Claim : TaskOperation::Release);
    t.assignee = command.user;
  });
  audit(run, task.root, task.instance, command.user ? "claimed" : "assigned", command.user, task.node, {});
  return Nothing{};
}

Reply handle(Run& run, const AssignTask& command) {
  Task& task = task_named(run, command.task);
  change_task(run, task, [&](Task& t) {
    if (command.user && !t.assignee) move_task(t, TaskOperation::Claim);
    if (!command.user && t.assignee) move_task(t, TaskOperation::Release);
    t.assignee = command.user;
  });
  audit(run, task.root, task.instance, "assigned", command.user, task.node, {});
  return Nothing{};
}

Reply handle(Run& run, const DelegateTask& command) {
  Task& task = task_named(run, command.task);
  change_task(run, task, [&](Task& t) {
    move_task(t, TaskOperation::Delegate);
    if (!t.owner) t.owner = t.assignee;
    t.assignee = command.user;
    t.delegation = Delegation::Pending;
  });
  audit(run, task.root, task.instance, "assigned", command.user, task.node, {});
  return Nothing{};
}

Reply handle(Run& run, const ResolveTask& command) {
  Task& task = task_named(run, command.task);
  run.data.set_variables(*run.instance(task.root, task.instance), command.variables, &task);
  change_task(run, task, [&](Task& t) {
    move_task(t, TaskOperation::Resolve);
    t.assignee = t.owner;
    t.delegation = Delegation::Resolved;
  });
  return Nothing{};
}

Reply handle(Run& run, const CompleteTask& command) {
  Task& task = task_named(run, command.task);
  Instance& self = *run.instance(task.root, task.instance);
  run.user = command.user;
  Variables variables = command.variables;
  if (command.form) {
    apply_form(run.node(self), run, self, variables);
    if (task.delegation == Delegation::Pending)
      return handle(run, ResolveTask{command.task, std::move(variables)});
  }
  if (!lifecycle::next(task.state, TaskOperation::Complete))
    throw Refused(Refused::Kind::Conflict,
                  "the task is " + std::string(name_of(task.state)) + " and cannot be completed");
  run.data.set_variables(self, variables);  // on the execution, not on the task. bpmn-extensions 5.2
  run.agenda.complete(self);
  return CompletedTask{};
}

Reply handle(Run& run, const RaiseTaskError& command) {
  Task& task = task_named(run, command.task);
  Instance& self = *run.instance(task.root, task.instance);
  run.data.set_variables(self, command.variables, &task);
  if (!throw_error(run, self, true, command.code, command.message))
    throw Refused(Refused::Kind::Failed,
                  "no handler catches the BPMN error '" + command.code + "' of task " + to_string(task.id));
  return Nothing{};
}

Reply handle(Run& run, const RaiseTaskEscalation& command) {
  Task& task = task_named(run, command.task);
  Instance& self = *run.instance(task.root, task.instance);
  run.data.set_variables(self, command.variables, &task);
  if (!throw_escalation(run, self, true, command.code))
    throw Refused(Refused::Kind::Failed,
                  "ENGINE-02043 no handler catches the escalation '" + command.code + "'");
  return Nothing{};
}

Reply handle(Run& run, const ChangeLink& command) {
  Task& task = task_named(run, command.task);
  if (command.type == "assignee" || command.type == "owner") {
    const std::optional<std::string> user = command.remove ? std::nullopt : command.user;
    if (command.type == "assignee") return handle(run, AssignTask{task.id, user});
    change_task(run, task, [&](Task& t) { t.owner = user; });
    return Nothing{};
  }
  set_link(run, task, command.type, command.user, command.group, !command.remove);
  change_task(run, task, [](Task&) {});
  return Nothing{};
}

Reply handle(Run& run, const AddComment& command) {
  Task& task = task_named(run, command.task);
  Comment comment;
  comment.id.value = run.next_id();
  comment.root = task.root;
  comment.task = task.id;
  comment.user = command.user;
  comment.time = run.now();
  comment.message = command.message;
  const CommentId id = comment.id;
  run.work().append(std::move(comment));
  change_task(run, task, [](Task&) {});
  return Created{id.value};
}

}  // namespace lienthong::engine
