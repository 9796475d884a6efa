#include "tests/feel/support.h"

using namespace lienthong;
using namespace lienthong::feel;

namespace {

struct Case {
  std::string tests;
  Value input;
  std::string expected;
};

}  // namespace

TEST_CASE("Unary tests decide about an input") {
  const std::vector<Case> cases{
      {"-", Value(), "true"},
      {"-", 5, "true"},
      {"5", 5, "true"},
      {"5", 6, "false"},
      {"-5", -5, "true"},
      {"< 5", 4, "true"},
      {"<5, >10", 11, "true"},
      {"<5,>10", 7, "false"},
      {"[1..5]", 5, "true"},
      {"[1..5)", 5, "false"},
      {"]1..5]", 1, "false"},
      {"(1..5), 9", 9, "true"},
      {"\"a\", \"b\"", "b", "true"},
      {"not(\"a\", \"b\")", "b", "false"},
      {"not(\"a\", \"b\")", "c", "true"},
      {"not(< 5)", 7, "true"},
      {"not(null)", Value(), "false"},
      {"null", Value(), "true"},
      {"null", 1, "false"},
      {"= 5", 5, "true"},
      {"!= 5", 5, "false"},
      {"< 5", Value(), "null"},
      {"< 5", "a", "null"},
      {"true", true, "true"},
      {"true", false, "false"},
      {"false", false, "true"},
      {"? > 5 and ? < 8", 6, "true"},
      {"? > 5", 4, "false"},
      {"not(? > 5)", 4, "true"},
      {"ends with(?, \"z\")", "xyz", "true"},
      {"limit", 10, "true"},
      {"> limit", 11, "true"},
      {"limit + 1", 11, "true"},
      {"[1, 2, 3]", 2, "true"},
      {"[1, 2, 3]", 4, "false"},
      {"allowed", "b", "true"},
      {"@\"2022-04-12\"", Date{2022, 4, 12}, "true"},
      {"date(\"2022-04-12\")", Date{2022, 4, 12}, "true"},
      {"> date(\"2022-04-12\")", Date{2022, 4, 13}, "true"},
      {"limit > 5", "anything", "true"},
      {"limit > 50", "anything", "false"},
      {"not(limit) ", 3, "true"},
      {"count(?) > 1", List{1, 2}, "true"},
  };
  for (const Case& row : cases) {
    INFO(row.tests << " for " << shown(row.input));
    FixedNames names;
    names.values["?"] = row.input;
    names.values["limit"] = 10;
    names.values["allowed"] = List{"a", "b"};
    CHECK(result_of(row.tests, names, Dialect::UnaryTests) == row.expected);
  }
}

TEST_CASE("A constant or a name is compared, and only a condition decides (decision 0056)") {
  FixedNames names;
  names.values["yes"] = true;
  names.values["limit"] = 10;
  const auto of = [&](const std::string& tests, Value input) {
    names.values["?"] = std::move(input);
    return result_of(tests, names, Dialect::UnaryTests);
  };
  for (const std::string constant : {"true", "false", "yes"}) {
    INFO(constant);
    CHECK(of(constant, Value()) == "false");
    CHECK(of(constant, "true") == "null");
    CHECK(of(constant, 1) == "null");
  }
  CHECK(of("true, false", Value()) == "false");
  CHECK(of("[true]", Value()) == "false");
  CHECK(of("yes", true) == "true");
  CHECK(of("not(true)", Value()) == "true");
  for (const std::string condition :
       {"limit > 5", "limit = 10 and yes", "limit in [1..20]", "some x in [limit] satisfies x > 1",
        "contains(\"abc\", \"b\")", "limit instance of number", "limit between 1 and 20"}) {
    INFO(condition);
    CHECK(of(condition, "anything") == "true");
    CHECK(of(condition, Value()) == "true");
    CHECK(of(condition, true) == "true");
    CHECK(of(condition, false) == "false");
  }
  check_rows({
      {"null in true", "false"},
      {"\"false\" in true", "null"},
      {"5 in (true)", "null"},
      {"null in (true, false)", "false"},
      {"true in true", "true"},
      {"true in [true]", "true"},
  });
}

TEST_CASE("Unary tests that are none are refused") {
  for (const std::string text : {"", "5,", "<", "not(5", "- -", "5 6", "not()", "[1..5"}) {
    INFO(text);
    CHECK_THROWS_AS(compile(text, Dialect::UnaryTests), SyntaxError);
  }
}

TEST_CASE("not() around intervals negates them, and elsewhere it is the function") {
  const auto of = [](const std::string& tests, Value input) {
    FixedNames names;
    names.values["?"] = std::move(input);
    return result_of(tests, names, Dialect::UnaryTests);
  };
  CHECK(of("not((0..1])", 5) == "true");
  CHECK(of("not([2..10))", Value(3)) == "false");
  CHECK(of("not((0..1], (2..3])", 3) == "false");
  CHECK(of("not(]0..1[)", 5) == "true");
  CHECK(of("not(false) and not(? > 3)", 2) == "true");
  CHECK(of("not(? > 3)", 2) == "true");
}

TEST_CASE("An end that is null leaves open only what the other end does not decide (DMN 1.5 table 55)") {
  CHECK(result_of("5 in [null..4]") == "false");
  CHECK(result_of("5 in [6..null]") == "false");
  CHECK(result_of("5 in [null..6]") == "null");
  CHECK(result_of("5 between 6 and null") == "false");
  CHECK(result_of("5 between null and 4") == "false");
  CHECK(result_of("5 between 4 and null") == "null");
}
