#pragma once
#include <vector>
#include "base/refused.h"
#include "bpmn/model.h"

namespace lienthong::engine {

/// What can be known of a process' times before it runs: spans that are none, and timers and deadlines that
/// never come.
void check_times(const bpmn::Process&, std::vector<Problem>&);

}  // namespace lienthong::engine
