#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include "adapters/simulator/simulator.h"

namespace {

bool split(const char* text, std::string& host, std::uint16_t& port) {
  const char* colon = std::strrchr(text, ':');
  if (!colon) return false;
  char* end = nullptr;
  const long number = std::strtol(colon + 1, &end, 10);
  if (*end || number < 0 || number > 65535) return false;
  host.assign(text, colon);
  port = static_cast<std::uint16_t>(number);
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  lienthong::simulator::Options options;
  std::string mail_host;
  bool good = true;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    if (name == "--listen")
      good = good && split(argv[i + 1], options.host, options.port);
    else if (name == "--smtp")
      good = good && split(argv[i + 1], mail_host, options.smtp_port);
    else if (name == "--state")
      options.state_file = argv[i + 1];
    else
      good = false;
  }
  if (!good || argc % 2 == 0) {
    std::fprintf(stderr,
                 "lienthong-simulator [--listen HOST:PORT] [--smtp HOST:PORT] [--state FILE]\n"
                 "The outside agencies for development: X-Road REST below /r1/VN/GOV, POST "
                 "/control/{member}, GET /control/journal, /control/mails.\n");
    return 2;
  }
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  try {
    const lienthong::simulator::Simulator simulator(options);
    std::printf("simulator http://%s:%u  smtp://%s:%u\n", options.host.c_str(), simulator.port(),
                options.host.c_str(), simulator.smtp_port());
    std::fflush(stdout);
    int caught = 0;
    sigwait(&signals, &caught);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "lienthong-simulator: %s\n", error.what());
    return 1;
  }
}
