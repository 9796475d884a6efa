#include "base/nearest.h"
#include <array>
#include <catch2/catch.hpp>

using namespace lienthong;

TEST_CASE("the distance of two words counts what was mistyped") {
  CHECK(distance("offset", "offset") == 0);
  CHECK(distance("cutoff", "cutOff") == 0);
  CHECK(distance("ofset", "offset") == 1);
  CHECK(distance("strat", "start") == 1);
  CHECK(distance("", "abc") == 3);
  CHECK(distance("kitten", "sitting") == 3);
  CHECK(distance(std::string(200, 'a'), "a") == 200);
}

TEST_CASE("the nearest name is told, and none where all are far") {
  constexpr std::array<std::string_view, 4> known{"start", "limit", "offset", "to"};
  CHECK(nearest("ofset", known) == "offset");
  CHECK(nearest("LIMIT", known) == "limit");
  CHECK(nearest("mood", known).empty());
  CHECK(nearest("", known).empty());
  CHECK(do_you_mean("strat", known) == ": do you mean start?");
  CHECK(do_you_mean("mood", known).empty());
}

TEST_CASE("where something is refused because of a name, hardly a slip is believed") {
  constexpr std::array<std::string_view, 4> known{"to", "limit", "category", "businessKey"};
  for (const auto& [word, meant] :
       {std::pair("TO", "to"), std::pair("ot", ""), std::pair("t", ""), std::pair("limt", "limit"),
        std::pair("lmt", ""), std::pair("limiits", ""), std::pair("catgeoyr", "category"),
        std::pair("bussinesKey", "businessKey"), std::pair("bussinesKy", ""), std::pair("", "")}) {
    INFO(word);
    CHECK(surely_meant(word, known) == meant);
  }
}
