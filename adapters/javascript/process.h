#pragma once
#include <sys/types.h>
#include <filesystem>
#include <optional>
#include <string>

namespace lienthong::javascript {

/// One confined process and the line to it. It ends when this object does.
class Process {
 public:
  /// Throws std::runtime_error that says why it cannot be started.
  Process(const std::filesystem::path& program, const std::string& zone);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  /// Sends a request and waits for the answer; nothing when the process has ended instead or kept silent too
  /// long (see `end`).
  std::optional<std::string> ask(const std::string& request);
  int asked() const { return asked_; }
  pid_t id() const { return id_; }

  enum class End { Lives, TooLong, OutOfBounds, NotConfined, NotStarted, Lost };
  End end() const { return end_; }

 private:
  bool send(const char* from, std::size_t size);
  bool receive(char* into, std::size_t size, std::int64_t deadline_ms);
  void note_end();

  pid_t id_ = -1;
  int line_ = -1;
  int asked_ = 0;
  End end_ = End::Lives;
};

}  // namespace lienthong::javascript
