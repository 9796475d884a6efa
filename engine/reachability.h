#pragma once
#include <vector>
#include "bpmn/model.h"

namespace lienthong::engine {

/// For each incoming flow of a gateway, in order: the nodes of its scope from which a token can come to that
/// flow without passing the gateway. Leaving an activity by one of its boundary events counts, and so does
/// the jump of a link event. BPMN 13.4.3
using Reachability = std::vector<std::vector<bool>>;
Reachability reachability_of(const bpmn::Process&, const bpmn::Node& gateway);

}  // namespace lienthong::engine
