#include "feel/limits.h"
#include "tests/feel/support.h"

using namespace lienthong;
using namespace lienthong::feel;

namespace {

std::string repeated(const std::string& text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace

TEST_CASE("Deep nesting is refused instead of overflowing the stack") {
  const std::size_t many = 100'000;
  const std::vector<std::string> texts{repeated("(", many),
                                       repeated("[", many),
                                       repeated("{a:", many / 2),
                                       repeated("-", many),
                                       repeated("if ", many / 2),
                                       "x" + repeated(".a", many),
                                       "x" + repeated("[1]", many / 2),
                                       "f" + repeated("()", many),
                                       repeated("f(", many),
                                       repeated("not(", many / 2),
                                       repeated("x in (", many / 3),
                                       repeated("function()", many / 5),
                                       "x instance of " + repeated("list<", many / 3),
                                       repeated("for i in ", many / 5),
                                       repeated("1 between ", many / 5),
                                       "]" + repeated("]", many)};
  for (const std::string& text : texts) {
    INFO(text.substr(0, 40));
    CHECK_THROWS_AS(compile(text, Dialect::Feel), SyntaxError);
    CHECK_THROWS_AS(compile(text, Dialect::UnaryTests), SyntaxError);
  }
  for (const std::string& text : {repeated("(", many), repeated("!", many), repeated("-", many),
                                  "a" + repeated(".b", many), "a" + repeated("[0]", many / 3),
                                  repeated("f(", many), repeated("a?", many), repeated("a?1:", many / 4)}) {
    INFO(text.substr(0, 40));
    CHECK_THROWS_AS(compile("${" + text + "}", Dialect::Template), SyntaxError);
  }
}

TEST_CASE("Nesting up to the limit works") {
  const auto depth = static_cast<std::size_t>(depth_max) - 10;
  CHECK(result_of(repeated("-", depth) + "1") == "1");
  CHECK(result_of("true" + repeated(" and true", 5'000)) == "true");
  CHECK(result_of("${true" + repeated(" && true", 5'000) + "}", FixedNames(), Dialect::Template) == "true");
}

TEST_CASE("Operands side by side are no nesting") {
  FixedNames names;
  names.values = {{"x", 1}, {"a", "a"}, {"t", true}};
  const std::size_t many = 9'999;
  const auto feel = [&](const std::string& text) { return result_of(text, names); };
  CHECK(feel("1" + repeated("+1", many)) == "10000");
  CHECK(feel("x" + repeated(" + 1", many)) == "10000");
  CHECK(feel("x" + repeated(" - 1", many)) == "-9998");
  CHECK(feel("x" + repeated(" * x", many)) == "1");
  CHECK(feel("x" + repeated(" / x", many)) == "1");
  CHECK(feel("x" + repeated(" ** 1", many)) == "1");
  CHECK(feel("x" + repeated(" * 2 - x", many)) == "-19995");
  CHECK(feel("t" + repeated(" = t", many)) == "true");
  CHECK(feel("t" + repeated(" != t", many)) == "false");
  CHECK(feel("t" + repeated(" and t", many)) == "true");
  CHECK(feel("string length(a" + repeated(" + a", many) + ")") == "10000");
  CHECK(feel(repeated("if x = 2 then 0 else ", many) + "7") == "7");
  CHECK(result_of("${x" + repeated(" + x", many) + "}", names, Dialect::Template) == "10000");
  CHECK(result_of("${x" + repeated(" - x", many) + "}", names, Dialect::Template) == "-9998");
  CHECK(result_of("${t" + repeated(" == t", many) + "}", names, Dialect::Template) == "true");
  CHECK(result_of("${t" + repeated(" or t", many) + "}", names, Dialect::Template) == "true");
  CHECK(result_of("${" + repeated("x == 2 ? 0 : ", many) + "7}", names, Dialect::Template) == "7");
}

TEST_CASE("A chain is read from the left") {
  FixedNames names;
  names.values = {{"x", 8}, {"a", "a"}, {"d", 2}};
  check_rows({{"x - 1 - 2 + 4", "9"},
              {"x / 2 / d * 3", "6"},
              {"2 ** 3 ** d", "64"},
              {"1 + x * d - 3 * 2", "11"},
              {"x > 7 = true", "true"},
              {"true = x < 7 = false", "false"},
              {"a + \"b\" + \"c\" + a", "\"abca\""},
              {"a + \"b\" = \"ab\"", "true"},
              {"a + \"b\" + 1", "null"},
              {"x + null + 1", "null"},
              {"d + x + nothing", "null"},
              {"date(\"2026-01-31\") + duration(\"P1D\") + duration(\"P1D\")", "2026-02-02"},
              {"if x = 1 then 1 else if x = 8 then 2 else 3", "2"},
              {"if x = 1 then 1 else if x = 9 then 2 else if a = a then 3 else 4", "3"},
              {"if x = 8 then if d = 1 then 1 else 2 else 3", "2"}},
             names);
  const auto template_of = [&](const std::string& text) {
    return result_of("${" + text + "}", names, Dialect::Template);
  };
  CHECK(template_of("x - 1 - 2 + 4") == "9");
  CHECK(template_of("x / 2 / d * 3") == "6");
  CHECK(template_of("x % 5 % d") == "1");
  CHECK(template_of("x > 7 == true") == "true");
  CHECK(template_of("x == 1 ? 'a' : x == 8 ? 'b' : 'c'") == "\"b\"");
  CHECK(template_of("x == 8 ? d == 2 ? 'a' : 'b' : 'c'") == "\"a\"");
}

TEST_CASE("What fails within a chain is told where it stands") {
  std::vector<Diagnostic> diagnostics;
  FixedNames names;
  names.values = {{"x", 1}};
  CHECK(value_of("x + 1\n  + true", names, Dialect::Feel, &diagnostics).is_null());
  REQUIRE(diagnostics.size() == 1);
  CHECK(diagnostics[0].line == 2);
  CHECK(diagnostics[0].column == 3);
}

TEST_CASE("Backtracking cannot be provoked") {
  CHECK_THROWS_AS(compile(repeated("x in (", 100) + repeated("..1)", 100), Dialect::Feel), SyntaxError);
  CHECK_NOTHROW(compile(repeated("x in (", 60) + "1" + repeated("..1)", 60), Dialect::Feel));
}

TEST_CASE("A text that is too long is refused") {
  CHECK_NOTHROW(compile(std::string(text_length_max - 1, ' ') + "1", Dialect::Feel));
  CHECK_THROWS_AS(compile(std::string(text_length_max, ' ') + "1", Dialect::Feel), SyntaxError);
}

TEST_CASE("Endless work ends with an error") {
  for (const std::string text :
       {"for i in 1..1000000000000 return 1", "some i in 1..1000000000000 satisfies false",
        "count(for i in 1..10000, j in 1..10000 return i)", "{f: function(n) f(n + 1), r: f(1)}.r",
        "for i in 1..100000 return [partial[-1]]", "for i in 1..100000 return partial",
        "{a: [1, 1], b: [a, a], c: [b, b], d: [c, c], e: [d, d], f: [e, e], g: [f, f], h: [g, g], i: [h, h], "
        "j: [i, i], "
        "k: [j, j], l: [k, k], m: [l, l], n: [m, m], o: [n, n], p: [o, o], q: [p, p], r: [q, q], s: [r, r], "
        "t: [s, s], "
        "u: [t, t], v: [u, u], w: [v, v], x: string([w, w])}.x",
        "for i in 1..200 return if i = 1 then \"0123456789\" else partial[-1] + partial[-1]",
        "sort(for i in 1..100000 return i, function(x, y) true)"}) {
    INFO(text);
    CHECK_THROWS_AS(value_of(text, FixedNames()), EvaluationError);
  }
}

TEST_CASE("A result that nests too deeply is refused") {
  const auto nested = [](int levels) {
    return "(for i in 1.." + std::to_string(levels) + " return if i = 1 then [] else [partial[-1]])[-1]";
  };
  CHECK_NOTHROW(value_of(nested(value_depth_max), FixedNames()));
  CHECK_THROWS_AS(value_of(nested(value_depth_max + 2), FixedNames()), EvaluationError);
}

TEST_CASE("Loops have a limited number of iterators") {
  const auto loop = [](std::size_t count) {
    std::string text = "for x in [1]";
    for (std::size_t i = 1; i < count; ++i) text += ", x in [1]";
    return text + " return 1";
  };
  CHECK(result_of(loop(iterators_max)) == "[1]");
  CHECK_THROWS_AS(compile(loop(iterators_max + 1), Dialect::Feel), SyntaxError);
}

TEST_CASE("Only so many diagnostics are kept") {
  std::vector<Diagnostic> diagnostics;
  value_of("for i in 1..1000 return 1 + null", FixedNames(), Dialect::Feel, &diagnostics);
  CHECK(diagnostics.size() == diagnostics_max);
}

TEST_CASE("Large regular expressions are refused") {
  CHECK(result_of("matches(\"a\", \"(a{1000}){1000}\")") == "null");
  CHECK(result_of("matches(\"a\", \"a{100}\")") == "false");
}

TEST_CASE("Rounding takes scales within the decimal range") {
  CHECK(result_of("decimal(1.5, " + std::to_string(scale_max) + ")") == "1.5");
  CHECK(result_of("decimal(1.5, " + std::to_string(scale_max + 1) + ")") == "null");
  CHECK(result_of("decimal(1.5, " + std::to_string(scale_min) + ")") == "0");
  CHECK(result_of("decimal(1.5, " + std::to_string(scale_min - 1) + ")") == "null");
}
