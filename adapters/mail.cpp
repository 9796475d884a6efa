#include "adapters/mail.h"
#include <algorithm>
#include <cctype>
#include <ctime>
#include "adapters/domains.h"
#include "adapters/transfer.h"
#include "base/utf8.h"

namespace lienthong::adapters {
namespace {

constexpr std::size_t line_chars_max = 76;  ///< RFC 2047 2, stricter than RFC 5322's 78
constexpr std::size_t encoded_word_bytes_max =
    39;                                           ///< once encoded it fits into the line of its header's name
constexpr std::size_t plain_word_chars_max = 64;  ///< fits there too
constexpr std::size_t local_part_bytes_max = 64, address_bytes_max = 254;  ///< RFC 5321 4.5.3.1

/// A header of words with one space between them, folded before a word that does not fit.
std::string header(const std::string& name, const std::vector<std::string>& words) {
  std::string out = name + ":";
  std::size_t line = out.size();
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0 && line + 1 + words[i].size() > line_chars_max) {
      out += "\r\n";
      line = 0;
    }
    out += " " + words[i];
    line += 1 + words[i].size();
  }
  return out + "\r\n";
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    words.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

/// Text that a reader shows as it was written: not taken for an encoded word, no space that folding loses.
bool is_plain(std::string_view text, const std::vector<std::string>& words) {
  return std::ranges::all_of(text, [](char c) { return c >= 32 && c < 127; }) &&
         text.find("=?") == std::string_view::npos && std::ranges::all_of(words, [](const std::string& word) {
           return !word.empty() && word.size() <= plain_word_chars_max;
         });
}

/// A subject is one line: controls become spaces.
std::vector<std::string> subject_words(std::string text) {
  std::ranges::replace_if(
      text, [](unsigned char c) { return c < 32 || c == 127; }, ' ');
  if (text.empty()) return {};
  std::vector<std::string> words = words_of(text);
  if (is_plain(text, words)) return words;
  words.clear();
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view part = utf8::first_bytes(rest, encoded_word_bytes_max);
    words.push_back("=?UTF-8?B?" + base64(part) + "?=");
    rest.remove_prefix(part.size());
  }
  return words;
}

std::vector<std::string> address_words(const std::vector<std::string>& addresses) {
  std::vector<std::string> words;
  for (const std::string& address : addresses) {
    if (!words.empty()) words.back() += ",";
    words.push_back(address);
  }
  return words;
}

std::string date() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  char text[64];
  std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S +0000", &utc);
  return text;
}

bool is_dot_atom(std::string_view text) {
  if (text.empty() || text.size() > local_part_bytes_max || text.front() == '.' || text.back() == '.' ||
      text.find("..") != std::string_view::npos)
    return false;
  return std::ranges::all_of(text, [](unsigned char c) {
    return c < 128 &&
           (std::isalnum(c) ||
            std::string_view(".!#$%&'*+-/=?^_`{|}~").find(static_cast<char>(c)) != std::string_view::npos);
  });
}

}  // namespace

std::string message_of(const Mail& mail) {
  const std::string encoded = base64(mail.text);
  std::string out = header("Date", {date()}) + header("From", {mail.from}) +
                    header("To", address_words(mail.to)) + header("Subject", subject_words(mail.subject)) +
                    header("Message-ID", {"<" + mail.message_id + ">"}) + header("MIME-Version", {"1.0"}) +
                    header("Content-Type", {"text/plain; charset=utf-8"}) +
                    header("Content-Transfer-Encoding", {"base64"}) + "\r\n";
  for (std::size_t at = 0; at < encoded.size(); at += line_chars_max)
    out += encoded.substr(at, line_chars_max) + "\r\n";
  return out;
}

std::optional<std::string> wire_address(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || !is_dot_atom(text.substr(0, at))) return {};
  const std::optional<std::string> domain = ascii_domain(text.substr(at + 1));
  if (!domain || !is_domain(*domain) || at + 1 + domain->size() > address_bytes_max) return {};
  return std::string(text.substr(0, at + 1)) + *domain;
}

}  // namespace lienthong::adapters
