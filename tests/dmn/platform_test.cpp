#include "dmn/check.h"
#include "tests/dmn/support.h"

using namespace lienthong;
using namespace lienthong::dmn;

namespace {

std::string file_with(const std::string& attributes, const TestTable& t,
                      const std::string& name_space = "urn:x") {
  return "<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' id='file' name='d' namespace='" +
         name_space + "' " + attributes + "><decision id='d' name='d'>" + table(t) +
         "</decision></definitions>";
}

const std::string camunda_prefix = "xmlns:camunda='http://camunda.org/schema/1.0/dmn'";

TestTable one_column(const std::string& input, const std::vector<std::vector<std::string>>& rules,
                     const std::string& output = "o") {
  return {"FIRST", "", {input}, {output}, rules};
}

std::string decided(const std::string& file, const Given& given) {
  const Compiled one = compiled({file});
  for (const Problem& problem : one.problems) UNSCOPED_INFO(problem.message);
  REQUIRE(one.problems.empty());
  return shown(outcome(one.model, "d", given).value);
}

/// What one column gives for an input.
std::string evaluated(const std::string& expression, const Given& given,
                      const std::string& attributes = camunda_prefix) {
  return decided(file_with(attributes, one_column(expression, {{"-", "1"}})), given) == "1"
             ? decided(
                   "<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' id='file' name='d' "
                   "namespace='urn:x' " +
                       attributes + "><decision id='d' name='d'>" + literal(expression) +
                       "</decision></definitions>",
                   given)
             : "no table";
}

}  // namespace

TEST_CASE("Camunda's files are known by platform, exporter, namespace or prefix") {
  const TestTable exempt = one_column("exempt|boolean", {{"true", "\"free\""}, {"false", "\"pays\""}});
  const std::string modeler = "xmlns:modeler='http://camunda.org/schema/modeler/1.0' ";
  const std::string space = "http://camunda.org/schema/1.0/dmn";
  const auto sees = [&](const std::string& attributes, const std::string& name_space = "urn:x") {
    const Compiled one = compiled({file_with(attributes, exempt, name_space)});
    const bool refused = std::ranges::any_of(check(*one.model), [](const Problem& problem) {
      return problem.severity == Problem::Severity::Error;
    });
    const std::string value = shown(outcome(one.model, "d", {{"exempt", false}}).value);
    CHECK((value == R"("pays")") != refused);
    return !refused;
  };
  CHECK(sees(camunda_prefix));
  CHECK(sees("", space));
  CHECK(sees("exporter='Camunda Modeler' exporterVersion='4.12.0'"));
  CHECK(sees(modeler + "modeler:executionPlatform='Camunda Platform'"));
  CHECK(sees("xmlns:x='http://camunda.org/schema/modeler/1.0' x:executionPlatform='Camunda Platform'"));
  CHECK(sees(modeler + "modeler:executionPlatform='Camunda Cloud'"));
  CHECK(sees("exporter='Operaton Modeler'"));
  CHECK_FALSE(sees(""));
  CHECK_FALSE(sees("exporter='Trisotech Modeler'"));
}

TEST_CASE("Typed columns of Camunda 7 convert what they get") {
  const auto matches = [](const std::string& type, const std::string& cell, const Value& value,
                          const std::string& attributes = camunda_prefix) {
    return decided(file_with(attributes, one_column("x|" + type, {{cell, "true"}, {"-", "false"}})),
                   {{"x", value}});
  };
  CHECK(matches("integer", "> 5", "8") == "true");
  CHECK(matches("long", "8", "8") == "true");
  CHECK(matches("double", "> 8", "8.5") == "true");
  CHECK(matches("number", "> 8", "8.5") == "true");
  CHECK(matches("integer", "> 5", "8.5") == "false");
  CHECK(matches("integer", "> 5", "eight") == "false");
  CHECK(matches("integer", "> 5", Value()) == "false");
  CHECK(matches("boolean", "true", "true") == "true");
  CHECK(matches("boolean", "false", "false") == "true");
  CHECK(matches("boolean", "true", "yes") == "false");
  CHECK(matches("string", "\"8\"", 8) == "true");
  CHECK(matches("string", "\"true\"", true) == "true");
  CHECK(matches("date", "< date and time(\"2026-01-02T00:00:00\")", "2026-01-01T10:00:00") == "true");
  CHECK(matches("date", "date(\"2026-01-01\")", "2026-01-01") == "true");
  CHECK(matches("Any", "\"2026-01-01\"", "2026-01-01") == "true");
  CHECK(matches("number", "> 5", "8", "") == "false");
  CHECK(matches("number", "> 5", "8", "xmlns:m='urn:m' m:executionPlatform='Camunda Cloud'") == "false");
  const TestTable out = one_column("x", {{"1", "\"8\""}, {"2", "9"}}, "o|integer");
  CHECK(decided(file_with(camunda_prefix, out), {{"x", 1}}) == "8");
  CHECK(decided(file_with(camunda_prefix, out), {{"x", 2}}) == "9");
  CHECK(decided(file_with(camunda_prefix, one_column("x", {{"-", "9"}}, "o|string")), {{"x", 1}}) ==
        R"("9")");
}

