#pragma once
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include "api/engine_rest/engine_rest.h"
#include "api/server.h"
#include "base/json.h"
#include "engine/engine.h"
#include "storage/memory_store.h"

namespace lienthong::api {

/// Commands that are only noted; answers are given by `answer`, at once or, without one, never.
struct NotedCommands : engine::Commands {
  void submit(engine::Command command, std::function<void(engine::Result)> done) override;
  Waiting wait_for_topics(std::vector<std::string>, std::function<void()>) override { return {}; }
  ClockReport clock() const override { return {at, Steady{at.ms}}; }

  std::mutex mutex;
  std::vector<engine::Command> commands;
  std::function<engine::Result(const engine::Command&)> answer;
  Instant at{1'775'000'000'000};
};

/// A real engine on a store in memory, with a writer thread of its own.
class LiveEngine : public engine::Commands {
 public:
  LiveEngine();
  ~LiveEngine() override;
  void submit(engine::Command command, std::function<void(engine::Result)> done) override;
  Waiting wait_for_topics(std::vector<std::string> topics, std::function<void()> wake) override {
    return waiting_.add(std::move(topics), std::move(wake));
  }
  ClockReport clock() const override {
    const std::lock_guard lock(mutex_);
    return state_;
  }

  /// As if somebody set the machine's clock; time that passes is another matter.
  void set_wall(std::int64_t wrong_by_ms) { wall_wrong_by_ms_ = wrong_by_ms; }

  storage::MemoryStore store;

 private:
  Clocks clocks() const { return {wall_ + wall_wrong_by_ms_, Steady{wall_.ms}}; }
  struct Asked {
    engine::Command command;
    std::function<void(engine::Result)> done;
  };
  void serve();
  engine::Engine engine_{store};
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Asked> asked_;
  ClockReport state_;
  bool ending_ = false;
  Waiters waiting_;
  std::atomic<std::int64_t> wall_wrong_by_ms_{0};
  Instant wall_{1'775'000'000'000};  // 2026-04-01T06:33:20+07:00
  std::thread thread_;
};

/// What a client has received.
struct Answer {
  int status = 0;
  std::string head, body;
  std::string header(const std::string& name) const;  ///< empty when absent
  Value json() const { return json::parse(body); }
  List list() const { return json().list(); }
};

/// One connection, byte for byte.
class Client {
 public:
  explicit Client(std::uint16_t port);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  bool send(std::string_view bytes);  ///< false when the server has closed
  /// Status 0: nothing came, or the connection was closed. `of_head`: the length announced is not sent.
  Answer receive(int timeout_ms = 5'000, bool of_head = false);
  bool is_closed(int timeout_ms = 5'000);  ///< waits until the server closes
  void half_close();
  void close();

 private:
  int socket_;
  std::string received_;
};

/// A request as text.
std::string request_text(std::string_view method, std::string_view target, std::string_view body = "",
                         std::string_view content_type = "application/json",
                         std::string_view more_headers = "");
struct FormPart {
  std::string name, file_name, body;
};
std::string form_text(const std::vector<FormPart>& parts);
inline constexpr const char* form_type = "multipart/form-data; boundary=----7d1";

/// A served router; `ask` uses a fresh connection.
struct Served {
  Served(engine::Commands& commands, engine::Store& store, const std::function<void(Router&)>& add,
         ServerSettings settings = {});
  Answer ask(std::string_view method, std::string_view target, std::string_view body = "",
             std::string_view content_type = "application/json");
  Router router;
  std::unique_ptr<Server> server;
};

/// Everything, end to end.
struct Office {
  explicit Office(ServerSettings settings = {}, EngineRestSettings contract = {});
  Answer get(std::string_view target) { return served.ask("GET", "/engine-rest" + std::string(target)); }
  Answer post(std::string_view target, std::string_view body = "{}") {
    return served.ask("POST", "/engine-rest" + std::string(target), body);
  }
  Answer put(std::string_view target, std::string_view body) {
    return served.ask("PUT", "/engine-rest" + std::string(target), body);
  }
  Answer del(std::string_view target) { return served.ask("DELETE", "/engine-rest" + std::string(target)); }
  Answer deploy(const std::vector<FormPart>& parts);
  /// Deploys a process with this id and content; answers its definition id.
  std::string deploy_process(const std::string& id, const std::string& content);
  /// Starts by key and answers the instance's id.
  std::string start(const std::string& key, const std::string& body = "{}");

  LiveEngine engine;
  Served served;
};
std::string process_xml(const std::string& id, const std::string& content);

}  // namespace lienthong::api
