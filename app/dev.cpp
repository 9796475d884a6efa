#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <thread>
#include "app/service.h"

namespace lienthong::app {
namespace {

constexpr int simulator_ready_ms_max = 5'000;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

std::uint16_t free_port() {
  const int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  const bool bound = bind(s, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                     getsockname(s, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  close(s);
  if (!bound) throw std::runtime_error("no free port on 127.0.0.1");
  return ntohs(address.sin_port);
}

bool listens(std::uint16_t port) {
  const int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  const bool answers = connect(s, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(s);
  return answers;
}

/// The simulator as a child that dies with this process.
class Simulator {
 public:
  Simulator(std::uint16_t port, std::uint16_t mail_port) {
    const std::filesystem::path program =
        std::filesystem::read_symlink("/proc/self/exe").parent_path() / "lienthong-simulator";
    const std::string listen = "127.0.0.1:" + std::to_string(port),
                      mail = "127.0.0.1:" + std::to_string(mail_port);
    child_ = fork();
    if (child_ == 0) {
      prctl(PR_SET_PDEATHSIG, SIGTERM);
      sigset_t none;
      sigemptyset(&none);
      sigprocmask(SIG_SETMASK, &none, nullptr);
      if (const int nowhere = open("/dev/null", O_WRONLY); nowhere >= 0)
        dup2(nowhere, STDOUT_FILENO);  // one line of addresses is enough
      execl(program.c_str(), program.c_str(), "--listen", listen.c_str(), "--smtp", mail.c_str(), nullptr);
      std::fprintf(stderr, "lienthong: cannot start %s: %s\n", program.c_str(), std::strerror(errno));
      _exit(exit_failure);
    }
    for (int waited = 0; !listens(port) || !listens(mail_port); waited += 5) {
      if (waited > simulator_ready_ms_max || waitpid(child_, nullptr, WNOHANG) != 0) {
        child_ = 0;
        throw std::runtime_error("the simulator (" + program.string() + ") did not come up");
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }
  ~Simulator() {
    if (child_ <= 0) return;
    kill(child_, SIGTERM);
    waitpid(child_, nullptr, 0);
  }
  Simulator(const Simulator&) = delete;
  Simulator& operator=(const Simulator&) = delete;

 private:
  pid_t child_ = 0;
};

}  // namespace

int dev(DevOptions options) {
  block_signals();
  const std::uint16_t port = options.simulator_port ? options.simulator_port : free_port();
  const std::uint16_t mail_port = free_port();
  const Simulator simulator(port, mail_port);
  ServeOptions& serve = options.serve;
  serve.development_clock = true;
  serve.deploy = options.catalogue;
  if (serve.security_server.empty()) serve.security_server = "http://127.0.0.1:" + std::to_string(port);
  if (serve.smtp.empty()) serve.smtp = "smtp://127.0.0.1:" + std::to_string(mail_port);
  if (serve.organisation.empty() && std::filesystem::exists(options.catalogue / "organisation.json"))
    serve.organisation = options.catalogue / "organisation.json";
  const bool temporary = serve.db.empty();
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("lienthong-dev-" + std::to_string(getpid()));
  if (temporary) {
    std::filesystem::create_directories(folder);
    serve.db = folder / "lienthong.db";
  }
  {
    Service service(serve);
    service.start();
    std::printf(
        "lienthong %s/engine-rest  clock %s/api/v1/clock  simulator http://127.0.0.1:%u  mail "
        "smtp://127.0.0.1:%u  database %s\n",
        service.base_url().c_str(), service.base_url().c_str(), port, mail_port, serve.db.c_str());
    std::fflush(stdout);
    wait_for_signal();
    service.stop();
  }
  if (temporary) std::filesystem::remove_all(folder);
  return exit_ok;
}

}  // namespace lienthong::app
