#pragma once
// The whole engine behind one class: commands in, rows out, no thread, no clock, no I/O of its own. The
// caller owns the loop.
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>
#include "engine/commands.h"
#include "engine/definitions/settings.h"
#include "engine/rows/store.h"

namespace lienthong::engine {

class Core;

class Engine {
 public:
  Engine(Store&, Settings = {});
  ~Engine();

  /// Takes the store over and rebuilds what is kept in memory. Call once.
  void open(Clocks);

  /// Stores how far time has come, which a restart then need not guess. Before an orderly end.
  void close(Clocks);

  /// Runs commands in order, each alone in its own change set, and commits them together. A refused or failed
  /// command leaves no trace. Throws only when the commit failed with an unknown outcome: then the process
  /// must stop.
  std::vector<Result> run(std::span<const Command>, Clocks);

  /// The next instant at which `due` has something, in engine time.
  std::optional<Instant> next_due() const;
  /// Commands for work that is due, at most `max`: a slice of the oldest sweep, timers, async steps, rungs.
  std::vector<Command> due(std::size_t max);

  /// Topics on which something became fetchable since the last call, because a lock has run out too.
  std::set<std::string> take_woken_topics();
  /// When that is next to be asked because of a lock.
  std::optional<Steady> next_unlock() const;

  /// Whether a sweep has not ended yet (none given: any).
  bool is_under_way(SweepId = {}) const;

  /// What an operator should know and no row says, since the last call: for the log.
  std::vector<std::string> take_notices();

  /// Engine time: never goes back, is moved by AdvanceClock (base/clock.h).
  Instant now() const { return clock().now; }
  ClockReport clock() const;
  /// Lets time go on, as `run` does.
  void read(Clocks);
  /// What has happened to the machine's clock since the last call.
  std::vector<ClockChange> take_clock_changes();

  /// Wire form of a definition id: "key:version:id".
  std::string definition_text(DefinitionId) const;

 private:
  std::unique_ptr<Core> core_;
};

}  // namespace lienthong::engine
