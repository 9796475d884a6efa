#include <catch2/catch.hpp>
#include "base/refused.h"
#include "calendar/calendars.h"
#include "tests/calendar/moments.h"

using namespace lienthong::calendar;
using lienthong::Date;
using lienthong::Instant;

namespace {

/// Weekday mornings, and Saturdays of the police.
const std::string police_hours =
    R"({"id": "police-hours", "zoneOffset": "+07:00", "cutOff": "11:00", "openingHours": {
  "monday": [{"from": "08:00", "to": "12:00"}], "tuesday": [{"from": "08:00", "to": "12:00"}],
  "wednesday": [{"from": "08:00", "to": "12:00"}], "thursday": [{"from": "08:00", "to": "12:00"}],
  "friday": [{"from": "08:00", "to": "12:00"}], "saturday": [{"from": "07:30", "to": "11:30"}]}})";

std::string flood(const std::string& off) {
  return R"({"id": "flood", "zoneOffset": "+07:00", "years": {"2022": {"source": "commune", "off": [)" + off +
         "]}}}";
}

std::shared_ptr<const Calendar> merge_of(const std::vector<std::string>& texts) {
  return Calendar::merged(texts);
}

std::string national() { return std::string(vn_public_sector_text()); }

}  // namespace

TEST_CASE("Merged calendars have the hours of the first that has some, and the days off of all") {
  const auto police = merge_of({police_hours, national(), flood("\"2022-04-13\"")});
  CHECK(police->id() == "police-hours+vn-public-sector+flood");
  CHECK(police->is_working_day(Date{2022, 4, 16}));        // a Saturday
  CHECK_FALSE(police->is_working_day(Date{2022, 4, 11}));  // national
  CHECK_FALSE(police->is_working_day(Date{2022, 4, 13}));  // local
  CHECK_FALSE(police->is_working_day(Date{2022, 4, 30}));  // a holiday, which no notice for offices names
  CHECK(police->is_listed(2022));
  CHECK_FALSE(police->is_listed(2029));
  CHECK(shown(police->due(at("2022-04-12 09:00"), span("3 working days")).at) == "2022-04-16 11:30:00");
  CHECK(shown(police->received(at("2022-04-12 11:01"))) == "2022-04-14 08:00:00");
}

TEST_CASE("The order in which calendars name their days is nothing") {
  const auto one = merge_of({police_hours, national(), flood("\"2022-04-13\", \"2022-09-05\"")});
  const auto other = merge_of({flood("\"2022-04-13\", \"2022-09-05\""), national()});
  const auto third = merge_of({national(), flood("\"2022-04-13\", \"2022-09-05\"")});
  const auto fourth = merge_of({flood("\"2022-04-13\", \"2022-09-05\""), police_hours, national()});
  for (std::int64_t day = days_from_civil(Date{2021, 1, 1}); day < days_from_civil(Date{2032, 1, 1}); ++day) {
    const Date date = lienthong::civil_from_days(day);
    CHECK(other->is_working_day(date) == third->is_working_day(date));
    CHECK(one->is_working_day(date) == fourth->is_working_day(date));
  }
}

TEST_CASE("A day that one calendar has off and another works is off") {
  const std::string worked = R"({"id": "market", "zoneOffset": "+07:00", "years": {
    "2022": {"source": "commune", "off": [], "worked": ["2022-04-23", "2022-04-24"]}}})";
  const auto both = merge_of({national(), worked, flood("\"2022-04-24\"")});
  CHECK(both->is_working_day(Date{2022, 4, 23}));
  CHECK_FALSE(both->is_working_day(Date{2022, 4, 24}));
}

TEST_CASE("A holiday that two calendars name is made up once") {
  const auto both = merge_of({national(), R"({"id": "again", "zoneOffset": "+07:00",
    "fixedDays": [{"date": "09-02"}]})"});
  const auto alone = merge_of({national()});
  CHECK_FALSE(both->is_listed(2022));  // the second has no notice of it
  CHECK(alone->is_working_day(Date{2028, 9, 5}));
  CHECK_FALSE(both->is_working_day(Date{2028, 9, 4}));  // 2 September is a Saturday
  CHECK(both->is_working_day(Date{2028, 9, 5}));
}

