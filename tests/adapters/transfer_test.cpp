#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include "adapters/workers.h"
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

TEST_CASE("each back-off lies within a fifth of its doubling base, and the longest is the last") {
  for (const RetrySchedule& schedule : {for_agencies, for_the_portal, for_people})
    for (const std::int64_t job : {1LL, 77LL, 4'000'000'000'001LL})
      for (std::int64_t attempt = -1; attempt <= 70; ++attempt) {
        std::int64_t base_ms = schedule.first_ms;
        for (std::int64_t n = 1; n < attempt && base_ms < schedule.longest_ms; ++n) base_ms *= 2;
        base_ms = std::min(base_ms, schedule.longest_ms);
        INFO("job " << job << ", attempt " << attempt);
        const std::int64_t ms = back_off_ms(schedule, {job}, attempt);
        CHECK(ms >= base_ms * 4 / 5);
        CHECK(ms <= base_ms * 6 / 5);
        CHECK(ms == back_off_ms(schedule, {job}, attempt));
      }
}

TEST_CASE("back-off differs between jobs") {
  std::set<std::int64_t> spread;
  for (std::int64_t job = 1; job <= 100; ++job) spread.insert(back_off_ms(for_agencies, {job}, 8));
  CHECK(spread.size() > 80);
}

TEST_CASE("an agency is tried for a week, people are told for five days, the portal for ever") {
  CHECK(for_the_portal.tries() == 0);
  for (const RetrySchedule& schedule : {for_agencies, for_people}) {
    std::int64_t passed = 0;
    for (std::int64_t attempt = 1; attempt < schedule.tries(); ++attempt)
      passed += schedule.pause_ms(attempt);
    CHECK(passed <= schedule.for_ms);
    CHECK(passed + schedule.pause_ms(schedule.tries()) > schedule.for_ms);
  }
  CHECK(for_people.for_ms == 5 * 24 * 3'600'000LL);
  CHECK(for_people.pause_ms(100) == 4 * 3'600'000);
}

}  // namespace lienthong::adapters
