#pragma once
#include <cstdint>
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

/// Answers for the gateways of one process.
class Paths {
 public:
  explicit Paths(const bpmn::Process&);
  Reachability to(const bpmn::Node& gateway) const;

 private:
  using Before = std::vector<std::vector<bpmn::NodeIndex>>;  ///< by node: whose tokens may come to it next
  std::vector<std::vector<bool>> reaching(const bpmn::Node& gateway, const Before&) const;
  Before by_flows_, at_all_;
  std::vector<bpmn::NodeIndex> sources_;  ///< by flow
  bool boundaries_ = false;
};

}  // namespace lienthong::engine
