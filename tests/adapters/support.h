#pragma once
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <vector>
#include "adapters/calls.h"
#include "adapters/simulator/simulator.h"
#include "adapters/transfer.h"
#include "engine/commands.h"

namespace lienthong::adapters {

/// Waits until it holds, at most so long.
bool soon(const std::function<bool()>& holds, int timeout_ms = 10'000);

const Topic& topic_named(std::string_view name);

/// Jobs in place of an engine: they are fetched, and what the worker says of them is kept.
class FakeEngine : public engine::Commands {
 public:
  struct Job {
    engine::LockedTask task;
    bool notification = false, waiting = true;
    engine::Variables variables, local_variables;
    bool completed = false;
    std::string error_code;
    std::vector<engine::FailExternalTask> failures;
  };

  /// `retries`: what a person has set.
  JobId add(const std::string& topic, const Context& variables, std::optional<std::int64_t> retries = {});
  JobId notify(const std::string& topic, const Context& payload);
  /// The back-off of a failed job is over.
  void release(JobId);
  Job job(JobId);
  bool is_locked(JobId);
  /// Details of the audit rows of a topic.
  std::vector<Value> audit(const std::string& topic);
  std::vector<engine::RecordAudit> audit_rows();

  void submit(engine::Command, std::function<void(engine::Result)> done) override;
  Waiting wait_for_topics(std::vector<std::string> topics, std::function<void()> wake) override {
    return waiting_.add(std::move(topics), std::move(wake));
  }
  ClockReport clock() const override { return {{1'775'000'000'000}, {}}; }  // 2026-04-01

 private:
  JobId put(const std::string& topic, engine::LockedTask task, bool notification);
  engine::Reply handle(const engine::Command&);
  engine::LockedTasks fetch(const engine::FetchAndLock&);
  Job& held(JobId, const std::string& worker);

  std::mutex mutex_;
  std::map<std::int64_t, Job> jobs_;
  std::vector<engine::RecordAudit> audit_;
  Waiters waiting_;
  std::int64_t last_job_ = 4'000'000'000'000'000;
};

/// The real simulator, over real sockets.
struct World {
  World() : World(std::string()) {}
  explicit World(const std::string& state_file);
  Settings settings() const;
  /// How an agency behaves from now on.
  void order(const std::string& member, const Context& mode);
  Value ask(const std::string& method, const std::string& path, const std::string& body = "");
  List journal() { return ask("GET", "/control/journal").list(); }
  List mails() { return ask("GET", "/control/mails").list(); }
  /// How often requests of this service and id arrived; 0: never.
  std::int64_t arrivals(const std::string& service, JobId job);

  simulator::Simulator simulator;
  std::atomic<bool> go_on{false};  ///< a stop that never comes
};

/// A peer that answers each request with the next of these texts, byte for byte; an empty text: it hangs up.
class Peer {
 public:
  explicit Peer(std::vector<std::string> answers, int delay_ms = 0);
  std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()); }
  std::vector<std::string> heads();
  std::vector<std::string> bodies();

 private:
  void serve(simulator::Connection&);
  std::mutex mutex_;
  std::deque<std::string> answers_;
  std::vector<std::string> heads_, bodies_;
  int delay_ms_;
  simulator::LineServer server_;  ///< last
};
/// Settings that let a task's url name these receivers.
Settings allowing(const std::vector<std::string>& prefixes);
std::string http_answer(int status, const std::string& body, const std::string& more_headers = "");

/// A port that nobody listens at.
std::string dead_url();

/// A correct request of each registry topic, unique by `n` where the agency knows doubles.
Context good_fields(std::string_view topic, int n = 1);
Request request(std::int64_t job, Context fields, std::int64_t attempt = 1);

}  // namespace lienthong::adapters
