#include <catch2/catch.hpp>
#include "base/refused.h"
#include "tests/calendar/moments.h"

using namespace lienthong::calendar;
using lienthong::Date;

namespace {

std::string people(lienthong::Instant at) { return end_for_people(at, 7 * 3600); }

std::string civil_due(const std::string& start, const std::string& limit, Roll roll = Roll::Next,
                      bool cut_off = false) {
  return people(office().due(at(start), Limit{.span = span(limit), .roll = roll, .cut_off = cut_off}).at);
}

std::string shown_shift(const std::string& moment, const std::string& by) {
  return shown(office().shift(at(moment), span(by)));
}

}  // namespace

TEST_CASE("The day of the event is not counted and the last day ends at 24:00") {
  CHECK(civil_due("2022-04-12 10:20", "1 day") == "2022-04-13T24:00+07:00");
  CHECK(civil_due("2022-04-12 00:00", "1 day") == "2022-04-13T24:00+07:00");
  CHECK(civil_due("2022-04-12 23:59:59.999", "1 day") == "2022-04-13T24:00+07:00");
  CHECK(civil_due("2022-04-12 10:20", "0 days") == "2022-04-12T24:00+07:00");
  CHECK(civil_due("2022-04-12 10:20", "2 weeks") == "2022-04-26T24:00+07:00");
}

TEST_CASE("A last day that is off moves to the end of the next working day") {
  CHECK(civil_due("2022-04-15 10:20", "15 days") == "2022-05-04T24:00+07:00");
  CHECK(civil_due("2022-01-20 09:00", "10 days") == "2022-02-07T24:00+07:00");  // Tết
  CHECK(civil_due("2022-04-15 10:20", "15 days", Roll::None) == "2022-04-30T24:00+07:00");
  CHECK(civil_due("2022-04-15 10:20", "15 days", Roll::Previous) == "2022-04-29T24:00+07:00");
}

TEST_CASE("A last day never rolls before the event") {
  CHECK(civil_due("2022-04-16 10:00", "1 day", Roll::Previous) == "2022-04-18T24:00+07:00");
}

TEST_CASE("A month ends on the corresponding day, or on its last") {
  CHECK(civil_due("2021-12-31 09:00", "2 months") == "2022-02-28T24:00+07:00");
  CHECK(civil_due("2023-12-31 09:00", "2 months") == "2024-02-29T24:00+07:00");
  CHECK(civil_due("2022-03-31 09:00", "1 month", Roll::None) == "2022-04-30T24:00+07:00");
  CHECK(civil_due("2022-04-30 09:00", "1 month") == "2022-05-30T24:00+07:00");
  CHECK(civil_due("2024-02-29 09:00", "1 year") == "2025-02-28T24:00+07:00");
  CHECK(civil_due("2022-11-30 09:00", "1 month") == "2022-12-30T24:00+07:00");
  CHECK(civil_due("2022-12-15 09:00", "12 months") == civil_due("2022-12-15 09:00", "1 year"));
}

TEST_CASE("With the cut-off, civil time begins on the day of receipt") {
  CHECK(civil_due("2022-04-12 15:01", "1 day") == "2022-04-13T24:00+07:00");
  CHECK(civil_due("2022-04-12 15:01", "1 day", Roll::Next, true) == "2022-04-14T24:00+07:00");
  CHECK_FALSE(cuts_off(span("15 days")));
  CHECK(cuts_off(span("3 working days")));
  CHECK_FALSE(cuts_off(span("4 working hours")));
}

TEST_CASE("A limit that passes a year without notice says so") {
  CHECK(office().due(at("2026-12-20 09:00"), span("15 days"), false).crosses_unlisted_year);
  CHECK_FALSE(office().due(at("2026-12-10 09:00"), span("15 days"), false).crosses_unlisted_year);
}

TEST_CASE("Working days may end at 24:00") {
  const Limit limit{.span = span("3 working days"), .ends_at = EndsAt::Midnight};
  CHECK(people(office().due(at("2022-04-12 14:50"), limit).at) == "2022-04-15T24:00+07:00");
  CHECK(shown(office().due(at("2022-04-12 14:50"), limit).at) == "2022-04-16 00:00:00");
}

TEST_CASE("A date ends at 24:00 and rolls as it is told") {
  const auto end = [](Roll roll) { return people(office().end_of(Date{2022, 5, 8}, roll).at); };
  CHECK(end(Roll::None) == "2022-05-08T24:00+07:00");  // a Sunday
  CHECK(end(Roll::Next) == "2022-05-09T24:00+07:00");
  CHECK(end(Roll::Previous) == "2022-05-06T24:00+07:00");
  CHECK(people(office().end_of(Date{2022, 5, 6}, Roll::Previous).at) == "2022-05-06T24:00+07:00");
  CHECK(office().end_of(Date{2029, 5, 6}, Roll::Next).crosses_unlisted_year);
  CHECK_FALSE(office().end_of(Date{2029, 5, 6}, Roll::None).crosses_unlisted_year);
  CHECK_THROWS_AS(office().end_of(Date{10'000, 1, 1}, Roll::None), lienthong::Refused);
}

TEST_CASE("Civil days move a moment and keep its time; midnight is the end of the day before") {
  CHECK(shown_shift("2022-04-15 17:00", "-3 days") == "2022-04-12 17:00:00");
  CHECK(shown_shift("2022-05-05 00:00", "-3 days") == "2022-05-02 00:00:00");
  CHECK(shown_shift("2022-03-01 00:00", "1 month") == "2022-03-29 00:00:00");
  CHECK(shown_shift("2022-03-31 08:00", "-1 month") == "2022-02-28 08:00:00");
  CHECK(shown_shift("2022-05-05 00:00", "0 days") == "2022-05-05 00:00:00");
}

TEST_CASE("Working days from the end of a day count from that day") {
  CHECK(shown_shift("2022-04-16 00:00", "-1 working day") == "2022-04-14 17:00:00");
  CHECK(shown_shift("2022-04-16 00:00", "1 working day") == "2022-04-18 17:00:00");
}

TEST_CASE("The end of a limit is shown as people say it") {
  CHECK(people(at("2022-05-05 00:00")) == "2022-05-04T24:00+07:00");
  CHECK(people(at("2022-04-15 17:00")) == "2022-04-15T17:00+07:00");
  CHECK(people(at("2022-04-15 17:00:30")) == "2022-04-15T17:00:30+07:00");
  CHECK(people(at("2022-01-01 00:00")) == "2021-12-31T24:00+07:00");
}

TEST_CASE("The next opening is now while the office is open") {
  CHECK(shown(office().next_opening(at("2022-04-12 09:00"))) == "2022-04-12 09:00:00");
  CHECK(shown(office().next_opening(at("2022-04-12 11:30"))) == "2022-04-12 13:30:00");
  CHECK(shown(office().next_opening(at("2022-04-12 05:00"))) == "2022-04-12 07:30:00");
  CHECK(shown(office().next_opening(at("2022-04-29 17:00"))) == "2022-05-04 07:30:00");
}