TEST_CASE("What cannot be merged is refused") {
  using Catch::Contains;
  CHECK_THROWS_WITH(merge_of({flood("\"2022-04-13\"")}), Contains("flood: /openingHours: missing"));
  CHECK_THROWS_WITH(merge_of({national(), R"({"id": "far", "zoneOffset": "+08:00"})"}),
                    Contains("vn-public-sector+far: the zones differ"));
  CHECK_THROWS_WITH(merge_of({police_hours, R"({"id": "x", "zoneOffset": "+07:00", "years": {"2022": {
    "source": "s", "off": [], "worked": ["2022-04-24"]}}})"}),
                    Contains("/openingHours/worked: missing, and 2022-04-24 is worked in exchange"));
}

TEST_CASE("A book answers which version counts at an instant") {
  Calendars book(Calendar::vietnam());
  CHECK(book.office() == Calendar::vietnam());
  CHECK(book.at("vn-public-sector", at("1990-01-01 00:00"))->calendar == Calendar::vietnam());
  CHECK_FALSE(book.at("nobody's", at("2022-01-01 00:00")));
  const Instant first = at("2022-01-01 00:00"), second = at("2022-04-13 08:00");
  CHECK(book.add(flood("\"2022-04-13\""), first).number == 1);
  CHECK(book.add(flood("\"2022-04-13\", \"2022-04-14\""), second).number == 2);
  CHECK(book.add(flood("\"2022-04-13\", \"2022-04-14\""), second + 1).number == 2);  // the same content
  CHECK(book.versions("flood").size() == 2);
  CHECK(book.at("flood", first - 1)->number == 1);
  CHECK(book.at("flood", second - 1)->number == 1);
  CHECK(book.at("flood", second)->number == 2);
  CHECK(book.version("flood", 1)->hash != book.version("flood", 2)->hash);
  CHECK(book.version("flood", 1)->hash.size() == 16);
  CHECK_FALSE(book.version("flood", 3));
  CHECK_THROWS_WITH(book.add(flood("\"2022-04-15\""), second), Catch::Contains("begins after those before"));
}

TEST_CASE("A unit's calendar has a version whenever one of its parts has") {
  Calendars book(Calendar::vietnam());
  book.add(police_hours, at("2022-01-01 00:00"));
  book.add(flood("\"2022-04-13\""), at("2022-02-01 00:00"));
  book.add(flood("\"2022-04-13\", \"2022-04-14\""), at("2022-04-13 08:00"));
  book.merge("police", {"police-hours", "vn-public-sector", "flood"});
  const auto before = book.at("police", at("2022-04-12 09:00")),
             after = book.at("police", at("2022-04-13 09:00"));
  CHECK(before->calendar->id() == "police");
  CHECK(before->calendar->is_working_day(Date{2022, 4, 14}));
  CHECK_FALSE(after->calendar->is_working_day(Date{2022, 4, 14}));
  CHECK(after->layers == std::vector<std::string>{"police-hours/1", "vn-public-sector/1", "flood/2"});
  CHECK(after->number > before->number);
  CHECK_THROWS_WITH(book.merge("police", {"flood"}), Catch::Contains("a calendar 'police' already"));
  CHECK_THROWS_WITH(book.merge("x", {"nobody's"}), Catch::Contains("no calendar 'nobody's'"));
  CHECK_THROWS_WITH(book.merge("x", {"police"}), Catch::Contains("'police' is merged itself"));
  CHECK_THROWS_WITH(book.merge("x", {}), Catch::Contains("from 1 to 8"));
  CHECK_THROWS_WITH(book.merge("x", std::vector<std::string>(Calendars::layers_max + 1, "flood")),
                    Catch::Contains("from 1 to 8"));
}

TEST_CASE("A calendar of more versions than anybody writes is refused") {
  Calendars book(Calendar::vietnam());
  const auto add = [&](std::size_t number) {
    book.add(R"({"id": "often", "zoneOffset": "+07:00", "title": ")" + std::to_string(number) + "\"}",
             at("2022-01-01 00:00") + static_cast<std::int64_t>(number));
  };
  for (std::size_t number = 0; number < Calendars::versions_max; ++number) add(number);
  CHECK_THROWS_WITH(add(Calendars::versions_max), Catch::Contains("has 1000 versions"));
}
