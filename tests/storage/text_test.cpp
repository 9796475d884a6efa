#include "engine/rows/text.h"
#include <catch2/catch.hpp>
#include "engine/rows/lower_case.h"
#include "storage/sqlite.h"
#include "stores.h"

using namespace lienthong::engine;
using lienthong::storage::Connection;
using lienthong::storage::Directory;
using lienthong::storage::Statement;

TEST_CASE("the head of a text is what SQLite's substr() gives an index") {
  Directory directory;
  Connection file(directory.file(), Connection::Mode::ReadWrite);
  const std::string long_text =
      "Hồ sơ đăng ký khai sinh, đăng ký thường trú, cấp thẻ bảo hiểm y tế cho trẻ em";
  for (const std::string& text :
       {std::string(), std::string("short"), long_text, long_text + long_text, std::string(200, 'x'),
        "\xff\x80\xc3" + long_text, std::string("nul\0in", 6), std::string(63, 'a') + "ờ\x80\x80!"}) {
    Statement head(file, "SELECT substr(?, 1, " + std::to_string(head_characters) + ")");
    head.bind(1, Cell::of_text(text));
    REQUIRE(head.step());
    std::vector<Cell> row;
    head.read(row);
    CHECK(text_head(text) == row[0].text);
  }
}

TEST_CASE("lower case follows Unicode's simple mapping") {
  CHECK(lower_case("ABC xyz 123 [") == "abc xyz 123 [");
  CHECK(lower_case("ĐĂNG KÝ KHAI SINH: ẤẦẨẪẬ ỲỴỶỸ ƠƯ") == "đăng ký khai sinh: ấầẩẫậ ỳỵỷỹ ơư");
  CHECK(lower_case("ÀÖØÞ ß ÷×") == "àöøþ ß ÷×");
  CHECK(lower_case("ΑΣΩ ΆΌ ЖЯ ЁЏ Ա Ａ") == "ασω άό жя ёџ ա ａ");
  CHECK(lower_case("İŸẞ") == "iÿß");
  CHECK(lower_case("đã thường") == "đã thường");
}

TEST_CASE("lower case leaves bytes that are no UTF-8 as they are") {
  const std::string broken("A\xff\xc3\0\xe1\xba", 6);
  CHECK(lower_case(broken) == std::string("a\xff\xc3\0\xe1\xba", 6));
  CHECK(lower_case("\xc0\x80\xc1\xbf") == "\xc0\x80\xc1\xbf");
}

TEST_CASE("lower case of a lower case changes nothing") {
  for (char32_t c = 0; c < 0x11000; ++c)
    REQUIRE(simple_lower_case(simple_lower_case(c)) == simple_lower_case(c));
}

TEST_CASE("patterns take any run, any one, and what is escaped") {
  CHECK(like("", ""));
  CHECK(like("", "%"));
  CHECK_FALSE(like("", "_"));
  CHECK(like("abc", "abc"));
  CHECK_FALSE(like("abc", "ab"));
  CHECK_FALSE(like("ab", "abc"));
  CHECK_FALSE(like("abc", "ABC"));
  CHECK(like("abc", "a%"));
  CHECK(like("abc", "%c"));
  CHECK(like("abc", "%%b%%"));
  CHECK(like("aXbXc", "a%X_"));
  CHECK(like("ấm", "_m"));
  CHECK_FALSE(like("ấm", "__m"));
  CHECK(like("50%", "%\\%"));
  CHECK_FALSE(like("500", "50\\%"));
  CHECK(like("a\\", "a\\"));
  CHECK(like("a\\b", "a\\\\b"));
  CHECK(like("\xff", "_"));
}

TEST_CASE("a pattern with many runs does not take for ever") {
  std::string text(20'000, 'a'), pattern;
  for (int i = 0; i < 200; ++i) pattern += "%a";
  CHECK_FALSE(like(text, pattern + "b"));
}
