#include "engine/rows/text.h"
#include "engine/rows/lower_case.h"

namespace lienthong::engine {
namespace {

struct Point {
  char32_t code = 0;
  std::size_t bytes = 1;
  bool valid = false;  ///< else: one byte that is no UTF-8
};

Point point_at(std::string_view text, std::size_t at) {
  auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  unsigned char lead = byte(at);
  if (lead < 0x80) return {lead, 1, true};
  std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || at + length > text.size()) return {lead, 1, false};
  char32_t code = lead & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return {lead, 1, false};
    code = (code << 6) | (byte(at + i) & 0x3Fu);
  }
  return {code, length, true};
}

void append(std::string& out, char32_t c) {
  auto put = [&out](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (c < 0x80) return put(c);
  if (c < 0x800) {
    put(0xC0 | (c >> 6));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
  }
  put(0x80 | (c & 0x3F));
}

}  // namespace

std::string lower_case(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    Point point = point_at(text, at);
    char32_t lower = point.valid ? simple_lower_case(point.code) : point.code;
    if (lower == point.code)
      out.append(text, at, point.bytes);
    else
      append(out, lower);
    at += point.bytes;
  }
  return out;
}

std::string_view text_head(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  std::size_t end = 0;
  for (int left = head_characters; left > 0 && end < text.size() && text[end] != 0; --left)
    if (byte(end++) >= 0xC0)
      while (end < text.size() && (byte(end) & 0xC0) == 0x80) ++end;
  return text.substr(0, end);
}

bool like(std::string_view text, std::string_view pattern) {
  constexpr std::size_t none = std::string_view::npos;
  std::size_t t = 0, p = 0, after_run = none, run_from = 0;
  // After a mismatch only the last `%` can take one more: earlier ones need not be tried again.
  auto widen = [&] {
    if (after_run == none || run_from >= text.size()) return false;
    run_from += point_at(text, run_from).bytes;
    t = run_from;
    p = after_run;
    return true;
  };
  while (true) {
    if (p == pattern.size()) {
      if (t == text.size()) return true;
      if (!widen()) return false;
      continue;
    }
    if (pattern[p] == '%') {
      after_run = ++p;
      run_from = t;
      continue;
    }
    if (t == text.size()) return false;  // what follows needs at least one more
    std::size_t width = point_at(text, t).bytes;
    if (pattern[p] == '_') {
      ++p;
      t += width;
      continue;
    }
    std::size_t literal = pattern[p] == '\\' && p + 1 < pattern.size() ? p + 1 : p;
    std::size_t length = point_at(pattern, literal).bytes;
    if (text.substr(t, width) == pattern.substr(literal, length)) {
      t += width;
      p = literal + length;
    } else if (!widen()) {
      return false;
    }
  }
}

}  // namespace lienthong::engine
