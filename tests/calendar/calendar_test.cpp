#include <catch2/catch.hpp>
#include "base/refused.h"
#include "tests/calendar/moments.h"

using namespace lienthong::calendar;
using lienthong::Date;

namespace {

std::string due(const std::string& start, const std::string& limit, bool apply_cut_off = true) {
  return shown(office().due(at(start), span(limit), apply_cut_off).at);
}

std::string shifted(const std::string& start, const std::string& by) {
  return shown(office().shift(at(start), span(by)));
}

std::string received(const std::string& moment) { return shown(office().received(at(moment))); }

}  // namespace

TEST_CASE("The office is open in the morning and in the afternoon of a working day") {
  CHECK_FALSE(office().is_open(at("2022-04-12 07:29:59.999")));
  CHECK(office().is_open(at("2022-04-12 07:30")));
  CHECK(office().is_open(at("2022-04-12 11:29:59.999")));
  CHECK_FALSE(office().is_open(at("2022-04-12 11:30")));
  CHECK(office().is_open(at("2022-04-12 13:30")));
  CHECK_FALSE(office().is_open(at("2022-04-12 17:00")));
  CHECK_FALSE(office().is_open(at("2022-04-16 09:00")));
  CHECK_FALSE(office().is_open(at("2022-04-11 09:00")));
}

TEST_CASE("What comes exactly at three is received the same day, a millisecond later the next working day") {
  CHECK(received("2022-04-12 15:00") == "2022-04-12 15:00:00");
  CHECK(received("2022-04-12 15:00:00.001") == "2022-04-13 07:30:00");
  CHECK(received("2022-04-12 14:59:59.999") == "2022-04-12 14:59:59.999");
  CHECK(received("2022-04-12 23:59:59.999") == "2022-04-13 07:30:00");
}

TEST_CASE("What comes before opening or at noon keeps its time") {
  CHECK(received("2022-04-12 00:00") == "2022-04-12 00:00:00");
  CHECK(received("2022-04-12 12:00") == "2022-04-12 12:00:00");
}

TEST_CASE("What comes on a day off is received when the office opens again") {
  CHECK(received("2022-04-16 10:00") == "2022-04-18 07:30:00");
  CHECK(received("2022-04-15 15:10") == "2022-04-18 07:30:00");
  CHECK(received("2022-04-08 16:00") == "2022-04-12 07:30:00");
}

TEST_CASE("The day of receipt is not counted and a limit ends at close of business") {
  CHECK(due("2022-04-12 14:50", "3 working days") == "2022-04-15 17:00:00");
  CHECK(due("2022-04-12 15:00", "3 working days") == "2022-04-15 17:00:00");
  CHECK(due("2022-04-12 15:00:00.001", "3 working days") == "2022-04-18 17:00:00");
  CHECK(due("2022-04-12 15:10", "3 working days", false) == "2022-04-15 17:00:00");
  CHECK(due("2022-04-16 10:00", "1 working day") == "2022-04-19 17:00:00");
  CHECK(due("2022-04-16 10:00", "1 working day", false) == "2022-04-18 17:00:00");
}

TEST_CASE("A limit of no working days ends when the day of receipt closes") {
  CHECK(due("2022-04-12 08:00", "0 working days") == "2022-04-12 17:00:00");
  CHECK(due("2022-04-12 15:01", "0 working days") == "2022-04-13 17:00:00");
  CHECK(due("2022-04-12 16:00", "0 working days", false) == "2022-04-12 17:00:00");
  CHECK(due("2022-04-12 17:00:00.001", "0 working days", false) == "2022-04-13 17:00:00");
  CHECK(due("2022-04-16 08:00", "0 working days", false) == "2022-04-18 17:00:00");
}

