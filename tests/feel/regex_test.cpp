#include "tests/feel/support.h"

using namespace lienthong;
using namespace lienthong::feel;

TEST_CASE("Patterns find what they describe") {
  check_rows({
      {"matches(\"foobar\", \"^fo*b\")", "true"},
      {"matches(\"foobar\", \"^o\")", "false"},
      {"matches(\"abc\", \"b\")", "true"},
      {"matches(\"abc\", \"^b$\")", "false"},
      {"matches(\"a1b22\", \"^[a-z]\\d[a-z]\\d{2}$\")", "true"},
      {"matches(\"ABC\", \"abc\")", "false"},
      {"matches(\"ABC\", \"abc\", \"i\")", "true"},
      {"matches(\"ĐƯỜNG\", \"đường\", \"i\")", "true"},
      {"matches(\"a\\nb\", \"a.b\")", "false"},
      {"matches(\"a\\nb\", \"a.b\", \"s\")", "true"},
      {"matches(\"a\\nb\", \"^b\", \"m\")", "true"},
      {"matches(\"ab\", \"a b\", \"x\")", "true"},
      {"matches(\"\", \"^$\")", "true"},
      {"matches(\"x\", \"(a|b|x)+\")", "true"},
      {"matches(\"-\", \"[a-z-[aeiou]]\")", "false"},
      {"matches(\"b\", \"[a-z-[aeiou]]\")", "true"},
      {"matches(\"e\", \"[a-z-[aeiou]]\")", "false"},
      {"matches(\"ế\", \"^\\p{L}$\")", "true"},
      {"matches(\"Ế\", \"^\\p{Lu}$\")", "true"},
      {"matches(\"a\", \"[^a-c]\")", "false"},
      {"matches(\"aaa\", \"^a{2,}$\")", "true"},
      {"matches(\"aaa\", \"^a{0,2}$\")", "false"},
      {"matches(\"a]\", \"[]a]+\")", "true"},
      {"matches(\"a\", \"a**\")", "null"},
      {"matches(\"a\", \"(a\")", "null"},
      {"matches(\"a\", \"[a\")", "null"},
      {"matches(\"a\", \"a\", \"z\")", "null"},
      {"matches(\"a\", \"\\q\")", "null"},
      {"replace(\"abracadabra\", \"bra\", \"*\")", "\"a*cada*\""},
      {"replace(\"abracadabra\", \"a.*a\", \"*\")", "\"*\""},
      {"replace(\"abracadabra\", \"a.*?a\", \"*\")", "\"*c*bra\""},
      {"replace(\"abcd\", \"(ab)|(a)\", \"[1=$1][2=$2]\")", "\"[1=ab][2=]cd\""},
      {"replace(\"2022-04-12\", \"(\\d+)-(\\d+)-(\\d+)\", \"$3/$2/$1\")", "\"12/04/2022\""},
      {"replace(\"a.b\", \".\", \"-\", \"q\")", "\"a-b\""},
      {"replace(\"abc\", \"x*\", \"-\")", "null"},
      {"replace(\"abc\", \"b\", \"$\")", "null"},
      {"replace(\"abc\", \"b\", \"\\\\$\")", "\"a$c\""},
      {"split(\"John Doe\", \"\\s\")", "[\"John\", \"Doe\"]"},
      {"split(\"a;b;c;;\", \";\")", "[\"a\", \"b\", \"c\", \"\", \"\"]"},
      {"split(\"abc\", \"\")", "null"},
  });
}

TEST_CASE("Patterns that hang others run in linear time") {
  FixedNames names;
  names.values["text"] = std::string(2'000, 'a') + "!";
  CHECK(result_of("matches(text, \"^(a+)+$\")", names) == "false");
  CHECK(result_of("matches(text, \"(a*)*(a*)*(a*)*b\")", names) == "false");
  CHECK(result_of("matches(text, \"^(a|aa)+$\")", names) == "false");
  CHECK(result_of("matches(text, \"((a{100}){100}){100}\")", names) == "null");
  CHECK(result_of("matches(text, \"" + std::string(5'000, '(') + "\")", names) == "null");
}
