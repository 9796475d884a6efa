#include "xml/source.h"
#include <iconv.h>
#include <algorithm>
#include <cerrno>

namespace lienthong::xml {
namespace {

Problem wrong_encoding(std::string message, Place place) {
  return {Problem::Severity::Error, "xml-encoding", std::move(message), "", place.line, place.column, ""};
}

/// Where the name stands between its quotes in the declaration at the beginning; empty: nowhere.
struct Declared {
  std::size_t begin = 0, end = 0;
};

Declared declared_encoding(std::string_view text) {
  if (!text.starts_with("<?xml")) return {};
  const std::string_view declaration = text.substr(0, text.find("?>"));
  std::size_t at = declaration.find("encoding");
  if (at == declaration.npos) return {};
  at = declaration.find_first_of("\"'", at);
  const std::size_t end = at == declaration.npos ? at : declaration.find(declaration[at], at + 1);
  return end == declaration.npos ? Declared{} : Declared{at + 1, end};
}

std::string in_capitals(std::string_view name) {
  std::string out(name);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return out;
}

/// `ISO-8859-1` to `ISO-8859-16`, `WINDOWS-1250` to `WINDOWS-1258`.
bool is_single_byte(std::string_view name) {
  const auto numbered = [&](std::string_view prefix) {
    return name.starts_with(prefix) && name.size() > prefix.size() &&
           std::ranges::all_of(name.substr(prefix.size()), [](char c) { return c >= '0' && c <= '9'; });
  };
  return numbered("ISO-8859-") || numbered("WINDOWS-125");
}

/// What the first bytes say; nullptr: one byte a character.
const char* wide_encoding(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("\xFF\xFE"sv) || bytes.starts_with("<\0?\0"sv)) return "UTF-16LE";
  if (bytes.starts_with("\xFE\xFF"sv) || bytes.starts_with("\0<\0?"sv)) return "UTF-16BE";
  return nullptr;
}

}  // namespace

Text::Text(std::string_view bytes) : given_(bytes) {
  if (const char* wide = wide_encoding(bytes)) {
    convert(wide);
    if (!problem_) declare_utf8();
    return;
  }
  const std::string_view unmarked = without_mark(bytes);
  const Declared where = declared_encoding(unmarked);
  const std::string name = in_capitals(unmarked.substr(where.begin, where.end - where.begin));
  const bool marked = unmarked.size() < bytes.size();
  // A declaration that can be read byte by byte is not UTF-16, though some programs declare it.
  const bool as_it_is = marked || name.empty() || name == "UTF-8" || name == "UTF8" || name == "US-ASCII" ||
                        name == "ASCII" || name == "UTF-16";
  if (as_it_is) return;
  if (is_single_byte(name))
    convert(name.c_str());
  else
    problem_ = wrong_encoding("The file declares the encoding " + name +
                                  ", which is not known here (UTF-8, UTF-16, ISO-8859-1 to -16, "
                                  "windows-1250 to -1258); save it as UTF-8",
                              {1, static_cast<int>(where.begin) + 1});
  if (!problem_) declare_utf8();
}

void Text::convert(const char* encoding) {
  const iconv_t converter = iconv_open("UTF-8", encoding);
  if (converter == reinterpret_cast<iconv_t>(-1)) {  // NOLINT(performance-no-int-to-ptr): POSIX says so
    problem_ = wrong_encoding(
        "This machine cannot convert from " + std::string(encoding) + "; save the file as UTF-8", {1, 1});
    return;
  }
  constexpr std::size_t longest = 3;  ///< bytes of UTF-8 that one byte of these encodings can become
  converted_.resize(given_.size() * longest);
  char* from = const_cast<char*>(given_.data());  // iconv does not write there
  char* to = converted_.data();
  std::size_t left = given_.size(), room = converted_.size();
  const bool failed = iconv(converter, &from, &left, &to, &room) == static_cast<std::size_t>(-1);
  iconv_close(converter);
  converted_.resize(converted_.size() - room);
  if (failed)
    problem_ = wrong_encoding("Here is no character of the encoding " + std::string(encoding),
                              Cursor(converted_).at(converted_.size()));
  else if (const std::string_view rest = without_mark(converted_); rest.size() < converted_.size())
    converted_.erase(0, converted_.size() - rest.size());
}

void Text::declare_utf8() {
  const Declared where = declared_encoding(converted_);
  constexpr std::string_view name = "UTF-8";
  if (where.end - where.begin < name.size()) return;
  const std::size_t spare = where.end - where.begin - name.size();
  converted_.replace(where.begin, where.end - where.begin, name);
  converted_.insert(where.begin + name.size() + 1, spare, ' ');  // behind the quote
}

namespace {

/// UTF-16 takes at most twice the bytes of UTF-8, and its mark; what is larger still is not converted.
bool is_too_large(std::string_view bytes, const Limits& limits) {
  return bytes.size() > 2 * limits.bytes_max + 2;
}

}  // namespace

Source::Source(std::string_view bytes, const Limits& limits)
    : text_(is_too_large(bytes, limits) ? std::string_view() : bytes) {
  problem_ = text_.problem() ? text_.problem() : scan(is_too_large(bytes, limits) ? bytes : text(), limits);
}

}  // namespace lienthong::xml
