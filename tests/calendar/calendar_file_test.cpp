#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>
#include "base/refused.h"
#include "calendar/days.h"
#include "tests/calendar/moments.h"

using namespace lienthong::calendar;
using lienthong::Date;

namespace {

/// A small office, with `members` put into the file.
std::string file(const std::string& members) {
  return R"({"id": "small", "zoneOffset": "+07:00", "openingHours": {
             "monday": [{"from": "08:00", "to": "12:00"}],
             "saturday": [{"from": "08:00", "to": "10:00"}]})" +
         (members.empty() ? "" : "," + members) + "}";
}

std::string refusal(const std::string& json) {
  try {
    Calendar::parse(json);
    return "taken";
  } catch (const lienthong::Refused& refused) {
    CHECK(refused.kind == lienthong::Refused::Kind::Invalid);
    return refused.what();
  }
}

}  // namespace

TEST_CASE("The calendar that is built in is the file in the repository") {
  CHECK(Calendar::vietnam()->id() == "vn-public-sector");
  CHECK(Calendar::vietnam()->zone_offset_s() == 7 * 3600);
  CHECK(Calendar::vietnam() == Calendar::vietnam());
  for (int year = 2022; year <= 2026; ++year) CHECK(Calendar::vietnam()->is_listed(year));
}

TEST_CASE("The file that the page on calendars shows is a calendar, and its messages are the program's") {
  std::ostringstream text;
  text << std::ifstream(LIENTHONG_SOURCE "/docs/formats/calendar.md").rdbuf();
  const std::string page = text.str();
  const std::size_t first = page.find("```json\n") + 8, last = page.find("\n```", first);
  REQUIRE(last != std::string::npos);
  const auto calendar = Calendar::parse(page.substr(first, last - first));
  CHECK(calendar->id() == "phu-thong");
  CHECK(calendar->is_working_day(Date{2026, 8, 23}));
  const std::string always = R"({"id": "a", "zoneOffset": "+07:00", "openingHours": )";
  for (const std::string& mistake :
       {refusal(file(R"("cutoff": "15:00")")), refusal(file(R"("cutOff": "3 pm")")),
        refusal(file(R"("years": {"2022": {"off": ["2023-01-02"], "source": ""}})")),
        refusal(
            file(R"("years": {"2022": {"off": ["2022-01-03"], "worked": ["2022-01-03"], "source": ""}})")),
        refusal(always +
                R"({"monday": [{"from": "08:00", "to": "10:00"}, {"from": "10:00", "to": "11:00"}]}})"),
        refusal(always + "{}}")})
    CHECK_THAT(page, Catch::Contains("`" + mistake + "`"));
}

TEST_CASE("Without a cut-off, what comes until the close is received") {
  const auto calendar = Calendar::parse(file(""));
  CHECK(shown(calendar->received(at("2022-04-11 12:00"))) == "2022-04-11 12:00:00");
  CHECK(shown(calendar->received(at("2022-04-11 12:00:00.001"))) == "2022-04-16 08:00:00");
}

TEST_CASE("On a day that closes before the cut-off, the close is the cut-off") {
  const auto calendar = Calendar::parse(file(R"("cutOff": "11:00")"));
  CHECK(shown(calendar->received(at("2022-04-16 10:00"))) == "2022-04-16 10:00:00");
  CHECK(shown(calendar->received(at("2022-04-16 10:30"))) == "2022-04-18 08:00:00");
  CHECK(shown(calendar->received(at("2022-04-18 11:00"))) == "2022-04-18 11:00:00");
}

TEST_CASE("Days of different length are counted by their own hours") {
  const auto calendar = Calendar::parse(file(""));
  CHECK(shown(calendar->due(at("2022-04-11 11:00"), span("4 working hours")).at) == "2022-04-18 09:00:00");
  CHECK(shown(calendar->due(at("2022-04-11 11:00"), span("1 working day")).at) == "2022-04-16 10:00:00");
  CHECK(shown(calendar->shift(at("2022-04-11 11:30"), span("1 working day"))) == "2022-04-16 10:00:00");
}

