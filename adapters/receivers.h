#pragma once
#include <sys/socket.h>
#include <optional>
#include <string>
#include <vector>

namespace lienthong::adapters {

/// A web address as curl reads it, so that what is judged is what is connected to.
struct WebAddress {
  std::string scheme, host, port, path;  ///< the host in lower case and ASCII; the port is never empty
  std::string url;                       ///< the whole, dot segments resolved, without fragment
};
/// Nothing when it is no http or https address, or one with a user's name in it.
std::optional<WebAddress> read_web_address(const std::string& url);

/// Whether an address belongs to the internet at large: not to this machine, a network of one's own, a
/// cloud's metadata service, nor to a range that is reserved.
bool is_public(const sockaddr& address);

/// The receivers that a url from a variable may name.
class AllowedReceivers {
 public:
  /// `http://host:port/path`, or `https://` for every host. Throws Refused{Invalid} that names the prefix.
  void add(const std::string& prefix);
  /// Same scheme, host and port as a prefix, and a path that is the prefix's or lies below it.
  bool lists(const WebAddress&) const;
  /// Public, or the very address and port of a prefix: a name that leads to a private address opens nothing.
  bool may_connect(const sockaddr& address) const;

 private:
  std::vector<WebAddress> prefixes_;
};

}  // namespace lienthong::adapters
