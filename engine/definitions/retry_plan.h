#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "engine/rows/limits.h"

namespace lienthong::engine {

/// The retry plan of a node: `R5/PT5M`, or a list of intervals (n intervals = n + 1 attempts).
/// bpmn-extensions 18.2
struct RetryPlan {
  std::int64_t attempts = limits::job_retries_default;
  std::vector<std::string> intervals;
};

/// Nothing for text that is no plan.
std::optional<RetryPlan> retry_plan(std::string_view cycle);

}  // namespace lienthong::engine
