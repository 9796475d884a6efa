#include "adapters/javascript/worker.h"
#include <duktape.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include "adapters/javascript/cesu8.h"
#include "adapters/javascript/confine.h"
#include "adapters/javascript/limits.h"
#include "adapters/javascript/prelude.h"

namespace lienthong::javascript {
namespace {

// ---- memory: every block carries its size, so that their sum has a bound

struct Memory {
  std::size_t used = 0;
  bool refused = false;
};

constexpr std::size_t header = alignof(std::max_align_t);

void* resize(void* udata, void* block, duk_size_t size) {
  Memory& memory = *static_cast<Memory*>(udata);
  char* const start = block ? static_cast<char*>(block) - header : nullptr;
  std::size_t before = 0;
  if (start) std::memcpy(&before, start, sizeof before);
  if (size == 0) {
    memory.used -= before;
    std::free(start);
    return nullptr;
  }
  if (size > limits::memory_bytes_max || memory.used - before + size > limits::memory_bytes_max) {
    memory.refused = true;
    return nullptr;
  }
  char* const moved = static_cast<char*>(std::realloc(start, size + header));
  if (!moved) {
    memory.refused = true;
    return nullptr;
  }
  const std::size_t now = size;
  std::memcpy(moved, &now, sizeof now);
  memory.used += size - before;
  return moved + header;
}
void* allocate(void* udata, duk_size_t size) { return size ? resize(udata, nullptr, size) : nullptr; }
void release(void* udata, void* block) { resize(udata, block, 0); }

[[noreturn]] void engine_failed(void*, const char*) { _exit(exit_engine); }

// ---- time: the processor's, of this process alone

void too_long(int) { _exit(exit_too_long); }

void arm(int ms) {
  const itimerval once{{0, 0}, {ms / 1000, (ms % 1000) * 1000}};
  setitimer(ITIMER_PROF, &once, nullptr);
}

// ---- one script

/// evaluate(source, only_compile): the value of the last statement.
duk_ret_t evaluate(duk_context* ctx) {
  duk_dup(ctx, 0);
  duk_push_string(ctx, "script");
  duk_compile(ctx, DUK_COMPILE_EVAL);
  if (duk_get_boolean(ctx, 1)) return 0;
  duk_call(ctx, 0);
  return 1;
}

duk_ret_t serve_request(duk_context* ctx, void* udata) {
  const std::string& request = *static_cast<const std::string*>(udata);
  duk_push_string(ctx, prelude);
  duk_push_string(ctx, "prelude");
  duk_compile(ctx, DUK_COMPILE_EVAL);
  duk_call(ctx, 0);
  duk_push_lstring(ctx, request.data(), request.size());
  duk_json_decode(ctx, -1);
  duk_push_c_function(ctx, evaluate, 2);
  duk_push_global_object(ctx);
  duk_call(ctx, 3);
  return 1;
}

const char* const no_memory = R"({"memory":true})";
const char* const too_large = R"({"tooLarge":true})";

std::string answer_to(const std::string& request) {
  Memory memory;
  duk_context* ctx = duk_create_heap(allocate, resize, release, &memory, engine_failed);
  if (!ctx) return no_memory;
  arm(limits::script_cpu_ms_max);
  const bool failed =
      duk_safe_call(ctx, serve_request, const_cast<std::string*>(&request), 0, 1) != DUK_EXEC_SUCCESS;
  std::string answer;
  if (failed || !duk_is_string(ctx, -1)) {
    const char* words = memory.refused ? "" : duk_safe_to_string(ctx, -1);
    answer = R"({"failed":")";
    for (; *words; ++words)
      if (const char c = *words; c >= ' ' && c < '\x7f') answer += c == '"' || c == '\\' ? '\'' : c;
    answer += R"("})";
  } else {
    std::size_t size = 0;
    const char* text = duk_get_lstring(ctx, -1, &size);
    answer = size > limits::answer_bytes_max ? too_large : from_cesu8({text, size});
  }
  arm(0);
  // A script may catch what is thrown when memory runs out; what it made of that is no answer.
  if (memory.refused && (failed || answer.rfind(R"({"error":)", 0) == 0)) answer = no_memory;
  duk_destroy_heap(ctx);
  return answer;
}

// ---- the other side

bool read_all(char* into, std::size_t size) {
  while (size > 0) {
    const ssize_t got = read(STDIN_FILENO, into, size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    into += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

bool write_all(const char* from, std::size_t size) {
  while (size > 0) {
    const ssize_t put = write(STDOUT_FILENO, from, size);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    from += put;
    size -= static_cast<std::size_t>(put);
  }
  return true;
}

/// What a script that broke out of its engine might try; each must end the process.
int try_out(const std::string& attempt) {
  if (attempt == "open") return open("/etc/hostname", O_RDONLY) >= 0 ? 1 : 2;
  if (attempt == "socket") return socket(AF_INET, SOCK_STREAM, 0) >= 0 ? 1 : 2;
  if (attempt == "fork") return fork() >= 0 ? 1 : 2;
  if (attempt == "exec") return execl("/bin/true", "true", nullptr) == 0 ? 1 : 2;
  if (attempt == "write") return write(STDERR_FILENO, "x", 1) == 1 ? 1 : 2;
  if (attempt == "code")
    return mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
                   MAP_FAILED
               ? 1
               : 2;
  return exit_done;
}

}  // namespace

int worker_main(const std::string& zone, const std::string& attempt) {
  struct sigaction action {};
  action.sa_handler = too_long;
  sigaction(SIGPROF, &action, nullptr);
  if (!confine(zone).empty()) _exit(exit_not_confined);
  if (!attempt.empty()) _exit(try_out(attempt));
  std::uint32_t size = 0;
  while (read_all(reinterpret_cast<char*>(&size), sizeof size) && size <= limits::request_bytes_max) {
    std::string request(size, '\0');
    if (!read_all(request.data(), size)) break;
    const std::string answer = answer_to(to_cesu8(request));
    size = static_cast<std::uint32_t>(answer.size());
    if (!write_all(reinterpret_cast<const char*>(&size), sizeof size) ||
        !write_all(answer.data(), answer.size()))
      break;
  }
  _exit(exit_done);
}

}  // namespace lienthong::javascript
