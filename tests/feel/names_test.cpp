#include "feel/vocabulary.h"
#include "tests/feel/support.h"

using namespace lienthong;
using namespace lienthong::feel;

TEST_CASE("Names may have several words") {
  FixedNames names;
  names.values["Applicant Age"] = 30;
  names.values["Applicant"] = Context{{"Monthly Income", 500}};
  names.values["Số hồ sơ"] = "A1";
  names.values["process instance"] = 7;
  check_rows(
      {
          {"Applicant Age > 18 and Applicant Age<40", "true"},
          {"Applicant   Age", "30"},
          {"Applicant.Monthly Income * 12", "6000"},
          {"Số hồ sơ = \"A1\"", "true"},
          {"if Applicant Age > 18 then Applicant Age else 0", "30"},
          {"for loan amount in [1, 2] return loan amount + 1", "[2, 3]"},
          {"{Monthly Payment: 5, total: Monthly Payment * 2}.total", "10"},
          {"process instance", "7"},
          {"{profit and loss: 1, x: profit and loss + 1}.x", "2"},
          {"{a-b: 3, c: a-b + 1, d: a-b}.c", "4"},
          {"(function(pre-tax income) pre-tax income * 2)(4)", "8"},
          {"for pre-tax in [1, 2] return pre-tax + 1", "[2, 3]"},
      },
      names);
}

TEST_CASE("Names may begin with a question mark and hold it (DMN 1.5 rules 28 and 29)") {
  FixedNames names;
  names.values["?"] = 7;
  check_rows(
      {
          {"{?foo: 5, bar: ?foo + 5}.bar", "10"},
          {"{?foo bar: 5, foo: ?foo bar + 5}.foo", "10"},
          {"{ok?: true, x: if ok? then 1 else 2}.x", "1"},
          {"{a: {?b: 3}}.a.?b", "3"},
          {"(function(?x) ?x * 2)(4)", "8"},
          {"?", "7"},
          {"?>5", "true"},
          {"? in [1..10]", "true"},
          {"?*2", "14"},
      },
      names);
  CHECK(result_of("?>5 and ? < 8", names, Dialect::UnaryTests) == "true");
}

TEST_CASE("Names with signs and keywords are read where they are known") {
  FixedNames names;
  names.values["pre-bureau risk"] = "LOW";
  names.values["profit and loss"] = 12;
  const auto run = [&](const std::string& text) {
    const ExpressionPtr expression = compile(
        text, Dialect::Feel, Vocabulary{known_names({"pre-bureau risk", "profit and loss", "one"}), {}, {}});
    return shown(evaluate(*expression, {names, test_now}));
  };
  CHECK(run("pre-bureau risk = \"LOW\"") == "true");
  CHECK(run("profit and loss + 1") == "13");
  CHECK(run("pre-bureau risk = \"LOW\" and profit and loss > 10") == "true");
  CHECK(result_of("profit and loss", names) == "null");
}

TEST_CASE("Nearer names hide farther ones") {
  FixedNames names;
  names.values["x"] = 1;
  names.values["count"] = 5;
  check_rows(
      {
          {"x", "1"},
          {"for x in [2] return x", "[2]"},
          {"{x: 3, y: x}.y", "3"},
          {"[{x: 4}][x = 4].x", "[4]"},
          {"[{y: 4}][x = 1].y", "[4]"},
          {"(function(x) x)(9)", "9"},
          {"count", "5"},
          {"count([1])", "1"},
          {"{count: function(a) 0, r: count([1])}.r", "0"},
      },
      names);
}

TEST_CASE("A function outlives the expression that made it") {
  FixedNames names;
  names.values["f"] = value_of("{k: 3, f: function(a) a * k}.f", names);
  CHECK(result_of("f(2)", names) == "6");
}
