#include "tests/feel/support.h"

using namespace lienthong;
using namespace lienthong::feel;

TEST_CASE("Literals mean what they say") {
  check_rows({
      {"1", "1"},
      {"-1.50", "-1.5"},
      {".5", "0.5"},
      {"1e3", "1000"},
      {"12345678901234567890123456789012345", "12345678901234567890123456789012340"},
      {"\"a\\\"b\\n\\u0041\\uD83D\\uDE00\\U01F600\"", "\"a\\\"b\\nA😀😀\""},
      {"\"\\d\"", "\"\\\\d\""},
      {"true", "true"},
      {"null", "null"},
      {"[1, \"a\", [true]]", "[1, \"a\", [true]]"},
      {"[]", "[]"},
      {"{a: 1, \"b c\": a + 1}", "{a: 1, b c: 2}"},
      {"{}", "{}"},
      {"@\"2022-04-12\"", "2022-04-12"},
      {"@\"PT1H\"", "PT1H"},
      {"1 // the rest is a remark", "1"},
      {"1 /* so \n is this */ + 1", "2"},
  });
}

TEST_CASE("Arithmetic is decimal and follows FEEL's precedence") {
  check_rows({
      {"0.1 + 0.2", "0.3"},
      {"1 / 3", "0.3333333333333333333333333333333333"},
      {"2 + 3 * 4", "14"},
      {"(2 + 3) * 4", "20"},
      {"10 - 4 - 3", "3"},
      {"2 ** 3 ** 2", "64"},
      {"-2 ** 2", "4"},
      {"2 ** -1", "0.5"},
      {"2 ** 0.5", "1.4142135623730950488016887242097"},
      {"1 / 0", "null"},
      {"10 ** 7000", "null"},
      {"- 5 + 3", "-2"},
      {"\"a\" + \"b\"", "\"ab\""},
      {"\"a\" + 1", "null"},
      {"1 + null", "null"},
      {"\"a\" - \"b\"", "null"},
  });
}

TEST_CASE("Comparisons are three-valued") {
  check_rows({
      {"1 = 1.0", "true"},
      {"1 != 2", "true"},
      {"1 = \"1\"", "null"},
      {"1 = null", "false"},
      {"null = null", "true"},
      {"null != null", "false"},
      {"1 < null", "null"},
      {"\"a\" < \"b\"", "true"},
      {"\"a\" < 1", "null"},
      {"[1, 2] = [1, 2]", "true"},
      {"[1, 2] = [1]", "false"},
      {"{a: 1, b: 2} = {b: 2, a: 1}", "true"},
      {"[1..5] = [1..5]", "true"},
      {"[1..5] = [1..5)", "false"},
      {"2 between 1 and 3", "true"},
      {"4 between 1 and 3 or true", "true"},
      {"2 between 1 and null", "null"},
  });
}

TEST_CASE("Logic follows the truth tables") {
  check_rows({
      {"true and true", "true"},
      {"true and null", "null"},
      {"false and null", "false"},
      {"null and false", "false"},
      {"true or null", "true"},
      {"null or true", "true"},
      {"false or null", "null"},
      {"null or null", "null"},
      {"1 and true", "null"},
      {"not(null)", "null"},
      {"not(1)", "null"},
      {"not(true)", "false"},
      {"true or false and false", "true"},
  });
}