TEST_CASE("An office may work around midnight and west of Greenwich") {
  const auto calendar = Calendar::parse(R"({"id": "west", "zoneOffset": "-03:30", "openingHours": {
      "thursday": [{"from": "20:00", "to": "24:00"}], "friday": [{"from": "00:00", "to": "04:00"}]}})");
  // 1970-01-01 was a Thursday; 20:00 there is 23:30 in Greenwich.
  const lienthong::Instant opening{(23 * 60 + 30) * 60'000};
  CHECK(calendar->is_open(opening));
  CHECK_FALSE(calendar->is_open(opening - 1));
  CHECK(calendar->due(opening, span("5 working hours")).at == opening + 5 * 3'600'000);
  CHECK(calendar->working_minutes(opening - 1, opening + 20 * 3'600'000) == 480);
}

TEST_CASE("A provisional year has its own days on top of the fixed ones and is not listed") {
  const auto calendar = Calendar::parse(file(R"("fixedDays": [{"date": "01-02"}], "years": {
      "2030": {"off": ["2030-01-07"], "source": "draft", "provisional": true},
      "2031": {"off": [], "source": "notice"}})"));
  CHECK_FALSE(calendar->is_listed(2030));
  CHECK(calendar->is_listed(2031));
  CHECK_FALSE(calendar->is_working_day(Date{2030, 1, 7}));
  // 02/01/2030 is a Wednesday, of rest here: the Saturday after it is off instead.
  CHECK_FALSE(calendar->is_working_day(Date{2030, 1, 5}));
  CHECK(calendar->is_working_day(Date{2031, 1, 4}));
}

TEST_CASE("29 February is off in leap years only") {
  const auto calendar = Calendar::parse(file(R"("fixedDays": [{"date": "02-29", "madeUp": false}])"));
  CHECK_FALSE(calendar->is_working_day(Date{2044, 2, 29}));  // a Monday
  CHECK(calendar->is_working_day(Date{2045, 2, 27}));
}

