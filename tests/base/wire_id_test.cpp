#include <catch2/catch.hpp>
#include <set>
#include "base/ids.h"

using namespace lienthong;

TEST_CASE("Numbers are written as UUIDs and read again") {
  for (const std::int64_t number : {std::int64_t{1}, std::int64_t{2}, std::int64_t{42},
                                    std::int64_t{915'313'051'446'542'338}, INT64_MAX}) {
    const std::string text = wire_id(number);
    INFO(text);
    CHECK(text.size() == 36);
    CHECK(text[14] == '8');  // RFC 9562: version and variant
    CHECK(std::string("89ab").find(text[19]) != std::string::npos);
    CHECK(read_wire_id(text) == number);
    std::string capitals = text;
    for (char& c : capitals) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    CHECK(read_wire_id(capitals) == number);
  }
  CHECK(wire_id(0) == "00000000-0000-0000-0000-000000000000");
  CHECK(to_string(InstanceId{42}) == wire_id(42));
}

TEST_CASE("Numbers that follow one another differ in their first eight digits") {
  std::set<std::string> heads;
  constexpr std::int64_t first = 915'313'051'446'542'338, count = 2'000;
  for (std::int64_t number = first; number < first + count; ++number)
    heads.insert(wire_id(number).substr(0, 8));
  CHECK(heads.size() == count);
}

TEST_CASE("Ids of before are understood, and what is no id is none") {
  CHECK(read_wire_id("915313051446542338") == 915'313'051'446'542'338);
  CHECK(read_wire_id("9223372036854775807") == INT64_MAX);
  std::string changed = wire_id(42);
  changed.back() = changed.back() == '0' ? '1' : '0';
  for (const std::string& none : {std::string(), std::string("0"), std::string("-1"), std::string("042"),
                                  std::string("9223372036854775808"), std::string("a"), std::string("7 "),
                                  wire_id(0), wire_id(42).substr(1), wire_id(42) + "0", changed,
                                  std::string("123e4567-e89b-12d3-a456-426614174000")}) {
    INFO(none);
    CHECK(read_wire_id(none) == 0);
  }
}
