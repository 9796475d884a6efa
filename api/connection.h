#pragma once
// One connection of a client and the thread that serves it. Internal to api/: it shares Asio between
// connection.cpp and server.cpp.
#include <array>
#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <mutex>
#include <thread>
#include <unordered_set>
#include "api/admission.h"
#include "api/engine_rest/definitions.h"
#include "api/exchange.h"
#include "api/read_pool.h"
#include "api/request_parser.h"
#include "api/server.h"
#include "api/wire.h"

namespace lienthong::api {

class Connection;

/// What the connections of a server share; lives at least as long as they.
struct Serving {
  Serving(ServerSettings s, const Router& r, engine::Commands& c)
      : settings(std::move(s)),
        router(r),
        commands(c),
        admission(settings.connections_max, settings.connections_per_address_max) {}
  const ServerSettings settings;
  const Router& router;
  engine::Commands& commands;
  Admission admission;
  Definitions definitions;
  std::unique_ptr<ReadPool> pool;
  std::string authority;
  std::atomic<bool> stopping{false};
};

/// One thread that serves connections.
class Worker {
 public:
  explicit Worker(std::unique_ptr<engine::Reader> reader) : reader(std::move(reader)) {}
  /// Has work done on the thread; after `stop` it is dropped.
  void post(std::function<void()> work);
  void start();
  /// After what is posted; whoever posts meanwhile is refused.
  void stop();
  bool ending() const { return ending_; }
  const std::string& http_now();

  boost::asio::io_context context{1};
  const std::unique_ptr<engine::Reader> reader;
  // Of this thread only.
  std::unordered_set<std::shared_ptr<Connection>> connections;
  boost::asio::steady_timer sweep{context};

 private:
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_{context.get_executor()};
  std::atomic<bool> ending_{false};
  std::mutex mutex_;
  bool stopped_ = false;  ///< guarded by mutex_
  std::time_t date_at_ = 0;
  std::string date_;
  std::thread thread_;
};

/// One request after the other. All of it happens on its worker's thread unless said otherwise.
class Connection : public Line, public std::enable_shared_from_this<Connection> {
 public:
  using SteadyTime = std::chrono::steady_clock::time_point;
  Connection(std::shared_ptr<Serving> serving, Worker& worker, boost::asio::ip::tcp::socket socket,
             Admission::Place place)
      : place_(std::move(place)), serving_(std::move(serving)), worker_(worker), socket_(std::move(socket)) {}

  void begin();
  void close_if_late(SteadyTime now);
  void stop();
  void close();

  void post(std::function<void()> work) override { worker_.post(std::move(work)); }
  std::shared_ptr<void> timer(std::int64_t ms, std::function<void()> call) override;
  void watch() override;
  bool stopping() const override { return serving_->stopping; }
  void answer(Response response) override;
  void read(std::function<void(engine::Reader&)> work) override { serving_->pool->run(std::move(work)); }
  Services services(engine::Reader& reader) override {
    return {serving_->commands, reader, serving_->definitions, serving_->settings.zone_offset_s,
            serving_->settings.calendars.get()};
  }

 private:
  enum class Phase { Idle, Reading, Handling, Writing, Draining, Closed };
  void read_more();
  void on_read(boost::system::error_code error, std::size_t size);
  void parse();
  void refuse(int status, const char* type, const std::string& message);
  void tell_too_large();
  Request request_of_header() const;
  void dispatch();
  void run_read(const Route& route, Request request);
  void run_write(const Route& route, Request request);
  void deliver(Response response);
  void on_written(boost::system::error_code error);
  void drain();

  static constexpr std::size_t read_size = 16u << 10;
  Admission::Place place_;
  std::shared_ptr<Serving> serving_;
  Worker& worker_;
  boost::asio::ip::tcp::socket socket_;
  std::string in_;  ///< received and not used yet
  RequestParser parser_{serving_->settings.body_bytes_max};
  Phase phase_ = Phase::Idle;
  SteadyTime deadline_ = SteadyTime::max(), body_began_;
  std::size_t body_received_ = 0;
  bool reading_ = false, continued_ = false, drop_rest_ = false;
  Delivery delivery_;
  std::string head_, body_;
  std::weak_ptr<Exchange> exchange_;
  std::array<char, read_size> piece_;
};

}  // namespace lienthong::api