TEST_CASE("A calendar whose listed years have no working day refuses to look for one for ever") {
  std::string years;
  for (int year = 2030; year <= 2045; ++year) {
    std::string off;
    for (std::int64_t day = days_from_civil(Date{year, 1, 1}); day < days_from_civil(Date{year + 1, 1, 1});
         ++day)
      off += (off.empty() ? "\"" : ",\"") + lienthong::text(lienthong::civil_from_days(day)) + "\"";
    years += (years.empty() ? "\"" : ",\"") + std::to_string(year) + R"(": {"source": "strike", "off": [)" +
             off + "]}";
  }
  const auto calendar = Calendar::parse(file("\"years\": {" + years + "}"));
  CHECK_THROWS_WITH(calendar->due(at("2030-01-01 09:00"), span("1 working day")),
                    Catch::Contains("no working day within ten years of 2030-01-01"));
}

TEST_CASE("Mistakes in a calendar file are named with their place") {
  using Catch::Contains;
  CHECK_THAT(refusal("[]"), Contains("the document: an object is expected"));
  CHECK_THAT(refusal("{"), Contains("line 1"));
  CHECK_THAT(refusal("{}"), Contains("/id: missing"));
  CHECK_THAT(refusal(R"({"id": "a"})"), Contains("/zoneOffset: missing"));
  CHECK_THAT(refusal(R"({"id": "a", "zoneOffset": "7"})"), Contains("/zoneOffset: \"7\" is no offset"));
  CHECK_THAT(refusal(R"({"id": "a", "zoneOffset": "+07:00"})"), Contains("/openingHours: missing"));
  CHECK_THAT(refusal(R"({"id": "a", "zoneOffset": "+07:00", "openingHours": {}})"),
             Contains("/openingHours: the office is never open"));
  CHECK_THAT(refusal(file(R"("cutoff": "15:00")")), Contains("/cutoff: unknown key"));
  CHECK_THAT(refusal(file(R"("cutOff": "3 pm")")), Contains("/cutOff: \"3 pm\" is no time of day"));
  CHECK_THAT(refusal(file(R"("cutOff": "24:01")")), Contains("/cutOff"));
  CHECK_THAT(refusal(file(R"("cutOff": 15)")), Contains("/cutOff: a string is expected"));
  CHECK_THAT(refusal(file(R"("fixedDays": [{"date": "02-30"}])")), Contains("/fixedDays/0/date: \"02-30\""));
  CHECK_THAT(refusal(file(R"("fixedDays": [{"date": "01-01", "madeUp": 1}])")),
             Contains("/fixedDays/0/madeUp"));
  CHECK_THAT(refusal(file(R"("fixedDays": [{"date": "01-01", "fromYear": 1.5}])")),
             Contains("/fixedDays/0/fromYear"));
  CHECK_THAT(refusal(file(R"("years": {"22": {}})")), Contains("/years/22: a year from 1900 to 2200"));
  CHECK_THAT(refusal(file(R"("years": {"a/b": {}})")), Contains("/years/a~1b"));
  CHECK_THAT(refusal(file(R"("years": {"2022": {"off": ["2022-02-30"], "source": ""}})")),
             Contains("/years/2022/off/0: \"2022-02-30\" is no date"));
  CHECK_THAT(refusal(file(R"("years": {"2022": {"off": ["2023-01-02"], "source": ""}})")),
             Contains("/years/2022/off/0: 2023-01-02 is not in 2022"));
  CHECK_THAT(refusal(file(R"("years": {"2022": {"off": []}})")), Contains("/years/2022/source: missing"));
  CHECK_THAT(refusal(file(R"("years": {"2022": {"off": [], "worked": ["2022-01-02"], "source": ""}})")),
             Contains("/openingHours/worked: missing, and 2022 has days worked"));
  CHECK_THAT(
      refusal(file(R"("years": {"2022": {"off": ["2022-01-03"], "worked": ["2022-01-03"], "source": ""}})")),
      Contains("/years/2022/worked/0: 2022-01-03 is also off"));
}

TEST_CASE("Opening hours that contradict themselves are refused") {
  const auto hours = [](const std::string& day) {
    return refusal(R"({"id": "a", "zoneOffset": "+07:00", "openingHours": )" + day + "}");
  };
  using Catch::Contains;
  CHECK_THAT(hours(R"({"funday": []})"), Contains("/openingHours/funday: no weekday"));
  CHECK_THAT(hours(R"({"monday": {}})"), Contains("/openingHours/monday: an array"));
  CHECK_THAT(hours(R"({"monday": [{"from": "08:00"}]})"), Contains("/openingHours/monday/0/to: missing"));
  CHECK_THAT(hours(R"({"monday": [{"from": "08:00", "to": "08:00"}]})"),
             Contains("/openingHours/monday/0: ends before"));
  CHECK_THAT(hours(R"({"monday": [{"from": "08:00", "to": "10:00"}, {"from": "09:00", "to": "11:00"}]})"),
             Contains("/openingHours/monday/1: starts before"));
  CHECK_THAT(hours(R"({"monday": [{"from": "08:00", "to": "8:00", "till": ""}]})"),
             Contains("/openingHours/monday/0/till: unknown key"));
}

TEST_CASE("A calendar takes no more fixed days than its limit") {
  std::string days;
  for (int i = 0; i < 101; ++i) days += std::string(i ? "," : "") + R"({"date": "01-01"})";
  CHECK_THAT(refusal(file("\"fixedDays\": [" + days + "]")), Catch::Contains("/fixedDays: more than 100"));
}