TEST_CASE("Working hours run only while the office is open") {
  CHECK(due("2022-04-12 08:00", "4 working hours") == "2022-04-12 14:00:00");
  CHECK(due("2022-04-12 07:30", "4 working hours") == "2022-04-12 11:30:00");
  CHECK(due("2022-04-12 07:30", "241 working minutes") == "2022-04-12 13:31:00");
  CHECK(due("2022-04-12 14:00", "4 working hours") == "2022-04-13 08:30:00");
  CHECK(due("2022-04-15 16:00:30.255", "2 working hours", false) == "2022-04-18 08:30:30.255");
  CHECK(due("2022-04-15 16:00", "2 working hours") == "2022-04-18 09:30:00");
  CHECK(due("2022-04-12 12:00", "1 working hour") == "2022-04-12 14:30:00");
  CHECK(due("2022-04-12 06:00", "1 working hour") == "2022-04-12 08:30:00");
  CHECK(due("2022-04-12 09:10", "0 working hours") == "2022-04-12 09:10:00");
}

TEST_CASE("Plain time runs through nights and holidays") {
  CHECK(due("2022-04-29 16:00", "P3D") == "2022-05-02 16:00:00");
  CHECK_FALSE(office().due(at("2030-01-01 00:00"), span("P3D")).crosses_unlisted_year);
}

TEST_CASE("Limits pass over the Tết week") {
  CHECK(due("2022-01-28 09:00", "1 working day") == "2022-02-07 17:00:00");
  CHECK(due("2022-01-28 15:30", "1 working day") == "2022-02-08 17:00:00");
  CHECK(due("2022-01-28 16:30", "1 working hour", false) == "2022-02-07 08:00:00");
  CHECK(due("2026-02-13 10:00", "2 working days") == "2026-02-24 17:00:00");
}

TEST_CASE("A Saturday worked in exchange counts, and the Monday it was exchanged for does not") {
  CHECK(office().is_working_day(Date{2024, 5, 4}));
  CHECK_FALSE(office().is_working_day(Date{2024, 5, 11}));
  CHECK_FALSE(office().is_working_day(Date{2024, 4, 29}));
  CHECK(due("2024-05-03 10:00", "1 working day") == "2024-05-04 17:00:00");
  CHECK(received("2024-05-04 10:00") == "2024-05-04 10:00:00");
  CHECK(received("2024-05-03 15:30") == "2024-05-04 07:30:00");
  CHECK(due("2024-04-26 10:00", "1 working day") == "2024-05-02 17:00:00");
}

TEST_CASE("Every listed day is kept") {
  int off = 0;
  for (int year = 2022; year <= 2026; ++year)
    for (std::int64_t day = days_from_civil(Date{year, 1, 1}); day < days_from_civil(Date{year + 1, 1, 1});
         ++day) {
      const Date date = lienthong::civil_from_days(day);
      const auto since_monday = (day + 3) % 7;
      if (since_monday < 5 && !office().is_working_day(date)) ++off;
      if (since_monday >= 5 && office().is_working_day(date))
        CHECK((date == Date{2024, 5, 4} || date == Date{2025, 4, 26} || date == Date{2026, 1, 10} ||
               date == Date{2026, 8, 22}));
    }
  CHECK(off == 11 + 11 + 12 + 12 + 14);
}

