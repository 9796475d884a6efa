#include "tests/dmn/support.h"

using namespace lienthong;
using namespace lienthong::dmn;

namespace {

/// One decision `d` with this table over the input `x` (and `y`).
std::string with(const TestTable& t, const std::string& type = "") {
  return definitions(input("x") + input("y") + decision("d", table(t), {}, {"x", "y"}, {}, type));
}

std::string table_result(const TestTable& t, Value x, Value y = {}) {
  return shown(result(with(t), "d", {{"x", std::move(x)}, {"y", std::move(y)}}));
}

/// Why the table gives nothing.
std::string fault(const TestTable& t, Value x) {
  const Compiled one = compiled({with(t)});
  REQUIRE(one.problems.empty());
  Trace trace;
  CHECK(outcome(one.model, "d", {{"x", std::move(x)}}, &trace).value.is_null());
  REQUIRE(trace.decisions.size() == 1);
  REQUIRE(trace.decisions[0].tables.size() == 1);
  return trace.decisions[0].tables[0].fault;
}

/// Rules 1 to 3 match more and more numbers.
TestTable graded(const std::string& policy, const std::string& aggregation = "") {
  return {policy,
          aggregation,
          {"x"},
          {"o||\"high\", \"mid\", \"low\""},
          {{"< 10", "\"low\""}, {"< 20", "\"high\""}, {"< 30", "\"mid\""}}};
}

}  // namespace

TEST_CASE("Each hit policy chooses among the rules that match (DMN 1.5 §8.2.8)") {
  CHECK(table_result(graded("UNIQUE"), 25) == R"("mid")");
  CHECK(table_result(graded("FIRST"), 5) == R"("low")");
  CHECK(table_result(graded("PRIORITY"), 5) == R"("high")");
  CHECK(table_result(graded("RULE ORDER"), 5) == R"(["low","high","mid"])");
  CHECK(table_result(graded("OUTPUT ORDER"), 5) == R"(["high","mid","low"])");
  CHECK(table_result(graded("COLLECT"), 15) == R"(["high","mid"])");
  CHECK(table_result({"ANY", "", {"x"}, {"o"}, {{"< 10", "1"}, {"< 20", "1"}}}, 5) == "1");
  for (const char* policy : {"UNIQUE", "FIRST", "PRIORITY", "RULE ORDER", "OUTPUT ORDER", "COLLECT", "ANY"}) {
    CAPTURE(policy);
    CHECK(table_result(graded(policy), 99) == "null");
  }
}

TEST_CASE("A table that contradicts itself gives nothing and says why") {
  CHECK(fault(graded("UNIQUE"), 5).find("Rules 1 and 2 of 'd' both match") == 0);
  CHECK(fault(graded("ANY"), 5).find("give different outputs") != std::string::npos);
  CHECK(fault({"UNIQUE", "", {"x||1, 2"}, {"o"}, {{"-", "1"}}}, 3) ==
        "The input 'x' of 'd' is 3, which is outside 1, 2");
}

TEST_CASE("COLLECT aggregates what the rules give") {
  const auto sum = [](const std::string& aggregation, Value x) {
    return table_result({"COLLECT", aggregation, {"x"}, {"o"}, {{"< 10", "3"}, {"< 20", "4"}, {"< 30", "2"}}},
                        std::move(x));
  };
  CHECK(sum("SUM", 5) == "9");
  CHECK(sum("MIN", 5) == "2");
  CHECK(sum("MAX", 5) == "4");
  CHECK(sum("COUNT", 5) == "3");
  CHECK(sum("SUM", 25) == "2");
  CHECK(sum("SUM", 99) == "null");
}

TEST_CASE("Several outputs are a context, and their priorities count from the first") {
  const TestTable two{"PRIORITY",
                      "",
                      {"x"},
                      {"risk||\"high\", \"low\"", "fee||10, 20"},
                      {{"-", "\"low\"", "10"}, {"-", "\"high\"", "20"}, {"-", "\"high\"", "10"}}};
  CHECK(table_result(two, 1) == R"({"risk":"high","fee":10})");
}

TEST_CASE("Defaults stand in when nothing matches") {
  CHECK(table_result({"UNIQUE", "", {"x"}, {"o|||\"none\""}, {{"1", "\"one\""}}}, 2) == R"("none")");
  CHECK(table_result({"COLLECT", "", {"x"}, {"o|||0"}, {{"1", "1"}}}, 2) == "[0]");
  CHECK(table_result({"UNIQUE", "", {"x"}, {"a|||1", "b"}, {{"1", "1", "2"}}}, 2) == R"({"a":1,"b":null})");
}

TEST_CASE("Cells are unary tests over their input") {
  const auto matches = [](const std::string& cell, Value x, Value y = {}) {
    return table_result({"UNIQUE", "", {"x"}, {"o"}, {{cell, "true"}}}, std::move(x), std::move(y)) == "true";
  };
  CHECK(matches("-", Value()));
  CHECK(matches("[1..5)", 1));
  CHECK_FALSE(matches("[1..5)", 5));
  CHECK(matches("1, 3, > 7", 8));
  CHECK(matches("not(1, 3)", 2));
  CHECK_FALSE(matches("not(1, 3)", 3));
  CHECK(matches("\"a\", \"b\"", "b"));
  CHECK(matches("null", Value()));
  CHECK_FALSE(matches("> 5", Value()));
  CHECK_FALSE(matches("> 5", "text"));
  CHECK(matches("? > 3 and ? < 5", 4));
  CHECK(matches("> y", 4, 3));
  CHECK(matches("y", List{Value(1)}, List{Value(1)}));
  CHECK(matches("date(\"2026-01-01\")", Date{2026, 1, 1}));
  CHECK(matches("[date(\"2026-01-01\")..date(\"2026-12-31\")]", Date{2026, 6, 1}));
  CHECK(matches("contains(?, \"b\")", "abc"));
}

TEST_CASE("Inputs and outputs are fitted to their types") {
  CHECK(table_result({"UNIQUE", "", {"x|number"}, {"o"}, {{"5", "true"}, {"null", "\"null\""}}}, "5") ==
        R"("null")");
  CHECK(table_result({"UNIQUE", "", {"x|number"}, {"o"}, {{"5", "true"}}}, List{Value(5)}) == "true");
  CHECK(table_result({"UNIQUE", "", {"x"}, {"o|string"}, {{"-", "5"}}}, 1) == "null");
  CHECK(table_result({"UNIQUE", "", {"x"}, {"o|number"}, {{"-", "[5]"}}}, 1) == "5");
}

TEST_CASE("What was evaluated is traced: inputs, rules, outputs and, on demand, every cell") {
  const Compiled one = compiled({with(graded("RULE ORDER"))});
  Trace trace;
  trace.cells = true;
  outcome(one.model, "d", {{"x", 15}}, &trace);
  REQUIRE(trace.decisions.size() == 1);
  const TableTrace& table = trace.decisions[0].tables.at(0);
  CHECK(shown(table.inputs) == "[15]");
  CHECK(table.rules == std::vector<int>{1, 2});
  REQUIRE(table.outputs.size() == 2);
  CHECK(shown(table.outputs[1]) == R"(["mid"])");
  REQUIRE(table.cells.size() == 3);
  CHECK(shown(table.cells[0]) == "[false]");
  CHECK(shown(table.cells[2]) == "[true]");
}
