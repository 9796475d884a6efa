#include "dmn/check.h"
#include "tests/dmn/support.h"

using namespace lienthong;
using namespace lienthong::dmn;

namespace {

constexpr const char* age =
    "<itemDefinition name='tAge'><typeRef>number</typeRef><allowedValues><text>[0..120]</text>"
    "</allowedValues></itemDefinition>";

/// What a check says of a file that can be compiled.
std::vector<Problem> checked(const std::string& children) {
  const Compiled one = compiled({definitions(children)});
  for (const Problem& problem : one.problems) UNSCOPED_INFO(problem.message);
  REQUIRE(one.problems.empty());
  return check(*one.model);
}

std::string error_of(const std::string& children) {
  std::string errors;
  for (const Problem& problem : checked(children))
    if (problem.severity == Problem::Severity::Error) errors += problem.rule + ": " + problem.message;
  return errors;
}

std::string reason(const std::string& children, const Given& given = {}) {
  const Compiled one = compiled({definitions(children)});
  REQUIRE(one.problems.empty());
  const Outcome out = outcome(one.model, "d", given);
  CHECK(shown(out.value) == "null");
  REQUIRE_FALSE(out.diagnostics.empty());
  return out.diagnostics[0].message;
}

}  // namespace

TEST_CASE("A constant outside its type is told at the check") {
  CHECK(error_of(age + decision("d", literal("500"), {}, {}, {}, "tAge")) ==
        "constant-outside-type: The result of 'd' is 500, which is outside [0..120] of tAge");
  CHECK(error_of(age + decision("d", literal("-1", "tAge"))) ==
        "constant-outside-type: The result of 'd' is -1, which is outside [0..120] of tAge");
  CHECK(error_of(age + decision("d", "<context><contextEntry><variable name='a' typeRef='tAge'/>" +
                                         literal("400 + 1") + "</contextEntry></context>")) ==
        "constant-outside-type: The entry 'a' is 401, which is outside [0..120] of tAge");
  CHECK(error_of(age + decision("d", literal("120"), {}, {}, {}, "tAge")).empty());
}

TEST_CASE("A constant that is none of an output's values is told at the check") {
  const auto with = [](const std::string& output, const std::string& entry) {
    return error_of(age + decision("d", table({"UNIQUE", "", {"1"}, {output}, {{"-", entry}}})));
  };
  CHECK(with("o|string|\"A\",\"B\"", "\"C\"") ==
        "output-value: The output of rule 1 of 'd' is \"C\", which is outside \"A\",\"B\"");
  CHECK(with("o|tAge", "121") ==
        "output-value: The output of rule 1 of 'd' is 121, which is outside [0..120] of tAge");
  CHECK(with("o|number|1,2|3", "1") == "output-value: The default output of 'd' is 3, which is outside 1,2");
  CHECK(with("o|number|1,2|2", "1").empty());
}

TEST_CASE("An output that is none of the allowed values is null, and the reason says which") {
  const std::string children =
      input("x", "string") +
      decision("d", table({"UNIQUE", "", {"x|string"}, {"o|string|\"A\",\"B\""}, {{"-", "x"}}}), {}, {"x"});
  CHECK(reason(children, {{"x", "C"}}) ==
        "The output of rule 1 of 'd' is \"C\", which is outside \"A\",\"B\"");
  CHECK(shown(result(definitions(children), "d", {{"x", "B"}})) == "\"B\"");
}

TEST_CASE("What does not fit says what it is and what it should be") {
  const std::string person =
      "<itemDefinition name='tPerson'><itemComponent name='age'><typeRef>tAge</typeRef></itemComponent>"
      "</itemDefinition><itemDefinition name='tAges' isCollection='true'><typeRef>tAge</typeRef>"
      "</itemDefinition>";
  const auto with = [&](const std::string& type, const Value& value) {
    return reason(age + person + input("x", type) + decision("d", literal("x"), {}, {"x"}), {{"x", value}});
  };
  CHECK(with("tAge", 500) == "The input 'x' is 500, which is outside [0..120] of tAge");
  CHECK(with("tAge", "old") == "The input 'x' is string, which is no tAge");
  CHECK(with("tPerson", Context{{"age", 500}}) ==
        "The input 'x' is context, whose age is 500, which is outside [0..120] of age");
  CHECK(with("tPerson", Context{{"name", "A"}}) ==
        "The input 'x' is context without age, which is no tPerson");
  CHECK(with("tAges", List{1, 500}) ==
        "The input 'x' is list, whose element 2 is 500, which is outside [0..120] of tAge");
}

