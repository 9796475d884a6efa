#include "api/wire.h"
#include <catch2/catch.hpp>
#include "api/server.h"

using namespace lienthong::api;
using Catch::Matchers::Contains;

TEST_CASE("Loopback is what only this machine can reach") {
  for (const char* host : {"127.0.0.1", "127.255.0.9", "localhost", "::1", "[::1]"}) {
    INFO(host);
    CHECK(is_loopback(host));
  }
  for (const char* host : {"0.0.0.0", "::", "192.168.1.1", "127.0.0", "127.0.0.1.example.org", "127.0.0.256",
                           "127.0.0.1x", "", "localhost.example.org", "127..0.1", "127.0.0.1.1"}) {
    INFO(host);
    CHECK_FALSE(is_loopback(host));
  }
}

TEST_CASE("Caching is refused for what is read, except paths that end in xml") {
  Delivery delivery;
  delivery.of_get = true;
  Response response;
  response.body = "{}";
  CHECK_THAT(response_head(response, delivery, "d"), Contains("\r\nCache-Control: no-cache\r\n"));
  delivery.path_ends_in_xml = true;
  CHECK_THAT(response_head(response, delivery, "d"), !Contains("Cache-Control"));
}

TEST_CASE("JSON is announced exactly, and no content not at all") {
  Response response;
  response.body = "{}";
  CHECK_THAT(response_head(response, {}, "d"), Contains("\r\nContent-Type: application/json\r\n"));
  CHECK_THAT(response_head(response, {}, "d"), Contains("\r\nContent-Length: 2\r\n"));
  response = {};
  response.status = 204;
  CHECK_THAT(response_head(response, {}, "d"), !Contains("\r\nContent-"));
}

TEST_CASE("A header's value cannot begin a header of its own") {
  Response response;
  response.headers.emplace_back("Content-Disposition", "a\r\nSet-Cookie: b\n\x7F");
  const std::string head = response_head(response, {}, "d");
  CHECK_THAT(head, Contains("Content-Disposition: a__Set-Cookie: b__\r\n"));
}

TEST_CASE("A host that is none does not get into links") {
  CHECK(safe_host("office.example:8080", "x") == "office.example:8080");
  CHECK(safe_host("[::1]:80", "x") == "[::1]:80");
  for (const char* bad : {"", "a/b", "a b", "a\"b", "a@b", "ệ"}) CHECK(safe_host(bad, "x") == "x");
}

TEST_CASE("Another origin is a page from somewhere else") {
  CHECK_FALSE(is_cross_origin("", "a"));
  CHECK_FALSE(is_cross_origin("http://a:80", "a:80"));
  CHECK(is_cross_origin("http://b", "a"));
  CHECK(is_cross_origin("null", "null"));
}

TEST_CASE("Dates of HTTP do not depend on the locale") {
  CHECK(http_date(784111777) == "Sun, 06 Nov 1994 08:49:37 GMT");
}
