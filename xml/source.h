#pragma once
#include <optional>
#include <string>
#include <string_view>
#include "base/refused.h"
#include "xml/scan.h"

namespace lienthong::xml {

/// The bytes of a document as UTF-8, whatever its encoding: that of its byte order mark, of its first
/// characters, or of its declaration (XML 1.0, 4.3.3 and F). A converted text declares UTF-8, and its
/// declaration stays as long as it was, so that columns stay those of the file.
class Text {
 public:
  explicit Text(std::string_view bytes);
  std::string_view utf8() const { return converted_.empty() ? given_ : std::string_view(converted_); }
  /// An encoding that is not known, or bytes that are none of its characters.
  const std::optional<Problem>& problem() const { return problem_; }
  Text(const Text&) = delete;
  Text& operator=(const Text&) = delete;

 private:
  void convert(const char* encoding);
  void declare_utf8();
  std::string_view given_;
  std::string converted_;
  std::optional<Problem> problem_;
};

/// A document that is ready to be parsed, or the first thing wrong with it.
class Source {
 public:
  Source(std::string_view bytes, const Limits&);
  std::string_view text() const { return text_.utf8(); }
  const std::optional<Problem>& problem() const { return problem_; }

 private:
  Text text_;
  std::optional<Problem> problem_;
};

}  // namespace lienthong::xml
