#include "engine/elements/behavior.h"
#include "engine/elements/elements.h"
#include "engine/tokens/tokens.h"

namespace lienthong::engine {

void Behavior::leave(Run& run, Instance& self, const bpmn::Node& node) const { take_flows(run, self, node); }

const Behavior& behavior_of(bpmn::Kind kind) {
  using enum bpmn::Kind;
  switch (kind) {
    case StartEvent: return start_event();
    case BoundaryEvent: return boundary_event();
    case IntermediateCatchEvent: return catch_event();
    case EndEvent:
    case IntermediateThrowEvent: return throw_event();
    case UserTask: return user_task();
    case ServiceTask:
    case SendTask: return external_task();
    case ScriptTask: return script_task();
    case ReceiveTask: return receive_task();
    case BusinessRuleTask: return business_rule_task();
    case Process:
    case SubProcess:
    case Transaction:
    case EventSubProcess: return sub_process();
    case CallActivity: return call_activity();
    case ExclusiveGateway: return exclusive_gateway();
    case ParallelGateway: return parallel_gateway();
    case InclusiveGateway: return inclusive_gateway();
    case ComplexGateway: return complex_gateway();
    case EventBasedGateway: return event_based_gateway();
    case Task:
    case ManualTask: return pass_through();
    case AdHocSubProcess: return ad_hoc_sub_process();
  }
  check(false, "the checker refuses what does not execute");
  return pass_through();
}

}  // namespace lienthong::engine
