#pragma once
// How time goes on where the machine's clock can be wrong. The wall clock says what time it is, and is set
// back and forth by people, daemons and flat batteries; the steady clock only says how much time has passed.
// Engine time follows the wall as long as that is believable, never goes back and never stands still.
#include <cstdint>
#include <optional>
#include "base/instant.h"

namespace lienthong {

/// What the clocks of the machine show at one moment. `steady` begins anywhere and is never set.
struct Clocks {
  Instant wall;
  Steady steady;

  /// Of a machine whose clock nobody ever sets, as tests turn it by hand.
  static Clocks agreeing(Instant at) { return {at, Steady{at.ms}}; }
};

/// What operators are told about the machine's clock; by how much, see ClockChange.
enum class ClockEvent {
  WentBack,      ///< engine time is ahead of it now, and goes on by what passes
  WentForward,   ///< engine time has followed
  LeapDoubted,   ///< it leapt further than is believed at once
  LeapBelieved,  ///< the leap has held, or an operator has said so: engine time has followed
  Agrees         ///< engine time goes by it again
};
struct ClockChange {
  ClockEvent event{};
  Instant at;                 ///< engine time, afterwards
  std::int64_t by_ms = 0;     ///< how far the machine's clock has moved, backwards too
  std::int64_t ahead_ms = 0;  ///< how far engine time is ahead of it since
};

/// Both times of the engine at one moment, and how they stand to the machine's clock.
struct ClockReport {
  Instant now;
  Steady steady;                ///< of locks: only what passes moves it
  std::int64_t ahead_ms = 0;    ///< engine time is so far ahead of the machine's clock
  std::int64_t doubted_ms = 0;  ///< the machine's clock is so far ahead, and not believed yet
  std::int64_t believed_in_ms = 0;
  std::optional<ClockChange> last_change = std::nullopt;  ///< since the start

  /// When a lock runs out, as far as can be told now.
  Instant shown(Steady at) const { return now + (at - steady); }
  Steady steady_at(Instant at) const { return steady + (at - now); }
};

/// Plain values in, plain values out: asks no clock itself.
class Clock {
 public:
  static constexpr std::int64_t believed_at_once_ms =
      3'600'000;                                             ///< a summer hour set by hand, a short sleep
  static constexpr std::int64_t believed_after_ms = 60'000;  ///< a daemon has mended a false start by then
  /// By so little a daemon sets a clock back in good order: engine time waits instead of running ahead.
  static constexpr std::int64_t waited_for_ms = 1'000;
  /// The clocks are read one after the other, in whole milliseconds: less is no difference, so that the end
  /// of a lock is shown the same each time.
  static constexpr std::int64_t unnoticed_ms = 10;
  /// While somebody holds a lock, what has passed is stored as often: so much a lock may change at a restart.
  static constexpr std::int64_t stored_every_ms = 10'000;

  /// What outlives a process.
  struct Stored {
    Instant now;
    Steady steady;              ///< 0: not known yet
    Instant wall;               ///< when it was stored
    std::int64_t moved_ms = 0;  ///< by hand, of a development clock
  };

  Clock() = default;
  /// The wall may be far ahead after a long downtime: that is believed. What has passed for locks since it
  /// was stored nobody knows; the wall is taken at its word for `stored_every_ms`.
  Clock(const Stored&, Clocks);

  Instant now() const { return now_; }
  Steady steady() const { return steady_; }
  Stored stored() const { return {now_, steady_, read_.wall, moved_ms_}; }
  ClockReport report() const;

  /// What has happened to the machine's clock since it was last read, if anything.
  std::optional<ClockChange> read(Clocks);
  /// An operator has looked: a leap that is doubted has come true.
  std::optional<ClockChange> believe();
  /// Moves both times by hand, forwards.
  void advance(std::int64_t ms);

 private:
  struct Doubt {
    std::int64_t leap_ms = 0;
    Steady since;
  };
  Instant wall() const { return read_.wall + moved_ms_; }
  ClockChange change(ClockEvent, std::int64_t by_ms);

  Clocks read_;
  Instant now_;
  Steady steady_;
  std::int64_t moved_ms_ = 0, ahead_ms_ = 0;
  std::optional<Doubt> doubt_;
  std::optional<ClockChange> last_change_;
};

}  // namespace lienthong
