#include "adapters/directory.h"
#include <catch2/catch.hpp>
#include "base/refused.h"

namespace lienthong::adapters {
namespace {

std::string complaint(const std::string& text) {
  try {
    Directory::parse(text);
  } catch (const Refused& refused) {
    CHECK(refused.kind == Refused::Kind::Invalid);
    return refused.what();
  }
  return "nothing";
}

}  // namespace

TEST_CASE("a unit's notifications reach the unit, its escalations the head") {
  const Directory directory = Directory::parse(R"({"units":[
    {"id":"one-stop","email":"one-stop@x.vn","head":{"name":"Lan","email":"head@x.vn"}},
    {"id":"justice","email":"justice@x.vn"},
    {"id":"chair","head":{"email":"chair@x.vn"}},
    {"id":"empty"}]})");
  using Addresses = std::vector<std::string>;
  CHECK(directory.addresses("one-stop", 0) == Addresses{"one-stop@x.vn"});
  CHECK(directory.addresses("one-stop", 1) == Addresses{"head@x.vn"});
  CHECK(directory.addresses("justice", 2) == Addresses{"justice@x.vn"});
  CHECK(directory.addresses("chair", 0) == Addresses{"chair@x.vn"});
  CHECK(directory.addresses("hoa@citizen.vn", 0) == Addresses{"hoa@citizen.vn"});
  for (const char* nobody : {"empty", "unknown", "", "bad@@x.vn"})
    CHECK(directory.addresses(nobody, 1).empty());
}

TEST_CASE("a directory with mistakes is refused with the place of the mistake") {
  CHECK_THAT(complaint("{}"), Catch::Contains("/units"));
  CHECK_THAT(complaint(R"({"units":[{"email":"a@b"}]})"),
             Catch::Contains("/units/0") && Catch::Contains("id"));
  CHECK_THAT(complaint(R"({"units":[{"id":"a"},{"id":"b","head":{"email":"a@b,c@d"}}]})"),
             Catch::Contains("/units/1"));
  CHECK_THAT(complaint(R"({"units":[{"id":"a"},{"id":"a"}]})"),
             Catch::Contains("/units/1") && Catch::Contains("twice"));
  CHECK_THAT(complaint("{\"units\":[}"), Catch::Contains("line 1"));
}

TEST_CASE("the complaint about a unit names that unit, not the first one") {
  const std::string before = R"({"units":[{"id":"a","email":"a@x.vn"},{"id":"b"},)";
  CHECK_THAT(complaint(before + R"({"id":"c","email":"no-at"}]})"),
             Catch::Contains("/units/2") && Catch::Contains("'no-at'"));
  CHECK_THAT(complaint(before + R"({"id":"c","email":"c@x.vn\r\nBcc: spy@x.vn"}]})"),
             Catch::Contains("/units/2"));
  CHECK_THAT(complaint(before + R"({"id":7}]})"), Catch::Contains("/units/2") && Catch::Contains("id"));
  CHECK_THAT(complaint(before + R"("c"]})"), Catch::Contains("/units/2") && Catch::Contains("id"));
  CHECK_THAT(complaint(before + R"({"id":"b"}]})"), Catch::Contains("/units/2") && Catch::Contains("'b'"));
}

TEST_CASE("a file that is no directory is refused as a whole") {
  for (const char* text : {"[]", "7", "null", R"({"units":{}})", R"({"units":null})", R"({"Units":[]})"}) {
    INFO(text);
    CHECK_THAT(complaint(text), Catch::Contains("/units"));
  }
}

TEST_CASE("members of a directory that nobody reads are no mistake, and it may be empty") {
  CHECK(Directory::parse(R"({"units":[]})").addresses("one-stop", 0).empty());
  const Directory directory = Directory::parse(
      R"({"title":"t","units":[{"id":"a","name":"M","email":"a@x.vn","head":null,"validTo":null}]})");
  for (const std::int64_t level : {0, 1, 5})
    CHECK(directory.addresses("a", level) == std::vector<std::string>{"a@x.vn"});
}

TEST_CASE("the head is chosen from level 1 on, and the unit below it") {
  const Directory directory =
      Directory::parse(R"({"units":[{"id":"a","email":"a@x.vn","head":{"email":"head@x.vn"}}]})");
  for (const std::int64_t level : {-1, 0})
    CHECK(directory.addresses("a", level) == std::vector<std::string>{"a@x.vn"});
  for (const std::int64_t level : {1, 2, 99})
    CHECK(directory.addresses("a", level) == std::vector<std::string>{"head@x.vn"});
}

}  // namespace lienthong::adapters
