#pragma once
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace lienthong::adapters {

namespace limits {
inline constexpr int failures_in_a_row = 5;  ///< then a destination is left alone for a while
inline constexpr std::size_t calls_at_once = 32;
inline constexpr std::size_t waiting_for_one = 16;  ///< calls taken for a destination that is busy
inline constexpr std::size_t destinations_known = 1'000;
inline constexpr std::int64_t busy_again_ms = 1'000;  ///< when a call that was not taken comes again
}  // namespace limits

/// Calls to many destinations: to each one at a time, and one that hangs or is away delays no other.
class Lanes {
 public:
  struct Work {
    std::function<bool()> call;                    ///< true: the destination is away
    std::function<void(std::int64_t ms)> put_off;  ///< instead of the call; 0: nothing is wrong with it
  };
  /// `pause_ms`: how long a destination is left alone; `held_ms_max`: how long work may wait for its turn.
  Lanes(std::int64_t pause_ms, std::int64_t held_ms_max) : pause_(pause_ms), held_max_(held_ms_max) {}
  ~Lanes() { stop(); }
  Lanes(const Lanes&) = delete;
  Lanes& operator=(const Lanes&) = delete;
  /// Does one or the other with the work, soon or at once. From one thread only.
  void take(const std::string& destination, Work);
  /// Waits for the calls that are under way; what waits is put off by 0.
  void stop();
  /// Destinations that are busy or have failed.
  std::size_t known() const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Waiting {
    Work work;
    Clock::time_point since;
  };
  struct Lane {
    std::deque<Waiting> waiting;
    bool busy = false;
    int failures = 0;  ///< in a row
    Clock::time_point left_alone_until{};
  };
  void serve();
  /// The work of a lane that is paused from now on.
  std::deque<Waiting> conclude(const std::string& destination, Lane&, bool away);
  void forget_idle();

  const std::chrono::milliseconds pause_, held_max_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, Lane> lanes_;
  std::deque<std::string> ready_;  ///< lanes with work that are not busy
  std::size_t idle_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace lienthong::adapters