TEST_CASE("Choices and loops") {
  check_rows({
      {"if 1 < 2 then \"yes\" else \"no\"", "\"yes\""},
      {"if null then 1 else 2", "2"},
      {"for i in 1..3 return i * i", "[1, 4, 9]"},
      {"for i in 3..1 return i", "[3, 2, 1]"},
      {"for i in [1..3] return i", "[1, 2, 3]"},
      {"for i in (1..3] return i", "null"},
      {"for x in [1, 2], y in [10, 20] return x + y", "[11, 21, 12, 22]"},
      {"for x in [[1, 2], [3]], y in x return y", "[1, 2, 3]"},
      {"for i in 0..6 return if i = 0 then 1 else i * partial[-1]", "[1, 1, 2, 6, 24, 120, 720]"},
      {"for d in @\"2022-02-27\"..@\"2022-03-01\" return d", "[2022-02-27, 2022-02-28, 2022-03-01]"},
      {"for i in 5 return i", "[5]"},
      {"for i in null return i", "null"},
      {"for i in 1..\"a\" return i", "null"},
      {"some x in [1, 2] satisfies x > 1", "true"},
      {"some x in [1, 2] satisfies x > 2", "false"},
      {"some x in [1, null] satisfies x > 2", "null"},
      {"every x in [1, 2] satisfies x > 0", "true"},
      {"every x in [] satisfies false", "true"},
      {"some x in [1, 2], y in [2, 3] satisfies x = y", "true"},
  });
}

TEST_CASE("Paths and filters") {
  FixedNames names;
  names.values["people"] = Value(List{Context{{"name", "An"}, {"age", 7}},
                                      Context{{"name", "Bình"}, {"age", 40}}, Context{{"name", "Chi"}}});
  check_rows(
      {
          {"people.name", "[\"An\", \"Bình\", \"Chi\"]"},
          {"people[1].name", "\"An\""},
          {"people[-1].name", "\"Chi\""},
          {"people[4]", "null"},
          {"people[0]", "null"},
          {"people[age > 18].name", "[\"Bình\"]"},
          {"people[item.age < 18].name", "[\"An\"]"},
          {"count(people[age > 100])", "0"},
          {"[1, 2, 3, 4][item > 2]", "[3, 4]"},
          {"[1, 2, 3][even(item)]", "[2]"},
          {"5[1]", "5"},
          {"5[2]", "null"},
          {"5[item > 3]", "[5]"},
          {"null[1]", "null"},
          {"[][1]", "null"},
          {"[][true]", "[]"},
          {"{a: {b: 3}}.a.b", "3"},
          {"{a: 1}.b", "null"},
          {"[1..5].start", "1"},
          {"(1..5].start included", "false"},
          {"[{x: 1, y: 2}, {x: 2, y: 3}][x = 1].y", "[2]"},
      },
      names);
}

TEST_CASE("Membership") {
  check_rows({
      {"1 in [1..3]", "true"},
      {"1 in (1..3]", "false"},
      {"3 in [1..3[", "false"},
      {"1 in ]1..3]", "false"},
      {"2 in (1, 2)", "true"},
      {"4 in (1, 2, > 3)", "true"},
      {"2 in > 1", "true"},
      {"2 in (1..3)", "true"},
      {"2 in (<= 1)", "false"},
      {"2 in [1, 2]", "true"},
      {"2 in [[0..1], [2..5]]", "true"},
      {"\"b\" in [\"a\"..\"c\"]", "true"},
      {"1 in \"a\"", "null"},
      {"null in (null)", "true"},
      {"5 in (< 10)", "true"},
      {"5 in ([1, 5][item > 1])", "true"},
      {"[2..4]", "[2..4]"},
      {"[4..2]", "null"},
      {"(< 5)", "(..5)"},
      {"(>= 5)", "[5..)"},
  });
}

TEST_CASE("Functions can be written, named and passed on") {
  check_rows({
      {"(function(a, b) a + b)(1, 2)", "3"},
      {"{f: function(a, b) a - b, r: f(b: 1, a: 10)}.r", "9"},
      {"{fact: function(n) if n < 2 then 1 else n * fact(n - 1), r: fact(20)}.r", "2432902008176640000"},
      {"{k: 10, add: function(x) x + k, r: for i in 1..2 return add(i)}.r", "[11, 12]"},
      {"sort([3, 1, 2], function(x, y) x > y)", "[3, 2, 1]"},
      {"{f: function(a: number) a, r: f(\"x\")}.r", "null"},
      {"{f: function(a) a, r: f(1, 2)}.r", "null"},
      {"{f: function(a) a, r: f(b: 1)}.r", "null"},
      {"(function(a) external {java: {class: \"x\"}})(1)", "null"},
      {"unknown(1)", "null"},
      {"1(2)", "null"},
      {"substring(start position: 2, string: \"abc\")", "\"bc\""},
      {"substring(start: 2, string: \"abc\")", "null"},
      {"substring(\"abc\")", "null"},
  });
}

