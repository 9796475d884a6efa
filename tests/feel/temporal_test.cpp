#include "tests/feel/support.h"

using namespace lienthong;
using namespace lienthong::feel;

TEST_CASE("Dates, times and durations are made from text and parts") {
  check_rows({
      {"date(\"2022-04-12\")", "2022-04-12"},
      {"date(\"2022-02-29\")", "null"},
      {"date(\"22-02-20\")", "null"},
      {"date(2022, 4, 12)", "2022-04-12"},
      {"date(2022, 13, 1)", "null"},
      {"date(date and time(\"2022-04-12T10:00:00\"))", "2022-04-12"},
      {"time(\"10:30:00\")", "10:30:00"},
      {"time(\"10:30:00.250Z\")", "10:30:00.25Z"},
      {"time(\"10:30:00@Asia/Ho_Chi_Minh\")", "10:30:00@Asia/Ho_Chi_Minh"},
      {"time(\"10:30:00@Nowhere/At_All\")", "null"},
      {"time(\"23:60:00\")", "null"},
      {"time(10, 30, 15.5, @\"PT7H\")", "10:30:15.5+07:00"},
      {"time(10, 30, 60)", "null"},
      {"date and time(\"2022-04-12T10:30:00+07:00\")", "2022-04-12T10:30:00+07:00"},
      {"date and time(\"2022-04-12\")", "2022-04-12T00:00:00"},
      {"date and time(@\"2022-04-12\", @\"10:30:00\")", "2022-04-12T10:30:00"},
      {"date and time(\"nonsense\")", "null"},
      {"duration(\"P1Y14M\")", "P2Y2M"},
      {"duration(\"-PT90M\")", "-PT1H30M"},
      {"duration(\"P1M1D\")", "null"},
      {"years and months duration(@\"2020-02-29\", @\"2022-02-28\")", "P1Y11M"},
      {"years and months duration(@\"2022-04-12\", @\"2020-04-13\")", "-P1Y11M"},
  });
}

TEST_CASE("Temporal arithmetic") {
  check_rows({
      {"@\"2022-01-31\" + @\"P1M\"", "2022-02-28"},
      {"@\"2022-04-12\" - @\"P1Y\"", "2021-04-12"},
      {"@\"2022-04-12\" + @\"P3D\"", "2022-04-15"},
      {"@\"2022-04-12\" + @\"PT36H\"", "2022-04-13"},
      {"@\"2022-04-12\" - @\"2022-04-01\"", "P11D"},
      {"@\"2022-04-12T10:00:00\" + @\"PT20H\"", "2022-04-13T06:00:00"},
      {"@\"2022-04-12T10:00:00Z\" - @\"2022-04-12T10:00:00+07:00\"", "PT7H"},
      {"@\"2022-04-12T10:00:00Z\" - @\"2022-04-12\"", "PT10H"},
      {"@\"22:00:00\" + @\"PT3H\"", "01:00:00"},
      {"@\"10:00:00\" - @\"08:30:00\"", "PT1H30M"},
      {"@\"P1D\" + @\"PT12H\"", "P1DT12H"},
      {"@\"P1Y\" + @\"P1D\"", "null"},
      {"@\"P1D\" * 2.5", "P2DT12H"},
      {"@\"P1Y\" / 4", "P3M"},
      {"@\"P1D\" / @\"PT6H\"", "4"},
      {"@\"P1D\" / 0", "null"},
      {"-@\"P1D\"", "-P1D"},
      {"@\"999999999-12-31\" + @\"P1D\"", "null"},
      {"@\"2021-03-27T12:00:00@Europe/Paris\" + @\"P1D\"", "2021-03-28T13:00:00@Europe/Paris"},
      {"1 + @\"P1D\"", "null"},
  });
}

TEST_CASE("Temporal comparison and properties") {
  check_rows({
      {"@\"2022-04-12\" < @\"2022-04-13\"", "true"},
      {"@\"2022-04-12T10:00:00Z\" = @\"2022-04-12T17:00:00+07:00\"", "true"},
      {"is(@\"2022-04-12T10:00:00Z\", @\"2022-04-12T17:00:00+07:00\")", "false"},
      {"@\"10:00:00Z\" < @\"16:00:00+07:00\"", "false"},
      {"@\"2022-07-01T12:00:00@Europe/Paris\" = @\"2022-07-01T10:00:00Z\"", "true"},
      {"@\"P1D\" > @\"PT23H\"", "true"},
      {"@\"P1Y\" = @\"P12M\"", "true"},
      {"@\"P1Y\" = @\"P365D\"", "null"},
      {"@\"2022-04-12\" < @\"2022-04-13T00:00:00\"", "null"},
      {"@\"2022-04-12\".year", "2022"},
      {"@\"2022-04-12\".weekday", "2"},
      {"@\"2022-04-12T10:30:05+07:00\".time offset", "PT7H"},
      {"@\"2022-04-12T10:30:05@Asia/Ho_Chi_Minh\".timezone", "\"Asia/Ho_Chi_Minh\""},
      {"@\"10:30:05\".time offset", "null"},
      {"@\"10:30:05\".minute", "30"},
      {"@\"10:30:05.25\".second", "5.25"},
      {"@\"2022-04-12T10:30:05\".second", "5"},
      {"@\"P1DT2H3M4S\".hours", "2"},
      {"@\"P14M\".years", "1"},
      {"@\"2022-04-12\".hour", "null"},
  });
}

