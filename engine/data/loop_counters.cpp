#include "engine/data/loop_counters.h"
#include <algorithm>

namespace lienthong::engine {

std::optional<std::int64_t> loop_counter_named(const Instance& at, const bpmn::Loop* loop,
                                               std::string_view name) {
  if (name != "loopCounter" && !name.starts_with("nrOf")) return std::nullopt;
  if (at.body && loop) {
    if (loop->standard) return name == "loopCounter" ? std::optional(at.done) : std::nullopt;
    if (name == "nrOfInstances") return at.total;
    if (name == "nrOfCompletedInstances") return at.done;
    if (name == "nrOfTerminatedInstances") return at.terminated;
    const std::int64_t open = at.total - at.done - at.terminated;
    if (name == "nrOfActiveInstances") return loop->sequential ? std::min<std::int64_t>(1, open) : open;
    return std::nullopt;
  }
  if (at.loop_counter >= 0 && name == "loopCounter") return at.loop_counter;
  return std::nullopt;
}

}  // namespace lienthong::engine
