#include "tests/feel/support.h"

using namespace lienthong;
using namespace lienthong::feel;

namespace {

SyntaxError refusal(const std::string& text, Dialect dialect) {
  try {
    compile(text, dialect);
  } catch (const SyntaxError& error) {
    return error;
  }
  return {"accepted", 0, 0};
}

}  // namespace

TEST_CASE("A mistake is named with its place") {
  const SyntaxError open = refusal("1 +\n  (2", Dialect::Feel);
  CHECK(std::string(open.what()) == "Expected ')', found the end of the text (line 2, column 5)");
  CHECK(open.line == 2);
  CHECK(open.column == 5);
  const SyntaxError sign = refusal("\"ế\" & 1", Dialect::Feel);
  CHECK(std::string(sign.what()) == "Unexpected character '&' (line 1, column 5)");
  const SyntaxError tail = refusal("1 2", Dialect::Feel);
  CHECK(std::string(tail.what()) == "Expected an operator or the end, found '2' (line 1, column 3)");
  const SyntaxError part = refusal("Xin chào\n ${a +}", Dialect::Template);
  CHECK(std::string(part.what()) == "Expected a value, found '}' (line 2, column 7)");
}

TEST_CASE("What is no FEEL is refused") {
  for (const std::string text : {"",
                                 "   ",
                                 "1 +",
                                 "+ 1",
                                 "(1",
                                 "[1, 2",
                                 "{a: 1",
                                 "{a 1}",
                                 "{a: 1, a: 2}",
                                 "\"abc",
                                 "if 1 then 2",
                                 "for x in [1]",
                                 "some x satisfies 1",
                                 "x instance of",
                                 "f(1",
                                 "f(a: 1, 2)",
                                 "@\"nonsense\"",
                                 "/* no end",
                                 "1 between 2",
                                 "a.",
                                 "function(a, a) a",
                                 "#",
                                 "[1..2",
                                 "1e9999",
                                 "not",
                                 "a b: 1",
                                 "f(a: 1, a: 2)",
                                 "x in",
                                 "..",
                                 "1..2"}) {
    INFO(text);
    CHECK_THROWS_AS(compile(text, Dialect::Feel), SyntaxError);
  }
}

TEST_CASE("What is no template is refused") {
  for (const std::string text :
       {"${", "${}", "${a", "${a +}", "${a.}", "${a b}", "${'x}", "${f(1}", "${a ? b}", "${[1]}", "${a[1}",
        "#{a", "${a = 1}", "${eq}", "${1e99999}", "${a instanceof b}"}) {
    INFO(text);
    CHECK_THROWS_AS(compile(text, Dialect::Template), SyntaxError);
  }
}

TEST_CASE("An expression keeps its text") {
  CHECK(text_of(*compile("1 + 1", Dialect::Feel)) == "1 + 1");
  CHECK(is_literal(*compile("plain", Dialect::Template)));
  CHECK_FALSE(is_literal(*compile("plain ${x}", Dialect::Template)));
  CHECK_FALSE(is_literal(*compile("1", Dialect::Feel)));
}
