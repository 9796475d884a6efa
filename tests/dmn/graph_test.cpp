#include "tests/dmn/support.h"

using namespace lienthong;
using namespace lienthong::dmn;
using Kind = DrgElement::Kind;

namespace {

std::string model_function(const std::string& id, const std::string& parameters, const std::string& body,
                           const std::string& more = "") {
  std::string formal;
  std::string name;
  for (const char c : parameters + ",") {
    if (c != ',') {
      name += c;
      continue;
    }
    if (!name.empty()) formal += "<formalParameter name='" + name + "'/>";
    name.clear();
  }
  return "<businessKnowledgeModel id='" + id + "' name='" + id + "'><variable name='" + id +
         "'/><encapsulatedLogic>" + formal + literal(body) + "</encapsulatedLogic>" + more +
         "</businessKnowledgeModel>\n";
}

std::string knows(const std::string& id) {
  return "<knowledgeRequirement><requiredKnowledge href='#" + id + "'/></knowledgeRequirement>";
}

bool has_rule(const Compiled& one, const std::string& rule) {
  return std::any_of(one.problems.begin(), one.problems.end(),
                     [&](const Problem& problem) { return problem.rule == rule; });
}

}  // namespace

TEST_CASE("A decision sees what it requires, and each required one is evaluated once") {
  const std::string file = definitions(input("x") + decision("base", literal("x + 1"), {}, {"x"}) +
                                       decision("left", literal("base * 2"), {"base"}) +
                                       decision("right", literal("base * 3"), {"base"}) +
                                       decision("top", literal("left + right"), {"left", "right"}));
  const Compiled one = compiled({file});
  REQUIRE(one.problems.empty());
  Trace trace;
  CHECK(shown(outcome(one.model, "top", {{"x", 1}}, &trace).value) == "10");
  CHECK(trace.decisions.size() == 4);
  CHECK(trace.decisions.back().element == *one.model->find(Kind::Decision, "top"));
  // A given decision is not evaluated.
  CHECK(shown(outcome(one.model, "top", {{"base", 100}}).value) == "500");
}

TEST_CASE("What is not required is not there") {
  const Compiled one = compiled({definitions(input("x") + decision("d", literal("x")))});
  const Outcome found = outcome(one.model, "d", {{"x", 1}});
  CHECK(found.value.is_null());
  REQUIRE(found.diagnostics.size() == 1);
  CHECK(found.diagnostics[0].message == "There is no 'x'");
  CHECK(found.diagnostics[0].line == 3);
}

TEST_CASE("Model functions call one another and themselves") {
  const std::string file = definitions(
      model_function("factorial", "n", "if n = 0 then 1 else n * factorial(n - 1)", knows("factorial")) +
      model_function("twice", "n", "factorial(n) * 2", knows("factorial")) +
      decision("d", literal("twice(5) + twice(n: 1)"), {}, {}, {"twice"}));
  CHECK(shown(result(file, "d")) == "242");
  const Compiled one = compiled({file});
  CHECK(shown(outcome(one.model, "factorial", {{"n", 4}}, nullptr, Kind::BusinessKnowledgeModel).value) ==
        "24");
}

TEST_CASE("A decision sees its own names in a function that another one gave") {
  const std::string file =
      definitions(input("x") + decision("maker", literal("function(n) n + x"), {}, {"x"}) +
                  decision("d", literal("maker(1)"), {"maker"}));
  CHECK(shown(result(file, "d", {{"x", 10}})) == "11");
}

TEST_CASE("A decision service replaces what is behind its input decisions") {
  const std::string service =
      "<decisionService id='s' name='s'><variable name='s'/><outputDecision href='#top'/>"
      "<encapsulatedDecision href='#middle'/><inputDecision href='#low'/><inputData "
      "href='#x'/></decisionService>";
  const std::string file =
      definitions(input("x") + decision("low", literal("1 + null + \"never\""), {}, {"x"}) +
                  decision("middle", literal("low + x"), {"low"}, {"x"}) +
                  decision("top", literal("middle * 2"), {"middle"}) + service +
                  decision("caller", literal("s(x: 3, low: 4) + s(5, 6)"), {}, {}, {"s"}));
  const Compiled one = compiled({file});
  REQUIRE(one.problems.empty());
  CHECK(shown(outcome(one.model, "caller").value) == "36");
  CHECK(shown(outcome(one.model, "s", {{"x", 1}, {"low", 2}}, nullptr, Kind::DecisionService).value) == "6");
}

