#include <catch2/catch.hpp>
#include "base/refused.h"
#include "calendar/days.h"
#include "tests/calendar/moments.h"

using namespace lienthong::calendar;
using lienthong::Date;

namespace {

std::string ical(const std::string& events, const std::string& head = "X-WR-CALNAME:local\r\n") {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//Days//EN\r\n" + head + events +
         "END:VCALENDAR\r\n";
}

std::string event(const std::string& lines) {
  return "BEGIN:VEVENT\r\nUID:1@example\r\nDTSTAMP:20220101T000000Z\r\n" + lines + "END:VEVENT\r\n";
}

std::string read_refusal(const std::string& text) {
  try {
    read_rules(text);
  } catch (const lienthong::Refused& refused) {
    return refused.what();
  }
  return "";
}

/// The days off that it names, in order of the years.
std::string days_off(const std::string& lines) {
  std::string out;
  for (const auto& [number, year] : read_rules(ical(event(lines))).years)
    for (const std::int64_t day : year.off)
      out += (out.empty() ? "" : " ") + text(lienthong::civil_from_days(day));
  return out;
}

}  // namespace

TEST_CASE("A whole-day event of an iCalendar file is a day off") {
  CHECK(days_off("DTSTART;VALUE=DATE:20220412\r\nSUMMARY:Market\r\nTRANSP:TRANSPARENT\r\n") == "2022-04-12");
  CHECK(days_off("DTSTART;VALUE=DATE:20221231\r\nDTEND;VALUE=DATE:20230102\r\n") == "2022-12-31 2023-01-01");
  CHECK(days_off("DTSTART;VALUE=DATE:20220412\r\nDURATION:P2D\r\n") == "2022-04-12 2022-04-13");
  CHECK(days_off("DTSTART;VALUE=DATE:20220412\r\nSTATUS:CANCELLED\r\n").empty());
  CHECK(days_off("DTSTART;VALUE=DATE:20220412\r\nEXDATE;VALUE=DATE:20220412\r\n").empty());
  CHECK(days_off("DTSTART;VALUE=DATE:20220412\r\nEXDATE;VALUE=DATE:20220413\r\n") == "2022-04-12");
}

TEST_CASE("A yearly event recurs, but for the days it excludes") {
  CHECK(days_off("DTSTART;VALUE=DATE:20220412\r\nRRULE:FREQ=YEARLY;COUNT=3\r\n"
                 "EXDATE;VALUE=DATE:20230412\r\n") == "2022-04-12 2024-04-12");
  CHECK(days_off("DTSTART;VALUE=DATE:20220501\r\nRRULE:FREQ=YEARLY;UNTIL=20240101;BYMONTH=5;BYDAY=1SU\r\n") ==
        "2022-05-01 2023-05-07");
  const Rules rules = read_rules(ical(event("DTSTART;VALUE=DATE:20220412\r\nRRULE:FREQ=YEARLY\r\n")));
  CHECK(rules.years.size() == computed_year_last - 2022 + 1);
  CHECK(rules.years.at(2023).provisional);
}

TEST_CASE("An iCalendar file is merged as one of days only") {
  const std::vector<std::string> texts{std::string(vn_public_sector_text()),
                                       ical(event("DTSTART;VALUE=DATE:20220412\r\n") +
                                            event("DTSTART;VALUE=DATE:20220416\r\nCATEGORIES:WORKED\r\n"))};
  const auto merged = Calendar::merged(texts);
  CHECK(merged->id() == "vn-public-sector+local");
  CHECK_FALSE(merged->is_working_day(Date{2022, 4, 12}));
  CHECK(merged->is_working_day(Date{2022, 4, 16}));
  CHECK(merged->is_listed(2022));
  CHECK_THROWS_WITH(Calendar::parse(texts[1]), Catch::Contains("local: /openingHours: missing"));
}

TEST_CASE("What an iCalendar file says and has no meaning here is noted") {
  const std::vector<std::string> texts{
      std::string(vn_public_sector_text()),
      ical(event("DTSTART;VALUE=DATE:20220412\r\nX-COLOUR:red\r\nRRULE:FREQ=YEARLY;COUNT=2\r\n"
                 "EXDATE;VALUE=DATE:20230413\r\n"),
           "X-WR-CALNAME:local\r\nX-WHO:me\r\n")};
  CHECK(Calendar::merged(texts)->notes() ==
        std::vector<std::string>{"X-WHO is not known", "VEVENT 1 (1@example): X-COLOUR is not known",
                                 "VEVENT 1 (1@example): EXDATE 2023-04-13 excludes nothing"});
}

TEST_CASE("What an iCalendar file says and cannot be kept is refused with the event") {
  using Catch::Contains;
  const auto refused = [](const std::string& lines) { return read_refusal(ical(event(lines))); };
  CHECK_THAT(refused(""), Contains("VEVENT 1 (1@example): DTSTART is missing"));
  CHECK_THAT(refused("DTSTART:20220412T080000Z\r\n"), Contains("DTSTART has a time"));
  CHECK_THAT(refused("DTSTART;VALUE=DATE:20220412\r\nDTEND;VALUE=DATE:20220412\r\n"),
             Contains("lasts 0 days"));
  CHECK_THAT(refused("DTSTART;VALUE=DATE:20220412\r\nDTEND;VALUE=DATE:20240101\r\n"),
             Contains("not 1 to 366"));
  CHECK_THAT(refused("DTSTART;VALUE=DATE:20220412\r\nDURATION:PT5H\r\n"), Contains("DURATION is no number"));
  CHECK_THAT(refused("DTSTART;VALUE=DATE:20220412\r\nRRULE:FREQ=WEEKLY\r\n"), Contains("only FREQ=YEARLY"));
  CHECK_THAT(refused("DTSTART;VALUE=DATE:20220412\r\nRDATE;VALUE=DATE:20220413\r\n"),
             Contains("RDATE is not understood"));
  CHECK_THAT(refused("DTSTART;VALUE=DATE:20220412\r\nSTATUS:TENTATIVE\r\n"), Contains("STATUS is neither"));
  CHECK_THAT(refused("DTSTART;VALUE=DATE:18990412\r\n"), Contains("not in the years 1900 to 2200"));
  CHECK_THAT(read_refusal(ical("", "")), Contains("X-WR-CALNAME: missing"));
  CHECK_THAT(read_refusal(ical("BEGIN:VTODO\r\nUID:2\r\nEND:VTODO\r\n")),
             Contains("VTODO is not understood"));
  CHECK_THAT(read_refusal("BEGIN:VCALENDAR\r\n"), !Catch::Equals(""));
}

TEST_CASE("What is too much for an iCalendar file is refused") {
  using Catch::Contains;
  std::string events;
  for (std::size_t i = 0; i <= icalendar_events_max; ++i) events += event("DTSTART;VALUE=DATE:20220412\r\n");
  CHECK_THAT(read_refusal(ical(events)), Contains("more than 2000 events"));
  CHECK_THAT(read_refusal(ical(std::string(icalendar_bytes_max, ' '))), Contains("more than 1048576 bytes"));
  std::string days = "1";
  for (int day = 2; day <= 31; ++day) days += "," + std::to_string(day);
  CHECK_THAT(
      read_refusal(ical(
          event("DTSTART;VALUE=DATE:20220101\r\nRRULE:FREQ=YEARLY;BYMONTH=1,3;BYMONTHDAY=" + days + "\r\n"))),
      Contains("more than 1000 times"));
}
