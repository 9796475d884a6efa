#include "adapters/lanes.h"
#include <utility>

namespace lienthong::adapters {

void Lanes::take(const std::string& destination, Work work) {
  std::int64_t later_ms = 0;
  {
    const std::lock_guard lock(mutex_);
    if (lanes_.size() >= limits::destinations_known) forget_idle();
    Lane& lane = lanes_[destination];
    const auto now = Clock::now();
    if (now < lane.left_alone_until)
      later_ms = 1 + std::chrono::ceil<std::chrono::milliseconds>(lane.left_alone_until - now).count();
    else if (lane.waiting.size() >= limits::waiting_for_one)
      later_ms = limits::busy_again_ms;
    else if (!stopping_) {
      lane.waiting.push_back({std::move(work), now});
      if (lane.busy || lane.waiting.size() > 1) return;
      ready_.push_back(destination);
      if (ready_.size() > idle_ && threads_.size() < limits::calls_at_once)
        threads_.emplace_back([this] { serve(); });
      changed_.notify_one();
      return;
    }
  }
  work.put_off(later_ms);
}

void Lanes::serve() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ++idle_;
    changed_.wait(lock, [this] { return stopping_ || !ready_.empty(); });
    --idle_;
    if (stopping_) return;
    const std::string destination = std::move(ready_.front());
    ready_.pop_front();
    Lane& lane = lanes_.at(destination);
    const Waiting next = std::move(lane.waiting.front());
    lane.waiting.pop_front();
    lane.busy = true;
    lock.unlock();
    const bool too_old = Clock::now() - next.since > held_max_;
    bool away = false;
    if (too_old)
      next.work.put_off(0);
    else
      away = next.work.call();
    lock.lock();
    const std::deque<Waiting> left = conclude(destination, lane, away);
    lock.unlock();
    for (const Waiting& one : left) one.work.put_off(pause_.count());
    lock.lock();
  }
}

std::deque<Lanes::Waiting> Lanes::conclude(const std::string& destination, Lane& lane, bool away) {
  std::deque<Waiting> left;
  lane.busy = false;
  lane.failures = away ? lane.failures + 1 : 0;
  if (lane.failures >= limits::failures_in_a_row) {
    lane.failures = 0;
    lane.left_alone_until = Clock::now() + pause_;
    left.swap(lane.waiting);
  } else if (!lane.waiting.empty())
    ready_.push_back(destination);
  else if (!away)
    lanes_.erase(destination);
  return left;
}

std::size_t Lanes::known() const {
  const std::lock_guard lock(mutex_);
  return lanes_.size();
}

void Lanes::forget_idle() {
  std::erase_if(lanes_, [now = Clock::now()](const auto& known) {
    const Lane& lane = known.second;
    return !lane.busy && lane.waiting.empty() && lane.left_alone_until <= now;
  });
}

void Lanes::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  std::map<std::string, Lane> left;
  {
    const std::lock_guard lock(mutex_);
    left.swap(lanes_);
    ready_.clear();
  }
  for (const auto& [destination, lane] : left)
    for (const Waiting& one : lane.waiting) one.work.put_off(0);
}

}  // namespace lienthong::adapters
