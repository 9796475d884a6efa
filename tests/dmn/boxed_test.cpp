#include "tests/dmn/support.h"

using namespace lienthong;
using namespace lienthong::dmn;

namespace {

std::string boxed_result(const std::string& boxed, const std::string& type = "", Value x = 3) {
  return shown(result(definitions(input("x") + decision("d", boxed, {}, {"x"}, {}, type)), "d",
                      {{"x", std::move(x)}}));
}

std::string entry(const std::string& name, const std::string& expression, const std::string& type = "") {
  const std::string typed = type.empty() ? "" : " typeRef='" + type + "'";
  return "<contextEntry>" + (name.empty() ? "" : "<variable name='" + name + "'" + typed + "/>") +
         expression + "</contextEntry>";
}

std::string part(const std::string& name, const std::string& expression) {
  return "<" + name + ">" + expression + "</" + name + ">";
}

}  // namespace

TEST_CASE("A boxed context is its entries, or its result (DMN 1.5 §10.2.1.4)") {
  const std::string entries = entry("a", literal("x + 1")) + entry("b c", literal("a * 2"));
  CHECK(boxed_result("<context>" + entries + "</context>") == R"({"a":4,"b c":8})");
  CHECK(boxed_result("<context>" + entries + entry("", literal("b c - a")) + "</context>") == "4");
  CHECK(boxed_result("<context>" + entry("a", literal("\"text\""), "number") + "</context>") ==
        R"({"a":null})");
}

TEST_CASE("A boxed invocation binds by name (DMN 1.5 §10.2.1.6)") {
  const std::string function =
      "<functionDefinition><formalParameter name='p' typeRef='number'/>"
      "<formalParameter name='q q'/>" +
      literal("p - q q") + "</functionDefinition>";
  const auto binding = [](const std::string& name, const std::string& value) {
    return "<binding><parameter name='" + name + "'/>" + literal(value) + "</binding>";
  };
  CHECK(boxed_result("<context>" + entry("f", function) +
                     entry("", "<invocation>" + literal("f") + binding("q q", "1") + binding("p", "x") +
                                   "</invocation>") +
                     "</context>") == "2");
  CHECK(boxed_result("<invocation>" + literal("sum") + binding("list", "[1, x]") + "</invocation>") == "4");
}

TEST_CASE("Lists and relations hold expressions (DMN 1.5 §10.2.1.7 and 10.2.1.8)") {
  CHECK(boxed_result("<list>" + literal("x") + literal("\"b\"") + "<list>" + literal("1") +
                     "</list></list>") == R"([3,"b",[1]])");
  CHECK(boxed_result("<relation><column name='n' typeRef='number'/><column name='t'/><row>" + literal("x") +
                     literal("\"a\"") + "</row><row>" + literal("\"no number\"") + literal("\"b\"") +
                     "</row></relation>") == R"([{"n":3,"t":"a"},{"n":null,"t":"b"}])");
}

TEST_CASE("Conditionals, filters and iterations are drawn, too (DMN 1.5 §10.2.1.10 to 10.2.1.12)") {
  const auto conditional = [](const std::string& condition) {
    return boxed_result("<conditional>" + part("if", literal(condition)) + part("then", literal("1")) +
                        part("else", literal("2")) + "</conditional>");
  };
  CHECK(conditional("x = 3") == "1");
  CHECK(conditional("x = 4") == "2");
  CHECK(conditional("null") == "2");
  CHECK(conditional("\"text\"") == "null");
  CHECK(boxed_result("<filter>" + part("in", literal("[1, 5, 7]")) + part("match", literal("item > x")) +
                     "</filter>") == "[5,7]");
  const auto iteration = [](const std::string& kind, const std::string& body, const std::string& text) {
    return boxed_result("<" + kind + " iteratorVariable='one more'>" + part("in", literal("1..x")) +
                        part(body, literal(text)) + "</" + kind + ">");
  };
  CHECK(iteration("for", "return", "one more * 2") == "[2,4,6]");
  CHECK(iteration("for", "return", "count(partial)") == "[0,1,2]");
  CHECK(iteration("some", "satisfies", "one more = 3") == "true");
  CHECK(iteration("every", "satisfies", "one more < 3") == "false");
  CHECK(iteration("some", "satisfies", "\"text\"") == "null");
}

TEST_CASE("What a function gives is fitted to its type") {
  const auto result_of = [](const std::string& attributes) {
    return boxed_result(
        "<context>" +
        entry("f", "<functionDefinition" + attributes + ">" + literal("[x]") + "</functionDefinition>") +
        entry("", literal("f()")) + "</context>");
  };
  CHECK(result_of("") == "[3]");
  CHECK(result_of(" typeRef='number'") == "3");
  CHECK(result_of(" typeRef='string'") == "null");
}

TEST_CASE("External functions are refused clearly unless they are mapped") {
  const auto java = [](const std::string& type, const std::string& signature, const std::string& argument) {
    const std::string function = "<functionDefinition kind='Java'><formalParameter name='p'/><context>" +
                                 entry("class", literal("\"" + type + "\"")) +
                                 entry("method signature", literal("\"" + signature + "\"")) +
                                 "</context></functionDefinition>";
    const Compiled one =
        compiled({definitions(decision("d", "<context>" + entry("f", function) +
                                                entry("", literal("f(" + argument + ")")) + "</context>"))});
    const Outcome found = outcome(one.model, "d");
    return found.diagnostics.empty() ? shown(found.value) : found.diagnostics[0].message;
  };
  CHECK(java("java.lang.Math", "abs(int)", "-4") == "4");
  CHECK(java("java.lang.Math", "sqrt(double)", "16") == "4");
  CHECK(java("java.lang.Math", "floorMod(int, int)", "1").find("There is no external function") == 0);
  CHECK(java("java.lang.Integer", "valueOf(java.lang.String)", "\"12\"") == "12");
  CHECK(java("java.lang.Byte", "valueOf(byte)", "300").find("There is no external function") == 0);
  CHECK(java("com.example.Fees", "of(int)", "1").find("com.example.Fees.of(int)") != std::string::npos);
}
