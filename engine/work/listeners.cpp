#include "engine/work/listeners.h"
#include <algorithm>
#include "engine/data/data.h"
#include "engine/data/job_priority.h"
#include "engine/definitions/timers.h"
#include "engine/rows/limits.h"
#include "engine/steps/jobs.h"
#include "engine/work/listener_names.h"

namespace lienthong::engine {
void run_listener(Run& run, const bpmn::Listener& listener, const Instance& scope, const Occasion& occasion) {
  const ListenerNames names(run, scope, occasion);
  const bpmn::Expression& what = *listener.expression;
  if (what.language == bpmn::Expression::Language::JavaScript) {
    run.data.run_script(run.definition(scope), what, scope, names, occasion.task);
    return;
  }
  try {
    feel::evaluate(run.definition(scope).compiled(what),
                   environment_of(run.core().settings, names, run.now()));
  } catch (const feel::EvaluationError& error) {
    throw Refused(Refused::Kind::Failed, "the " + std::string(occasion.event) + " listener of '" +
                                             occasion.node.id + "' fails: " + error.what());
  }
}

void tell(Run& run, const std::vector<bpmn::Listener>& listeners, const Instance& scope,
          const Occasion& occasion) {
  if (run.skip_listeners) return;
  for (const bpmn::Listener& listener : listeners)
    if (listener.event == occasion.event) run_listener(run, listener, scope, occasion);
}

void tell_task(Run& run, Task& task, std::string_view event) {
  const Instance* self = run.instance(task.root, task.instance);
  if (!self) return;
  const bpmn::Node& node = run.node(*self);
  tell(run, node.user_task->listeners, *self, {event, node, &task});
}

void arm_timeouts(Run& run, const Instance& self, const bpmn::Node& user_task) {
  for (const bpmn::Listener& listener : user_task.user_task->listeners) {
    if (listener.event != "timeout") continue;
    const Schedule schedule =
        schedule_of(*listener.timer, run.data.evaluate(*listener.timer->expression, self), run.now(),
                    run.core().settings.calendar->zone_offset_s());
    Job job = job_of(self, user_task.id, TellListener{listener.id, {schedule.period, schedule.repetitions}});
    job.due = schedule.due;
    set_job_priority(run, job, self, user_task);
    add_job(run, std::move(job));
  }
}

const bpmn::Listener& timeout_listener(const bpmn::Node& node, const std::string& id) {
  check(node.user_task.has_value(), "a timeout listener stands at a user task");
  const auto& listeners = node.user_task->listeners;
  const auto found = std::ranges::find_if(
      listeners, [&](const bpmn::Listener& one) { return one.event == "timeout" && one.id == id; });
  check(found != listeners.end(), "the job of a timeout listener names one that its task has");
  return *found;
}

void fire_timeout(Run& run, const Instance& self, const bpmn::Listener& listener) {
  Tree& tree = *run.work().tree(self.root.value);
  for (const std::int64_t id : tree.of<Task>().owned_by(self.id.value))
    run_listener(run, listener, self, {"timeout", run.node(self), tree.of<Task>().find(id)});
}

}  // namespace lienthong::engine
