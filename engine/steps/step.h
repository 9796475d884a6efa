#pragma once
// All that may move a token is one of these. Steps are plain data, so that they can wait in a Job.
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>
#include "bpmn/model.h"
#include "engine/rows/records.h"

namespace lienthong::engine {

class Sight;

/// A token goes to `node` in `scope`.
struct Enter {
  InstanceId root, scope;
  DefinitionId definition;
  bpmn::NodeIndex node = -1;
  bpmn::FlowIndex flow = -1;  ///< that it comes by; -1: none
  bool inner = false;         ///< one of a loop body's instances …
  std::int64_t loop_counter = -1;
  std::int64_t loop_end =
      -1;                 ///< … then those behind it, up to here: an agenda must not grow with their number
  bool happened = false;  ///< the event has occurred already: pass through
  bool resumed = false;   ///< the async continuation before it is over
  /// Of a start event that needs several events, the index of the definition that has happened already; of an
  /// event-based gateway, the node behind it that has. -1: none.
  std::int64_t occurred = -1;
  std::string arrived_by;     ///< of a join: ids of the flows whose tokens it took
  CompensableId compensates;  ///< what `node` is to undo
};
/// `self` has done its work.
struct Complete {
  InstanceId root, self;
  bool resumed = false;  ///< the async continuation behind it is over
};
/// Something in `scope` is gone: it may be complete.
struct Ended {
  InstanceId root, scope;
};
/// `self` takes up what it could not do before.
struct Again {
  InstanceId root, self;
};
/// Messages kept for what `self` waits for.
struct Collect {
  InstanceId root, self;
};
using Step = std::variant<Enter, Complete, Ended, Again, Collect>;

/// Steps as a job keeps them (JSON); nodes and flows by element id, so that another build reads them.
/// `before` counts the steps that were taken without reaching a wait state.
std::string write_steps(Sight&, const std::vector<Step>&, std::int64_t before);
std::pair<std::vector<Step>, std::int64_t> read_steps(Sight&, const Job&);

}  // namespace lienthong::engine
