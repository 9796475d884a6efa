#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include "engine/engine.h"

namespace lienthong::app {

/// The one thread that changes anything: takes all commands that wait, adds what is due, has the engine run
/// and commit them together, and answers. Load makes the groups; a lone command commits at once.
class Runner : public engine::Commands {
 public:
  static constexpr std::size_t queue_max = 10'000;  ///< longer queues only make late answers
  static constexpr std::size_t due_per_group_max =
      64;  ///< so that a flood of timers alternates with people's commands

  static constexpr std::int64_t look_again_ms = 1'000;  ///< somebody may have set the machine's clock

  /// `clocks` asks the machine's; `fatal` is called, on the writer's thread, when a commit's outcome is
  /// unknown: it must end the process.
  Runner(engine::Engine& engine, engine::Store& store, std::function<Clocks()> clocks,
         std::function<void(const std::string&)> fatal);
  ~Runner() override;
  /// `warned` hears, on the writer's thread, what is odd about models that are deployed. Before start.
  void tell_warnings(std::function<void(const Problem&)> warned) { warned_ = std::move(warned); }
  /// `told` hears, on the writer's thread, what an operator should know. Before start.
  void tell_notices(std::function<void(const std::string&)> told) { told_ = std::move(told); }
  /// `changed` hears, on the writer's thread, what has become of the machine's clock. Before start.
  void tell_clock_changes(std::function<void(const ClockChange&)> changed) {
    clock_changed_ = std::move(changed);
  }
  void start();
  /// Runs what is queued, then ends the thread.
  void stop();

  void submit(engine::Command, std::function<void(engine::Result)> done) override;
  [[nodiscard]] Waiting wait_for_topics(std::vector<std::string> topics,
                                        std::function<void()> wake) override {
    return waiters_.add(std::move(topics), std::move(wake));
  }
  ClockReport clock() const override {
    const std::lock_guard lock(clock_mutex_);
    return clock_;
  }

 private:
  struct Submitted {
    engine::Command command;
    std::function<void(engine::Result)> done;
  };
  /// Answered when its sweeps have ended.
  struct Underway {
    engine::Underway what;
    std::function<void(engine::Result)> done;
  };
  void loop();
  std::deque<Submitted> take_waiting();
  void run_group(std::deque<Submitted> group);
  void read_clocks();
  void tell_time();
  std::int64_t rest_ms() const;
  void close();
  void wake_waiters();
  void pass_on_notices();
  void answer(Submitted, engine::Command, engine::Result);
  void add_slice(const engine::RunSweep&, engine::Result&);
  void answer_ended_sweeps();
  void refuse_unfinished();

  // Constant after construction.
  engine::Engine& engine_;
  engine::Store& store_;
  std::function<Clocks()> clocks_;
  std::function<void(const std::string&)> fatal_;
  std::function<void(const Problem&)> warned_;
  std::function<void(const std::string&)> told_;
  std::function<void(const ClockChange&)> clock_changed_;

  // Guarded by mutex_.
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Submitted> queue_;
  bool stopping_ = false;

  Waiters waiters_;

  // Guarded by clock_mutex_.
  mutable std::mutex clock_mutex_;
  ClockReport clock_;

  // The writer thread's.
  std::vector<Underway> underway_;
  std::vector<Submitted> later_;  ///< ask for what a sweep has yet to reach: first in the next group
  std::optional<Steady> next_unlock_;
  std::thread thread_;
};

}  // namespace lienthong::app
