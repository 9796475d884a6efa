#include "adapters/simulator/line_server.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <stdexcept>

namespace lienthong::simulator {
namespace {
constexpr int poll_ms = 100;  ///< how often a wait looks whether the server stops
constexpr std::size_t line_max = 64u << 10, body_max = 16u << 20;
}  // namespace

void Connection::fill() {
  for (;;) {
    if (stopping_) throw std::runtime_error("stopping");
    pollfd p{socket_, POLLIN, 0};
    if (poll(&p, 1, poll_ms) <= 0) continue;
    char bytes[16384];
    const ssize_t n = recv(socket_, bytes, sizeof bytes, 0);
    if (n <= 0) throw std::runtime_error("closed");
    buffer_.append(bytes, static_cast<std::size_t>(n));
    return;
  }
}

std::string Connection::line() {
  for (;;) {
    const std::size_t end = buffer_.find('\n');
    if (end != std::string::npos) {
      std::string text = buffer_.substr(0, end);
      buffer_.erase(0, end + 1);
      if (!text.empty() && text.back() == '\r') text.pop_back();
      return text;
    }
    if (buffer_.size() > line_max) throw std::runtime_error("line too long");
    fill();
  }
}

std::string Connection::bytes(std::size_t count) {
  if (count > body_max) throw std::runtime_error("body too long");
  while (buffer_.size() < count) fill();
  std::string text = buffer_.substr(0, count);
  buffer_.erase(0, count);
  return text;
}

void Connection::write(const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t n = send(socket_, text.data() + at, text.size() - at, MSG_NOSIGNAL);
    if (n <= 0) throw std::runtime_error("closed");
    at += static_cast<std::size_t>(n);
  }
}

LineServer::LineServer(const std::string& host, std::uint16_t port, std::function<void(Connection&)> serve)
    : serve_(std::move(serve)) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int yes = 1;
  setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  if (inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1)
    throw std::runtime_error("'" + host + "' is no IPv4 address");
  socklen_t size = sizeof address;
  if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener_, 64) != 0)
    throw std::runtime_error("cannot listen at " + host + ":" + std::to_string(port));
  getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

LineServer::~LineServer() {
  stopping_ = true;
  acceptor_.join();
  for (Served& one : served_) one.thread.join();
  close(listener_);
}

void LineServer::accept_all() {
  while (!stopping_) {
    for (auto at = served_.begin(); at != served_.end();) {
      if (!at->done) {
        ++at;
        continue;
      }
      at->thread.join();
      at = served_.erase(at);
    }
    pollfd p{listener_, POLLIN, 0};
    if (poll(&p, 1, poll_ms) <= 0) continue;
    const int peer = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (peer < 0) continue;
    Served& one = served_.emplace_back();
    one.thread = std::thread([this, peer, &one] {
      try {
        Connection connection(peer, stopping_);
        serve_(connection);
      } catch (const std::exception&) {  // the peer has gone
      }
      close(peer);
      one.done = true;
    });
  }
}

}  // namespace lienthong::simulator