TEST_CASE("Types can be asked for") {
  check_rows({
      {"1 instance of number", "true"},
      {"1 instance of string", "false"},
      {"null instance of Any", "false"},
      {"\"a\" instance of Any", "true"},
      {"@\"2022-04-12T00:00:00\" instance of date and time", "true"},
      {"@\"P1Y\" instance of years and months duration and true", "true"},
      {"@\"P1D\" instance of days and time duration", "true"},
      {"[1, 2] instance of list<number>", "true"},
      {"[1, \"a\"] instance of list<number>", "false"},
      {"{a: 1} instance of context<a: number>", "true"},
      {"{a: 1} instance of context<b: number>", "false"},
      {"{a: 1} instance of context<>", "true"},
      {"[1..2] instance of range<number>", "true"},
      {"(function(a) a) instance of function<Any> -> Any", "true"},
      {"1 instance of tNothing", "null"},
  });
}

TEST_CASE("A function is of a type when it takes what is given and gives what is expected") {
  check_rows({
      {"(function(a: number) a) instance of function<number> -> Any", "true"},
      {"(function(a: number) a) instance of function<string> -> Any", "false"},
      {"(function(a) a) instance of function<string> -> number", "true"},
      {"(function(a: Any) a) instance of function<string> -> Any", "true"},
      {"(function(a: number, b: string) a) instance of function<number, string> -> Any", "true"},
      {"(function(a: number, b: string) a) instance of function<string, number> -> Any", "false"},
      {"(function(a: number) a) instance of function<number, number> -> Any", "false"},
      {"(function() 1) instance of function<> -> number", "true"},
      {"contains instance of function<string, string> -> boolean", "true"},
      {"contains instance of function<string, number> -> boolean", "false"},
      {"contains instance of function<string, string> -> string", "false"},
      {"floor instance of function<number> -> number", "true"},
      {"floor instance of function<number, number> -> number", "true"},
      {"floor instance of function<string> -> number", "false"},
      {"floor instance of function<number, number, number> -> number", "false"},
      {"sum instance of function<number, number> -> number", "true"},
      {"now instance of function<> -> date and time", "true"},
      {"now instance of function<> -> date", "false"},
      {"reverse instance of function<list<number>> -> list<number>", "true"},
      {"string join instance of function<list<number>> -> string", "false"},
      {"(function(f: function<string> -> number) f(\"abc\"))(string length)", "3"},
      {"(function(f: function<number> -> number) f(1))(string length)", "null"},
      {"(function(a: list<number>) a) instance of function<list<string>> -> Any", "false"},
      {"(function(a: context<x: number>) a) instance of function<context<x: number, y: string>> -> Any",
       "true"},
      {"(function(a: context<x: number, y: string>) a) instance of function<context<x: number>> -> Any",
       "false"},
  });
}

TEST_CASE("What fails is null and says why and where") {
  std::vector<Diagnostic> diagnostics;
  const FixedNames names;
  CHECK(value_of("1 +\n nothing", names, Dialect::Feel, &diagnostics).is_null());
  REQUIRE(diagnostics.size() == 2);
  CHECK(diagnostics[0].message == "There is no 'nothing'");
  CHECK(diagnostics[0].line == 2);
  CHECK(diagnostics[0].column == 2);
  CHECK(diagnostics[1].message == "Cannot add number and null");
  CHECK(diagnostics[1].line == 1);
}