TEST_CASE("A point with a zone and one without are not compared and have no distance") {
  const std::string zoned = "@\"2022-04-12T10:00:00Z\"", local = "@\"2022-04-12T10:00:00\"";
  for (const std::string operation : {"=", "!=", "<", ">=", "-"})
    for (const auto& [a, b] : {std::pair(zoned, local), std::pair(local, zoned)}) {
      INFO(a << operation << b);
      CHECK(result_of(a + " " + operation + " " + b) == "null");
    }
  check_rows({
      {"@\"10:00:00Z\" < @\"11:00:00\"", "null"},
      {"@\"11:00:00\" - @\"10:00:00@Europe/Paris\"", "null"},
      {local + " in [@\"2022-04-12T00:00:00Z\"..@\"2022-04-13T00:00:00Z\"]", "null"},
      {local + " between " + zoned + " and " + zoned, "null"},
      {"before(" + local + ", " + zoned + ")", "null"},
      // A date counts as midnight in UTC where it is subtracted from a date and time.
      {zoned + " - @\"2022-04-12\"", "PT10H"},
      {local + " - @\"2022-04-12\"", "null"},
      {local + " - @\"2022-04-12T08:00:00\"", "PT2H"},
      {"is(" + zoned + ", " + local + ")", "false"},
  });
  std::vector<Diagnostic> told;
  value_of(zoned + " < " + local, FixedNames(), Dialect::Feel, &told);
  REQUIRE_FALSE(told.empty());
  CHECK(told[0].message == "One point in time has a zone or an offset and the other has none");
}

TEST_CASE("The hour 24 is the end of the day and nothing beyond (XML Schema 1.1 §3.3.7)") {
  check_rows({
      {"date and time(\"2017-12-31T24:00:00\")", "2018-01-01T00:00:00"},
      {"@\"2024-02-28T24:00:00Z\"", "2024-02-29T00:00:00Z"},
      {"@\"2024-02-28T24:00:00.000@Europe/Paris\"", "2024-02-29T00:00:00@Europe/Paris"},
      {"time(\"24:00:00\")", "00:00:00"},
      {"time(\"24:00:00+07:00\")", "00:00:00+07:00"},
      {"time(\"24:00:01\")", "null"},
      {"time(\"24:01:00\")", "null"},
      {"time(\"25:00:00\")", "null"},
      {"date and time(\"2017-12-31T24:00:00.001\")", "null"},
      {"date and time(\"999999999-12-31T24:00:00\")", "null"},
      {"time(24, 0, 0)", "null"},
  });
}

TEST_CASE("The clock is the environment's") {
  check_rows({
      {"now()", "2022-04-12T14:50:00+07:00"},
      {"today()", "2022-04-12"},
      {"day of week(@\"2022-04-12\")", "\"Tuesday\""},
      {"month of year(@\"2022-04-12\")", "\"April\""},
      {"day of year(@\"2022-12-31\")", "365"},
      {"week of year(@\"2005-01-01\")", "53"},
      {"week of year(@\"2003-12-29\")", "1"},
      {"day of week(\"x\")", "null"},
  });
}

TEST_CASE("Zones keep their summer time after the last year that is listed") {
  CHECK(result_of("@\"2044-07-01T18:00:00@Europe/Paris\".time offset") == "PT2H");
  CHECK(result_of("@\"2044-01-01T18:00:00@Europe/Paris\".time offset") == "PT1H");
  CHECK(result_of("@\"2100-07-01T18:00:00@America/New_York\".time offset") == "-PT4H");
  CHECK(result_of("@\"2400-02-29T18:00:00@Australia/Sydney\".time offset") == "PT11H");
  CHECK(result_of("@\"2044-07-01T18:00:00@Asia/Ho_Chi_Minh\".time offset") == "PT7H");
}
