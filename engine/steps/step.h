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
/// A token goes to `node`; `occurred` of an event-based gateway is the index of the node behind it that has.
struct Enter : Entry {
  bpmn::NodeIndex node = -1;
  bpmn::FlowIndex flow = -1;         ///< that it comes by; -1: none
  std::optional<Elements> elements;  ///< what a loop body's instances get; none: read when each begins
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