TEST_CASE("What a typed column of Camunda 7 converts is no mismatch") {
  const Compiled one =
      compiled({file_with(camunda_prefix, one_column("x|integer", {{"> 5", "\"8\""}}, "o|integer|| 0"))});
  for (const Problem& problem : check(*one.model)) CHECK(problem.rule != "type-mismatch");
}

TEST_CASE("In files of Camunda 7 expressions are JUEL unless they say otherwise, cells are FEEL") {
  const Given given{{"a", 7}, {"b", 2}, {"name", "x"}, {"list", List{1, 2}}, {"c", Context{{"d", 4}}}};
  CHECK(evaluated("a", given) == "7");
  CHECK(evaluated("a == 7 ? 'seven' : 'other'", given) == R"("seven")");
  CHECK(evaluated("${a + b}", given) == "9");
  CHECK(evaluated("#{a % b}", given) == "1");
  CHECK(evaluated("a eq 7 && !(b gt 3)", given) == "true");
  CHECK(evaluated("empty name", given) == "false");
  CHECK(evaluated("list.size()", given) == "2");
  CHECK(evaluated("name.toUpperCase()", given) == R"("X")");
  CHECK(evaluated("c.d * 2", given) == "8");
  CHECK(evaluated("'text'", given) == R"("text")");
  // What only FEEL can read, or calls what only FEEL has, is FEEL: engines are configured for it.
  CHECK(evaluated("if a = 7 then 1 else 2", given) == "1");
  CHECK(evaluated("\"a\" + name", given) == R"("ax")");
  CHECK(evaluated("count(list)", given) == "2");
  CHECK(evaluated("date and time(\"2026-01-01T00:00:00\").year", given) == "2026");
  const std::string feel_column =
      "<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' id='file' "
      "name='d' namespace='urn:x' " +
      camunda_prefix +
      "><decision id='d' name='d'><literalExpression expressionLanguage='feel'>"
      "<text>\"a\" + name</text></literalExpression></decision></definitions>";
  CHECK(decided(feel_column, given) == R"("ax")");
  CHECK_FALSE(compiled({file_with(camunda_prefix, one_column("${a +}", {{"-", "1"}}))}).problems.empty());
  CHECK_FALSE(compiled({file_with("", one_column("${a}", {{"-", "1"}}))}).problems.empty());
}

TEST_CASE("An expression of Camunda 7 that cannot be evaluated fails, and its names are told") {
  const auto why = [](const std::string& file,
                      const Given& given = {{"a", 7}, {"name", "x"}}) -> std::string {
    const Compiled one = compiled({file});
    REQUIRE(one.problems.empty());
    try {
      return "value " + shown(outcome(one.model, "d", given).value);
    } catch (const feel::EvaluationError& error) {
      return error.what();
    }
  };
  const auto written = [](const std::string& expression, const std::string& language = "") {
    return "<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' id='file' name='d' "
           "namespace='urn:x' " +
           camunda_prefix + "><decision id='d' name='d'><literalExpression" + language + "><text>" +
           escaped(expression) + "</text></literalExpression></decision></definitions>";
  };
  const auto missing = [&](const std::string& expression, const std::string& name) {
    CAPTURE(expression);
    CHECK(why(written(expression)).ends_with("Cause: Cannot resolve identifier '" + name + "'"));
  };
  missing("a + surcharge", "surcharge");
  missing("surcharge + a", "surcharge");
  missing("a + a + surcharge", "surcharge");
  missing("surcharge", "surcharge");
  missing("${surcharge}", "surcharge");
  missing("surcharge == null ? 1 : 2", "surcharge");
  missing("empty surcharge", "surcharge");
  missing("surcharge.amount", "surcharge");
  missing("surcharge.size()", "surcharge");
  missing("a > 1 && surcharge", "surcharge");
  CHECK(why(written("a > 9 && surcharge")) == "value false");  // it is not asked for
  CHECK(why(written("name / 2")).starts_with("Error while evaluating expression: ${name / 2}"));
  CHECK(why(written("name + 1")).starts_with("Error while evaluating expression: ${name + 1}"));
  CHECK(why(written("a + surcharge", " expressionLanguage='feel'")) == "value null");
  CHECK(why(written("a"), {{"a", Value()}}) == "value null");  // null is a value
  // A column that is but a name asks whether there is such a value; one that calculates does not.
  const auto column = [&](const std::string& expression) {
    return why(file_with(camunda_prefix, one_column(expression, {{"null", "1"}, {"-", "2"}})));
  };
  CHECK(column("surcharge") == "value 1");
  CHECK(column("a") == "value 2");
  CHECK(column("a + surcharge").ends_with("'surcharge'"));
  CHECK(column("${surcharge}").ends_with("'surcharge'"));
  CHECK(why(file_with(camunda_prefix, one_column("a", {{"-", "surcharge"}}))).ends_with("'surcharge'"));
}

