#include "adapters/workers.h"
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include "adapters/lanes.h"
#include "adapters/reached.h"
#include "base/json.h"
#include "base/refused.h"

namespace lienthong::adapters {
namespace {

using namespace engine;

constexpr std::int64_t lock_ms = 150'000;     ///< longer than the longest call with its look-up
constexpr std::int64_t held_ms_max = 60'000;  ///< waiting for another call; what is left is enough for one
constexpr auto look_again = std::chrono::seconds(5);  ///< in case a lock ran out meanwhile

/// Personal numbers have no place in texts for operators: the middle of 9 digits and more is hidden.
std::string masked(std::string text) {
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    if (end - at >= 9) text.replace(at + 3, end - at - 5, std::string(end - at - 5, '*'));
    at = end + 1;
  }
  return text;
}

/// One topic's worker.
class Worker {
 public:
  Worker(Commands& commands, const Settings& settings, const Topic& topic)
      : commands_(commands),
        settings_(settings),
        topic_(topic),
        name_("lienthong/" + topic.name),
        lanes_(settings.breaker_pause_ms, held_ms_max),
        thread_([this] { loop(); }) {}
  ~Worker() { stop(); }

  void ask_to_stop() {
    stopping_ = true;
    wake();
  }
  void stop() {
    ask_to_stop();
    if (thread_.joinable()) thread_.join();
    lanes_.stop();
  }

 private:
  void wake() {
    {
      const std::lock_guard lock(mutex_);
      woken_ = true;
    }
    changed_.notify_all();
  }

  void loop() {
    while (!stopping_) {
      look();
      if (failures_ < limits::failures_in_a_row) continue;
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, std::chrono::milliseconds(settings_.breaker_pause_ms),
                        [this] { return stopping_.load(); });
      failures_ = 0;
    }
  }

