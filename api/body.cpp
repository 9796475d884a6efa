#include "api/body.h"
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include "api/limits.h"
#include "base/check.h"

namespace lienthong::api {
namespace {

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

}  // namespace

/// Unlinked as soon as it is made: whatever becomes of this program, nothing stays.
class Body::File {
 public:
  File() {
    std::string name = (std::filesystem::temp_directory_path() / "lienthong-XXXXXX").string();
    number_ = ::mkostemp(name.data(), O_CLOEXEC);
    if (number_ < 0) fail("a large body has no file to go to");
    ::unlink(name.c_str());
  }
  ~File() {
    if (mapped_) ::munmap(mapped_, mapped_size_);
    ::close(number_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = ::write(number_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail("a large body cannot be kept");
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  std::string_view view(std::size_t size) {
    if (!mapped_) {
      mapped_ = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, number_, 0);
      if (mapped_ == MAP_FAILED) {
        mapped_ = nullptr;
        fail("a large body cannot be read");
      }
      mapped_size_ = size;
    }
    check(mapped_size_ == size, "a body is read when all of it is there");
    return {static_cast<const char*>(mapped_), size};
  }

 private:
  int number_ = -1;
  void* mapped_ = nullptr;
  std::size_t mapped_size_ = 0;
};

void Body::append(std::string_view bytes) {
  text_ += bytes;
  if (text_.size() > limits::body_in_memory_max) flush();
}

void Body::finish() {
  if (file_ && !text_.empty()) flush();
}

void Body::flush() {
  if (!file_) file_ = std::make_shared<File>();
  file_->write(text_);
  size_of_file_ += text_.size();
  text_.clear();
}

std::string_view Body::view() const {
  if (!file_) return text_;
  check(text_.empty(), "a body in a file is whole before it is read");
  return file_->view(size_of_file_);
}

}  // namespace lienthong::api
