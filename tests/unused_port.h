#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <catch2/catch.hpp>
#include <cstdint>
#include <random>

namespace lienthong::tests {

/// A port of this machine on which nobody listens now; below those that the system gives to connections, so
/// that none of them takes it meanwhile.
inline std::uint16_t unused_port() {
  std::random_device chance;
  std::uniform_int_distribution<int> ports(20000, 32767);
  for (;;) {
    const auto port = static_cast<std::uint16_t>(ports(chance));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    REQUIRE(listener >= 0);
    const bool is_free = bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    close(listener);
    if (is_free) return port;
  }
}

}  // namespace lienthong::tests
