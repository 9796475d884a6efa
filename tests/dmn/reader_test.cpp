#include "tests/dmn/support.h"

using namespace lienthong;
using namespace lienthong::dmn;

namespace {

std::string first_rule(const std::string& file) {
  const Compiled one = compiled({file});
  if (one.problems.empty()) return "";
  CHECK(one.problems[0].line > 0);
  return one.problems[0].rule;
}

}  // namespace

TEST_CASE("Files of DMN 1.1 to 1.6 are read, whatever their prefixes") {
  for (const char* space :
       {"http://www.omg.org/spec/DMN/20151101/dmn.xsd", "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/", "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/", "https://www.omg.org/spec/DMN/20240513/MODEL/",
        "http://www.omg.org/spec/DMN/20240513/MODEL/"}) {
    CAPTURE(space);
    const std::string file =
        std::string("<x:definitions xmlns:x='") + space +
        "' id='d' name='d' namespace='urn:d'><x:decision id='a' name='a'><x:variable name='a' "
        "typeRef='number'/><x:literalExpression><x:text><![CDATA[1 + 1]]></x:text>"
        "</x:literalExpression></x:decision></x:definitions>";
    CHECK(shown(result(file, "a")) == "2");
  }
}

TEST_CASE("What a file holds beyond decisions does no harm") {
  const std::string file = definitions(
      "<description>about</description><extensionElements><q:x xmlns:q='urn:q'/></extensionElements>"
      "<knowledgeSource id='k' name='law'><authorityRequirement><requiredInput "
      "href='#x'/></authorityRequirement>"
      "</knowledgeSource><organizationUnit id='o' name='unit'/><performanceIndicator id='p' name='p'/>"
      "<textAnnotation id='t'><text>note</text></textAnnotation><elementCollection id='c' name='c'/>" +
      input("x") + decision("d", "<question>why</question>" + literal("x"), {}, {"x"}));
  CHECK(shown(result(file, "d", {{"x", 1}})) == "1");
}

TEST_CASE("What is wrong with a file is told with its place") {
  CHECK(first_rule("") == "xml-syntax");
  CHECK(first_rule("<a/>") == "not-dmn");
  CHECK(first_rule("<!DOCTYPE x><a/>") == "xml-doctype");
  CHECK(first_rule(definitions(decision(
            "d", "<decisionTable hitPolicy='BEST'><output name='o'/></decisionTable>"))) == "hit-policy");
  CHECK(first_rule(definitions(decision("d", "<decisionTable/>"))) == "table-without-output");
  CHECK(first_rule(definitions(decision("d", table({"UNIQUE", "", {"1", "2"}, {"o"}, {{"-", "-"}}})))) ==
        "rule-width");
  CHECK(first_rule(definitions(decision("d", literal("1 +")))) == "feel-syntax");
  CHECK(first_rule(definitions(input("x") + input("x"))) == "id-twice");
  CHECK(first_rule(definitions(decision(
            "d", "<literalExpression expressionLanguage='javascript'><text>1</text></literalExpression>"))) ==
        "expression-language");
}

TEST_CASE("A syntax error is told where it stands in the file") {
  const Compiled one =
      compiled({definitions("<decision id='d' name='d'>\n  <literalExpression>\n    <text>\n"
                            "      1 +\n      * 2</text></literalExpression></decision>")});
  REQUIRE(one.problems.size() == 1);
  CHECK(one.problems[0].line == 6);
  CHECK(one.problems[0].column == 7);
  CHECK(one.problems[0].element_id == "d");
}

TEST_CASE("A file larger than its limits is refused") {
  CHECK(first_rule(std::string(xml_limits.bytes_max + 1, ' ')) == "xml-too-large");
  std::string many = "<a>";
  for (int i = 0; i < xml_limits.elements_max; ++i) many += "<b/>";
  CHECK(first_rule(many + "</a>") == "xml-too-many-elements");
}
