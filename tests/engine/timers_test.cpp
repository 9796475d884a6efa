#include "engine/definitions/timers.h"
#include <catch2/catch.hpp>
#include "base/refused.h"

using namespace lienthong;
using namespace lienthong::engine;

namespace {

constexpr std::int32_t zone = 7 * 3600;

Instant at(const char* text) { return *instant_of(*parse_date_time(text), zone); }

}  // namespace

TEST_CASE("a cycle has a grid that is fixed when it is armed") {
  const Schedule schedule = cycle_schedule(Value("R3/PT10H"), at("2022-04-12T00:00:00"), zone);
  CHECK(schedule.due == at("2022-04-12T10:00:00"));
  std::int64_t left = schedule.repetitions;
  CHECK(left == 2);
  CHECK(next_repetition(schedule.due, schedule.period, left, at("2022-04-12T10:00:01"), zone) ==
        at("2022-04-12T20:00:00"));
  CHECK(left == 1);
}

TEST_CASE("a cycle may end at an instant, or lie between two") {
  const Instant now = at("2022-04-12T00:30:00");
  Schedule schedule = cycle_schedule(Value("R3/PT10H/2022-04-12T20:00:00"), now, zone);
  CHECK(schedule.due == at("2022-04-12T10:00:00"));
  CHECK(schedule.repetitions == 1);
  CHECK(next_repetition(schedule.due, schedule.period, schedule.repetitions, schedule.due, zone) ==
        at("2022-04-12T20:00:00"));
  CHECK(schedule.repetitions == 0);
  schedule = cycle_schedule(Value("R2/P1M/2022-06-30T08:00:00"), now, zone);
  CHECK(schedule.due == at("2022-05-30T08:00:00"));
  schedule = cycle_schedule(Value("R/2022-04-12T08:00:00/2022-04-12T09:30:00"), now, zone);
  CHECK(schedule.due == at("2022-04-12T08:00:00"));
  CHECK(schedule.period == "PT1H30M");
  CHECK_THROWS_AS(cycle_schedule(Value("R3/PT10H/2022-04-11T20:00:00"), now, zone), Refused);
  CHECK(duration_schedule(Value("2022-04-12T08:00:00/2022-04-12T09:30:00"), now, zone).due ==
        at("2022-04-12T09:30:00"));
  CHECK(duration_schedule(Value("2022-04-12T08:00:00/PT1H"), now, zone).due == at("2022-04-12T09:00:00"));
  CHECK(duration_schedule(Value("PT1H/2022-04-12T09:30:00"), now, zone).due == at("2022-04-12T09:30:00"));
}

TEST_CASE("a cycle in cron fires at each of its moments, the missed ones left out") {
  Schedule schedule = cycle_schedule(Value("0 0 8 * * MON-FRI"), at("2022-04-15T09:00:00"), zone);  // Friday
  CHECK(schedule.due == at("2022-04-18T08:00:00"));
  CHECK(schedule.repetitions == -1);
  std::int64_t left = schedule.repetitions;
  CHECK(next_repetition(schedule.due, schedule.period, left, at("2022-04-20T12:00:00"), zone) ==
        at("2022-04-21T08:00:00"));
  CHECK(left == -1);
  CHECK_THROWS_WITH(cycle_schedule(Value("0 0 8 * *"), at("2022-04-15T09:00:00"), zone),
                    Catch::Contains("cron"));
  CHECK_THROWS_WITH(cycle_schedule(Value("0 0 0 30 2 ?"), at("2022-04-15T09:00:00"), zone),
                    Catch::Contains("ever comes"));
}

TEST_CASE("points of a cycle that were missed are skipped; beyond the last there is none") {
  std::int64_t left = 2;
  CHECK_FALSE(next_repetition(at("2022-04-12T10:00:00"), "PT10H", left, at("2022-04-20T00:00:00"), zone));
  std::int64_t endless = -1;
  CHECK(next_repetition(at("2022-01-01T00:00:00"), "PT1M", endless, at("2022-12-31T00:00:30"), zone) ==
        at("2022-12-31T00:01:00"));
}

TEST_CASE("with a start in the future the cycle fires then and as often again") {
  const Schedule schedule =
      cycle_schedule(Value("R3/2022-05-01T08:00:00/PT1H"), at("2022-04-12T00:00:00"), zone);
  CHECK(schedule.due == at("2022-05-01T08:00:00"));
  CHECK(schedule.repetitions == 3);
}

TEST_CASE("text that is no timer is refused with the text") {
  for (const char* text : {"R", "R0/PT1H", "R3", "Rx/PT1H", "R3/PT0S", "often", "R3/-PT1H"})
    CHECK_THROWS_AS(cycle_schedule(Value(text), Instant{0}, zone), Refused);
  CHECK_THROWS_AS(date_schedule(Value("tomorrow"), Instant{0}, zone), Refused);
  CHECK_THROWS_AS(duration_schedule(Value("soon"), Instant{0}, zone), Refused);
}

TEST_CASE("a timer of any length waits, and one of the past has come") {
  const Instant now = at("2022-04-12T08:00:00");
  for (const char* text : {"P106751991168D", "P99999999999999999999D", "P9999999W", "P8000Y", "P96000M",
                           "PT9999999999999999999S", "P9999Y11M30DT23H", "2022-04-12T08:00:00/P9000Y"})
    CHECK(duration_schedule(Value(text), now, zone).due == Instant::last());
  for (const char* text : {"999999999-12-31T00:00:00Z", "9999-12-31T23:00:00", "P9000Y"}) {
    CAPTURE(text);
    CHECK(date_schedule(Value(text), now, zone).due == Instant::last());
  }
  CHECK(date_schedule(Value("-9999-01-01"), now, zone).due == Instant::first());
  for (const char* text : {"R/P106751991168D", "R3/9999-01-01/P1Y", "R9223372036854775807/P9999999W"}) {
    Schedule schedule = cycle_schedule(Value(text), now, zone);
    CAPTURE(text);
    CHECK(schedule.due > now + 7'000 * 365 * 86'400'000LL);
    // The grid ends with time.
    for (int turn = 0; turn < 5 && schedule.due < Instant::last(); ++turn)
      schedule.due =
          next_repetition(schedule.due, schedule.period, schedule.repetitions, schedule.due, zone).value();
    CHECK_FALSE(
        next_repetition(Instant::last(), schedule.period, schedule.repetitions, Instant::last(), zone));
  }
  std::int64_t left = -1;
  CHECK_FALSE(next_repetition(Instant::last() - 1000, "0 0 0 * * *", left, Instant::last(), zone));
}
