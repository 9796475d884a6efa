#pragma once
#include <memory>
#include "adapters/simulator/agencies.h"
#include "adapters/simulator/line_server.h"

namespace lienthong::simulator {

struct Options {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0, smtp_port = 0;  ///< 0: any free one
  std::string state_file;
};

/// The outside world for development and tests: agencies behind X-Road's REST form, a control door, and a
/// mail server that keeps mails.
class Simulator {
 public:
  explicit Simulator(const Options&);
  std::uint16_t port() const { return http_->port(); }
  std::uint16_t smtp_port() const { return smtp_->port(); }

 private:
  void serve_http(Connection&);
  void serve_smtp(Connection&);
  std::pair<int, std::string> control(const std::string& method, const std::string& path,
                                      const std::string& body);

  Agencies agencies_;
  std::mutex mails_mutex_;
  List mails_;
  std::unique_ptr<LineServer> http_, smtp_;  ///< last: they end before what they use
};

}  // namespace lienthong::simulator