TEST_CASE("Numbers of Camunda 7's types stay what they are declared") {
  const auto given = [](const std::string& type, const Value& value) {
    return decided(file_with(camunda_prefix, one_column("x", {{"-", "x"}}, "o|" + type)), {{"x", value}});
  };
  const Value more_than_a_half(*Decimal::parse("1.7"));
  CHECK(given("integer", more_than_a_half) == "null");
  CHECK(given("long", more_than_a_half) == "null");
  CHECK(given("double", more_than_a_half) == "1.7");
  CHECK(given("integer", 2'147'483'647) == "2147483647");
  CHECK(given("integer", Value(std::int64_t{2'147'483'648})) == "null");
  CHECK(given("long", Value(std::int64_t{2'147'483'648})) == "2147483648");
  CHECK(given("integer", "2147483648") == "null");
  const Compiled constant =
      compiled({file_with(camunda_prefix, one_column("x", {{"-", "1.7"}}, "o|integer"))});
  const std::vector<Problem> problems = check(*constant.model);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].severity == Problem::Severity::Error);
  CHECK(problems[0].message == "The output of rule 1 of 'd' is 1.7, which is no integer");
}

TEST_CASE("A file or a place may name its language by any of its names") {
  const auto file = [](const std::string& root, const std::string& at, const std::string& text) {
    return "<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' id='file' name='d' "
           "namespace='urn:x' " +
           root + "><decision id='d' name='d'><literalExpression " + at + "><text>" + text +
           "</text></literalExpression></decision></definitions>";
  };
  for (const std::string feel :
       {"http://www.omg.org/spec/FEEL/20140401", "https://www.omg.org/spec/FEEL/20140401", "feel", "FEEL",
        "https://www.omg.org/spec/DMN/20191111/FEEL/", "https://www.omg.org/spec/DMN/20240513/FEEL/"}) {
    INFO(feel);
    CHECK(decided(file("expressionLanguage='" + feel + "'", "", "if true then 1 else 2"), {}) == "1");
    CHECK(decided(file("", "expressionLanguage='" + feel + "'", "if true then 1 else 2"), {}) == "1");
  }
  CHECK(decided(file("", "expressionLanguage='juel'", "true ? 1 : 2"), {}) == "1");
  CHECK(decided(file("expressionLanguage='http://www.jcp.org/en/jsr/detail?id=245'", "", "true ? 1 : 2"),
                {}) == "1");
  // FEEL at the file is Camunda 7's default and leaves each place its own.
  CHECK(decided(file(camunda_prefix + " expressionLanguage='http://www.omg.org/spec/FEEL/20140401'", "",
                     "true ? 1 : 2"),
                {}) == "1");
  CHECK(compiled({file("", "expressionLanguage='groovy'", "1")}).problems.at(0).rule ==
        "expression-language");
}

TEST_CASE("A cell in JUEL is a condition that knows its input by name") {
  const auto file = [](const std::string& variable, const std::string& cell) {
    return "<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' id='file' name='d' "
           "namespace='urn:x' " +
           camunda_prefix + "><decision id='d' name='d'><decisionTable><input" + variable +
           "><inputExpression><text>x</text></inputExpression></input><output name='o'/>"
           "<rule id='r'><inputEntry expressionLanguage='juel'><text>" +
           escaped(cell) +
           "</text></inputEntry><outputEntry><text>1</text></outputEntry></rule></decisionTable></decision>"
           "</definitions>";
  };
  CHECK(decided(file("", "cellInput > 5"), {{"x", 8}}) == "1");
  CHECK(decided(file("", "cellInput > 5"), {{"x", 3}}) == "null");
  CHECK(decided(file(" camunda:inputVariable='age'", "age > 5 && age < 9"), {{"x", 8}}) == "1");
}

TEST_CASE("In files of Camunda 7 a time without a zone is one of the calendar's") {
  const DateTime zoned{{2026, 1, 1}, {12 * 3600, 0, 7 * 3600, nullptr}};
  const TestTable t = one_column("x|date", {{"< date and time(\"2026-01-01T13:00:00\")", "1"}});
  CHECK(decided(file_with(camunda_prefix, t), {{"x", zoned}}) == "1");
}
