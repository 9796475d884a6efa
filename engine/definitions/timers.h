#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include "base/instant.h"
#include "base/value.h"
#include "bpmn/model.h"

namespace lienthong::engine {

/// When a timer fires, and how often again. bpmn-extensions 14
struct Schedule {
  Instant due;
  std::int64_t repetitions = 0;  ///< after the first; -1: without end
  std::string period;            ///< ISO 8601 duration between repetitions, or cron; empty: none
};

// Each throws Refused{Failed} that repeats the text when it is none.
Schedule date_schedule(const Value&, Instant now, std::int32_t zone_offset_s);
Schedule duration_schedule(const Value&, Instant now, std::int32_t zone_offset_s);
/// `R[n]/[start/]duration`, `R[n]/duration/end`, `R[n]/start/end`, or cron (engine/definitions/cron.h).
Schedule cycle_schedule(const Value&, Instant now, std::int32_t zone_offset_s);

/// The one of the three that the timer's form asks for.
Schedule schedule_of(const bpmn::EventDefinition& timer, const Value&, Instant now,
                     std::int32_t zone_offset_s);
/// The event's definition that a timer's job names; -1, from a file that did not say: its first timer.
const bpmn::EventDefinition& timer_at(const bpmn::Node& event, std::int64_t part);

/// The next point of a cycle's grid after `now`; nothing when the last one has passed. `left` is counted down
/// by the points skipped.
std::optional<Instant> next_repetition(Instant last_due, const std::string& period, std::int64_t& left,
                                       Instant now, std::int32_t zone_offset_s);

}  // namespace lienthong::engine
