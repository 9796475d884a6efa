#include "engine/definitions/cron.h"
#include <catch2/catch.hpp>
#include "base/value.h"

using namespace lienthong;
using engine::Cron;

namespace {

constexpr std::int32_t cron_zone = 7 * 3600;

Instant moment(const std::string& words) { return *instant_of(*parse_date_time(words), cron_zone); }

/// The next moments of an expression after an instant, as local times.
std::vector<std::string> next(const char* words, const std::string& after, int count = 1) {
  const auto cron = Cron::parse(words);
  REQUIRE(cron);
  std::vector<std::string> all;
  Instant from = moment(after);
  for (int i = 0; i < count; ++i) {
    const auto found = cron->next(from, cron_zone);
    if (!found) return all;
    all.push_back(text(date_time_of(*found, cron_zone)).substr(0, 19));
    from = *found;
  }
  return all;
}

using Moments = std::vector<std::string>;

}  // namespace

TEST_CASE("each field of a cron expression has its range, lists, steps and names") {
  CHECK(next("0 0 8 * * *", "2022-04-12T08:00:00") == Moments{"2022-04-13T08:00:00"});
  CHECK(next("0 0 8 * * *", "2022-04-12T07:59:59") == Moments{"2022-04-12T08:00:00"});
  CHECK(next("*/20 * * * * *", "2022-04-12T08:00:00", 3) ==
        Moments{"2022-04-12T08:00:20", "2022-04-12T08:00:40", "2022-04-12T08:01:00"});
  CHECK(next("0 10/25 9-10 * * ?", "2022-04-12T09:40:00", 2) ==
        Moments{"2022-04-12T10:10:00", "2022-04-12T10:35:00"});
  CHECK(next("0 0 6,19 * * *", "2022-04-12T08:00:00", 2) ==
        Moments{"2022-04-12T19:00:00", "2022-04-13T06:00:00"});
  CHECK(next("0 0 0 25 DEC ?", "2022-04-12T00:00:00") == Moments{"2022-12-25T00:00:00"});
  CHECK(next("0 0 0 1 jan-mar/2 ?", "2022-01-12T00:00:00", 2) ==
        Moments{"2022-03-01T00:00:00", "2023-01-01T00:00:00"});
  CHECK(next("0 0 9-17/4 * * mon-fri", "2022-04-15T13:00:00", 2) ==
        Moments{"2022-04-15T17:00:00", "2022-04-18T09:00:00"});
  CHECK(next("59 59 23 31 12 *", "2022-12-31T23:59:59") == Moments{"2023-12-31T23:59:59"});
}

TEST_CASE("Sunday is 0 and 7, and a range may begin with it") {
  for (const char* words : {"0 0 0 * * 0", "0 0 0 * * 7", "0 0 0 * * SUN"})
    CHECK(next(words, "2022-04-12T00:00:00") == Moments{"2022-04-17T00:00:00"});
  CHECK(next("0 0 0 * * SUN-MON", "2022-04-12T00:00:00", 3) ==
        Moments{"2022-04-17T00:00:00", "2022-04-18T00:00:00", "2022-04-24T00:00:00"});
  CHECK(next("0 0 0 * * 6-7", "2022-04-12T00:00:00", 2) ==
        Moments{"2022-04-16T00:00:00", "2022-04-17T00:00:00"});
}

TEST_CASE("L, W and # name days by their month") {
  CHECK(next("0 0 0 L * *", "2022-02-01T00:00:00", 2) ==
        Moments{"2022-02-28T00:00:00", "2022-03-31T00:00:00"});
  CHECK(next("0 0 0 L-3 * *", "2022-02-01T00:00:00") == Moments{"2022-02-25T00:00:00"});
  CHECK(next("0 0 0 LW * *", "2022-04-01T00:00:00", 2) ==
        Moments{"2022-04-29T00:00:00", "2022-05-31T00:00:00"});
  CHECK(next("0 0 0 1W * *", "2022-04-30T12:00:00", 1) == Moments{"2022-05-02T00:00:00"});  // 1 May: Sunday
  CHECK(next("0 0 0 1W 1 *", "2021-12-31T00:00:00", 1) == Moments{"2022-01-03T00:00:00"});  // a Saturday
  CHECK(next("0 0 0 15W * *", "2022-05-01T00:00:00") == Moments{"2022-05-16T00:00:00"});    // a Sunday
  CHECK(next("0 0 0 * * 5L", "2022-04-01T00:00:00") == Moments{"2022-04-29T00:00:00"});
  CHECK(next("0 0 0 * * THUL", "2022-04-01T00:00:00") == Moments{"2022-04-28T00:00:00"});
  CHECK(next("0 0 0 ? * MON#1", "2022-04-05T00:00:00") == Moments{"2022-05-02T00:00:00"});
  CHECK(next("0 0 0 ? * 5#5", "2022-04-05T00:00:00") == Moments{"2022-04-29T00:00:00"});
  CHECK(next("0 0 0 29 2 1", "2022-04-05T00:00:00") == Moments{"2044-02-29T00:00:00"});  // both must fit
}

TEST_CASE("macros, and what is none") {
  CHECK(next("@hourly", "2022-04-12T08:10:00") == Moments{"2022-04-12T09:00:00"});
  CHECK(next("@daily", "2022-04-12T08:10:00") == next("@midnight", "2022-04-12T08:10:00"));
  CHECK(next("@weekly", "2022-04-12T08:10:00") == Moments{"2022-04-17T00:00:00"});
  CHECK(next("@monthly", "2022-04-12T08:10:00") == Moments{"2022-05-01T00:00:00"});
  CHECK(next("@yearly", "2022-04-12T08:10:00") == next("@annually", "2022-04-12T08:10:00"));
  for (const char* words : {"",
                            "@never",
                            "0 0 8 * *",
                            "0 0 8 * * * *",
                            "60 * * * * *",
                            "* * 24 * * *",
                            "* * * 0 * *",
                            "* * * 32 * *",
                            "* * * * 13 *",
                            "* * * * * 8",
                            "5-1 * * * * *",
                            "*/0 * * * * *",
                            "a * * * * *",
                            "1, * * * * *",
                            "* * * W * *",
                            "* * * 32W * *",
                            "* * * L-0 * *",
                            "* * * * * MON#6",
                            "* * * * * L",
                            "1-2-3 * * * * *",
                            "* * * * FOO *",
                            "99999999999 * * * * *"}) {
    INFO(words);
    CHECK_FALSE(Cron::parse(words));
  }
  CHECK(next("0 0 0 31 4 *", "2022-01-01T00:00:00").empty());
}
