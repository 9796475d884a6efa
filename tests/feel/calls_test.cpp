// Calls that nothing could make work are known before anything is evaluated.
#include <catch2/catch.hpp>
#include "feel/builtins/table.h"
#include "feel/feel.h"

using namespace lienthong::feel;

namespace {

/// What cannot even be read, as `not()`, is told too.
std::string told(const std::string& text, Dialect dialect = Dialect::Feel,
                 const std::function<bool(std::string_view)>& is_known = {}) try {
  std::string all;
  for (const Diagnostic& one : impossible_calls(*compile(text, dialect), is_known)) all += one.message + "\n";
  return all;
} catch (const SyntaxError& error) {
  return error.what();
}

/// `name(1, 1, …)`.
std::string called(const std::string& name, std::size_t count) {
  std::string text = name + "(";
  for (std::size_t i = 0; i < count; ++i) text += i > 0 ? ", 1" : "1";
  return text + ")";
}

}  // namespace

TEST_CASE("a built-in function is called with as many arguments as one of its ways takes, or told") {
  for (const BuiltinFamily* family : all_builtins())
    for (std::size_t count = 0; count <= 6; ++count) {
      const bool taken = way_of(*family, count) != nullptr;
      INFO(called(family->name, count));
      CHECK(told(called(family->name, count)).empty() == taken);
    }
  CHECK(told("substring(x)") ==
        "'substring' cannot be called with 1 argument; write substring(string, start position, length)\n");
}

TEST_CASE("arguments by name have the names of one way, or are told") {
  CHECK(told("substring(string: x, start position: 1)").empty());
  CHECK(told("before(range: a, point: b)").empty());
  CHECK(told("substring(string: x)").find("the arguments string;") != std::string::npos);
  CHECK(told("substring(string: x, start: 1)").find("string, start;") != std::string::npos);
}

TEST_CASE("a function is known by the language, by the expression or by the caller") {
  CHECK(told("flor(x)") == "There is no function 'flor': do you mean floor?\n");
  CHECK(told("if a then [b, {c: flor(x)}] else 1") == told("flor(x)"));
  CHECK(told("x > flor(y)", Dialect::Feel) == told("flor(x)"));
  CHECK(told("> flor(y)", Dialect::UnaryTests) == told("flor(x)"));
  CHECK(told("{flor: function(a) a, b: flor(1)}").empty());
  CHECK(told("for f in fs return f(1)").empty());
  CHECK(told("flor(x)", Dialect::Feel, [](std::string_view name) { return name == "flor"; }).empty());
  CHECK(told("a.flor(x)").empty());
}

TEST_CASE("the functions of templates take so many arguments; others are the host's") {
  for (const char* right : {"${now()}", "${JSON(x)}", "${S(x).prop('a')}", "${isOpen(x)}", "text"})
    CHECK(told(right, Dialect::Template).empty());
  for (const char* wrong : {"${now(1)}", "a ${JSON()}", "${x ? XML(a, b) : 1}"})
    CHECK_FALSE(told(wrong, Dialect::Template).empty());
  const auto asked = members(*compile("${isOpen(x, y)} ${now()} ${task.set(1)}", Dialect::Template));
  REQUIRE(asked.size() == 2);
  CHECK((asked[0].object.empty() && asked[0].name == "isOpen" && asked[0].arguments == 2));
  CHECK((asked[1].object == "task" && asked[1].method && asked[1].arguments == 1));
}
