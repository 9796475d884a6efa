#include "adapters/javascript/process.h"
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <stdexcept>
#include "adapters/javascript/limits.h"
#include "adapters/javascript/worker.h"

namespace lienthong::javascript {
namespace {

std::int64_t monotonic_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

/// The program again in its other mode: without environment, without our descriptors, our signals or our
/// terminal's.
int spawn(pid_t& id, const std::string& program, const std::string& zone, int line) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, line, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, line, STDOUT_FILENO);
  posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
  posix_spawnattr_t how;
  posix_spawnattr_init(&how);
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&how, &none);
  posix_spawnattr_setsigdefault(&how, &all);
  posix_spawnattr_setpgroup(&how, 0);
  posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  std::string name = "lienthong", mode = "javascript-worker", where = zone;
  char* const arguments[] = {name.data(), mode.data(), where.data(), nullptr};
  char* const environment[] = {nullptr};
  const int failed = posix_spawn(&id, program.c_str(), &files, &how, arguments, environment);
  posix_spawnattr_destroy(&how);
  posix_spawn_file_actions_destroy(&files);
  return failed;
}

}  // namespace

Process::Process(const std::filesystem::path& program, const std::string& zone) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    throw std::runtime_error(std::string("no line to a JavaScript process: ") + std::strerror(errno));
  line_ = ends[0];
  const int failed = spawn(id_, program.string(), zone, ends[1]);
  close(ends[1]);
  if (failed == 0) return;
  close(line_);
  throw std::runtime_error("cannot start '" + program.string() +
                           "' as JavaScript process: " + std::strerror(failed));
}

Process::~Process() {
  close(line_);
  if (id_ <= 0) return;
  kill(id_, SIGKILL);  // it may be in the midst of a script that never ends
  while (waitpid(id_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

bool Process::send(const char* from, std::size_t size) {
  while (size > 0) {
    const ssize_t put = ::send(line_, from, size, MSG_NOSIGNAL);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    from += put;
    size -= static_cast<std::size_t>(put);
  }
  return true;
}

bool Process::receive(char* into, std::size_t size, std::int64_t deadline_ms) {
  while (size > 0) {
    pollfd readable{line_, POLLIN, 0};
    const std::int64_t left = deadline_ms - monotonic_ms();
    const int ready = left > 0 ? poll(&readable, 1, static_cast<int>(left)) : 0;
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) {
      kill(id_, SIGKILL);
      end_ = End::TooLong;
      return false;
    }
    const ssize_t got = recv(line_, into, size, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    into += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

void Process::note_end() {
  int status = 0;
  kill(id_, SIGKILL);  // changes nothing when it has ended
  while (waitpid(id_, &status, 0) < 0 && errno == EINTR) {
  }
  id_ = -1;
  if (end_ == End::TooLong) return;
  end_ = End::Lost;
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS) end_ = End::OutOfBounds;
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU) end_ = End::TooLong;
  if (!WIFEXITED(status)) return;
  if (WEXITSTATUS(status) == exit_too_long) end_ = End::TooLong;
  if (WEXITSTATUS(status) == exit_not_confined) end_ = End::NotConfined;
  if (WEXITSTATUS(status) == 127) end_ = End::NotStarted;
}

std::optional<std::string> Process::ask(const std::string& request) {
  if (end_ != End::Lives) return std::nullopt;
  ++asked_;
  const std::int64_t deadline = monotonic_ms() + limits::answer_wait_ms_max;
  auto size = static_cast<std::uint32_t>(request.size());
  std::string answer;
  bool whole = send(reinterpret_cast<const char*>(&size), sizeof size) && send(request.data(), size) &&
               receive(reinterpret_cast<char*>(&size), sizeof size, deadline) &&
               size <= limits::answer_bytes_max;
  if (whole) {
    answer.resize(size);
    whole = receive(answer.data(), size, deadline);
  }
  if (whole) return answer;
  note_end();
  return std::nullopt;
}

}  // namespace lienthong::javascript
