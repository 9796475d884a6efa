#include "engine/data/name_list.h"
#include "engine/data/whole_number.h"
#include "engine/elements/elements.h"
#include "engine/work/listeners.h"
#include "engine/work/tasks.h"

namespace lienthong::engine {
namespace {

std::int64_t priority_of(Run& run, const Instance& self, const bpmn::Node& node) {
  const std::optional<bpmn::Expression>& expression = node.user_task->priority;
  if (!expression) return 50;
  const Value value = run.data.evaluate(*expression, self);
  return value.is_null() ? 50 : int_of(value, "the priority of '" + node.id + "'");
}

struct UserTask : Behavior {
  void start(Run& run, Instance& self, const bpmn::Node& node) const override {
    Task task;
    task.id.value = run.next_id();
    task.root = self.root;
    task.instance = self.id;
    task.definition = self.definition;
    task.node = node.id;
    move_task(task, lifecycle::TaskOperation::Activate);
    task.created = run.now();
    describe(run, self, node, task);
    Task& kept = run.work().insert(std::move(task));
    open_task_history(run, kept, self);
    link_all(run, kept, node.user_task->candidate_users, self, true);
    link_all(run, kept, node.user_task->candidate_groups, self, false);
    const bool offered =
        !node.user_task->candidate_users.empty() || !node.user_task->candidate_groups.empty();
    if (node.lane_group && !offered) link_all(run, kept, {&*node.lane_group, 1}, self, false);
    if (node.user_task->listeners.empty()) return;
    arm_timeouts(run, self, node);
    tell_task(run, kept, "create");
    if (kept.assignee) tell_task(run, kept, "assignment");
  }

  static void describe(Run& run, Instance& self, const bpmn::Node& node, Task& task) {
    const bpmn::UserTask& how = *node.user_task;
    if (!node.name.empty()) task.name = run.data.evaluate_text(node.name, self);
    if (!node.documentation.empty()) task.description = run.data.evaluate_text(node.documentation, self);
    task.assignee = run.data.evaluate_text(how.assignee, self, &task);
    if (task.assignee) move_task(task, lifecycle::TaskOperation::Claim);
    task.due = run.data.evaluate_instant(how.due_date, self, &task);
    task.follow_up = run.data.evaluate_instant(how.follow_up_date, self, &task);
    task.priority = priority_of(run, self, node);
    if (node.form) {
      task.form_key = run.data.evaluate_text(node.form->key, self);
      if (!node.form->ref.empty()) task.form_ref = node.form->ref;
    }
    Tree& tree = *run.work().tree(self.root.value);
    for (const std::int64_t id : tree.of<Deadline>().owned_by(self.id.value)) {
      Deadline& deadline = *tree.of<Deadline>().find(id);
      if (!task.due || deadline.due < *task.due) task.due = deadline.due;
      run.work().update(deadline, [&](Deadline& d) { d.task = task.id; });
    }
  }

  static void link_all(Run& run, const Task& task, std::span<const bpmn::Expression> expressions,
                       const Instance& self, bool users) {
    for (const bpmn::Expression& expression : expressions)
      for (std::string& name : names_in(run.data.evaluate(expression, self, &task)))
        add_link(run, task, "candidate", users ? std::optional(name) : std::nullopt,
                 users ? std::nullopt : std::optional(name));
  }

  void completing(Run& run, Instance& self, const bpmn::Node&) const override {
    for_each_task(run, self, [&](Task& task) {
      tell_task(run, task, "complete");
      end_task(run, task, lifecycle::TaskOperation::Complete, "completed");
    });
  }
  void cancelling(Run& run, Instance& self, const bpmn::Node&) const override {
    for_each_task(run, self, [&](Task& task) {
      tell_task(run, task, "delete");
      end_task(run, task, lifecycle::TaskOperation::Exit, "deleted");
    });
  }
  template <class Do>
  static void for_each_task(Run& run, const Instance& self, Do&& act) {
    Tree& tree = *run.work().tree(self.root.value);
    for (const std::int64_t id : tree.of<Task>().owned_by(self.id.value)) act(*tree.of<Task>().find(id));
  }
};

}  // namespace

const Behavior& user_task() {
  static const UserTask b;
  return b;
}

}  // namespace lienthong::engine
