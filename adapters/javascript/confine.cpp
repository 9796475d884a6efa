#include "adapters/javascript/confine.h"
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <vector>
#include "adapters/javascript/limits.h"

namespace lienthong::javascript {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t architecture = AUDIT_ARCH_AARCH64;
#else
#error "the system calls of this architecture are not known here"
#endif

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;  // which maps terabytes of shadow, and asks for signal stacks
#else
constexpr bool sanitized = false;
#endif

using Filter = std::vector<sock_filter>;

constexpr auto number_at = static_cast<std::uint32_t>(offsetof(seccomp_data, nr));
constexpr auto architecture_at = static_cast<std::uint32_t>(offsetof(seccomp_data, arch));
/// The lower half of an argument; both architectures are little-endian.
constexpr std::uint32_t argument_at(std::size_t index) {
  return static_cast<std::uint32_t>(offsetof(seccomp_data, args) + index * sizeof(std::uint64_t));
}

void load(Filter& filter, std::uint32_t at) { filter.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, at)); }
void answer(Filter& filter, std::uint32_t action) { filter.push_back(BPF_STMT(BPF_RET | BPF_K, action)); }
/// Goes on with the next `skipped` statements left out unless the loaded word is `value`.
void unless_equal(Filter& filter, long value, std::uint8_t skipped) {
  filter.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(value), 0, skipped));
}

void allow(Filter& filter, long call) {
  unless_equal(filter, call, 1);
  answer(filter, SECCOMP_RET_ALLOW);
}

void allow_on_descriptor(Filter& filter, long call, int descriptor) {
  unless_equal(filter, call, 4);
  load(filter, argument_at(0));
  unless_equal(filter, descriptor, 1);
  answer(filter, SECCOMP_RET_ALLOW);
  answer(filter, SECCOMP_RET_KILL_PROCESS);
}

/// Memory, but none that can be executed.
void allow_without_exec(Filter& filter, long call) {
  unless_equal(filter, call, 5);
  load(filter, argument_at(2));
  filter.push_back(BPF_STMT(BPF_ALU | BPF_AND | BPF_K, PROT_EXEC));
  unless_equal(filter, 0, 1);
  answer(filter, SECCOMP_RET_ALLOW);
  answer(filter, SECCOMP_RET_KILL_PROCESS);
}

Filter allowed_calls() {
  Filter filter;
  load(filter, architecture_at);
  filter.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, architecture, 1, 0));
  answer(filter, SECCOMP_RET_KILL_PROCESS);
  load(filter, number_at);
  allow_on_descriptor(filter, SYS_read, STDIN_FILENO);
  allow_on_descriptor(filter, SYS_write, STDOUT_FILENO);
  allow_without_exec(filter, SYS_mmap);
  allow_without_exec(filter, SYS_mprotect);
  for (const long call : {SYS_munmap, SYS_mremap, SYS_madvise, SYS_brk, SYS_futex, SYS_setitimer,
                          SYS_clock_gettime, SYS_gettimeofday, SYS_rt_sigreturn, SYS_exit, SYS_exit_group})
    allow(filter, call);
  if (sanitized) allow(filter, SYS_sigaltstack);
  answer(filter, SECCOMP_RET_KILL_PROCESS);
  return filter;
}

bool limit(__rlimit_resource what, rlim_t at_most) {
  const rlimit both{at_most, at_most};
  return setrlimit(what, &both) == 0;
}

}  // namespace

std::string confine(const std::string& zone) {
  const auto failed = [](const char* what) { return std::string(what) + ": " + std::strerror(errno); };
  clearenv();
  setenv("TZ", zone.c_str(), 1);
  tzset();
  close(STDERR_FILENO);
  if (syscall(SYS_close_range, STDERR_FILENO, ~0u, 0) != 0) return failed("close_range");
  if (!limit(RLIMIT_CPU, limits::process_cpu_s_max) || !limit(RLIMIT_NOFILE, 0) || !limit(RLIMIT_NPROC, 0) ||
      !limit(RLIMIT_FSIZE, 0) || !limit(RLIMIT_CORE, 0) ||
      (!sanitized && !limit(RLIMIT_AS, limits::address_space_bytes_max)))
    return failed("setrlimit");
  if (prctl(PR_SET_DUMPABLE, 0) != 0) return failed("PR_SET_DUMPABLE");
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return failed("PR_SET_NO_NEW_PRIVS");
  Filter filter = allowed_calls();
  const sock_fprog program{static_cast<unsigned short>(filter.size()), filter.data()};
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) return failed("PR_SET_SECCOMP");
  return "";
}

}  // namespace lienthong::javascript
