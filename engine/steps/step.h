#pragma once
// All that may move a token is one of these. Steps are plain data, so that they can wait in a Job; those that
// name nothing but ids are the same there (engine/rows/job.h).
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

/// What a multi-instance has taken apart, item 0 for the instance number `from`.
struct Elements {
  Value items;  ///< a list
  std::int64_t from = 0;
  friend bool operator==(const Elements&, const Elements&) = default;
};
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
  std::optional<Elements> elements;  ///< what they get; none: read when each begins
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
using Step = std::variant<Enter, Complete, Ended, Again, Collect, Return, Deliver>;

inline InstanceId root_of(const Step& step) {
  return std::visit([](const auto& move) { return move.root; }, step);
}

/// As a job keeps it; what it carries is kept beside it.
StoredStep stored(Sight&, const Step&);
/// The values that steps carry become rows of their own, which go with their job.
void keep_carried(Sight&, const std::vector<Step>&, const Job&);
/// The steps that a job holds back, as they run.
std::vector<Step> steps_in(Sight&, const Job&);

}  // namespace lienthong::engine
