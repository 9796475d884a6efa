#pragma once
#include <memory>
#include <string>
#include <string_view>
#include "api/limits.h"
#include "api/read_pool.h"
#include "api/router.h"

namespace lienthong::api {

struct ServerSettings {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;  ///< 0: any free one
  int threads = 2;            ///< that serve connections
  int read_threads = 2;       ///< that answer costly reads
  std::int32_t zone_offset_s = 7 * 3600;
  std::shared_ptr<const calendar::Calendars> calendars = nullptr;  ///< for decisions; null: the built-in one
  std::size_t connections_max = limits::connections_max;
  std::size_t connections_per_address_max = limits::connections_per_address_max;
  std::size_t body_bytes_max = limits::body_bytes_max;
  // Shorter in tests only.
  std::int64_t header_ms_max = limits::header_ms_max, idle_ms_max = limits::idle_ms_max;
  std::int64_t rate_grace_ms = limits::rate_grace_ms, stop_ms_max = limits::stop_ms_max;
  std::int64_t sweep_ms = 1'000;  ///< how often deadlines of connections are looked at
};

/// HTTP/1.1 in front of a router. Each serving thread has its own connections and its own reader; reads that
/// have been costly lately go to other threads. A connection has one request in the works at a time.
class Server {
 public:
  Server(ServerSettings, const Router&, engine::Commands&, Readers);
  ~Server();  ///< stops

  /// Throws std::runtime_error that names host and port when it cannot listen.
  void start();
  std::uint16_t port() const;
  /// Lets answers on their way be given; long polls are woken and told.
  void stop();

  struct State;

 private:
  std::shared_ptr<State> state_;
};

/// "localhost", 127.0.0.0/8, "::1": nobody else can reach it. There is no authentication yet, so the program
/// listens nowhere else.
bool is_loopback(std::string_view host);

}  // namespace lienthong::api
