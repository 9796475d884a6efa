#include "adapters/receivers.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <catch2/catch.hpp>
#include <cstring>
#include "base/refused.h"

namespace lienthong::adapters {
namespace {

struct Address {
  explicit Address(const std::string& text, std::uint16_t port = 443) {
    auto& v4 = reinterpret_cast<sockaddr_in&>(storage);
    auto& v6 = reinterpret_cast<sockaddr_in6&>(storage);
    if (inet_pton(AF_INET, text.c_str(), &v4.sin_addr) == 1) {
      v4.sin_family = AF_INET;
      v4.sin_port = htons(port);
    } else {
      REQUIRE(inet_pton(AF_INET6, text.c_str(), &v6.sin6_addr) == 1);
      v6.sin6_family = AF_INET6;
      v6.sin6_port = htons(port);
    }
  }
  operator const sockaddr&() const { return reinterpret_cast<const sockaddr&>(storage); }
  sockaddr_storage storage{};
};

AllowedReceivers allowed(const std::vector<std::string>& prefixes) {
  AllowedReceivers found;
  for (const std::string& prefix : prefixes) found.add(prefix);
  return found;
}

bool lists(const AllowedReceivers& receivers, const std::string& url) {
  const auto address = read_web_address(url);
  return address && receivers.lists(*address);
}

}  // namespace

TEST_CASE("an address of this machine, of a network of one's own or of nobody is not public") {
  for (const char* own : {"0.0.0.0",
                          "0.1.2.3",
                          "10.0.0.1",
                          "10.255.255.255",
                          "100.64.0.1",
                          "100.100.100.200",
                          "100.127.255.255",
                          "127.0.0.1",
                          "127.255.255.254",
                          "168.63.129.16",
                          "169.254.169.254",
                          "172.16.0.1",
                          "172.31.255.255",
                          "192.0.0.192",
                          "192.0.2.1",
                          "192.88.99.1",
                          "192.168.0.1",
                          "198.18.0.1",
                          "198.19.255.255",
                          "198.51.100.7",
                          "203.0.113.7",
                          "224.0.0.1",
                          "239.255.255.255",
                          "240.0.0.1",
                          "255.255.255.255",
                          "::",
                          "::1",
                          "::127.0.0.1",
                          "::ffff:127.0.0.1",
                          "::ffff:10.0.0.1",
                          "::ffff:169.254.169.254",
                          "64:ff9b::7f00:1",
                          "64:ff9b:1::1",
                          "100::1",
                          "2001::1",
                          "2001:db8::1",
                          "2002:7f00:1::1",
                          "2002:a00:1::",
                          "3fff::1",
                          "5f00::1",
                          "fc00::1",
                          "fd00:ec2::254",
                          "fe80::1",
                          "fec0::1",
                          "ff02::1"}) {
    INFO(own);
    CHECK_FALSE(is_public(Address(own)));
  }
  for (const char* outside :
       {"1.1.1.1",         "9.255.255.255",   "11.0.0.0",         "100.63.255.255",  "100.128.0.0",
        "126.255.255.255", "128.0.0.1",       "168.63.129.17",    "169.253.255.255", "172.15.255.255",
        "172.32.0.0",      "192.167.255.255", "192.169.0.0",      "198.17.255.255",  "198.20.0.0",
        "223.255.255.255", "::ffff:1.1.1.1",  "64:ff9b::101:101", "2002:101:101::1", "2001:200::1",
        "2606:4700::1111", "2a00::1"}) {
    INFO(outside);
    CHECK(is_public(Address(outside)));
  }
  sockaddr local{};
  local.sa_family = AF_UNIX;
  CHECK_FALSE(is_public(local));
}

TEST_CASE("a prefix lists its own scheme, host, port and what lies at or below its path") {
  const AllowedReceivers receivers = allowed({"https://Hooks.example.vn/office", "http://127.0.0.1:9000"});
  for (const char* good :
       {"https://hooks.example.vn/office", "https://hooks.example.vn/office/a?b=c",
        "HTTPS://HOOKS.example.vn/office?x", "https://hooks.example.vn:443/office#top",
        "https://hooks.example.vn./office", "https://hooks.example.vn/x/../office/", "http://127.0.0.1:9000",
        "http://127.0.0.1:9000/any/thing", "http://127.1:9000/", "http://0x7f000001:9000/"}) {
    INFO(good);
    CHECK(lists(receivers, good));
  }
  for (const char* bad : {"http://hooks.example.vn/office",
                          "https://hooks.example.vn/",
                          "https://hooks.example.vn/officer",
                          "https://hooks.example.vn/office/../admin",
                          "https://hooks.example.vn/office/%2e%2e/admin",
                          "https://hooks.example.vn/office/%2E./admin",
                          "https://hooks.example.vn/office/..%2fadmin",
                          "https://hooks.example.vn/office/..\\admin",
                          "https://hooks.example.vn:444/office",
                          "https://hooks.example.vn.evil.com/office",
                          "https://evil.com/office",
                          "https://hooks.example.vn@evil.com/office",
                          "https://a:b@hooks.example.vn/office",
                          "https://evil.com#@hooks.example.vn/office",
                          "https://evil.com\\@hooks.example.vn/office",
                          "http://127.0.0.1:90000/",
                          "http://127.0.0.1:900/",
                          "http://127.0.0.1/",
                          "http://[::ffff:127.0.0.1]:9000/",
                          "ftp://127.0.0.1:9000/",
                          "//127.0.0.1:9000/",
                          "127.0.0.1:9000",
                          "",
                          "http://",
                          "http:///office",
                          "https://hooks.example.vn/office\r\nHost: evil"}) {
    INFO(bad);
    CHECK_FALSE(lists(receivers, bad));
  }
  CHECK_FALSE(lists(allowed({}), "https://hooks.example.vn/office"));
}

TEST_CASE("a scheme alone lists every host, and other letters in a host are the same host in IDNA") {
  CHECK(lists(allowed({"https://"}), "https://anywhere.example.vn/x"));
  CHECK_FALSE(lists(allowed({"https://"}), "http://anywhere.example.vn/x"));
  CHECK(lists(allowed({"https://tỉnh.vn/"}), "https://xn--tnh-dlz.vn/x"));
  CHECK(lists(allowed({"https://xn--tnh-dlz.vn/"}), "https://TỈNH.vn/x"));
}

TEST_CASE("what is not public is connected to only where its very address and port are listed") {
  const AllowedReceivers by_name = allowed({"http://intranet.example.vn:9000/", "http://", "https://"});
  const AllowedReceivers by_address = allowed({"http://10.1.2.3:9000/hook", "http://[fd00::1]:9000"});
  CHECK(by_name.may_connect(Address("1.1.1.1", 9000)));
  CHECK_FALSE(by_name.may_connect(Address("10.1.2.3", 9000)));
  CHECK_FALSE(by_name.may_connect(Address("127.0.0.1", 80)));
  CHECK(by_address.may_connect(Address("10.1.2.3", 9000)));
  CHECK(by_address.may_connect(Address("fd00::1", 9000)));
  CHECK_FALSE(by_address.may_connect(Address("10.1.2.3", 9001)));
  CHECK_FALSE(by_address.may_connect(Address("10.1.2.4", 9000)));
  CHECK_FALSE(by_address.may_connect(Address("::ffff:10.1.2.3", 9000)));
  for (const char* here : {"127.0.0.1", "::1"}) {
    CHECK(allowed({"http://localhost:9000"}).may_connect(Address(here, 9000)));
    CHECK_FALSE(allowed({"http://localhost:9000"}).may_connect(Address(here, 9001)));
  }
}

TEST_CASE("a prefix that is no beginning of a web address is refused by name") {
  for (const char* bad :
       {"", "hooks.example.vn", "ftp://x/", "https://u@x/", "https://x/?a=b", "https://x/%2e%2e/", "http:"}) {
    INFO(bad);
    AllowedReceivers receivers;
    CHECK_THROWS_WITH(receivers.add(bad), Catch::Contains("--webhook-allow: '" + std::string(bad) + "'"));
  }
}

}  // namespace lienthong::adapters
