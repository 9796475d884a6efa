// Files in other encodings than UTF-8.
#include <algorithm>
#include <catch2/catch.hpp>
#include "bpmn/reader.h"
#include "bpmn/validate.h"
#include "bpmn/write.h"
#include "tests/bpmn/support.h"
#include "xml/source.h"

using namespace lienthong;
using namespace lienthong::bpmn;
using namespace lienthong::bpmn::testing;

namespace {

/// Two bytes a character; characters of the basic plane only.
std::string utf16(std::u16string_view text, bool big_endian, bool mark = true) {
  std::string out;
  const auto put = [&](char16_t unit) {
    const char high = static_cast<char>(unit >> 8), low = static_cast<char>(unit & 0xFF);
    out += big_endian ? high : low;
    out += big_endian ? low : high;
  };
  if (mark) put(0xFEFF);
  for (const char16_t unit : text) put(unit);
  return out;
}

const std::u16string wide_model =
    u"<?xml version='1.0' encoding='UTF-16'?>\n"
    u"<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' targetNamespace='t'>\n"
    u"<process id='p' isExecutable='true'><startEvent id='s' name='Đăng ký'/></process></definitions>";

std::string encoded_model(const std::string& declaration, const std::string& name) {
  return declaration +
         "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' targetNamespace='t'>"
         "<process id='p' isExecutable='true'><startEvent id='s' name='" +
         name + "'/></process></definitions>";
}

std::string start_name(const std::string& bytes) {
  const Document document = read(bytes);
  if (!document.problems.empty()) return document.problems.front().message;
  return document.processes.at(0).node(1).name;
}

std::string encoding_refusal(const std::string& bytes) {
  const Document document = read(bytes);
  if (document.problems.empty()) return "";
  const Problem& problem = document.problems.front();
  return problem.rule + " " + std::to_string(problem.line) + ":" + std::to_string(problem.column);
}

}  // namespace

TEST_CASE("a file in UTF-16 is read, in both byte orders, with its mark and without") {
  for (const bool big_endian : {false, true})
    for (const bool mark : {false, true}) {
      INFO(big_endian << mark);
      CHECK(start_name(utf16(wide_model, big_endian, mark)) == "Đăng ký");
      const std::vector<Problem> problems = validate(utf16(wide_model, big_endian, mark));
      CHECK(std::ranges::none_of(problems, [](const Problem& p) { return p.rule.starts_with("xml-"); }));
    }
  // Cut in the middle of a character, and half of a surrogate pair.
  CHECK(encoding_refusal(utf16(u"<a>\n  ", false) + "x") == "xml-encoding 2:3");
  CHECK(encoding_refusal(utf16(u"<a>\n \xD800 </a>", true)) == "xml-encoding 2:2");
}

TEST_CASE("a file in a declared encoding of single bytes is read") {
  CHECK(start_name(encoded_model("<?xml version='1.0' encoding='ISO-8859-1'?>",
                                 "Pr\xFC"
                                 "fen")) == "Prüfen");
  CHECK(start_name(encoded_model("<?xml version=\"1.0\" encoding=\"iso-8859-15\"?>", "10 \xA4")) == "10 €");
  CHECK(start_name(encoded_model("<?xml version='1.0' encoding='windows-1252'?>", "\x80")) == "€");
  CHECK(start_name(encoded_model("<?xml version='1.0' encoding='windows-1258'?>", "\xD0\xE3ng")) == "Đăng");
}

TEST_CASE("the bytes say more than a declaration that they contradict") {
  CHECK(start_name(encoded_model("<?xml version='1.0' encoding='utf-16'?>", "Đăng")) == "Đăng");
  CHECK(start_name(encoded_model("\xEF\xBB\xBF<?xml version='1.0' encoding='ISO-8859-1'?>", "Đăng")) ==
        "Đăng");
}

TEST_CASE("an unknown encoding is refused by name, also when all bytes are ASCII") {
  CHECK(encoding_refusal(encoded_model("<?xml version='1.0' encoding='UTF-7'?>", "a")) ==
        "xml-encoding 1:31");
  CHECK(encoding_refusal(encoded_model("<?xml version='1.0' encoding='ISO-8859-99'?>", "a")) ==
        "xml-encoding 1:1");
  const auto refused_at = [](const std::string& encoding, const std::string& character) {
    const std::string bytes = encoded_model("<?xml version='1.0' encoding='" + encoding + "'?>", character);
    CHECK(encoding_refusal(bytes) == "xml-encoding 1:" + std::to_string(bytes.find(character) + 1));
  };
  refused_at("ISO-8859-6", "\xFF");
  refused_at("US-ASCII", "\xE9");
}

TEST_CASE("a converted file keeps its columns and declares what it is when it is written") {
  const std::string latin = encoded_model("<?xml version='1.0' encoding='ISO-8859-1'?>", "\xE9");
  CHECK(xml::Text(latin).utf8().size() == latin.size() + 1);
  const Written written = write(latin);
  REQUIRE(written.problems.empty());
  CHECK(written.text.find("encoding=\"UTF-8\"") != std::string::npos);
  CHECK(start_name(written.text) == "é");
  const Written wide = write(utf16(wide_model, false));
  REQUIRE(wide.problems.empty());
  CHECK(start_name(wide.text) == "Đăng ký");
}

TEST_CASE("the limit of bytes is that of the converted text") {
  const auto sized = [](std::size_t characters) {
    return utf16(u"<a>" + std::u16string(characters - 7, u' ') + u"</a>", false);
  };
  CHECK_FALSE(xml::Source(sized(1000), {1000, 9}).problem());
  for (const std::size_t characters : {1001U, 9000U})
    CHECK(xml::Source(sized(characters), {1000, 9}).problem()->rule == "xml-too-large");
}
