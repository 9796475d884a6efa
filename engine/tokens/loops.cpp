// What standard loops and multi-instances have in common.
#include "engine/tokens/loops.h"
#include "engine/data/job_priority.h"
#include "engine/steps/activity.h"
#include "engine/steps/jobs.h"
#include "engine/tokens/compensation.h"
namespace lienthong::engine {

void Loops::start(Instance& body, const bpmn::Node& node) {
  return node.loop->standard ? start_standard_loop(body, node) : start_multi_instance(body, node);
}

/// camunda:asyncAfter on the loop: what comes behind each instance waits in a job of the body.
void Loops::inner_completed(Instance& inner, const bpmn::Node& node, const Complete& step) {
  Instance& body = *run_.parent(inner);
  if (node.loop->async_after && !step.resumed) {
    Complete later = step;
    later.resumed = true;
    close_history(run_, inner, false, true);
    return wait_in_job_of(run_, body, node, Continue::Why::AsyncAfter, {later});
  }
  return node.loop->standard ? round_ended(body, node, inner) : instance_of_many_ended(body, node, inner);
}

void Loops::end_inner(Instance& inner) {
  close_history(run_, inner, false, true);
  if (!keep_compensable(run_, inner, run_.node(inner), *run_.parent(inner))) run_.life.remove(inner);
}

/// A transaction that was cancelled: over, though not completed. The others go on; of a standard loop there
/// are none.
void Loops::instance_cancelled(Instance& body, const bpmn::Node& node) {
  if (node.loop->standard) return run_.life.cancel(body);
  const std::int64_t ended = body.done + body.terminated;
  if (ended >= body.total) return run_.agenda.complete(body);
  if (node.loop->sequential) run_.agenda.enter_inner(body, node, ended);
}

}  // namespace lienthong::engine
