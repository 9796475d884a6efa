#pragma once
// Execution and task listeners: expressions of the model that are told what happens, and may change
// variables and the task. bpmn-extensions 3.2, 3.4, 4.3, 9
#include <string_view>
#include "engine/steps/run.h"

namespace lienthong::engine {

/// What a listener is told.
struct Occasion {
  std::string_view event;      ///< start, end, take; create, assignment, update, complete, delete, timeout
  const bpmn::Node& node;      ///< where the token is
  Task* task = nullptr;        ///< of a task listener
  std::string_view flow = {};  ///< of take
};

/// Runs one listener, whatever language it is written in. What it throws fails the whole command.
void run_listener(Run&, const bpmn::Listener&, const Instance& scope, const Occasion&);
/// Tells all that listen for the occasion's event, in XML order.
void tell(Run&, const std::vector<bpmn::Listener>&, const Instance& scope, const Occasion&);
/// Tells the listeners of a task.
void tell_task(Run&, Task&, std::string_view event);

/// A job for every timeout listener of a task.
void arm_timeouts(Run&, const Instance& self, const bpmn::Node& user_task);
const bpmn::Listener& timeout_listener(const bpmn::Node&, const std::string& id);
void fire_timeout(Run&, const Instance& self, const bpmn::Listener&);

}  // namespace lienthong::engine
