#include "calendar/period.h"
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include "calendar/calendar.h"
#include "tests/calendar/moments.h"

using namespace lienthong;
using namespace lienthong::calendar;

namespace {

constexpr std::int32_t zone = 7 * 3600;
__extension__ using Wide = __int128;

std::string digits(std::mt19937_64& random, std::size_t count) {
  std::string text;
  while (text.size() < count) text += static_cast<char>('0' + random() % 10);
  return text;
}

}  // namespace

TEST_CASE("a period adds years and months by the calendar, and the rest exactly") {
  const auto plus = [](const char* from, const char* period) { return add_duration(at(from), period, zone); };
  CHECK(plus("2024-01-31 08:00", "P1M") == at("2024-02-29 08:00"));
  CHECK(plus("2024-02-29 08:00", "P1Y") == at("2025-02-28 08:00"));
  CHECK(plus("2022-04-12 08:00", "P1M2DT3H") == at("2022-05-14 11:00"));
  CHECK(plus("2022-04-12 08:00", "P2W") == at("2022-04-26 08:00"));
  CHECK(plus("2022-04-12 08:00", "-P1M2DT3H") == at("2022-03-10 05:00"));
  for (const char* none : {"3 days", "P", "PT", "P1", "P1DT", "PD", "P1H", "PT1D", "P1M1Y", "PT1M1H", "P1D1D",
                           "P1.5D", "--P1D", "P-1D", "P1DT1H ", "p1d", "", "-", "P1DTT1H"}) {
    INFO(none);
    CHECK_FALSE(parse_period(none));
  }
  CHECK(parse_period("P1Y2M3W4DT5H6M7.8901S") ==
        Period{14, 25 * 86'400'000LL + 5 * 3'600'000 + 6 * 60'000 + 7890});
  CHECK(parse_period("PT0.S") == Period{});
}

TEST_CASE("periods of any number of digits are read, and stop at the ends of time") {
  std::mt19937_64 random(20220412);
  constexpr std::pair<char, std::int64_t> units[] = {
      {'W', 604'800'000}, {'D', 86'400'000}, {'H', 3'600'000}, {'M', 60'000}, {'S', 1000}};
  const Instant now = at("2022-04-12 08:00");
  for (int run = 0; run < 5000; ++run) {
    const auto& [unit, length] = units[random() % 5];
    const std::string number = digits(random, 1 + random() % 40);
    const std::string text = (unit == 'W' || unit == 'D' ? "P" : "PT") + number + unit;
    Wide amount = 0;
    for (const char digit : number) amount = std::min<Wide>(amount * 10 + (digit - '0'), Wide{1} << 62);
    const Wide ms = amount * length;
    CAPTURE(text);
    REQUIRE(add_duration(now, text, zone)->ms ==
            static_cast<std::int64_t>(std::min<Wide>(now.ms + ms, Instant::last().ms)));
    REQUIRE(add_duration(now, "-" + text, zone)->ms ==
            static_cast<std::int64_t>(std::max<Wide>(now.ms - ms, Instant::first().ms)));
  }
}

TEST_CASE("a longer period never leads to an earlier instant") {
  std::mt19937_64 random(1);
  const Instant starts[] = {Instant::first(), Instant{0},         at("2022-04-12 08:00"),
                            Instant::last(),  Instant{INT64_MIN}, Instant{INT64_MAX}};
  for (int run = 0; run < 5000; ++run) {
    const auto any = [&] { return static_cast<std::int64_t>(random() >> (1 + random() % 63)); };
    const Period shorter{any() / 2, any() / 2};
    const Period longer{saturated_sum(shorter.months, any()), saturated_sum(shorter.ms, any())};
    for (const Instant start : starts) {
      const Instant moved = plus(start, shorter, zone);
      CAPTURE(start.ms, shorter.months, shorter.ms, longer.months, longer.ms);
      REQUIRE(moved <= plus(start, longer, zone));
      REQUIRE(moved >= plus(start, Period{-longer.months, -longer.ms}, zone));
      REQUIRE(moved >= bounded(start) - 1);
    }
  }
}

TEST_CASE("dates beyond the years 1 to 9999 are the first and the last instant") {
  const Instant now = at("2022-04-12 08:00");
  const auto read = [&](Value value) { return read_instant(value, now, zone); };
  for (const char* text : {"12022-04-12T08:00:00", "999999999-01-01", "9999-12-31T23:59:59Z", "P9000Y",
                           "P106751991168D", "PT99999999999999999999H"}) {
    INFO(text);
    CHECK(read(Value(text)) == Instant::last());
  }
  CHECK(read(Value("-0044-03-15")) == Instant::first());
  CHECK(read(*parse_date_time("12022-04-12T08:00:00")) == Instant::last());
  CHECK(read(*parse_date("-999999999-01-01")) == Instant::first());
  CHECK(read(DaysTime{INT64_MAX, 999'999'999}) == Instant::last());
  CHECK(read(DaysTime{-INT64_MAX, 0}) == Instant::first());
  CHECK(read(YearsMonths{INT64_MAX}) == Instant::last());
  CHECK(read(YearsMonths{INT64_MIN}) == Instant::first());
  CHECK_FALSE(read(Value("2022-04-12T08:00:00@Europe/Nowhere")));
  CHECK_FALSE(read(Value(5)));
}

TEST_CASE("a calendar counts up to the end of time and no further") {
  const auto calendar = Calendar::vietnam();
  for (const Span::Unit unit :
       {Span::Unit::WorkingDays, Span::Unit::WorkingMinutes, Span::Unit::Milliseconds}) {
    CHECK(calendar->shift(Instant::last(), {unit, 5'000}) <= Instant::last());
    CHECK(calendar->shift(Instant::first(), {unit, -5'000}) >= Instant::first());
    CHECK(calendar->due(Instant::last(), Span{unit, 5'000}).at <= Instant::last());
  }
  CHECK(is_too_long({Span::Unit::WorkingDays, span_days_max + 1}));
  CHECK_FALSE(is_too_long({Span::Unit::WorkingDays, -span_days_max}));
  CHECK(is_too_long({Span::Unit::Milliseconds, INT64_MAX}));
  CHECK(is_too_long({Span::Unit::WorkingMinutes, INT64_MIN}));
}
