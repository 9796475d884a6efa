#include "tests/dmn/support.h"

using namespace lienthong;
using namespace lienthong::dmn;

namespace {

const char* const people =
    "<itemDefinition "
    "name='tAge'><typeRef>number</typeRef><allowedValues><text>[0..150]</text></allowedValues>"
    "</itemDefinition>"
    "<itemDefinition name='tPerson'><itemComponent name='full name'><typeRef>string</typeRef></itemComponent>"
    "<itemComponent name='age'><typeRef>tAge</typeRef></itemComponent></itemDefinition>"
    "<itemDefinition name='tPeople' isCollection='true'><typeRef>tPerson</typeRef></itemDefinition>"
    "<itemDefinition name='tColour'><typeRef>string</typeRef><allowedValues><text>\"red\", \"green\"</text>"
    "</allowedValues></itemDefinition>"
    "<itemDefinition name='tColours' "
    "isCollection='true'><typeRef>string</typeRef><allowedValues><text>\"red\", "
    "\"green\"</text></allowedValues><typeConstraint><text>count(?) &lt; "
    "3</text></typeConstraint></itemDefinition>"
    "<itemDefinition name='tFee'><functionItem outputTypeRef='number'><parameters name='p' "
    "typeRef='tPerson'/>"
    "</functionItem></itemDefinition>";

/// The value as an input of this type arrives.
std::string as(const std::string& type, Value value) {
  return shown(result(definitions(people + input("x", type) + decision("d", literal("x"), {}, {"x"})), "d",
                      {{"x", std::move(value)}}));
}

std::string value_of(const std::string& expression) {
  return shown(result(definitions(people + decision("d", literal(expression))), "d"));
}

Value person(const char* name, int age) { return Context{{"full name", name}, {"age", Value(age)}}; }

}  // namespace

TEST_CASE("Values are fitted to declared types or become null (DMN 1.5 §10.3.2.9.4)") {
  CHECK(as("number", 5) == "5");
  CHECK(as("number", "5") == "null");
  CHECK(as("number", List{Value(5)}) == "5");
  CHECK(as("number", Value()) == "null");
  CHECK(as("Any", "x") == R"("x")");
  CHECK(as("date and time", Date{2026, 1, 2}) == R"({"@type":"dateTime","value":"2026-01-02T00:00:00Z"})");
  CHECK(as("feel:string", "x") == R"("x")");
}

TEST_CASE("Item definitions have structure, collections and allowed values") {
  CHECK(as("tAge", 30) == "30");
  CHECK(as("tAge", 200) == "null");
  CHECK(as("tPerson", person("An", 30)) == R"({"full name":"An","age":30})");
  CHECK(as("tPerson", person("An", 300)) == "null");
  CHECK(as("tPerson", Context{{"age", Value(1)}}) == "null");
  CHECK(as("tPerson", Context{{"full name", Value()}, {"age", Value(1)}, {"more", Value(2)}}) ==
        R"({"full name":null,"age":1,"more":2})");
  CHECK(as("tPeople", person("An", 3)) == R"([{"full name":"An","age":3}])");
  CHECK(as("tPeople", List{person("An", 3), Value(1)}) == "null");
  CHECK(as("tColour", "blue") == "null");
  CHECK(as("tColours", List{Value("red"), Value("red")}) == R"(["red","red"])");
  CHECK(as("tColours", List{Value("red"), Value("blue")}) == "null");
  CHECK(as("tColours", List{Value("red"), Value("red"), Value("red")}) == "null");
}

TEST_CASE("instance of and parameters know the file's types") {
  CHECK(value_of("5 instance of tAge") == "true");
  CHECK(value_of("500 instance of tAge") == "false");
  CHECK(value_of("{full name: \"An\", age: 1} instance of tPerson") == "true");
  CHECK(value_of("[1, 2] instance of list<tAge>") == "true");
  CHECK(value_of("(function(a: tAge) a + 1)(200)") == "null");
  CHECK(value_of("(function(p: tPerson) 1) instance of tFee") == "true");
  CHECK(value_of("{full name: \"An\", age: 1}.full name") == R"("An")");
}

TEST_CASE("A type that is not there, or refers to itself without end, is told") {
  const auto rule = [](const std::string& items, const std::string& type) {
    const Compiled one = compiled({definitions(items + input("x", type))});
    return one.problems.empty() ? "" : one.problems[0].rule;
  };
  CHECK(rule("", "tNone") == "unknown-type");
  CHECK(rule("<itemDefinition name='a'><typeRef>b</typeRef></itemDefinition>", "a") == "unknown-type");
  CHECK(rule("<itemDefinition name='a'><itemComponent "
             "name='x'><typeRef>a</typeRef></itemComponent></itemDefinition>",
             "a") == "unknown-type");
}

TEST_CASE("A type with more parts than anybody reads is refused, however it is put together") {
  std::string items = "<itemDefinition name='t0'><typeRef>number</typeRef></itemDefinition>";
  for (int i = 1; i < 30; ++i) {
    const std::string inner = "<typeRef>t" + std::to_string(i - 1) + "</typeRef></itemComponent>";
    items += "<itemDefinition name='t" + std::to_string(i) + "'><itemComponent name='a'>" + inner +
             "<itemComponent name='b'>" + inner + "</itemDefinition>";
  }
  const Compiled one = compiled({definitions(items)});
  REQUIRE_FALSE(one.problems.empty());
  CHECK(one.problems[0].rule == "type-too-large");
}
