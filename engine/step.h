#pragma once
#include "engine/execution.h"

namespace lienthong::engine {

/// Steps as a job keeps them (JSON); nodes and flows by element id, so that another build reads them.
/// `before` counts the steps that were taken without reaching a wait state.
std::string write_steps(Execution&, const std::vector<Step>&, std::int64_t before);
std::pair<std::vector<Step>, std::int64_t> read_steps(Execution&, const Job&);

}  // namespace lienthong::engine