TEST_CASE("A decision service gives nothing for arguments that are missing or of another type") {
  const std::string service =
      "<decisionService id='s' name='s'><variable name='s'/><outputDecision href='#top'/>"
      "<inputData href='#n'/><inputData href='#t'/></decisionService>";
  const auto called = [&](const std::string& call) {
    const Compiled one = compiled({definitions(
        input("n", "number") + input("t", "string") +
        decision("top", literal("if n = null then \"none\" else string(n) + t"), {}, {"n", "t"}) + service +
        decision("caller", literal(call), {}, {}, {"s"}))});
    REQUIRE(one.problems.empty());
    return shown(outcome(one.model, "caller").value);
  };
  CHECK(called("s(1, \"a\")") == R"("1a")");
  CHECK(called("s(t: \"a\", n: 1)") == R"("1a")");
  CHECK(called("s([1], \"a\")") == R"("1a")");
  CHECK(called("s(null, \"a\")") == R"("none")");
  CHECK(called("s(\"1\", \"a\")") == "null");
  CHECK(called("s(n: \"1\", t: \"a\")") == "null");
  CHECK(called("s(1)") == "null");
  CHECK(called("s()") == "null");
  CHECK(called("s(1, \"a\", 2)") == "null");
  CHECK(called("s(m: 1, t: \"a\")") == "null");
  const Compiled one =
      compiled({definitions(input("n", "number") + input("t", "string") +
                            decision("top", literal("\"always\""), {}, {"n", "t"}) + service)});
  const auto asked = [&](const Given& given) {
    return shown(outcome(one.model, "s", given, nullptr, Kind::DecisionService).value);
  };
  CHECK(asked({{"n", 1}, {"t", "a"}}) == R"("always")");
  CHECK(asked({}) == R"("always")");
  CHECK(asked({{"n", "x"}, {"t", "a"}}) == "null");
}

TEST_CASE("Imported elements and types are reached through the import's name") {
  const std::string library =
      "<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' id='l' name='l' namespace='urn:lib'>"
      "<itemDefinition name='tAge'><typeRef>number</typeRef></itemDefinition>" +
      input("age") + decision("doubled age", literal("age * 2"), {}, {"age"}) +
      model_function("half", "n", "n / 2") + "</definitions>";
  const std::string file = definitions(
      "<import name='my lib' namespace='urn:lib' "
      "importType='https://www.omg.org/spec/DMN/20230324/MODEL/'/>" +
      decision("d", literal("my lib.half(my lib.doubled age) + my lib.age"), {"urn:lib#doubled age"},
               {"urn:lib#age"}, {"urn:lib#half"}, "my lib.tAge"));
  const Compiled one = compiled({file, library});
  for (const Problem& problem : one.problems) UNSCOPED_INFO(problem.message);
  REQUIRE(one.problems.empty());
  CHECK(shown(outcome(one.model, "d", {{"age", 21}}).value) == "42");
  CHECK(has_rule(compiled({file}), "import-missing"));
}

TEST_CASE("Circles, dangling references and wrong kinds are told by element") {
  const Compiled circle =
      compiled({definitions(decision("a", literal("b"), {"b"}) + decision("b", literal("a"), {"a"}))});
  CHECK(has_rule(circle, "requirement-circle"));
  CHECK(outcome(circle.model, "a").value.is_null());
  CHECK(has_rule(compiled({definitions(decision("a", literal("1"), {"nowhere"}))}), "requirement-dangling"));
  CHECK(
      has_rule(compiled({definitions(input("x") + decision("a", literal("1"), {"x"}))}), "requirement-kind"));
}

TEST_CASE("Long chains of decisions and deep recursion end well") {
  std::string children = decision("d0", literal("1"));
  constexpr int length = 3'000;
  for (int i = 1; i < length; ++i)
    children += decision("d" + std::to_string(i), literal("d" + std::to_string(i - 1) + " + 1"),
                         {"d" + std::to_string(i - 1)});
  CHECK(shown(result(definitions(children), "d" + std::to_string(length - 1))) == std::to_string(length));
  const Compiled endless = compiled({definitions(model_function("f", "n", "f(n + 1)", knows("f")) +
                                                 decision("d", literal("f(1)"), {}, {}, {"f"}))});
  CHECK_THROWS_AS(outcome(endless.model, "d"), feel::EvaluationError);
}

TEST_CASE("Files written for Camunda 7 see variables and the outputs of required decisions by name") {
  const std::string camunda =
      "<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' "
      "xmlns:camunda='http://camunda.org/schema/1.0/dmn' id='c' name='c' "
      "namespace='http://camunda.org/schema/1.0/dmn'>"
      "<decision id='season' name='Season'>" +
      table({"UNIQUE", "", {"temperature"}, {"season"}, {{"> 20", "\"Summer\""}, {"<= 20", "\"Winter\""}}}) +
      "</decision><decision id='dish' name='Dish'><informationRequirement><requiredDecision href='#season'/>"
      "</informationRequirement>" +
      edited(edited(table({"UNIQUE",
                           "",
                           {"season", "guests|integer"},
                           {"dish"},
                           {{"\"Summer\"", "-", "\"Salad\""}, {"\"Winter\"", "> 3", "\"Stew\""}}}),
                    "id='r1'", "id='summer'"),
             "id='r2'", "id='winter'") +
      "</decision></definitions>";
  const Compiled one = compiled({camunda});
  REQUIRE(one.problems.empty());
  CHECK(shown(outcome(one.model, "dish", {{"temperature", 30}, {"guests", 1}}).value) == R"("Salad")");
  CHECK(shown(outcome(one.model, "dish", {{"temperature", 0}, {"guests", 4}}).value) == R"("Stew")");
}
