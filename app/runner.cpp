#include "app/runner.h"
#include <algorithm>
#include <set>
#include "engine/rows/limits.h"

namespace lienthong::app {

Runner::Runner(engine::Engine& engine, engine::Store& store, std::function<Instant()> wall,
               std::function<void(const std::string&)> fatal)
    : engine_(engine), store_(store), wall_(std::move(wall)), fatal_(std::move(fatal)) {
  engine_.set_wall(wall_());
  now_ms_ = engine_.now().ms;
}

Runner::~Runner() { stop(); }

void Runner::start() {
  thread_ = std::thread([this] { loop(); });
}

void Runner::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Runner::submit(engine::Command command, std::function<void(engine::Result)> done) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) throw Refused(Refused::Kind::Overloaded, "the server is shutting down");
    if (queue_.size() >= queue_max)
      throw Refused(Refused::Kind::Overloaded,
                    "more than " + std::to_string(queue_max) + " commands wait; try again later");
    queue_.push_back({std::move(command), std::move(done)});
    if (queue_.size() > 1) return;  // the writer is awake or about to be
  }
  changed_.notify_one();
}

std::deque<Runner::Submitted> Runner::take_waiting() {
  std::unique_lock lock(mutex_);
  const auto ready = [this] { return stopping_ || !queue_.empty(); };
  if (!ready()) {
    std::optional<Instant> next = engine_.next_due();
    if (next_unlock_ && (!next || *next_unlock_ < *next)) next = next_unlock_;
    engine_.set_wall(wall_());
    if (!next)
      changed_.wait(lock, ready);
    else if (*next > engine_.now())
      // The development clock and the system's may move: look again at least once a second.
      changed_.wait_for(
          lock, std::chrono::milliseconds(std::clamp<std::int64_t>(*next - engine_.now(), 1, 1000)), ready);
  }
  std::deque<Submitted> group;
  while (!queue_.empty() && group.size() < engine::limits::group_commands_max) {
    group.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return group;
}

void Runner::pass_on_notices() {
  for (const std::string& notice : engine_.take_notices())
    if (told_) told_(notice);
}

void Runner::loop() {
  for (;;) {
    pass_on_notices();
    std::deque<Submitted> group = take_waiting();
    {
      const std::lock_guard lock(mutex_);
      if (stopping_ && group.empty() && queue_.empty()) return;
    }
    run_group(std::move(group));
    wake_waiters();
  }
}

void Runner::run_group(std::deque<Submitted> group) {
  engine_.set_wall(wall_());
  // What is due was due before anything that arrives now.
  std::vector<engine::Command> commands = engine_.due(due_per_group_max);
  const std::size_t due = commands.size();
  for (Submitted& one : group) commands.push_back(std::move(one.command));
  if (commands.empty()) return;
  std::vector<engine::Result> results;
  try {
    results = engine_.run(commands, wall_());
  } catch (const std::exception& error) {
    fatal_(error.what());
    return;
  }
  now_ms_.store(engine_.now().ms, std::memory_order_relaxed);
  for (std::size_t i = 0; i < group.size(); ++i) {
    const auto* deployed = std::get_if<engine::Deployed>(&results[due + i].reply);
    if (deployed && warned_) std::ranges::for_each(deployed->warnings, warned_);
    if (group[i].done) group[i].done(std::move(results[due + i]));
  }
  bool idle = false;
  {
    const std::lock_guard lock(mutex_);
    idle = queue_.empty();
  }
  store_.rest(idle);
}

/// Work has appeared on a topic, or a lock has run out (then everybody looks again).
void Runner::wake_waiters() {
  const std::set<std::string> woken = engine_.take_woken_topics();
  engine_.set_wall(wall_());
  const bool unlocked = next_unlock_ && *next_unlock_ <= engine_.now();
  next_unlock_ = engine_.next_unlock();
  if (unlocked)
    waiters_.call_all();
  else if (!woken.empty())
    waiters_.call(woken);
}

}  // namespace lienthong::app
