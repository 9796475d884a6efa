// A standard loop runs one inner instance after the other while its condition holds. BPMN 10.3.8, 13.3.6
#include "engine/data/data.h"
#include "engine/data/whole_number.h"
#include "engine/tokens/loops.h"

namespace lienthong::engine {

/// The maximum is evaluated once, on entering.
void Loops::start_standard_loop(Instance& body, const bpmn::Node& node) {
  const bpmn::Loop& loop = *node.loop;
  if (loop.maximum) {
    const std::int64_t maximum =
        whole_number_of(run_.data.evaluate(*loop.maximum, body), "the loopMaximum of '" + node.id + "'", 0);
    run_.work().update(body, [&](Instance& i) { i.total = maximum; });
    if (maximum == 0) return run_.agenda.complete(body);
  }
  if (loop.test_before && loop.condition && !run_.data.holds(*loop.condition, body))
    return run_.agenda.complete(body);
  run_.agenda.enter_inner(body, node, 0);
}

/// Tested before a round: `loopCounter` is that round's. Tested behind it: the finished round's, whose own
/// variables are still there.
void Loops::round_ended(Instance& body, const bpmn::Node& node, Instance& inner) {
  const bpmn::Loop& loop = *node.loop;
  run_.work().update(body, [](Instance& i) { ++i.done; });
  bool again = !loop.maximum || body.done < body.total;
  if (again && loop.condition && !loop.test_before) again = run_.data.holds(*loop.condition, inner);
  end_inner(inner);
  if (again && loop.condition && loop.test_before) again = run_.data.holds(*loop.condition, body);
  if (again)
    run_.agenda.enter_inner(body, node, body.done);
  else
    run_.agenda.complete(body);
}

}  // namespace lienthong::engine
