#include "calendar/calendars.h"
#include "tests/feel/support.h"

using namespace lienthong;
using namespace lienthong::feel;

namespace {

/// As result_of, in an office that works on Saturday mornings only, beside the Vietnamese public sector's
/// calendar; the second version of `market` is off on 16 April 2022.
std::string in_office(const std::string& expression) {
  static const calendar::Calendars calendars = [] {
    const std::string hours = R"("openingHours": {"saturday": [{"from": "07:30", "to": "11:30"}]})";
    const std::string begin = R"({"zoneOffset": "+07:00", "id": )";
    calendar::Calendars book(calendar::Calendar::parse(begin + R"("police", )" + hours + "}"));
    book.add(calendar::vn_public_sector_text(), Instant::first());
    book.add(begin + R"("market", )" + hours + "}", Instant::first());
    book.add(
        begin + R"("market", )" + hours + R"(, "years": {"2022": {"source": "x", "off": ["2022-04-16"]}}})",
        test_now);
    book.add(begin + R"("days only"})", Instant::first());
    return book;
  }();
  const FixedNames names;
  return shown(evaluate(*compile(expression, Dialect::Feel), {names, test_now, 7 * 3600, false, &calendars}));
}

}  // namespace

TEST_CASE("Working days are counted from a date, either way") {
  check_rows({
      {R"(working days(@"2022-04-08", 1))", "2022-04-12"},
      {R"(working days(@"2022-04-12", -1))", "2022-04-08"},
      {R"(working days(@"2022-04-12", 0))", "2022-04-12"},
      {R"(working days(@"2022-04-11", 0))", "2022-04-12"},
      {R"(working days(@"2022-04-08T16:00:00", 3))", "2022-04-14"},
      {R"(working days(days: 1, date: @"2022-04-08"))", "2022-04-12"},
      {R"(working days(@"2022-04-08", 1) + @"P1D")", "2022-04-13"},
      {R"(working days(@"2022-04-08", 1000000))", "null"},
      {R"(working days(@"9999-12-31", 1))", "null"},
      {R"(working days(@"10:00:00", 1))", "null"},
      {R"(is working day(@"2022-04-12"))", "true"},
      {R"(is working day(@"2022-04-11"))", "false"},
      {R"(for d in [@"2022-04-11", @"2022-04-12"] return is working day(d))", "[false, true]"},
  });
}

TEST_CASE("Open minutes between two moments, and when the office opens") {
  check_rows({
      {R"(working minutes between(@"2022-04-12T11:00:00", @"2022-04-12T14:00:00"))", "60"},
      {R"(working minutes between(@"2022-04-12T14:00:00", @"2022-04-12T11:00:00"))", "-60"},
      {R"(working minutes between(@"2022-04-12", @"2022-04-13"))", "450"},
      {R"(working minutes between(@"2022-04-12T04:00:00Z", @"2022-04-12T14:00:00+07:00"))", "60"},
      {R"(working minutes between(from: @"2022-04-12", to: @"2022-04-13") > 400)", "true"},
      {R"(next opening(@"2022-04-12T12:00:00"))", "2022-04-12T13:30:00+07:00"},
      {R"(next opening(@"2022-04-12T09:00:00"))", "2022-04-12T09:00:00+07:00"},
  });
}

TEST_CASE("A limit is due as a deadline would be") {
  check_rows({
      {R"(due(@"2022-04-12T15:01:00", "3 working days"))", "2022-04-18T17:00:00+07:00"},
      {R"(due(@"2022-04-12T15:01:00", "2 working hours"))", "2022-04-13T07:31:00+07:00"},
      {R"(due(@"2022-04-15T10:20:00", "15 days"))", "2022-05-05T00:00:00+07:00"},
      {R"(due(@"2021-12-31", "2 months"))", "2022-03-01T00:00:00+07:00"},
      {R"(due(@"2021-12-31", @"P2M"))", "2022-03-01T00:00:00+07:00"},
      {R"(due(@"2022-04-15T10:20:00", @"P3D"))", "2022-04-18T10:20:00+07:00"},
      {R"(due(now(), "1 working day") > now())", "true"},
      {R"(due(@"2022-04-15T10:20:00", "15 dogs"))", "null"},
      {R"(due(@"2022-04-15T10:20:00", "-1 days"))", "null"},
      {R"(due(@"2022-04-15T10:20:00", "101 years"))", "null"},
      {R"(due(null, "15 days"))", "null"},
      {R"(due(@"2022-04-15T10:20:00", "15 days", "mars"))", "null"},
      {R"(due(@"2022-04-15T10:20:00", "15 days", 7))", "null"},
      {R"(due(@"2022-04-15T10:20:00", "15 days", null))", "2022-05-05T00:00:00+07:00"},
  });
}

TEST_CASE("Why there is no due instant is told") {
  std::vector<Diagnostic> told;
  value_of(R"(due(@"2022-04-15", "101 years"))", FixedNames(), Dialect::Feel, &told);
  REQUIRE(told.size() == 1);
  CHECK(told[0].message == "due(): \"101 years\" is longer than a hundred years");
  told.clear();
  value_of(R"(due(@"2022-04-15", "1 day", "mars"))", FixedNames(), Dialect::Feel, &told);
  REQUIRE(told.size() == 1);
  CHECK(told[0].message == "due(): there is no calendar \"mars\" with opening hours");
}

TEST_CASE("The calendar is the office's own unless one is named, in the version that counts now") {
  CHECK(in_office(R"(is working day(@"2022-04-12"))") == "false");
  CHECK(in_office(R"(is working day(@"2022-04-16"))") == "true");
  CHECK(in_office(R"(is working day(@"2022-04-12", "vn-public-sector"))") == "true");
  CHECK(in_office(R"(is working day(@"2022-04-16", "police"))") == "true");
  CHECK(in_office(R"(is working day(date: @"2022-04-16", calendar: "market"))") == "false");
  CHECK(in_office(R"(is working day(@"2022-04-16", "days only"))") == "null");
}

TEST_CASE("A variable named like one of our functions stays what it was") {
  FixedNames names;
  CHECK(result_of("due = null", names) == "true");
  names.values["due"] = Value(7);
  CHECK(result_of("due + 1", names) == "8");
  CHECK(result_of(R"(due(@"2022-04-15T10:20:00", "15 days"))", names) == "2022-05-05T00:00:00+07:00");
}
