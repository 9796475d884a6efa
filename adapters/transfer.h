#pragma once
#include <sys/socket.h>
#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "adapters/mail.h"

namespace lienthong::adapters {

/// One exchange over HTTP or SMTP. No redirects are followed.
struct Transfer {
  std::string method = "POST", url, body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::int64_t timeout_ms = 30'000;
  /// Asked of each address before it is connected to; then no proxy is used, whose addresses these would be.
  std::function<bool(const sockaddr&)> may_connect{};
};

struct Transferred {
  enum class State {
    Done,
    NotSent,
    Broken
  };  ///< NotSent: surely never arrived; Broken: cut or timed out after sending began
  State state = State::NotSent;
  bool barred = false;  ///< NotSent: because of Transfer::may_connect
  int status = 0;
  std::string body, error;
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
  std::vector<int>
      recipients;  ///< of a mail: what the server said of each, in their order, as far as it came
  std::string header(std::string_view name) const;
};

/// `stop` cuts the transfer within a second.
Transferred http(const Transfer&, const std::atomic<bool>& stop);

/// Goes to those recipients whom the server takes; Done as soon as it takes one.
Transferred send_mail(const Mail&, std::int64_t timeout_ms, const std::atomic<bool>& stop);

std::string base64(std::string_view);
std::string sha256(std::string_view);  ///< hexadecimal

}  // namespace lienthong::adapters
