#include <catch2/catch.hpp>
#include "base/refused.h"
#include "tests/calendar/moments.h"

using namespace lienthong::calendar;
using Unit = Span::Unit;

TEST_CASE("A span is read as people write it") {
  CHECK(parse_span("3 working days") == Span{Unit::WorkingDays, 3});
  CHECK(parse_span("1 working day") == Span{Unit::WorkingDays, 1});
  CHECK(parse_span("0 working days") == Span{Unit::WorkingDays, 0});
  CHECK(parse_span("4 working hours") == Span{Unit::WorkingMinutes, 240});
  CHECK(parse_span("-2 working hours") == Span{Unit::WorkingMinutes, -120});
  CHECK(parse_span("90 working minutes") == Span{Unit::WorkingMinutes, 90});
  CHECK(parse_span("  2  working\tdays\n") == Span{Unit::WorkingDays, 2});
}

TEST_CASE("Days, weeks, months and years without the word working are civil time") {
  CHECK(parse_span("15 days") == Span{Unit::Days, 15});
  CHECK(parse_span("-1 day") == Span{Unit::Days, -1});
  CHECK(parse_span("2 weeks") == Span{Unit::Days, 14});
  CHECK(parse_span("0 days") == Span{Unit::Days, 0});
  CHECK(parse_span("1 month") == Span{Unit::Months, 1});
  CHECK(parse_span("2 years") == Span{Unit::Months, 24});
}

TEST_CASE("An ISO 8601 duration is plain time") {
  CHECK(parse_span("P3D") == Span{Unit::Milliseconds, 3 * 86'400'000});
  CHECK(parse_span("PT72H") == Span{Unit::Milliseconds, 72 * 3'600'000});
  CHECK(parse_span("-PT1M") == Span{Unit::Milliseconds, -60'000});
  CHECK(parse_span("PT0.25S") == Span{Unit::Milliseconds, 250});
}

TEST_CASE("What is no span is not taken for one") {
  for (const char* text : {"",
                           " ",
                           "3",
                           "three days",
                           "three working days",
                           "3 working",
                           "3 working days and",
                           "3 dayss",
                           "3 s",
                           "3 hours",
                           "3 working years",
                           "days",
                           "3 Days",
                           "1.5 months",
                           "3.5 working hours",
                           "3working days",
                           "P1M",
                           "P1Y",
                           "P",
                           "PT",
                           "3 working weeks",
                           "99999999999999999999 working days",
                           "9223372036854775807 working hours",
                           "P9223372036854775807D",
                           "+ working days",
                           "3 Working Days"})
    CHECK_FALSE(parse_span(text));
}

TEST_CASE("A span that is written reads back alike") {
  for (const Span span :
       {Span{Unit::WorkingDays, 3}, Span{Unit::WorkingDays, -1}, Span{Unit::WorkingMinutes, 60},
        Span{Unit::WorkingMinutes, 90}, Span{Unit::WorkingMinutes, -1}, Span{Unit::Milliseconds, 259'200'000},
        Span{Unit::Milliseconds, -1'500}, Span{Unit::Days, 15}, Span{Unit::Days, -1}, Span{Unit::Days, 0},
        Span{Unit::Months, 2}, Span{Unit::Months, 12}, Span{Unit::Months, -30}, Span{Unit::Months, 0}})
    CHECK(parse_span(text(span)) == span);
  CHECK(text(Span{Unit::WorkingDays, 1}) == "1 working day");
  CHECK(text(Span{Unit::WorkingMinutes, 240}) == "4 working hours");
  CHECK(text(Span{Unit::WorkingMinutes, 90}) == "90 working minutes");
  CHECK(text(Span{Unit::Milliseconds, 259'200'000}) == "P3D");
  CHECK(text(Span{Unit::Days, 14}) == "14 days");
  CHECK(text(Span{Unit::Months, 1}) == "1 month");
  CHECK(text(Span{Unit::Months, 24}) == "2 years");
  CHECK(text(Span{Unit::WorkingMinutes, 0}) == "0 working hours");
}

TEST_CASE("A hundred years are counted, more is refused") {
  const auto calendar = Calendar::vietnam();
  const lienthong::Instant start = at("2022-04-12 09:00");
  CHECK(calendar->due(start, Span{Unit::WorkingDays, span_days_max}).at > start);
  CHECK(calendar->due(start, Span{Unit::WorkingMinutes, span_days_max * 1440}).at > start);
  CHECK(calendar->due(start, Span{Unit::Days, span_days_max}).at > start);
  CHECK(calendar->due(start, Span{Unit::Months, span_months_max}).at > start);
  CHECK(calendar->shift(start, Span{Unit::WorkingMinutes, -span_days_max * 1440}) < start);
  for (const Span span :
       {Span{Unit::WorkingDays, span_days_max + 1}, Span{Unit::WorkingDays, -span_days_max - 1},
        Span{Unit::WorkingMinutes, span_days_max * 1440 + 1}, Span{Unit::Milliseconds, INT64_MAX},
        Span{Unit::Milliseconds, INT64_MIN}, Span{Unit::Days, span_days_max + 1},
        Span{Unit::Months, span_months_max + 1}, Span{Unit::Months, -span_months_max - 1}}) {
    CHECK_THROWS_AS(calendar->due(start, span), lienthong::Refused);
    CHECK_THROWS_AS(calendar->shift(start, span), lienthong::Refused);
  }
}
