#include <catch2/catch.hpp>
#include <chrono>
#include "tests/calendar/moments.h"

using namespace lienthong::calendar;
using lienthong::Instant;
using Unit = Span::Unit;

namespace {

constexpr int runs = 3000;

/// Moments of 2021 to 2029: listed and unlisted years, to the millisecond; every third on a boundary of the
/// hours.
struct Moments : Random {
  Moments() : Random{std::mt19937_64(20220412)} {}
  Instant next() {
    const std::int64_t ms = number(at("2021-01-01 00:00").ms, at("2029-12-31 00:00").ms);
    return {number(0, 2) == 0 ? ms - ms % (30 * 60'000) : ms};
  }
};

}  // namespace

TEST_CASE("Forwards and then backwards by the same minutes is the same working moment") {
  const auto calendar = Calendar::vietnam();
  Moments moments;
  for (int run = 0; run < runs; ++run) {
    const Instant start = moments.next();
    const Span there{Unit::WorkingMinutes, moments.number(1, 5000)},
        back{Unit::WorkingMinutes, -there.amount};
    const Instant returned = calendar->shift(calendar->shift(start, there), back);
    CHECK(calendar->working_minutes(start, returned) == 0);
    // Where the office is open there is one such moment only; its opening is the same as the close before.
    if (calendar->is_open(start)) CHECK(returned == start);
    const Instant other_way = calendar->shift(calendar->shift(start, back), there);
    CHECK(calendar->working_minutes(start, other_way) == 0);
    if (calendar->is_open(start - 1)) CHECK(other_way == start);
  }
}

TEST_CASE("Working minutes of parts add up to the whole and turn sign with direction") {
  const auto calendar = Calendar::vietnam();
  Moments moments;
  for (int run = 0; run < runs; ++run) {
    const Instant a = moments.next(), b = moments.next(), c = moments.next();
    CHECK(calendar->working_minutes(a, b) + calendar->working_minutes(b, c) ==
          calendar->working_minutes(a, c));
    CHECK(calendar->working_minutes(a, b) == -calendar->working_minutes(b, a));
    if (run % 50 != 0) continue;
    std::int64_t open = 0;  // counted minute by minute
    for (Instant m{a.ms - a.ms % 60'000}; m < a + 3 * 86'400'000; m = m + 60'000)
      open += calendar->is_open(m);
    const Instant end{a.ms - a.ms % 60'000 + 3 * 86'400'000 + (a.ms % 60'000 ? 60'000 : 0)};
    CHECK(calendar->working_minutes(a, end) == open);
  }
}

TEST_CASE("As many working minutes pass as a limit has") {
  const auto calendar = Calendar::vietnam();
  Moments moments;
  for (int run = 0; run < runs; ++run) {
    const Instant start = moments.next();
    const Span limit{Unit::WorkingMinutes, moments.number(0, 5000)};
    const Instant received = calendar->received(start);
    CHECK(calendar->working_minutes(received, calendar->due(start, limit).at) == limit.amount);
    CHECK(calendar->working_minutes(start, calendar->due(start, limit, false).at) == limit.amount);
  }
}

TEST_CASE("Who comes later is not due earlier") {
  const auto calendar = Calendar::vietnam();
  Moments moments;
  for (int run = 0; run < runs; ++run) {
    const Instant early = moments.next();
    const Instant late = early + moments.number(1, run % 2 ? 100'000'000 : 1'000'000);
    const bool apply = moments.number(0, 1) == 1;
    for (const Unit unit : {Unit::WorkingDays, Unit::WorkingMinutes}) {
      const Span limit{
          unit, moments.number(unit == Unit::WorkingDays ? 0 : 1, unit == Unit::WorkingDays ? 30 : 3000)};
      CHECK(calendar->due(early, limit, apply).at <= calendar->due(late, limit, apply).at);
      CHECK(calendar->due(early, limit, apply).at >= early);
      const Span by{unit, moments.number(0, 1) ? limit.amount + 1 : -limit.amount - 1};
      // From a day off, working days go to its time of day, so Saturday at ten lands after Sunday at eight.
      const auto works = [&](Instant at) {
        return calendar->is_working_day(lienthong::date_time_of(at, calendar->zone_offset_s()).date);
      };
      if (unit == Unit::WorkingMinutes || (works(early) && works(late)))
        CHECK(calendar->shift(early, by) <= calendar->shift(late, by));
    }
    // Counted in working time: what comes before opening keeps its time, what came the evening before has the
    // opening.
    CHECK(calendar->working_minutes(calendar->received(early), calendar->received(late)) >= 0);
  }
}

TEST_CASE("What counts as received is received, and moves no more") {
  const auto calendar = Calendar::vietnam();
  Moments moments;
  for (int run = 0; run < runs; ++run) {
    const Instant received = calendar->received(moments.next());
    CHECK(calendar->received(received) == received);
  }
}

TEST_CASE("A hundred years are counted in well under a second") {
  const auto calendar = Calendar::vietnam();
  const auto begin = std::chrono::steady_clock::now();
  calendar->due(at("2022-04-12 09:00"), Span{Unit::WorkingDays, 25'000});
  calendar->working_minutes(at("2022-04-12 09:00"), at("2122-04-12 09:00"));
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(1));
}
