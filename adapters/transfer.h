#pragma once
#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lienthong::adapters {

/// One exchange over HTTP or SMTP. No redirects are followed.
struct Transfer {
  std::string method = "POST", url, body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::int64_t timeout_ms = 30'000;
};

struct Transferred {
  enum class State {
    Done,
    NotSent,
    Broken
  };  ///< NotSent: surely never arrived; Broken: cut or timed out after sending began
  State state = State::NotSent;
  int status = 0;
  std::string body, error;
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
  std::string header(std::string_view name) const;
};

/// `stop` cuts the transfer within a second.
Transferred http(const Transfer&, const std::atomic<bool>& stop);

struct Mail {
  std::string server;  ///< smtp://host:port
  std::string from, message_id, subject, text;
  std::vector<std::string> to;
};
Transferred send_mail(const Mail&, std::int64_t timeout_ms, const std::atomic<bool>& stop);

/// One address that can neither be empty nor smuggle a header: something@domain without white space, brackets
/// or controls.
bool is_address(std::string_view);
std::string base64(std::string_view);
std::string sha256(std::string_view);  ///< hexadecimal

}  // namespace lienthong::adapters
