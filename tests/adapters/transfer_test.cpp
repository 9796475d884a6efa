#include <catch2/catch.hpp>
#include <set>
#include "adapters/directory.h"
#include "adapters/workers.h"
#include "base/refused.h"
#include "tests/adapters/support.h"

namespace lienthong::adapters {

TEST_CASE("hashes and base64 are those of the standards") {
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(base64("").empty());
  CHECK(base64("f") == "Zg==");
  CHECK(base64("fo") == "Zm8=");
  CHECK(base64("foobar") == "Zm9vYmFy");
}

TEST_CASE("an address that could smuggle anything is none") {
  for (const char* good : {"a@b", "one-stop@luc-binh.example.vn", "x.y+z@sub.domain.vn"})
    CHECK(is_address(good));
  for (const char* bad : {"", "@", "a@", "@b", "no-at", "a@b@c", "a b@c", "a@b\r\nRCPT TO:<x@y>", "<a@b>",
                          "a@b,c@d", "a@b;c@d", "\"a\"@b", "a@b\n", "a@\tb"})
    CHECK_FALSE(is_address(bad));
  CHECK_FALSE(is_address(std::string(250, 'a') + "@b.vn"));
}

TEST_CASE("back-off grows from a second to an hour, differs between jobs and not between runs") {
  std::int64_t before = 0;
  for (std::int64_t attempt = 1; attempt <= 40; ++attempt) {
    const std::int64_t ms = back_off_ms({4'000'000'000'001}, attempt);
    INFO("attempt " << attempt << ": " << ms);
    CHECK(ms >= 800);
    CHECK(ms <= 4'320'000);
    if (attempt <= 11) CHECK(ms > before);
    if (attempt > 12) CHECK(ms >= 2'880'000);
    CHECK(ms == back_off_ms({4'000'000'000'001}, attempt));
    before = ms;
  }
  std::set<std::int64_t> spread;
  for (std::int64_t job = 1; job <= 100; ++job) spread.insert(back_off_ms({job}, 8));
  CHECK(spread.size() > 80);
}

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
  const auto complaint = [](const char* text) {
    try {
      Directory::parse(text);
    } catch (const Refused& refused) {
      return std::string(refused.what());
    }
    return std::string("nothing");
  };
  CHECK_THAT(complaint("{}"), Catch::Contains("/units"));
  CHECK_THAT(complaint(R"({"units":[{"email":"a@b"}]})"),
             Catch::Contains("/units/0") && Catch::Contains("id"));
  CHECK_THAT(complaint(R"({"units":[{"id":"a"},{"id":"b","head":{"email":"a@b,c@d"}}]})"),
             Catch::Contains("/units/1"));
  CHECK_THAT(complaint(R"({"units":[{"id":"a"},{"id":"a"}]})"),
             Catch::Contains("/units/1") && Catch::Contains("twice"));
  CHECK_THAT(complaint("{\"units\":[}"), Catch::Contains("line 1"));
}

}  // namespace lienthong::adapters