TEST_CASE("Days off of a year without a notice are computed, and the due date says so") {
  CHECK_FALSE(office().is_listed(2027));
  CHECK_FALSE(office().is_working_day(Date{2027, 1, 1}));
  CHECK_FALSE(office().is_working_day(Date{2027, 4, 16}));
  CHECK_FALSE(office().is_working_day(Date{2027, 4, 30}));
  CHECK_FALSE(office().is_working_day(Date{2027, 5, 3}));
  CHECK_FALSE(office().is_working_day(Date{2027, 9, 2}));
  CHECK_FALSE(office().is_working_day(Date{2027, 11, 24}));
  CHECK(office().is_working_day(Date{2027, 5, 4}));
  // 30/04 and 01/05 fall on a weekend in 2033.
  CHECK_FALSE(office().is_working_day(Date{2033, 5, 2}));
  CHECK_FALSE(office().is_working_day(Date{2033, 5, 3}));
  CHECK(office().is_working_day(Date{2033, 5, 4}));
  // 24/11/2029 is a Saturday and is not made up; before 2026 it was no holiday.
  CHECK(office().is_working_day(Date{2029, 11, 26}));
  CHECK(office().is_working_day(Date{2021, 11, 24}));

  const auto crossing = office().due(at("2026-12-30 09:00"), span("3 working days"));
  CHECK(crossing.crosses_unlisted_year);
  CHECK(shown(crossing.at) == "2027-01-05 17:00:00");
  CHECK_FALSE(office().due(at("2026-12-28 09:00"), span("3 working days")).crosses_unlisted_year);
  CHECK(office().due(at("2026-12-31 15:30"), span("1 working hour")).crosses_unlisted_year);
  CHECK(office().due(at("2021-12-30 09:00"), span("3 working days")).crosses_unlisted_year);
}

TEST_CASE("A reminder two working hours before the close is at three, also across a night and a weekend") {
  CHECK(shifted("2022-04-12 17:00", "-2 working hours") == "2022-04-12 15:00:00");
  CHECK(shifted("2022-04-18 08:30", "-2 working hours") == "2022-04-15 16:00:00");
  CHECK(shifted("2022-04-17 12:00", "-30 working minutes") == "2022-04-15 16:30:00");
  CHECK(shifted("2022-04-12 13:30", "-30 working minutes") == "2022-04-12 11:00:00");
  CHECK(shifted("2022-04-12 11:00", "30 working minutes") == "2022-04-12 11:30:00");
}

TEST_CASE("Working days move to the same time of day, or to the last open moment before it") {
  CHECK(shifted("2022-04-15 16:00", "1 working day") == "2022-04-18 16:00:00");
  CHECK(shifted("2022-04-18 17:00", "-1 working day") == "2022-04-15 17:00:00");
  CHECK(shifted("2022-04-15 12:15", "1 working day") == "2022-04-18 11:30:00");
  CHECK(shifted("2022-04-15 22:00", "1 working day") == "2022-04-18 17:00:00");
  CHECK(shifted("2022-04-15 05:00", "2 working days") == "2022-04-19 07:30:00");
  CHECK(shifted("2022-04-16 10:00", "1 working day") == "2022-04-18 10:00:00");
  CHECK(shifted("2022-04-16 10:00", "-1 working day") == "2022-04-15 10:00:00");
  CHECK(shifted("2022-04-16 10:00", "0 working days") == "2022-04-16 10:00:00");
  CHECK(shifted("2022-04-16 10:00", "-PT1H") == "2022-04-16 09:00:00");
}

TEST_CASE("Working minutes between two moments leave out noon, nights and days off") {
  const auto minutes = [](const std::string& from, const std::string& to) {
    return office().working_minutes(at(from), at(to));
  };
  CHECK(minutes("2022-04-12 07:30", "2022-04-12 17:00") == 450);
  CHECK(minutes("2022-04-12 11:00", "2022-04-12 14:00") == 60);
  CHECK(minutes("2022-04-15 16:00", "2022-04-18 08:00") == 90);
  CHECK(minutes("2022-04-18 08:00", "2022-04-15 16:00") == -90);
  CHECK(minutes("2022-04-16 08:00", "2022-04-17 20:00") == 0);
  CHECK(minutes("2022-01-28 17:00", "2022-02-07 07:30") == 0);
}

TEST_CASE("What no calendar can answer is refused") {
  CHECK_THROWS_AS(office().due(at("2022-04-12 09:00"), span("-1 working days")), lienthong::Refused);
  CHECK_THROWS_AS(office().is_open(lienthong::Instant{INT64_MAX}), lienthong::Refused);
  CHECK_THROWS_AS(office().received(lienthong::Instant{INT64_MIN}), lienthong::Refused);
  CHECK(shifted("9999-12-31 12:00", "-1 working day") == "9999-12-30 11:30:00");
}
