#pragma once
#include "engine/elements/behavior.h"

namespace lienthong::engine {

// One behaviour a kind of flow node; each stands in the file of its name.
const Behavior& start_event();
const Behavior& boundary_event();
const Behavior& catch_event();
const Behavior& throw_event();
const Behavior& user_task();
const Behavior& external_task();
const Behavior& script_task();
const Behavior& receive_task();
const Behavior& business_rule_task();
const Behavior& pass_through();
const Behavior& sub_process();
const Behavior& ad_hoc_sub_process();
const Behavior& call_activity();
const Behavior& exclusive_gateway();
const Behavior& parallel_gateway();
const Behavior& inclusive_gateway();
const Behavior& complex_gateway();
const Behavior& event_based_gateway();

/// Makes the job that a worker fetches (bpmn-extensions 18.4): service and send tasks, message throw and end
/// events.
void wait_for_worker(Run&, Instance&, const bpmn::Node&);

/// A BPMN error of an element that nobody else's work depends on; where nobody catches it, the element waits
/// for a person (bpmn-extensions 11.1).
void raise_or_wait(Run&, Instance&, bool from_itself, const std::string& code,
                   const std::optional<std::string>& message);

}  // namespace lienthong::engine
