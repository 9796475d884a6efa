#include "base/clock.h"
#include <algorithm>
#include <cstdlib>

namespace lienthong {

Clock::Clock(const Stored& stored, Clocks clocks)
    : read_(clocks), now_(stored.now), steady_(stored.steady), moved_ms_(stored.moved_ms) {
  const std::int64_t gap = wall() - now_;
  if (gap >= 0)
    now_ = wall();
  else if (gap < -waited_for_ms) {
    ahead_ms_ = -gap;
    change(ClockEvent::WentBack, gap);
  }
  if (steady_ == Steady{})
    steady_ = Steady{now_.ms};
  else
    steady_ = steady_ + std::clamp<std::int64_t>(clocks.wall - stored.wall, 0, stored_every_ms);
}

ClockReport Clock::report() const {
  ClockReport report{now_, steady_, ahead_ms_, 0, 0, last_change_};
  if (doubt_) {
    report.doubted_ms = doubt_->leap_ms;
    report.believed_in_ms = believed_after_ms - (steady_ - doubt_->since);
  }
  return report;
}

std::optional<ClockChange> Clock::read(Clocks clocks) {
  const std::int64_t passed = std::max<std::int64_t>(clocks.steady - read_.steady, 0);
  read_ = clocks;
  steady_ = steady_ + passed;
  const Instant was = now_, went = now_ + passed;  // where time is unless the wall knows better
  const std::int64_t gap = wall() - went, before = doubt_ ? doubt_->leap_ms : -ahead_ms_, by = gap - before;
  const bool agreed = !doubt_ && ahead_ms_ == 0, jumped = std::abs(by) > waited_for_ms;
  now_ = went;
  if (gap > believed_at_once_ms) {
    ahead_ms_ = 0;
    if (!doubt_ || jumped) {
      doubt_ = Doubt{gap, steady_};
      return change(ClockEvent::LeapDoubted, by);
    }
    return steady_ - doubt_->since < believed_after_ms ? std::nullopt : believe();
  }
  doubt_.reset();
  if (gap < -waited_for_ms) {
    ahead_ms_ = -gap;
    if (!jumped) return std::nullopt;
    return change(by < 0 ? ClockEvent::WentBack : ClockEvent::WentForward, by);
  }
  ahead_ms_ = 0;
  if (std::abs(gap) > unnoticed_ms) now_ = std::max(was, wall());
  if (!agreed) return change(ClockEvent::Agrees, by);
  return jumped ? std::optional(change(ClockEvent::WentForward, by)) : std::nullopt;
}

std::optional<ClockChange> Clock::believe() {
  if (!doubt_) return std::nullopt;
  const std::int64_t leap = wall() - now_;
  now_ = wall();
  doubt_.reset();
  return change(ClockEvent::LeapBelieved, leap);
}

void Clock::advance(std::int64_t ms) {
  moved_ms_ = saturated_sum(moved_ms_, ms);
  now_ = now_ + ms;
  steady_ = steady_ + ms;
}

ClockChange Clock::change(ClockEvent event, std::int64_t by_ms) {
  last_change_ = ClockChange{event, now_, by_ms, ahead_ms_};
  return *last_change_;
}

}  // namespace lienthong
