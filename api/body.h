#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace lienthong::api {

/// The body of a request: in memory, or beyond `limits::body_in_memory_max` in a file without a name, so that
/// large bodies that come slowly hold no memory.
class Body {
 public:
  Body() = default;
  Body(std::string text) : text_(std::move(text)) {}
  Body(const char* text) : text_(text) {}

  /// Throws std::system_error when the disk does not take it.
  void append(std::string_view);
  void finish();                  ///< all of it is there
  std::string_view view() const;  ///< as long as this body or a copy of it lives
  operator std::string_view() const { return view(); }
  std::size_t size() const { return size_of_file_ + text_.size(); }
  bool empty() const { return size() == 0; }
  bool is_in_file() const { return file_ != nullptr; }

 private:
  class File;
  void flush();
  std::string text_;  ///< all of it, or what is still to be written to the file
  std::shared_ptr<File> file_;
  std::size_t size_of_file_ = 0;
};

}  // namespace lienthong::api
