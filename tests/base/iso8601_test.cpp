#include <catch2/catch.hpp>
#include <vector>
#include "base/value.h"

using namespace lienthong;

TEST_CASE("Days are counted in the proleptic Gregorian calendar") {
  CHECK(days_from_civil({1970, 1, 1}) == 0);
  CHECK(days_from_civil({2000, 3, 1}) == 11'017);
  CHECK(days_from_civil({1969, 12, 31}) == -1);
  CHECK(days_from_civil({0, 3, 1}) == -719'468);
  for (std::int64_t days = -800'000; days < 800'000; days += 37) {
    const Date date = civil_from_days(days);
    REQUIRE(is_valid(date));
    REQUIRE(days_from_civil(date) == days);
  }
  CHECK(civil_from_days(days_from_civil({999'999'999, 12, 31})) == Date{999'999'999, 12, 31});
  CHECK(civil_from_days(days_from_civil({-999'999'999, 1, 1})) == Date{-999'999'999, 1, 1});
}

TEST_CASE("Dates are read strictly and written back") {
  for (const char* good :
       {"2022-04-12", "0001-01-01", "2020-02-29", "-2022-04-12", "12022-04-12", "999999999-12-31"}) {
    INFO(good);
    const std::optional<Date> date = parse_date(good);
    REQUIRE(date.has_value());
    CHECK(text(*date) == good);
  }
  for (const char* bad : {"", "2022", "2022-4-12", "2022-04-1", "2022-13-01", "2022-00-01", "2022-04-31",
                          "2021-02-29", "1900-02-29", "22-04-12", "02022-04-12", "1000000000-01-01",
                          "2022-04-12 ", "+2022-04-12", "2022-04-12T00:00:00", "2022/04/12"}) {
    INFO(bad);
    CHECK_FALSE(parse_date(bad).has_value());
  }
}

TEST_CASE("Times are read strictly and written back") {
  for (const char* good :
       {"14:50:00", "00:00:00Z", "23:59:59.123456789", "10:00:00.5+07:00", "10:00:00-03:30",
        "10:00:00+01:02:03", "10:00:00@Asia/Ho_Chi_Minh", "10:00:00@Etc/GMT+7"}) {
    INFO(good);
    const std::optional<Time> time = parse_time(good);
    REQUIRE(time.has_value());
    CHECK(text(*time) == good);
  }
  for (const char* bad : {"", "24:00:00", "10:60:00", "10:00:60", "10:00", "1:00:00", "10:00:00.",
                          "10:00:00+7", "10:00:00+19:00", "10:00:00+07:60", "10:00:00@",
                          "10:00:00@../../etc/passwd", "10:00:00z", "10:00:00Zx", "10:00:00 Z"}) {
    INFO(bad);
    CHECK_FALSE(parse_time(bad).has_value());
  }
  CHECK(text(*parse_time("10:00:00.1234567891")) == "10:00:00.123456789");
}

TEST_CASE("Date-times mean instants") {
  const auto ms = [](const char* text) {
    const std::optional<DateTime> at = parse_date_time(text);
    REQUIRE(at.has_value());
    const std::optional<Instant> instant = instant_of(*at, 7 * 3600);
    return instant ? instant->ms : -1;
  };
  CHECK(ms("1970-01-01T00:00:00Z") == 0);
  CHECK(ms("2022-04-12T14:50:00.250+07:00") == 1'649'749'800'250);
  CHECK(ms("2022-04-12T14:50:00") == 1'649'749'800'000);
  CHECK(ms("2022-04-12T14:50:00@Asia/Ho_Chi_Minh") == 1'649'749'800'000);
  CHECK(ms("2022-04-12T07:50:00@UTC") == 1'649'749'800'000);
  CHECK_FALSE(instant_of(*parse_date_time("2022-04-12T14:50:00@Europe/Paris"), 0).has_value());
  CHECK_FALSE(instant_of(*parse_date_time("999999999-01-01T00:00:00Z"), 0).has_value());
  CHECK(text(date_time_of({1'649'749'800'250}, 7 * 3600)) == "2022-04-12T14:50:00.25+07:00");
  CHECK(text(date_time_of({-1}, 0)) == "1969-12-31T23:59:59.999Z");
  for (const char* bad :
       {"2022-04-12", "2022-04-12 10:00:00", "2022-04-12T", "T10:00:00", "2022-04-31T10:00:00"}) {
    INFO(bad);
    CHECK_FALSE(parse_date_time(bad).has_value());
  }
}

TEST_CASE("Durations are of one kind and normalised") {
  const std::vector<std::pair<const char*, const char*>> rows{
      {"P1Y2M", "P1Y2M"},           {"P14M", "P1Y2M"},        {"P0Y", "P0M"},   {"-P1Y", "-P1Y"},
      {"P1DT2H", "P1DT2H"},         {"PT36H", "P1DT12H"},     {"PT0S", "PT0S"}, {"-PT90M", "-PT1H30M"},
      {"PT1.5S", "PT1.5S"},         {"-PT0.25S", "-PT0.25S"}, {"P3D", "P3D"},   {"PT3600S", "PT1H"},
      {"P1DT0.001S", "P1DT0.001S"},
  };
  for (const auto& [given, expected] : rows) {
    INFO(given);
    const std::optional<Value> duration = parse_duration(given);
    REQUIRE(duration.has_value());
    CHECK(text(*duration) == expected);
  }
  for (const char* bad :
       {"", "P", "PT", "P1", "1D", "P1YT", "P1Y1D", "P1M2Y", "P1DT", "PT1D", "P1.5D", "P-1D", "P1H", "PT1M1H",
        "P9999999999999999D", "P99999999999999D", "PT1S1S", " P1D"}) {
    INFO(bad);
    CHECK_FALSE(parse_duration(bad).has_value());
  }
  CHECK(parse_duration("PT999999999999999H").has_value());
}
