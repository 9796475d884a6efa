#pragma once
// All that may move a token is one of these. Steps are plain data, so that they can wait in a Job.
#include <cstdint>
#include <optional>
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
/// Into the node of that index; how it comes there is for the caller to fill in.
Enter entering(const Instance& scope, bpmn::NodeIndex);
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
  bool begun = true;  ///< it was active then; else it is Ready and waits for its data
};
/// Messages kept for what `self` waits for.
struct Collect {
  InstanceId root, self;
};
/// The process that `caller` has called is over, or has thrown something that reaches it.
struct Return {
  enum class How { Completed, Error, Escalation };
  struct Result {
    std::string name;
    TypedValue value;
    bool local = false;  ///< for `caller` itself, wherever the name is known
  };
  InstanceId root, caller;
  How how = How::Completed;
  std::string code;  ///< of the error or escalation
  std::optional<std::string> message;
  std::vector<Result> results;  ///< read when it left, written when it arrives
};
/// A message reaches what waits for it.
struct Deliver {
  InstanceId root;
  SubscriptionId to;
  std::string message;
  InstanceId sender;  ///< process instance that sent it over a message flow; 0: from outside
  Variables payload;
};
using Step = std::variant<Enter, Complete, Ended, Again, Collect, Return, Deliver>;

inline InstanceId root_of(const Step& step) {
  return std::visit([](const auto& move) { return move.root; }, step);
}

/// Steps as a job keeps them (JSON); nodes and flows by element id, so that another build reads them. The
/// values that they carry are rows of their own (CarriedValue). `before` counts the steps that were taken
/// without reaching a wait state.
std::string write_steps(Sight&, const std::vector<Step>&, std::int64_t before);
void write_carried(Sight&, const std::vector<Step>&, const Job&);
std::pair<std::vector<Step>, std::int64_t> read_steps(Sight&, const Job&);

}  // namespace lienthong::engine
