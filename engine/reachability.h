#pragma once
#include <vector>
#include "bpmn/model.h"

namespace lienthong::engine {

/// For each incoming flow of a gateway, in order: the nodes of its scope from which a token can come to that
/// flow without passing the gateway. The jump of a link event counts as a path. BPMN 13.4.3
struct Reachability {
  std::vector<std::vector<bool>> by_flows;  ///< along sequence flows
  /// Leaving activities by their boundary events too: that may happen, and need not.
  std::vector<std::vector<bool>> at_all;
};
Reachability reachability_of(const bpmn::Process&, const bpmn::Node& gateway);

}  // namespace lienthong::engine
