#include "adapters/receivers.h"
#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include "adapters/domains.h"
#include "base/refused.h"

namespace lienthong::adapters {
namespace {

struct UrlGone {
  void operator()(CURLU* u) const { curl_url_cleanup(u); }
};
using Url = std::unique_ptr<CURLU, UrlGone>;

std::string part(const Url& url, CURLUPart which, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url.get(), which, &text, flags) != CURLUE_OK) return {};
  const std::unique_ptr<char, void (*)(void*)> kept(text, curl_free);
  return text;
}

/// `xn--` for other letters, lower case, no dot at the end.
std::optional<std::string> plain_host(std::string host) {
  if (std::ranges::any_of(host, [](unsigned char c) { return c > 127; })) {
    const std::optional<std::string> ascii = ascii_domain(host);
    if (!ascii) return {};
    host = *ascii;
  }
  std::ranges::transform(host, host.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (host.ends_with('.')) host.pop_back();
  return host;
}

/// Signs that a receiver might read as a step up or down although they are none to us.
bool hides_steps(std::string path) {
  std::ranges::transform(path, path.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return path.find('\\') != std::string::npos ||
         std::ranges::any_of(std::array{"%2e", "%2f", "%5c"},
                             [&](const char* sign) { return path.find(sign) != std::string::npos; });
}

struct Range {
  std::array<std::uint8_t, 16> begin;
  unsigned bits;
};

Range v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d, unsigned bits) {
  return {{a, b, c, d}, bits};
}

bool within(std::span<const std::uint8_t> address, const Range& range) {
  for (unsigned bit = 0; bit < range.bits; ++bit) {
    const auto mask = static_cast<std::uint8_t>(0x80u >> (bit % 8));
    if ((address[bit / 8] & mask) != (range.begin[bit / 8] & mask)) return false;
  }
  return true;
}

bool is_public_v4(std::span<const std::uint8_t> address) {
  static const std::array ranges{v4(0, 0, 0, 0, 8),      v4(10, 0, 0, 0, 8),       v4(100, 64, 0, 0, 10),
                                 v4(127, 0, 0, 0, 8),    v4(168, 63, 129, 16, 32),  // Azure's metadata
                                 v4(169, 254, 0, 0, 16), v4(172, 16, 0, 0, 12),    v4(192, 0, 0, 0, 24),
                                 v4(192, 0, 2, 0, 24),   v4(192, 88, 99, 0, 24),   v4(192, 168, 0, 0, 16),
                                 v4(198, 18, 0, 0, 15),  v4(198, 51, 100, 0, 24),  v4(203, 0, 113, 0, 24),
                                 v4(224, 0, 0, 0, 4),    v4(240, 0, 0, 0, 4)};
  return std::ranges::none_of(ranges, [&](const Range& range) { return within(address, range); });
}

/// Addresses of IPv6 that stand for one of IPv4: where it begins in them.
struct Embedding {
  Range range;
  std::size_t at;
};

bool is_public_v6(std::span<const std::uint8_t> address) {
  static const std::array embeddings{
      Embedding{{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96}, 12},  // ::ffff:0:0/96, mapped
      Embedding{{{0, 0x64, 0xff, 0x9b}, 96}, 12},                       // 64:ff9b::/96, NAT64
      Embedding{{{0x20, 0x02}, 16}, 2}};                                // 2002::/16, 6to4
  for (const Embedding& embedding : embeddings)
    if (within(address, embedding.range)) return is_public_v4(address.subspan(embedding.at, 4));
  static const Range unicast{{0x20}, 3};
  static const std::array ranges{Range{{0x20, 0x01}, 23},              // protocols' own, Teredo among them
                                 Range{{0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation
                                 Range{{0x3f, 0xff}, 20}};             // documentation
  return within(address, unicast) &&
         std::ranges::none_of(ranges, [&](const Range& range) { return within(address, range); });
}

/// As WebAddress has host and port.
std::pair<std::string, std::string> host_and_port(const sockaddr& address) {
  char text[INET6_ADDRSTRLEN] = {};
  if (address.sa_family == AF_INET) {
    sockaddr_in v4_address;
    std::memcpy(&v4_address, &address, sizeof v4_address);
    inet_ntop(AF_INET, &v4_address.sin_addr, text, sizeof text);
    return {text, std::to_string(ntohs(v4_address.sin_port))};
  }
  if (address.sa_family != AF_INET6) return {};
  sockaddr_in6 v6_address;
  std::memcpy(&v6_address, &address, sizeof v6_address);
  inet_ntop(AF_INET6, &v6_address.sin6_addr, text, sizeof text);
  return {"[" + std::string(text) + "]", std::to_string(ntohs(v6_address.sin6_port))};
}

bool is_below(const std::string& path, const std::string& prefix) {
  return path.starts_with(prefix) &&
         (prefix.ends_with('/') || path.size() == prefix.size() || path[prefix.size()] == '/');
}

}  // namespace

std::optional<WebAddress> read_web_address(const std::string& text) {
  if (text.find('\0') != std::string::npos) return {};
  const Url url(curl_url());
  if (curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) return {};
  WebAddress address;
  address.scheme = part(url, CURLUPART_SCHEME);
  if (address.scheme != "http" && address.scheme != "https") return {};
  if (!part(url, CURLUPART_USER).empty() || !part(url, CURLUPART_PASSWORD).empty()) return {};
  const std::optional<std::string> host = plain_host(part(url, CURLUPART_HOST));
  if (!host || host->empty() || curl_url_set(url.get(), CURLUPART_HOST, host->c_str(), 0) != CURLUE_OK ||
      curl_url_set(url.get(), CURLUPART_FRAGMENT, nullptr, 0) != CURLUE_OK)
    return {};
  address.host = *host;
  address.port = part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT);
  address.path = part(url, CURLUPART_PATH);
  address.url = part(url, CURLUPART_URL);
  if (address.url.empty() || hides_steps(address.path)) return {};
  return address;
}

bool is_public(const sockaddr& address) {
  std::array<std::uint8_t, 16> bytes{};
  if (address.sa_family == AF_INET) {
    sockaddr_in found;
    std::memcpy(&found, &address, sizeof found);
    std::memcpy(bytes.data(), &found.sin_addr, 4);
    return is_public_v4(bytes);
  }
  if (address.sa_family != AF_INET6) return false;
  sockaddr_in6 found;
  std::memcpy(&found, &address, sizeof found);
  std::memcpy(bytes.data(), &found.sin6_addr, 16);
  return is_public_v6(bytes);
}

void AllowedReceivers::add(const std::string& prefix) {
  if (prefix == "http://" || prefix == "https://") {
    prefixes_.push_back({prefix.substr(0, prefix.size() - 3), "", "", "", prefix});
    return;
  }
  std::optional<WebAddress> read = read_web_address(prefix);
  if (!read || read->url.find('?') != std::string::npos)
    throw Refused(Refused::Kind::Invalid, "--webhook-allow: '" + prefix +
                                              "' is no beginning of a web address, such as "
                                              "https://hooks.example.vn/office/");
  prefixes_.push_back(std::move(*read));
}

bool AllowedReceivers::lists(const WebAddress& address) const {
  return std::ranges::any_of(prefixes_, [&](const WebAddress& prefix) {
    if (prefix.scheme != address.scheme) return false;
    return prefix.host.empty() || (prefix.host == address.host && prefix.port == address.port &&
                                   is_below(address.path, prefix.path));
  });
}

bool AllowedReceivers::may_connect(const sockaddr& address) const {
  if (is_public(address)) return true;
  const auto [host, port] = host_and_port(address);
  return std::ranges::any_of(prefixes_, [&](const WebAddress& prefix) {
    const bool here = prefix.host == "localhost" && (host == "127.0.0.1" || host == "[::1]");
    return prefix.port == port && (here || prefix.host == host);
  });
}

}  // namespace lienthong::adapters
