#include "base/json.h"
#include <catch2/catch.hpp>
#include "base/refused.h"

using namespace lienthong;

namespace {

std::string again(const std::string& text) { return json::write(json::parse(text)); }

std::string refusal(std::string_view text) {
  try {
    json::parse(text);
  } catch (const Refused& refused) {
    CHECK(refused.kind == Refused::Kind::Invalid);
    return refused.what();
  }
  return "accepted";
}

std::string nested(int depth) {
  return std::string(static_cast<std::size_t>(depth), '[') +
         std::string(static_cast<std::size_t>(depth), ']');
}

}  // namespace

TEST_CASE("JSON is read and written without loss") {
  for (const char* text :
       {"null", "true", "false", "0", "-1", "1.5", "\"\"", "[]", "{}", "[1,\"a\",null,[true]]",
        "{\"b\":1,\"a\":{\"c\":[]}}", "18446744073709551615", "123456789012345678901234567890",
        "0.1234567890123456789012345678901234", "-9223372036854775808", "\"Hà Nội 😀\""}) {
    INFO(text);
    CHECK(again(text) == text);
  }
  CHECK(again(" [ 1 , 2.50 , 1e2 , -0.0 ] ") == "[1,2.5,100.0,0.0]");
  CHECK(again("\"\\u00e9\\ud83d\\ude00\\/\\b\\f\\n\\r\\t\\u0000\"") == "\"é😀/\\b\\f\\n\\r\\t\\u0000\"");
}

TEST_CASE("Of a repeated key the last wins, at the first one's place") {
  CHECK(again("{\"a\":1,\"b\":2,\"a\":3}") == "{\"a\":3,\"b\":2}");
  std::string many = "{";
  for (int i = 0; i < 40; ++i) many += "\"k" + std::to_string(i % 20) + "\":" + std::to_string(i) + ",";
  many.back() = '}';
  const Value value = json::parse(many);
  REQUIRE(value.context().entries.size() == 20);
  CHECK(*value.find("k0") == Value(20));
  CHECK(value.context().entries[19].first == "k19");
}

TEST_CASE("A large object is read in linear time") {
  std::string many = "{";
  for (int i = 0; i < 200'000; ++i) many += "\"k" + std::to_string(i) + "\":1,";
  many.back() = '}';
  CHECK(json::parse(many).context().entries.size() == 200'000);
}

TEST_CASE("Mistakes are named with line and column") {
  CHECK(refusal("[1,\n 2,, 3]").find("Invalid JSON at line 2, column 4: ") == 0);
  CHECK(refusal("{\"ế\": nul}").find("line 1, column") != std::string::npos);
  CHECK(refusal("").find("line 1, column 1: ") != std::string::npos);
  for (const char* bad :
       {"",        " ",           "[",      "]",   "{",     "{\"a\"}", "{\"a\":}",     "{a:1}",
        "[1,]",    "01",          "1.",     ".5",  "+1",    "NaN",     "'a'",          "\"a",
        "\"\\x\"", "\"\\ud800\"", "\"\n\"", "1 2", "[1] x", "tru",     "// remark\n1", "1e400"}) {
    INFO(bad);
    CHECK(refusal(bad).find("Invalid JSON") == 0);
  }
}

TEST_CASE("Text that is no UTF-8 is refused") {
  for (const char* bad :
       {"\"\xff\"", "\"\xc3\"", "\"\xed\xa0\x80\"", "\"\xf5\x80\x80\x80\"", "\"\xc0\xaf\"", "\xff"}) {
    CHECK(refusal(bad).find("Invalid JSON at line 1") == 0);
  }
}

TEST_CASE("Nesting has a limit in both directions") {
  CHECK(again(nested(json::depth_max)) == nested(json::depth_max));
  const std::string message = refusal("\n" + nested(json::depth_max + 1));
  CHECK(message == "Invalid JSON at line 2, column 65: nested deeper than 64 levels");
  CHECK(refusal(std::string(1'000'000, '[')).find("nested deeper") != std::string::npos);
  Value deep(1);
  for (int i = 0; i < json::depth_max; ++i) deep = List{deep};
  CHECK_NOTHROW(json::write(deep));
  CHECK_THROWS_AS(json::write(Value(List{deep})), Refused);
}

TEST_CASE("What JSON has no word for becomes a string, and its text is always valid") {
  CHECK(json::write(Value(Date{2022, 4, 12})) == "\"2022-04-12\"");
  CHECK(json::write(Value(DaysTime{3600, 0})) == "\"PT1H\"");
  CHECK(json::write(Value(Range{Value(1), Value(2), true, false})) == "\"[1..2)\"");
  CHECK(json::write(Value("a\xff"
                          "b\xe1\xba")) ==
        "\"a\xEF\xBF\xBD"
        "b\xEF\xBF\xBD\xEF\xBF\xBD\"");
  CHECK(json::write(Value("\x01\"\\")) == "\"\\u0001\\\"\\\\\"");
}

TEST_CASE("The writer places commas and closes what it opened") {
  std::string out;
  json::Writer w(out);
  w.object();
  w.key("id").string("1");
  w.key("list").array().number(1).boolean(true).null().array().end().object().end().end();
  w.key("value").value(List{1, "x"});
  w.key("raw").raw("{}");
  w.end();
  CHECK(out == "{\"id\":\"1\",\"list\":[1,true,null,[],{}],\"value\":[1,\"x\"],\"raw\":{}}");
  CHECK_THROWS_AS(w.end(), std::logic_error);
  CHECK_THROWS_AS(w.key("x"), std::logic_error);
}
