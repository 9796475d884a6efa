#include "storage/lock_file.h"
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <stdexcept>

namespace lienthong::storage {
namespace {

[[noreturn]] void fail(const std::string& doing) {
  throw std::runtime_error(doing + ": " + std::strerror(errno));
}

}  // namespace

LockFile::LockFile(const std::string& path)
    : descriptor_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
  if (descriptor_ < 0) fail("Cannot open the lock file " + path);
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
  const bool held = errno == EWOULDBLOCK;
  const int reason = errno;
  ::close(descriptor_);
  errno = reason;
  if (held) throw std::runtime_error("The store is in use: another process holds " + path);
  fail("Cannot lock " + path);
}

LockFile::~LockFile() { ::close(descriptor_); }

void sync_directory_of(const std::string& path) {
  std::filesystem::path parent = std::filesystem::path(path).parent_path();
  const std::string directory = parent.empty() ? std::filesystem::path(".").string() : parent.string();
  int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) fail("Cannot open the directory " + directory);
  const int code = ::fsync(descriptor);
  ::close(descriptor);
  if (code != 0) fail("Cannot sync the directory " + directory);
}

}  // namespace lienthong::storage