  /// One look for work; none is there: waits until some may be.
  void look() {
    const Waiting waiting =
        commands_.wait_for_topics({topic_.name}, [this] { wake(); });  // before looking: nothing is missed
    bool worked = false;
    try {
      worked = serve();
    } catch (const std::exception&) {  // the server is overloaded or shutting down: later
    }
    if (worked) return;
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, look_again, [this] { return woken_ || stopping_; });
    woken_ = false;
  }

  bool serve() {
    FetchAndLock fetch;
    fetch.worker = name_;
    fetch.max_tasks = 1;
    if (topic_.kind != Topic::Kind::Registry) fetch.claims = FetchAndLock::Claims::Both;
    fetch.topics.push_back({});
    fetch.topics.front().topic = topic_.name;
    fetch.topics.front().lock_duration_ms = lock_ms;
    const LockedTasks locked = std::get<LockedTasks>(ask(commands_, std::move(fetch)));
    for (const LockedTask& task : locked.tasks) {
      Request request = request_of(task);
      if (topic_.kind == Topic::Kind::Mail) request.reached = reached_.of(task.job);
      const std::string destination = destination_of(topic_, settings_, request);
      if (destination.empty())
        failures_ = perform(task, request) ? failures_ + 1 : 0;
      else
        hand_over(destination, task, std::move(request));
    }
    return !locked.tasks.empty();
  }

  void hand_over(const std::string& destination, const LockedTask& task, Request request) {
    const auto kept = std::make_shared<const std::pair<LockedTask, Request>>(task, std::move(request));
    const auto safely = [](auto&& act) {
      try {
        return act();
      } catch (const std::exception&) {  // overloaded or shutting down: the lock runs out
        return false;
      }
    };
    lanes_.take(destination,
                {[=, this] { return safely([&] { return perform(kept->first, kept->second); }); },
                 [=, this](std::int64_t ms) { safely([&] { return put_off(kept->first, ms), true; }); }});
  }

  /// No try is used up: none was made.
  void put_off(const LockedTask& task, std::int64_t ms) {
    if (ms == 0) return commands_.submit(UnlockExternalTask{task.job}, {});
    FailExternalTask later;
    later.job = task.job;
    later.worker = name_;
    later.message = "unavailable: the receiver is away, or busy with what came before";
    later.retries = task.retries.value_or(std::max<std::int64_t>(topic_.retry.tries(), 1));
    later.retry_timeout_ms = ms + back_off_ms(topic_.retry, task.job, 1);
    ask(commands_, std::move(later));
  }

  static Request request_of(const LockedTask& task) {
    Request request{task.job, task.attempts, task.business_key.value_or(""), {}};
    for (const auto& [name, value] : task.variables) request.fields.put(name, value.for_expressions());
    if (task.notice)
      for (const auto& [name, value] : task.notice->entries) request.fields.put(name, value);
    if (const Value* code = request.fields.find("dossierCode"); code && code->is_string())
      request.dossier = code->string();
    request.notification = task.notice.has_value();
    return request;
  }

  /// True: the destination is away.
  bool perform(const LockedTask& task, const Request& request) {
    const auto began = std::chrono::steady_clock::now();
    const Answer answer = call(topic_, settings_, request, stopping_);
    const auto took =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began)
            .count();
    if (stopping_ && answer.outcome != Outcome::Answered) {  // the next start looks it up
      commands_.submit(UnlockExternalTask{task.job}, {});
      return false;
    }
    if (!task.notice) commands_.submit(audit(task, request, answer, took), {});
    report(task, answer);
    if (topic_.kind == Topic::Kind::Mail && answer.outcome == Outcome::Answered)
      reached_.forget(task.job);
    else if (topic_.kind == Topic::Kind::Mail)
      reached_.note(task.job, answer.reached);
    return answer.outcome == Outcome::Unavailable && !answer.concerns_only_this;
  }

  /// Who asked whom for what, and how it went; the record itself only as a hash.
  RecordAudit audit(const LockedTask& task, const Request& request, const Answer& answer,
                    std::int64_t took_ms) {
    List read;
    for (const std::string& field : topic_.response)
      if (answer.body.find(field)) read.emplace_back(field);
    Context detail{{"purpose", Value(topic_.purpose)},
                   {"dossier", Value(request.dossier)},
                   {"outcome", Value(name_of(answer.outcome))},
                   {"attempt", Value(task.attempts)},
                   {"requestId", Value(request_id(task.job))},
                   {"fieldsRead", Value(std::move(read))},
                   {"requestHash", Value(answer.request_hash)},
                   {"responseHash", Value(answer.response_hash)},
                   {"durationMs", Value(took_ms)}};
    if (const Value* officer = request.fields.find("officerId")) detail.put("officer", *officer);
    if (const Value* purpose = request.fields.find("purposeCode")) detail.put("purposeCode", *purpose);
    if (!answer.error_code.empty()) detail.put("error", Value(answer.error_code));
    if (const Value* refused = answer.body.find("refused"); refused && refused->is_list())
      detail.put("refused", Value(std::ssize(refused->list())));
    return {task.root, task.execution, "called", name_, topic_.name, json::write(Value(std::move(detail)))};
  }

  void report(const LockedTask& task, const Answer& answer) {
    try {
      if (answer.outcome == Outcome::Answered) {
        Variables variables;
        for (const std::string& field : topic_.response)
          if (const Value* value = answer.body.find(field))
            variables.emplace_back(field, TypedValue::of(*value));
        ask(commands_, CompleteExternalTask{task.job, name_, {}, std::move(variables)});
      } else if (answer.outcome == Outcome::Refused &&
                 std::ranges::find(topic_.errors, answer.error_code) != topic_.errors.end()) {
        ask(commands_, RaiseExternalTaskError{task.job, name_, answer.error_code, answer.message, {}});
      } else
        fail(task, answer);
    } catch (const Refused& refused) {
      if (refused.kind != Refused::Kind::Failed) return;  // it has gone, or is another's by now
      try {  // the procedure cannot go on with the answer: a person must look, and nothing is called again
             // meanwhile
        fail(task, {Outcome::Refused, {}, "", refused.what(), "", ""});
      } catch (const Refused&) {
      }
    }
  }

  void fail(const LockedTask& task, const Answer& answer) {
    FailExternalTask fail;
    fail.job = task.job;
    fail.worker = name_;
    const std::string code = answer.error_code.empty() ? "" : answer.error_code + " ";
    fail.message = masked(std::string(name_of(answer.outcome)) + ": " + code + answer.message);
    fail.retries = answer.outcome == Outcome::Refused ? 0 : tries_left(task);
    if (fail.retries > 0) fail.retry_timeout_ms = back_off_ms(topic_.retry, task.job, task.attempts);
    ask(commands_, std::move(fail));
  }

  /// What a person has set counts, as long as it lasts.
  std::int64_t tries_left(const LockedTask& task) const {
    const std::int64_t all = topic_.retry.tries();
    return all == 0 ? 1 : std::max<std::int64_t>(task.retries.value_or(all) - 1, 0);
  }

  Commands& commands_;
  const Settings& settings_;
  const Topic& topic_;
  const std::string name_;
  std::atomic<bool> stopping_{false};
  int failures_ = 0;  ///< in a row, of a topic with one destination
  Reached reached_;   ///< of mail, whose topic has one
  Lanes lanes_;       ///< of a topic with many
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false;  ///< guarded by mutex_
  std::thread thread_;  ///< last: the rest is there when it starts
};

}  // namespace

struct Workers::State {
  Commands& commands;
  Settings settings;
  std::vector<std::unique_ptr<Worker>> workers;
};

Workers::Workers(Commands& commands, Settings settings)
    : state_(std::make_unique<State>(State{commands, std::move(settings), {}})) {}
Workers::~Workers() { stop(); }

void Workers::start() {
  const auto off = [&](const Topic& topic) {
    const auto& without = state_->settings.without;
    if (std::ranges::find(without, "all") != without.end() ||
        std::ranges::find(without, topic.name) != without.end())
      return true;
    return (topic.kind == Topic::Kind::Registry && state_->settings.security_server.empty()) ||
           (topic.kind == Topic::Kind::Mail && state_->settings.smtp.empty());
  };
  for (const Topic& topic : topics())
    if (!off(topic))
      state_->workers.push_back(std::make_unique<Worker>(state_->commands, state_->settings, topic));
}

void Workers::stop() {
  for (auto& worker : state_->workers) worker->ask_to_stop();
  state_->workers.clear();
}

std::int64_t back_off_ms(const RetrySchedule& schedule, JobId job, std::int64_t attempt) {
  const std::int64_t base = schedule.pause_ms(attempt);
  const auto hash = static_cast<std::uint64_t>(job.value) * 0x9E3779B97F4A7C15ull +
                    static_cast<std::uint64_t>(attempt) * 0xD1B54A32D192ED03ull;
  return base * 4 / 5 +
         static_cast<std::int64_t>((hash >> 32) % static_cast<std::uint64_t>(base * 2 / 5 + 1));
}

}  // namespace lienthong::adapters
