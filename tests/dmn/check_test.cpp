#include "dmn/check.h"
#include "tests/dmn/support.h"

using namespace lienthong;
using namespace lienthong::dmn;

namespace {

/// "rule: message" of every finding, in order of rules.
std::vector<std::string> findings(const std::string& file) {
  const Compiled one = compiled({file});
  for (const Problem& problem : one.problems) UNSCOPED_INFO(problem.message);
  REQUIRE(one.problems.empty());
  std::vector<std::string> out;
  for (const Problem& problem : check(*one.model)) {
    CHECK(problem.severity == Problem::Severity::Warning);
    CHECK(problem.line > 0);
    out.push_back(problem.rule + ": " + problem.message);
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<std::string> of(const TestTable& t, const std::string& x = "number",
                            const std::string& y = "string") {
  return findings(definitions(input("x", x) + input("y", y) + decision("d", table(t), {}, {"x", "y"})));
}

using Told = std::vector<std::string>;

}  // namespace

TEST_CASE("A complete table without contradictions is silent") {
  CHECK(of({"UNIQUE",
            "",
            {"x", "y||\"a\", \"b\""},
            {"o"},
            {{"< 5", "-", "1"}, {">= 5", "\"a\"", "2"}, {">= 5", "\"b\"", "3"}}})
            .empty());
  CHECK(of({"UNIQUE", "", {"x"}, {"o"}, {{"true", "1"}, {"false", "2"}}}, "boolean").empty());
  CHECK(of({"UNIQUE", "", {"x"}, {"o|||0"}, {{"< 5", "1"}}}).empty());
  CHECK(of({"COLLECT", "", {"x"}, {"o"}, {{"< 5", "1"}, {"< 3", "2"}}}).empty());
}

TEST_CASE("A missing input is shown as an example") {
  CHECK(of({"UNIQUE", "", {"x"}, {"o"}, {{"< 5", "1"}, {"> 5", "2"}}}) ==
        Told{"table-gap: No rule of 'd' matches x = 5"});
  CHECK(of({"UNIQUE", "", {"x", "y||\"a\", \"b\""}, {"o"}, {{"< 5", "-", "1"}, {">= 5", "\"a\"", "2"}}}) ==
        Told{"table-gap: No rule of 'd' matches x = 5, y = \"b\""});
  CHECK(of({"FIRST",
            "",
            {"x"},
            {"o"},
            {{"[date(\"2026-01-01\")..date(\"2026-06-30\")]", "1"}, {"> date(\"2026-06-30\")", "2"}}},
           "date") == Told{"table-gap: No rule of 'd' matches x = 2025-12-31"});
  CHECK(of({"UNIQUE", "", {"x"}, {"o"}, {{"true", "1"}}}, "boolean") ==
        Told{"table-gap: No rule of 'd' matches x = false"});
}

TEST_CASE("Rules that contradict one another or never fire are told") {
  CHECK(of({"UNIQUE", "", {"x"}, {"o"}, {{"<= 5", "1"}, {">= 5", "2"}}}) ==
        Told{"rule-overlap: Rules 1 and 2 of 'd' both match x = 5, and its hit policy is UNIQUE"});
  CHECK(of({"ANY", "", {"x"}, {"o"}, {{"<= 5", "1"}, {">= 5", "1"}}}).empty());
  CHECK(of({"FIRST", "", {"x"}, {"o"}, {{"-", "1"}, {"< 5", "2"}}}) ==
        Told{"rule-unreachable: Rule 2 of 'd' never fires"});
  CHECK(of({"UNIQUE", "", {"y||\"a\", \"b\""}, {"o"}, {{"\"a\"", "1"}, {"\"b\"", "2"}, {"\"c\"", "3"}}}) ==
        Told{"rule-unreachable: Rule 3 of 'd' never fires"});
}

TEST_CASE("Logic with a part that cannot be compiled has its error and is not analysed") {
  const std::string other = "<text>x</text>", open = "<inputEntry expressionLanguage='urn:other'>";
  const auto judged = [](const std::string& expression) {
    const Compiled one = compiled({definitions(
        input("x", "number") + input("y", "string") + decision("d", expression, {}, {"x", "y"}) +
        decision("other", table({"UNIQUE", "", {"x"}, {"o"}, {{"< 5", "1"}, {"> 5", "2"}}}), {}, {"x"}))});
    CHECK_FALSE(one.problems.empty());
    std::vector<std::string> rules;
    for (const Problem& problem : check(*one.model)) rules.push_back(problem.rule);
    CHECK(rules == Told{"table-gap"});  // of the other decision, whose logic is whole
  };
  const std::vector<std::string> cells{"~ 1", "foo(", "[1..", "\"a", "x +", "1, ", ")", "not(", "{"};
  for (const std::string policy : {"UNIQUE", "ANY", "FIRST", "COLLECT", "RULE ORDER", "PRIORITY"}) {
    for (const std::string& cell : cells) {
      INFO(policy << " " << cell);
      judged(table({policy, "", {"x"}, {"o"}, {{cell, "1"}, {"< 5", "1"}}}));
      judged(table({policy, "", {"x"}, {"o"}, {{"1", cell}}}));
      judged(table({policy, "", {cell}, {"o"}, {{"1", "1"}}}));
      judged(table({policy, "", {"x||" + cell}, {"o"}, {{"1", "1"}}}));
      judged(table({policy, "", {"x"}, {"o||" + cell}, {{"1", "1"}}}));
      judged(table({policy, "", {"x"}, {"o|||" + cell}, {{"1", "1"}}}));
    }
    judged(table({policy, "", {"x"}, {}, {{"1"}}}));
    judged(table({policy, "", {}, {}, {{}}}));
    judged("<decisionTable hitPolicy='" + policy + "'><input><inputExpression>" + other +
           "</inputExpression></input><output name='o'/><rule>" + open + other +
           "</inputEntry><outputEntry><text>1</text></outputEntry></rule></decisionTable>");
  }
  for (const std::string& cell : cells) {
    INFO(cell);
    judged(literal(cell));
    judged("<list>" + literal("1") + literal(cell) + "</list>");
    judged("<conditional><if>" + literal("x > 1") + "</if><then>" + literal(cell) + "</then><else>" +
           table({"UNIQUE", "", {"x"}, {"o"}, {{cell, "1"}}}) + "</else></conditional>");
  }
}

TEST_CASE("What cannot be told is not claimed") {
  CHECK(of({"UNIQUE", "", {"x", "y"}, {"o"}, {{"< 5", "-", "1"}, {"-", "starts with(?, \"a\")", "2"}}})
            .empty());
}

TEST_CASE("A table with too many combinations is left alone, and says so") {
  TestTable t{"UNIQUE", "", {}, {"o"}, {}};
  std::string inputs;
  constexpr int columns = 12;
  for (int i = 0; i < columns; ++i) t.inputs.push_back("x + " + std::to_string(i));
  for (int rule = 0; rule < 60; ++rule) {
    std::vector<std::string> cells;
    for (int i = 0; i < columns; ++i)
      cells.push_back("[" + std::to_string((rule * 7 + i * 3) % 40) + "..60]");
    cells.push_back("1");
    t.rules.push_back(std::move(cells));
  }
  CHECK(of(t) ==
        Told{"table-not-judged: The table of 'd' has too many combinations to look for gaps and overlaps"});
}

TEST_CASE("A column that can only be null is an error") {
  const auto errors = [](const std::string& expression, const std::string& attributes = "") {
    const Compiled one = compiled({definitions(
        input("x", "number") +
            decision("d", table({"UNIQUE", "", {expression}, {"o"}, {{"1", "1"}, {"-", "2"}}}), {}, {"x"}),
        attributes)});
    Told out;
    for (const Problem& problem : check(*one.model))
      if (problem.severity == Problem::Severity::Error) out.push_back(problem.rule + ": " + problem.message);
    return out;
  };
  const std::string missing = ": there is no 'z' here; a requirement may be missing";
  for (const std::string expression : {"z", "z.a", "z + x", "-z", "z > x", "z[1]"}) {
    INFO(expression);
    CHECK(errors(expression) ==
          Told{"input-always-null: The input '" + expression + "' of 'd' is always null" + missing});
  }
  CHECK(errors("null").size() == 1);
  CHECK(errors("") == Told{"input-always-null: The input '' of 'd' is always null: its expression is null"});
  CHECK(errors("x|string") ==
        Told{"input-always-null: The input 'x' of 'd' is always null: number is no string"});
  for (const std::string expression : {"x", "x + 1", "z = null", "if z = null then 1 else 2", "count(x)"}) {
    INFO(expression);
    CHECK(errors(expression).empty());
  }
  CHECK(errors("z", "xmlns:camunda='http://camunda.org/schema/1.0/dmn'").empty());
}

TEST_CASE("Unknown names and kinds that never fit are told where they stand") {
  const auto literal_of = [](const std::string& feel, const std::string& type = "") {
    return findings(definitions(input("x", "number") + input("y", "string") +
                                decision("d", literal(feel), {}, {"x", "y"}, {}, type)));
  };
  CHECK(literal_of("x + z") == Told{"unknown-name: There is no 'z' here; a requirement may be missing"});
  CHECK(literal_of("x + y").size() == 1);
  CHECK(literal_of("x = y").size() == 1);
  CHECK(literal_of("x + 1", "string").size() == 1);
  CHECK(literal_of("[{a: 1}][a = 1 and b = 2]").empty());
  CHECK(literal_of("for i in 1..x return {k: i, v: k + i}").empty());
  CHECK(literal_of("sum([x]) + count(y)").empty());
  CHECK(literal_of("(function(p: number) p + x)(1)").empty());
  CHECK(literal_of("if x = null then \"a\" else y", "string").empty());
  CHECK(of({"UNIQUE", "", {"x|number"}, {"o|number"}, {{"\"a\"", "\"b\""}, {"-", "1"}}}).size() >= 2);
}
