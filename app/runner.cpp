#include "app/runner.h"
#include <algorithm>
#include <set>
#include "engine/rows/limits.h"

namespace lienthong::app {

Runner::Runner(engine::Engine& engine, engine::Store& store, std::function<Clocks()> clocks,
               std::function<void(const std::string&)> fatal)
    : engine_(engine),
      store_(store),
      clocks_(std::move(clocks)),
      fatal_(std::move(fatal)),
      clock_(engine.clock()) {}

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
  read_clocks();
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, std::chrono::milliseconds(rest_ms()),
                    [this] { return stopping_ || !queue_.empty(); });
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

/// Until something is due by itself.
std::int64_t Runner::rest_ms() const {
  const ClockReport clock = engine_.clock();
  std::int64_t rest = look_again_ms;
  if (const auto due = engine_.next_due()) rest = std::min(rest, *due - clock.now);
  if (next_unlock_) rest = std::min(rest, *next_unlock_ - clock.steady);
  return std::max<std::int64_t>(rest, 0);
}

void Runner::read_clocks() {
  engine_.read(clocks_());
  tell_time();
}

void Runner::tell_time() {
  {
    const std::lock_guard lock(clock_mutex_);
    clock_ = engine_.clock();
  }
  for (const ClockChange& change : engine_.take_clock_changes())
    if (clock_changed_) clock_changed_(change);
}

void Runner::close() {
  try {
    engine_.close(clocks_());
  } catch (const std::exception&) {  // only what has passed since the last commit is not stored
  }
}

void Runner::loop() {
  for (;;) {
    pass_on_notices();
    std::deque<Submitted> group = take_waiting();
    bool last = false;
    {
      const std::lock_guard lock(mutex_);
      last = stopping_ && group.empty() && queue_.empty();
    }
    if (last) break;
    run_group(std::move(group));
    wake_waiters();
  }
  refuse_unfinished();
  close();
}

/// What is stored goes on after the next start; nobody is told then.
void Runner::refuse_unfinished() {
  const Refused refused(Refused::Kind::Overloaded, "the server is shutting down");
  const engine::Result result{engine::Nothing{}, std::make_exception_ptr(refused)};
  for (const Submitted& one : later_)
    if (one.done) one.done(result);
  for (const Underway& one : underway_)
    if (one.done) one.done(result);
  later_.clear();
  underway_.clear();
}

void Runner::answer(Submitted asked, engine::Command command, engine::Result result) {
  if (std::holds_alternative<engine::Later>(result.reply))
    return later_.push_back({std::move(command), std::move(asked.done)});
  if (auto* underway = std::get_if<engine::Underway>(&result.reply))
    return underway_.push_back({std::move(*underway), std::move(asked.done)});
  const auto* deployed = std::get_if<engine::Deployed>(&result.reply);
  if (deployed && warned_) std::ranges::for_each(deployed->warnings, warned_);
  if (asked.done) asked.done(std::move(result));
}

/// Whom a message has come to belongs into the answer of who sent it.
void Runner::add_slice(const engine::RunSweep& slice, engine::Result& result) {
  auto* reached = std::get_if<engine::Correlated>(&result.reply);
  if (!reached) return;
  for (Underway& one : underway_)
    if (one.what.so_far && std::ranges::find(one.what.sweeps, slice.sweep) != one.what.sweeps.end())
      std::ranges::move(reached->results, std::back_inserter(one.what.so_far->results));
}

void Runner::answer_ended_sweeps() {
  std::erase_if(underway_, [this](Underway& one) {
    if (std::ranges::any_of(one.what.sweeps, [this](SweepId id) { return engine_.is_under_way(id); }))
      return false;
    engine::Result result;
    if (one.what.so_far) result.reply = std::move(*one.what.so_far);
    if (one.done) one.done(std::move(result));
    return true;
  });
}

void Runner::run_group(std::deque<Submitted> group) {
  const Clocks now = clocks_();
  engine_.read(now);
  // What is due was due before anything that arrives now.
  std::vector<engine::Command> commands = engine_.due(due_per_group_max);
  const std::size_t due = commands.size();
  std::vector<Submitted> first = std::exchange(later_, {});
  group.insert(group.begin(), std::make_move_iterator(first.begin()), std::make_move_iterator(first.end()));
  for (Submitted& one : group) commands.push_back(std::move(one.command));
  std::vector<engine::Result> results;
  try {
    results = engine_.run(commands, now);
  } catch (const std::exception& error) {
    fatal_(error.what());
    return;
  }
  tell_time();
  for (std::size_t i = 0; i < due; ++i)
    if (const auto* slice = std::get_if<engine::RunSweep>(&commands[i])) add_slice(*slice, results[i]);
  for (std::size_t i = 0; i < group.size(); ++i)
    answer(std::move(group[i]), std::move(commands[due + i]), std::move(results[due + i]));
  answer_ended_sweeps();
  bool idle = false;
  {
    const std::lock_guard lock(mutex_);
    idle = queue_.empty();
  }
  store_.rest(idle);
}

/// Work has appeared on a topic, or a lock there has run out.
void Runner::wake_waiters() {
  const std::set<std::string> woken = engine_.take_woken_topics();
  next_unlock_ = engine_.next_unlock();
  if (!woken.empty()) waiters_.call(woken);
}

}  // namespace lienthong::app
