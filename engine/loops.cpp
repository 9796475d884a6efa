// What standard loops and multi-instances have in common: a body instance around inner instances. Boundary
// events belong to the body, mappings and deadlines to the inner instances. BPMN 13.3.6, 13.3.7
#include "engine/execution.h"

namespace lienthong::engine {

void Execution::start_loop(Instance& body, const bpmn::Node& node) {
  return node.loop->standard ? start_standard_loop(body, node) : start_multi_instance(body, node);
}

/// camunda:asyncAfter on the loop: what comes behind each instance waits in a job of the body.
void Execution::inner_completed(Instance& inner, const bpmn::Node& node, const Step& step) {
  Instance& body = *parent(inner);
  if (node.loop->async_after && !step.resumed) {
    Step later = step;
    later.resumed = true;
    close_history(inner, false);
    return wait_in_job(body, node.id, "async-after", {later}, 0);
  }
  return node.loop->standard ? round_ended(body, node, inner) : instance_of_many_ended(body, node, inner);
}

void Execution::end_inner(Instance& inner) {
  close_history(inner, false);
  if (!keep_compensable(inner, node(inner), *parent(inner))) remove(inner);
}

/// A transaction that was cancelled: over, though not completed. The others go on; of a standard loop there
/// are none.
void Execution::loop_instance_cancelled(Instance& body, const bpmn::Node& node) {
  if (node.loop->standard) return cancel(body);
  const std::int64_t ended = body.done + body.terminated;
  if (ended >= body.total) return complete(body);
  if (node.loop->sequential) enter_inner(body, ended);
}

}  // namespace lienthong::engine
