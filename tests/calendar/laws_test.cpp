#include <array>
#include <catch2/catch.hpp>
#include <vector>
#include "calendar/clock_arithmetic.h"
#include "tests/calendar/moments.h"

using namespace lienthong::calendar;
using lienthong::Instant;
using Unit = Span::Unit;

namespace {

constexpr int law_runs = 3000;

struct ClockDraw : Random {
  ClockDraw() : Random{std::mt19937_64(20220413)} {}
  Instant moment() { return at("2022-01-01 00:00") + number(0, 1800LL * 86'400'000); }
  Limit limit() {
    constexpr std::array units{Unit::WorkingDays, Unit::WorkingMinutes, Unit::Days, Unit::Months};
    constexpr std::array<std::int64_t, 4> most{30, 6000, 60, 6};
    const auto which = static_cast<std::size_t>(number(0, 3));
    return {.span = {units[which], number(1, most[which])},
            .ends_at = number(0, 1) ? EndsAt::Close : EndsAt::Midnight,
            .roll = number(0, 3) ? Roll::Next : Roll::None,
            .cut_off = number(0, 1) == 1};
  }
};

}  // namespace

TEST_CASE("A pause within one minute changes nothing") {
  ClockDraw draw;
  for (int run = 0; run < law_runs; ++run) {
    const Limit limit = draw.limit();
    const Instant start = draw.moment(), due = Calendar::vietnam()->due(start, limit).at;
    const Instant from = start + draw.number(0, due - start);
    const Instant to = from + draw.number(0, 59'999 - from.ms % 60'000);
    CHECK(resume(*Calendar::vietnam(), limit, due, {from, to, run % 2 == 0}) == due);
  }
}

TEST_CASE("Who resumes later is not due earlier") {
  ClockDraw draw;
  for (int run = 0; run < law_runs; ++run) {
    const Limit limit = draw.limit();
    const Instant start = draw.moment(), due = Calendar::vietnam()->due(start, limit).at;
    const Instant from = start + draw.number(0, due - start);
    const Instant first = from + draw.number(0, 40LL * 86'400'000);
    const Instant second = first + draw.number(0, run % 2 ? 86'400'000 : 100'000);
    const bool is_receipt = draw.number(0, 1) == 1;
    const Instant sooner = resume(*Calendar::vietnam(), limit, due, {from, first, is_receipt});
    CHECK(sooner <= resume(*Calendar::vietnam(), limit, due, {from, second, is_receipt}));
    CHECK(sooner >= due);
  }
}

TEST_CASE("A pause over closed time changes nothing") {
  ClockDraw draw;
  const auto calendar = Calendar::vietnam();
  for (int run = 0; run < law_runs; ++run) {
    Limit limit = draw.limit();
    if (limit.span.is_civil()) limit.span.unit = Unit::WorkingDays;
    const Instant start = draw.moment(), due = calendar->due(start, limit).at;
    Instant from = start + draw.number(0, due - start);
    while (calendar->is_open(from)) from = from + 60'000 - from.ms % 60'000;
    const Instant to = from + draw.number(0, calendar->next_opening(from) - from);
    CHECK(resume(*calendar, limit, due, {from, to}) == due);
  }
}

TEST_CASE("A reset forgets all that was before") {
  ClockDraw draw;
  for (int run = 0; run < law_runs; ++run) {
    const Limit limit = draw.limit();
    const Instant when = draw.moment();
    const Restart again = reset(*Calendar::vietnam(), limit, when);
    CHECK(again.due == Calendar::vietnam()->due(when, limit));
    if (limit.cut_off) CHECK(again.start == Calendar::vietnam()->received(when));
  }
}

TEST_CASE("A due instant stays where limits of its kind end, whatever the pauses") {
  ClockDraw draw;
  const auto calendar = Calendar::vietnam();
  for (int run = 0; run < law_runs; ++run) {
    const Limit limit = draw.limit();
    const Instant start = draw.moment();
    std::vector<Pause> pauses;
    for (Instant from = start + draw.number(0, 86'400'000); pauses.size() < 3;) {
      const Instant to = from + draw.number(0, 10LL * 86'400'000);
      pauses.push_back({from, to, draw.number(0, 1) == 1});
      from = to + draw.number(0, 86'400'000);
    }
    const Instant due = replay(*calendar, limit, start, pauses).at;
    const bool ends_a_day = (due.ms + 7LL * 3'600'000) % 86'400'000 == 0;
    if (limit.span.unit == Unit::WorkingMinutes) CHECK(calendar->is_open(due - 1));
    if (limit.span.unit == Unit::WorkingDays && limit.ends_at == EndsAt::Close)
      CHECK((calendar->is_open(due - 1) && !calendar->is_open(due)));
    if (limit.span.unit == Unit::WorkingDays && limit.ends_at == EndsAt::Midnight) CHECK(ends_a_day);
    if (limit.span.is_civil()) CHECK(ends_a_day);
    if (limit.roll == Roll::Next || !limit.span.is_civil())
      CHECK(calendar->is_working_day(calendar->last_day(due)));
  }
}
