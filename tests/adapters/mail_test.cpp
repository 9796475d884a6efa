// What a mail looks like on the wire, without a server.
#include "adapters/mail.h"
#include <openssl/evp.h>
#include <algorithm>
#include <catch2/catch.hpp>

namespace lienthong::adapters {
namespace {

constexpr std::size_t line_octets_max = 998;  // RFC 5322 2.1.1
constexpr std::size_t encoded_line_max = 76;  // RFC 2047 2

std::vector<std::string> header_lines(const std::string& message) {
  std::vector<std::string> lines;
  for (std::size_t at = 0, end = 0; at < message.size(); at = end + 2) {
    end = message.find("\r\n", at);
    REQUIRE(end != std::string::npos);
    if (end == at) break;
    lines.push_back(message.substr(at, end - at));
  }
  return lines;
}

/// A header as a reader sees it: unfolded, encoded words decoded, the space between two of them dropped.
std::string shown(const std::string& message, const std::string& name) {
  std::string value;
  bool inside = false;
  for (const std::string& line : header_lines(message)) {
    if (line.front() != ' ') inside = line.starts_with(name + ":");
    if (inside) value += line.front() == ' ' ? line : line.substr(name.size() + 1);
  }
  if (!value.empty()) value.erase(0, 1);
  std::string out;
  const std::string mark = "=?UTF-8?B?";
  for (std::size_t at = 0; at < value.size();) {
    if (value.compare(at, mark.size(), mark) != 0) {
      out += value[at++];
      continue;
    }
    const std::size_t end = value.find("?=", at + mark.size());
    std::string word = value.substr(at + mark.size(), end - at - mark.size()), bytes(word.size(), '\0');
    const int n =
        EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                        reinterpret_cast<const unsigned char*>(word.data()), static_cast<int>(word.size()));
    out += bytes.substr(0, static_cast<std::size_t>(n - std::ranges::count(word, '=')));
    at = end + 2;
    if (value.compare(at, mark.size() + 1, " " + mark) == 0) ++at;
  }
  return out;
}

std::string with_subject(const std::string& subject) {
  return message_of({"", "office@x.vn", "1@x", subject, "text", {"hoa@x.vn"}});
}

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace

TEST_CASE("a subject arrives as it was written, on lines of a length that every server takes") {
  for (const std::string& subject :
       {std::string("Done"), std::string(), repeated("word ", 300) + "end", repeated("word ", 300),
        repeated("x", 3'000), repeated("a", 65) + " b", repeated("Đã xong hồ sơ ", 100), repeated("ệ", 500),
        std::string("=?utf-8?B?YQ==?="), std::string("a =?x"), std::string(" two  spaces "),
        std::string("Hồ sơ =?utf-8?Q?a?="), repeated("😀", 50)}) {
    INFO(subject);
    const std::string message = with_subject(subject);
    CHECK(shown(message, "Subject") == subject);
    for (const std::string& line : header_lines(message)) {
      CHECK(line.size() <= line_octets_max);
      CHECK(line.find_first_not_of(' ') != std::string::npos);
      if (line.find("=?UTF-8?B?") != std::string::npos) CHECK(line.size() <= encoded_line_max);
      CHECK(std::ranges::all_of(line, [](char c) { return c >= 32 && c < 127; }));
    }
  }
  CHECK(with_subject("Two words").find("Subject: Two words\r\n") != std::string::npos);
}

TEST_CASE("controls in a subject are spaces, so it stays one header") {
  for (const char* subject :
       {"a\r\nBcc: spy@x.vn", "a\nBcc: spy@x.vn", "a\rBcc: spy@x.vn", "a\tBcc: spy@x.vn",
        "a\x7f"
        "Bcc: spy@x.vn"}) {
    const std::string message = with_subject(subject);
    CHECK(header_lines(message).size() == header_lines(with_subject("a")).size());
    CHECK(message.find("\nBcc") == std::string::npos);
    CHECK_THAT(shown(message, "Subject"), Catch::Matches("a +Bcc: spy@x\\.vn"));
  }
}

TEST_CASE("many recipients are folded between two addresses") {
  std::vector<std::string> to;
  std::string all;
  for (int i = 0; i < 200; ++i) {
    to.push_back("unit-" + std::to_string(i) + "@commune.example.vn");
    all += (i ? ", " : "") + to.back();
  }
  const std::string message = message_of({"", "office@x.vn", "1@x", "s", "t", to});
  CHECK(shown(message, "To") == all);
  for (const std::string& line : header_lines(message)) CHECK(line.size() <= encoded_line_max);
}

TEST_CASE("the text is lines of base64 that no text can end") {
  const std::string message =
      message_of({"", "a@b", "1@x", "s", repeated("\r\n.\r\nĐã xong ", 200), {"c@d"}});
  const std::string body = message.substr(message.find("\r\n\r\n") + 4);
  for (std::size_t at = 0, end = 0; at < body.size(); at = end + 2) {
    end = body.find("\r\n", at);
    REQUIRE(end != std::string::npos);
    CHECK(end - at <= encoded_line_max);
    CHECK(body.substr(at, end - at).find('.') == std::string::npos);
  }
}

TEST_CASE("an address that could smuggle anything is none") {
  for (const char* good : {"a@b", "one-stop@luc-binh.example.vn", "x.y+z@sub.domain.vn", "o'neil=1@b"})
    CHECK(wire_address(good) == good);
  for (const char* bad : {"",         "@",
                          "a@",       "@b",
                          "no-at",    "a@b@c",
                          "a b@c",    "a@b\r\nRCPT TO:<x@y>",
                          "<a@b>",    "a@b,c@d",
                          "a@b;c@d",  "\"a\"@b",
                          "a@b\n",    "a@\tb",
                          ".a@b",     "a.@b",
                          "a..b@c",   "a(x)@b",
                          "a:b@c",    "[a]@b",
                          "a\\b@c",   "a@[127.0.0.1]",
                          "a@b.",     "a@.b",
                          "a@b..c",   "a@-b",
                          "a@b-",     "a@b_c",
                          "a@b:25",   "a@b/c",
                          "Hoa <a@b>"}) {
    INFO(bad);
    CHECK_FALSE(wire_address(bad));
  }
  const std::string label(63, 'b');
  CHECK(wire_address(std::string(64, 'a') + "@" + label + ".vn"));
  CHECK_FALSE(wire_address(std::string(65, 'a') + "@b.vn"));
  CHECK_FALSE(wire_address("a@b" + label + ".vn"));
  CHECK(wire_address(std::string(60, 'a') + "@" + label + "." + label + "." + label));
  CHECK_FALSE(wire_address(std::string(64, 'a') + "@" + label + "." + label + "." + label));
  CHECK_FALSE(wire_address(std::string("a@b\0c", 5)));
}

TEST_CASE("letters outside ASCII are sent in IDNA behind the @ and not at all before it") {
  CHECK(wire_address("hoa@tỉnh.vn") == "hoa@xn--tnh-dlz.vn");
  CHECK(wire_address("hoa@TỈNH.VN") == "hoa@xn--tnh-dlz.vn");
  CHECK(wire_address("hoa@ti\u0309nh.vn") == "hoa@xn--tnh-dlz.vn");  // decomposed
  for (const char* bad :
       {"ă@example.vn", "h\u00f2a@tỉnh.vn", "a@\u200b", "a@b\u2028c", "a@\xff.vn", "a@b\u3002\u3002c"}) {
    INFO(bad);
    CHECK_FALSE(wire_address(bad));
  }
}

}  // namespace lienthong::adapters