TEST_CASE("A decision that requires itself is an error, and one without logic a warning") {
  const Compiled circle = compiled({definitions(decision("a", literal("1"), {"a"}))});
  REQUIRE(circle.problems.size() == 1);
  CHECK(circle.problems[0].rule == "requirement-circle");
  CHECK(circle.problems[0].message == "\"a\" requires itself");
  const std::vector<Problem> empty = checked(decision("d", ""));
  REQUIRE(empty.size() == 1);
  CHECK(empty[0].rule == "decision-without-logic");
  CHECK(empty[0].severity == Problem::Severity::Warning);
}

TEST_CASE("A call that does not fit its function is told at the check") {
  const std::string function =
      "<businessKnowledgeModel id='F' name='F'><encapsulatedLogic><formalParameter name='amount'/>" +
      literal("amount") + "</encapsulatedLogic></businessKnowledgeModel>";
  const auto told = [&](const std::string& call) {
    const std::vector<Problem> problems = checked(function + decision("d", call, {}, {}, {"F"}));
    return problems.empty() ? "" : problems[0].rule + ": " + problems[0].message;
  };
  CHECK(told(literal("F(1)")).empty());
  CHECK(told(literal("F(amount: 1)")).empty());
  CHECK(told(literal("F(1, 2)")) == "function-arguments: 'F' takes 1 argument, not 2");
  CHECK(told(literal("F()")) == "function-arguments: 'F' takes 1 argument, not 0");
  CHECK(told(literal("F(amuont: 1)")) ==
        "function-arguments: 'F' has no parameter 'amuont': do you mean amount?");
  CHECK(told("<invocation>" + literal("F") + "<binding><parameter name='q'/>" + literal("1") +
             "</binding></invocation>") == "function-arguments: 'F' has no parameter 'q'");
  CHECK(told(literal("{F: function(a, b) a + b, r: F(1, 2)}.r")).empty());  // a nearer one
  const std::string typed = age + edited(function, "name='amount'", "name='amount' typeRef='tAge'");
  for (const char* call : {"F(500)", "F(amount: 500)"})
    CHECK(error_of(typed + decision("d", literal(call), {}, {}, {"F"})) ==
          "constant-outside-type: The argument 'amount' of 'F' is 500, which is outside [0..120] of tAge");
  CHECK(error_of(typed + decision("d", literal("F(5)"), {}, {}, {"F"})).empty());
}

TEST_CASE("A type that there is not is told with the nearest and with all that there are") {
  const auto message = [](const std::string& children) {
    const Compiled one = compiled({definitions(children)});
    REQUIRE(one.problems.size() == 1);
    CHECK(one.problems[0].rule == "unknown-type");
    return one.problems[0].message;
  };
  const std::string known =
      " Known are number, string, boolean, date, time, date and time, days and time duration, years and "
      "months "
      "duration, integer, long, double, Any";
  CHECK(message(decision("d", literal("1"), {}, {}, {}, "Integer")) ==
        "There is no type \"Integer\": do you mean integer?" + known);
  CHECK(message(age + decision("d", literal("1"), {}, {}, {}, "tage")) ==
        "There is no type \"tage\": do you mean tAge?" + known + ", tAge");
  CHECK(message("<itemDefinition name='a'><typeRef>Number</typeRef></itemDefinition>" +
                decision("d", literal("1"))) ==
        "There is no type \"Number\": do you mean number?" + known + ", a");
  CHECK(message(decision("d", literal("1"), {}, {}, {}, "qqq")).find("; known are number") !=
        std::string::npos);
}

TEST_CASE("A chain of operators in a table's cell or a literal is as long as its author likes") {
  std::string sum = "x";
  for (int i = 1; i < 10'000; ++i) sum += i % 2 == 0 ? " - 1" : " + 1";
  CHECK(shown(result(definitions(input("x", "number") + decision("d", literal(sum), {}, {"x"})), "d",
                     {{"x", 1}})) == "2");
  CHECK(checked(input("x", "number") + decision("d", literal(sum), {}, {"x"})).empty());
}
