#include "base/utf8.h"
#include <catch2/catch.hpp>

using namespace lienthong;

TEST_CASE("A text is cut after so many characters, never inside one") {
  const std::string text = "Hồ sơ số 7 €𝄞x";
  CHECK(utf8::length(text) == 14);
  CHECK(utf8::is_valid(text));
  CHECK(utf8::first_characters(text, 2) == "Hồ");
  CHECK(utf8::first_characters(text, 5) == "Hồ sơ");
  CHECK(utf8::first_characters(text, 12) == "Hồ sơ số 7 €");
  CHECK(utf8::first_characters(text, 13) == "Hồ sơ số 7 €𝄞");
  CHECK(utf8::first_characters(text, 14) == text);
  CHECK(utf8::first_characters(text, 400) == text);
  CHECK(utf8::first_characters(text, 0).empty());
  CHECK(utf8::first_characters("", 3).empty());
}

TEST_CASE("A text is cut before so many bytes are exceeded, never inside a character") {
  const std::string text = "aồ€𝄞";  // 1, 3, 3 and 4 bytes
  const std::size_t expected[] = {0, 1, 1, 1, 4, 4, 4, 7, 7, 7, 7, 11, 11};
  for (std::size_t max = 0; max < std::size(expected); ++max)
    CHECK(utf8::first_bytes(text, max).size() == expected[max]);
}

TEST_CASE("A letter is not parted from the marks that combine with it") {
  const std::string text = "Ma\xCC\x83i ke\xCC\x82\xCC\xA3nh";  // two marks on the second e
  CHECK(utf8::first_characters(text, 2) == "M");
  CHECK(utf8::first_characters(text, 3) == "Ma\xCC\x83");
  CHECK(utf8::first_characters(text, 7) == "Ma\xCC\x83i k");
  CHECK(utf8::first_characters(text, 8) == "Ma\xCC\x83i k");
  CHECK(utf8::first_characters(text, 9) == "Ma\xCC\x83i ke\xCC\x82\xCC\xA3");
  CHECK(utf8::first_bytes(text, 3) == "M");
  CHECK(utf8::first_bytes(text, 4) == "Ma\xCC\x83");
}

TEST_CASE("A letter under more marks than fit is cut all the same") {
  std::string text = "e";
  for (int i = 0; i < 50; ++i) text += "\xCC\x81";
  CHECK(utf8::first_characters(text, 10).size() == 19);
  CHECK(utf8::first_bytes(text, 10).size() == 9);
  CHECK(utf8::first_characters("\xCC\x81\xCC\x81\xCC\x81", 2).size() == 4);
}

TEST_CASE("Bytes that are no UTF-8 count one each, and are cut between") {
  const std::string_view texts[] = {"\x80\x80\x80\x80",   // continuations alone
                                    "\xC3\xC3\xC3\xC3",   // beginnings alone
                                    "\xE1\xBB\xE1\xBB",   // cut off
                                    "\xED\xA0\x80\x80",   // a half of a surrogate pair
                                    "\xC0\xAF\xE0\x80",   // longer than need be
                                    "\xF5\x80\x80\x80",   // beyond U+10FFFF
                                    "\xF0\x80\x80\x80"};  // four bytes for what needs three
  for (const std::string_view text : texts) {
    CHECK(utf8::length(text) == 4);
    CHECK_FALSE(utf8::is_valid(text));
    for (std::size_t max = 0; max <= 4; ++max) {
      CHECK(utf8::first_characters(text, max).size() == max);
      CHECK(utf8::first_bytes(text, max).size() == max);
    }
  }
  CHECK(utf8::first_characters("\xE1\xBB"
                               "ab",
                               3) ==
        "\xE1\xBB"
        "a");
}

TEST_CASE("Every code point is written and read again") {
  for (char32_t c = 0; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 251) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    utf8::append(text, c);
    std::size_t at = 0;
    if (utf8::next(text, at) != c || at != text.size() || utf8::sequence_length(text, 0) != text.size())
      FAIL_CHECK(static_cast<std::uint32_t>(c));
  }
}
