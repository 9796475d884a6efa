#pragma once
#include <string>

namespace lienthong::storage {

/// An exclusive lock for as long as this lives; the kernel takes it back when the process ends, however it
/// ends.
class LockFile {
 public:
  explicit LockFile(const std::string& path);  ///< throws std::runtime_error when another process holds it
  ~LockFile();
  LockFile(const LockFile&) = delete;
  LockFile& operator=(const LockFile&) = delete;

 private:
  int descriptor_;
};

/// Makes the name of a fresh file survive a power cut; SQLite does so for its log only.
void sync_directory_of(const std::string& path);

}  // namespace lienthong::storage
