#include "engine/work/listeners.h"
#include "engine/data/data.h"
#include "engine/definitions/timers.h"
#include "engine/rows/limits.h"
#include "engine/steps/jobs.h"
#include "engine/work/listener_names.h"

namespace lienthong::engine {
namespace {

/// As Camunda 7 names what such a job is for.
std::string timeout_configuration(const bpmn::Node& task, const bpmn::Listener& listener) {
  return task.id + "$taskListener~" + listener.id;
}

}  // namespace

void run_listener(Run& run, const bpmn::Listener& listener, const Instance& scope, const Occasion& occasion) {
  const ListenerNames names(run, scope, occasion);
  const bpmn::Expression& what = *listener.expression;
  if (what.language == bpmn::Expression::Language::JavaScript) {
    run.data.run_script(run.definition(scope), what, scope, names, occasion.task);
    return;
  }
  try {
    feel::evaluate(run.definition(scope).compiled(what),
                   {names, run.now(), run.core().settings.calendar->zone_offset_s()});
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
    Job job = job_at(self, JobKind::Timer, user_task.id);
    job.configuration = timeout_configuration(user_task, listener);
    job.due = schedule.due;
    job.retries = limits::job_retries_default;
    job.repetitions = schedule.repetitions;
    job.payload = schedule.period;
    add_job(run, std::move(job));
  }
}

const bpmn::Listener* timeout_listener(const bpmn::Node& node, const Job& job) {
  if (!node.user_task) return nullptr;
  for (const bpmn::Listener& listener : node.user_task->listeners)
    if (listener.event == "timeout" && job.configuration == timeout_configuration(node, listener))
      return &listener;
  return nullptr;
}

void fire_timeout(Run& run, const Instance& self, const bpmn::Listener& listener) {
  Tree& tree = *run.work().tree(self.root.value);
  for (const std::int64_t id : tree.of<Task>().owned_by(self.id.value))
    run_listener(run, listener, self, {"timeout", run.node(self), tree.of<Task>().find(id)});
}

}  // namespace lienthong::engine
