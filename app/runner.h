#pragma once
#include <atomic>
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

  /// `wall` tells the time; `fatal` is called, on the writer's thread, when a commit's outcome is unknown: it
  /// must end the process.
  Runner(engine::Engine& engine, engine::Store& store, std::function<Instant()> wall,
         std::function<void(const std::string&)> fatal);
  ~Runner() override;
  /// `warned` hears, on the writer's thread, what is odd about models that are deployed. Before start.
  void tell_warnings(std::function<void(const Problem&)> warned) { warned_ = std::move(warned); }
  /// `told` hears, on the writer's thread, what an operator should know. Before start.
  void tell_notices(std::function<void(const std::string&)> told) { told_ = std::move(told); }
  void start();
  /// Runs what is queued, then ends the thread.
  void stop();

  void submit(engine::Command, std::function<void(engine::Result)> done) override;
  Waiting wait_for_topics(std::vector<std::string> topics, std::function<void()> wake) override {
    return waiters_.add(std::move(topics), std::move(wake));
  }
  Instant now() const override { return {now_ms_.load(std::memory_order_relaxed)}; }

 private:
  struct Submitted {
    engine::Command command;
    std::function<void(engine::Result)> done;
  };
  void loop();
  std::deque<Submitted> take_waiting();
  void run_group(std::deque<Submitted> group);
  void wake_waiters();
  void pass_on_notices();

  // Constant after construction.
  engine::Engine& engine_;
  engine::Store& store_;
  std::function<Instant()> wall_;
  std::function<void(const std::string&)> fatal_;
  std::function<void(const Problem&)> warned_;
  std::function<void(const std::string&)> told_;

  // Guarded by mutex_.
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Submitted> queue_;
  bool stopping_ = false;

  Waiters waiters_;

  // The writer thread's.
  std::optional<Instant> next_unlock_;
  std::atomic<std::int64_t> now_ms_{0};
  std::thread thread_;
};

}  // namespace lienthong::app
