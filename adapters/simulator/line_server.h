#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>

namespace lienthong::simulator {

/// One connection, read by lines or by length. Reading throws when the peer is gone or the server stops.
class Connection {
 public:
  Connection(int socket, const std::atomic<bool>& stopping) : socket_(socket), stopping_(stopping) {}
  std::string line();  ///< without CR LF; at most 64 KiB
  std::string bytes(std::size_t count);
  void write(const std::string&);

 private:
  void fill();
  int socket_;
  const std::atomic<bool>& stopping_;
  std::string buffer_;
};

/// Listens on a TCP port and serves each connection in a thread of its own.
class LineServer {
 public:
  LineServer(const std::string& host, std::uint16_t port, std::function<void(Connection&)> serve);
  ~LineServer();
  std::uint16_t port() const { return port_; }

 private:
  void accept_all();
  struct Served {
    std::thread thread;
    std::atomic<bool> done{false};
  };
  std::function<void(Connection&)> serve_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_{false};
  std::list<Served> served_;
  std::thread acceptor_;
};

}  // namespace lienthong::simulator
