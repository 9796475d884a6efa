#include "dmn/vocabulary.h"
#include <algorithm>
#include <set>
#include "dmn/check.h"
#include "tests/dmn/support.h"

using namespace lienthong;
using namespace lienthong::dmn;

namespace {

struct Complaint {
  std::string rule, message;
  Problem::Severity severity = Problem::Severity::Error;
  int line = 0;
};

std::vector<Complaint> complaints_of(const std::string& file) {
  std::vector<Complaint> all;
  for (const Problem& problem : compiled({file}).problems)
    all.push_back({problem.rule, problem.message, problem.severity, problem.line});
  return all;
}

/// The only thing that is wrong with a file.
Complaint complaint(const std::string& children) {
  const std::vector<Complaint> all = complaints_of(definitions(children));
  for (const Complaint& one : all) UNSCOPED_INFO(one.rule + ": " + one.message);
  REQUIRE(all.size() == 1);
  CHECK(all[0].line > 0);
  return all[0];
}

constexpr const char* one_rule_table =
    "<decisionTable><input><inputExpression><text>1</text></inputExpression></input><output name='o'/>"
    "<rule><inputEntry><text>-</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>"
    "</decisionTable>";

}  // namespace

TEST_CASE("Every word of the vocabulary has its meaning and its place") {
  std::set<std::string_view> reached{"definitions", "extensionElements", "description"};
  for (const Term& term : terms())
    for (const Part& part : parts_of(term.children))
      for (const std::string_view member : part.members) {
        INFO(std::string(term.name) + " > " + std::string(member));
        const std::string_view parent = term.name.substr(term.name.find('/') + 1);
        REQUIRE(find_term(member, parent));
        reached.insert(find_term(member, parent)->name);
      }
  for (const Term& term : terms()) {
    INFO(term.name);
    CHECK(reached.contains(term.name));
    CHECK((term.kind == Term::Kind::Element || (term.attributes.empty() && term.children.empty())));
  }
  for (const UniqueNames& unique : unique_names()) {
    REQUIRE(find_term(unique.parent, ""));
    CHECK(find_term(unique.child, unique.parent)->attributes.find("name") != std::string_view::npos);
  }
  for (const CamundaWord& word : camunda_words()) CHECK(find_term(word.at, ""));
}

TEST_CASE("What stands beside the words of DMN is its owner's affair") {
  const std::string file =
      "<dmn:definitions xmlns:dmn='https://www.omg.org/spec/DMN/20191111/MODEL/' xmlns:v='urn:vendor' "
      "xmlns:di='https://www.omg.org/spec/DMN/20191111/DMNDI/' "
      "xmlns:camunda='http://camunda.org/schema/1.0/dmn' "
      "id='d' name='d' namespace='urn:d' v:logo='x' camunda:diagramRelationId='7' exporter='e' "
      "exporterVersion='1' typeLanguage='t'>"
      "<dmn:description>about</dmn:description><dmn:extensionElements><v:any><v:text/></v:any>"
      "</dmn:extensionElements>"
      "<dmn:decision id='a' name='a' label='A' v:unparsed='true' camunda:historyTimeToLive='P30D' "
      "camunda:versionTag='1'><dmn:question>q</dmn:question><dmn:allowedAnswers>yes</dmn:allowedAnswers>"
      "<dmn:variable id='v' name='a' label='l' typeRef='number'/><dmn:authorityRequirement>"
      "<dmn:requiredAuthority href='#k'/></dmn:authorityRequirement><dmn:decisionOwner href='#o'/>"
      "<dmn:literalExpression id='l' v:id='1'><dmn:text>1</dmn:text></dmn:literalExpression></dmn:decision>"
      "<dmn:knowledgeSource id='k' name='law' locationURI='urn:l'><dmn:type>t</dmn:type><dmn:owner "
      "href='#o'/>"
      "</dmn:knowledgeSource><dmn:textAnnotation id='t' textFormat='text/plain'><dmn:text>note</dmn:text>"
      "</dmn:textAnnotation><dmn:association id='s' associationDirection='One'><dmn:sourceRef href='#a'/>"
      "<dmn:targetRef href='#t'/></dmn:association><dmn:group id='g' name='g'/>"
      "<dmn:elementCollection id='c' name='c'><dmn:drgElement href='#a'/></dmn:elementCollection>"
      "<dmn:organizationUnit id='o' name='o' URI='urn:o'><dmn:decisionMade href='#a'/></dmn:organizationUnit>"
      "<di:DMNDI><di:DMNDiagram id='n'/></di:DMNDI></dmn:definitions>";
  CHECK(complaints_of(file).empty());
  CHECK(shown(outcome(compiled({file}).model, "a").value) == "1");
}

TEST_CASE("A word that DMN does not have is told with the nearest that it has") {
  const std::string in_table =
      decision("d", edited(one_rule_table, "<decisionTable", "<decisionTable hitpolicy='FIRST'"));
  CHECK(complaint(in_table).message ==
        "The attribute \"hitpolicy\" in decisionTable is not known: do you mean hitPolicy?");
  CHECK(complaint(in_table).rule == "unknown-attribute");
  CHECK(complaint(decision("d", "<literalExpresion><text>1</text></literalExpresion>")).message ==
        "<literalExpresion> in decision is not known: do you mean literalExpression?");
  CHECK(complaint(decision("d", "<literalExpression><txt>1</txt></literalExpression>")).rule ==
        "unknown-element");
  CHECK(complaint("<inputdata id='x' name='x'/>").message ==
        "<inputdata> in definitions is not known: do you mean inputData?");
  CHECK(complaint("<itemDefinition name='t' iscollection='true'><typeRef>number</typeRef></itemDefinition>")
            .message ==
        "The attribute \"iscollection\" in itemDefinition is not known: do you mean isCollection?");
  CHECK(complaint("<itemDefinition name='t'><typeref>number</typeref></itemDefinition>").message ==
        "<typeref> in itemDefinition is not known: do you mean typeRef?");
  CHECK(complaint(decision("d", edited(one_rule_table, "<rule>", "<rule inputs='1'>"))).rule ==
        "unknown-attribute");
  CHECK(complaint(decision("d", edited(one_rule_table, "<text>-</text>", "<text>-<b/></text>"))).message ==
        "<b> in text, which holds nothing but text");
}

TEST_CASE("A word that stands where it means nothing is told") {
  CHECK(complaint(decision("d", literal("1") + "<rule/>")).rule == "misplaced-element");
  CHECK(complaint(decision("d", "<extensionElements>" + literal("1") + "</extensionElements>")).rule ==
        "misplaced-element");
  CHECK(complaint(decision("d", "<q:literalExpression xmlns:q='urn:q'><text>1</text></q:literalExpression>"))
            .rule == "foreign-element");
  CHECK(complaint(decision("d", "<o xmlns=''/>" + literal("1"))).rule == "foreign-element");
  CHECK(complaint(
            edited(decision("d", one_rule_table), "<decisionTable",
                   "<decisionTable xmlns:x='https://www.omg.org/spec/DMN/20230324/MODEL/' x:hitPolicy='ANY'"))
            .message == "The attribute \"hitPolicy\" in decisionTable is written without a prefix");
}

TEST_CASE("Text that belongs to no element is told") {
  CHECK(complaint(decision("d", "hello" + literal("1"))).message ==
        "The text \"hello\" in decision belongs to none of its elements");
  CHECK(complaint(decision("d", "<literalExpression>1</literalExpression>")).rule == "stray-text");
  CHECK(complaint(decision("d", edited(one_rule_table, "<rule>", "<rule>- "))).rule == "stray-text");
  CHECK(complaint("loose").rule == "stray-text");
}

TEST_CASE("What may stand once and stands twice is told") {
  CHECK(complaint(decision("d", "<literalExpression><text>1</text><text>2</text></literalExpression>"))
            .message == "The literalExpression has more than one <text>");
  CHECK(complaint(decision("d", literal("1") + "<list/>")).message ==
        "The decision has more than one expression");
  CHECK(complaint(decision("d", "<list>" + literal("1") + literal("2") + "</list>" + literal("3"))).rule ==
        "element-twice");
  CHECK(complaint(decision("d", "<context><contextEntry><variable name='a'/>" + literal("1") + literal("2") +
                                    "</contextEntry></context>"))
            .rule == "element-twice");
  CHECK(complaint(edited(decision("d", one_rule_table), "<text>1</text></inputExpression>",
                         "<text>1</text></inputExpression><inputExpression><text>2</text></inputExpression>"))
            .rule == "element-twice");
  CHECK(complaint(
            "<itemDefinition name='t'><typeRef>number</typeRef><typeRef>string</typeRef></itemDefinition>")
            .rule == "element-twice");
}

TEST_CASE("What must be there and is missing is told") {
  CHECK(complaint("<decision id='d'>" + literal("1") + "</decision>").message ==
        "The decision needs the attribute \"name\"");
  CHECK(complaint("<inputData id='i'/>").rule == "attribute-missing");
  CHECK(complaint("<itemDefinition><typeRef>number</typeRef></itemDefinition>").rule == "attribute-missing");
  CHECK(complaint("<itemDefinition name='t'><itemComponent><typeRef>number</typeRef></itemComponent>"
                  "</itemDefinition>")
            .rule == "attribute-missing");
  CHECK(complaint(decision("d", "<relation><column/></relation>")).rule == "attribute-missing");
  CHECK(complaint(
            decision("d", "<for><in>" + literal("[1]") + "</in><return>" + literal("1") + "</return></for>"))
            .message == "The for needs the attribute \"iteratorVariable\"");
  CHECK(complaint(decision("d", "<conditional><if>" + literal("true") + "</if><then>" + literal("1") +
                                    "</then></conditional>"))
            .message == "The conditional needs <else>");
  CHECK(complaint(decision("d", "<filter><in/><match>" + literal("true") + "</match></filter>")).message ==
        "The in needs an expression");
  CHECK(complaint(
            decision("d", edited(one_rule_table, "<inputExpression><text>1</text></inputExpression>", "")))
            .message == "The input needs <inputExpression>");
  CHECK(complaint("<decision id='d' name='d'><informationRequirement/>" + literal("1") + "</decision>")
            .message == "The informationRequirement needs <requiredDecision> or <requiredInput>");
  CHECK(complaint(
            "<decision id='d' name='d'><informationRequirement><requiredInput/></informationRequirement>" +
            literal("1") + "</decision>")
            .message == "The requiredInput needs the attribute \"href\"");
}

TEST_CASE("An id that stands twice is told, whatever it belongs to") {
  CHECK(complaint(edited(decision("d", one_rule_table), "<input>", "<input id='d'>")).message ==
        "The id \"d\" is used twice");
  CHECK(complaint(edited(edited(decision("d", one_rule_table), "<rule>", "<rule id='r'>"), "<inputEntry>",
                         "<inputEntry id='r'>"))
            .rule == "id-twice");
}

TEST_CASE("Two of one name within one element are told") {
  const std::string type = "<itemDefinition name='t'><typeRef>number</typeRef></itemDefinition>";
  CHECK(complaint(type + type).message == "The name \"t\" of <itemDefinition> is used twice in definitions");
  CHECK(complaint(decision("d", "<relation><column name='a'/><column name='a'/></relation>")).rule ==
        "name-twice");
  CHECK(complaint(decision("d", table({"UNIQUE", "", {"1"}, {"a", "a"}, {{"-", "1", "2"}}}))).rule ==
        "name-twice");
  CHECK(complaint(decision("d", "<functionDefinition><formalParameter name='p'/><formalParameter name='p'/>" +
                                    literal("p") + "</functionDefinition>"))
            .rule == "name-twice");
  CHECK(complaint(decision("d", "<invocation>" + literal("abs") + "<binding><parameter name='n'/>" +
                                    literal("1") + "</binding><binding><parameter name='n'/>" + literal("2") +
                                    "</binding></invocation>"))
            .message == "The parameter \"n\" is bound twice");
}

TEST_CASE("A value that an attribute does not have is told") {
  CHECK(complaint("<itemDefinition name='t' isCollection='yes'><typeRef>number</typeRef></itemDefinition>")
            .rule == "attribute-value");
  CHECK(complaint(decision("d", "<functionDefinition kind='feel'>" + literal("1") + "</functionDefinition>"))
            .message == "kind has no value \"feel\": do you mean FEEL?");
  CHECK(complaint(decision("d", edited(one_rule_table, "<decisionTable", "<decisionTable hitPolicy='first'")))
            .message == "There is no hit policy \"first\": do you mean FIRST?");
  const Complaint sideways = complaint(
      decision("d", edited(one_rule_table, "<decisionTable", "<decisionTable preferredOrientation='Up'")));
  CHECK(sideways.rule == "attribute-value");
  CHECK(sideways.severity == Problem::Severity::Warning);  // nothing of a run depends on it
}

TEST_CASE("A word of Camunda that is not read is a warning, and a time to live that is none an error") {
  const auto camunda = [](const std::string& from, const std::string& to) {
    return complaints_of(definitions(edited(decision("d", one_rule_table), from, to),
                                     "xmlns:camunda='http://camunda.org/schema/1.0/dmn'"));
  };
  const auto near = camunda("<input>", "<input camunda:inputVariabel='x'>");
  REQUIRE(near.size() == 1);
  CHECK(near[0].severity == Problem::Severity::Warning);
  CHECK(near[0].message ==
        "The attribute \"camunda:inputVariabel\" in input is not known and has no effect: do "
        "you mean inputVariable?");
  const auto space = complaints_of(
      definitions(decision("d", one_rule_table), "xmlns:c='http://camunda.org/schema/1.0/dnm'"));
  REQUIRE(space.size() == 1);
  CHECK(space[0].rule == "nearly-a-namespace");
  CHECK(complaints_of(
            definitions(decision("d", one_rule_table), "xmlns:c='http://camunda.org/schema/modeler/1.0'"))
            .empty());
  const auto elsewhere = camunda("<output ", "<output camunda:inputVariable='x' ");
  REQUIRE(elsewhere.size() == 1);
  CHECK(elsewhere[0].rule == "misplaced-extension");
  for (const char* days : {"soon", "-1", "1.5", "P1M", "P", "5 days"}) {
    CAPTURE(days);
    const auto soon =
        camunda("<decision ", std::string("<decision camunda:historyTimeToLive='") + days + "' ");
    REQUIRE(soon.size() == 1);
    CHECK(soon[0].rule == "history-time-to-live");
    CHECK(soon[0].severity == Problem::Severity::Error);
  }
  for (const char* days : {"", "0", "180", "P180D"})
    CHECK(camunda("<decision ", std::string("<decision camunda:historyTimeToLive='") + days + "' ").empty());
}

TEST_CASE("A combination of hit policy, aggregation and outputs that can give no result is an error") {
  const auto one = [](TestTable of) { return complaint(decision("d", table(of))); };
  CHECK(one({"UNIQUE", "SUM", {"1"}, {"a|number"}, {{"-", "1"}}}).message ==
        "The aggregation SUM needs the hit policy COLLECT, not UNIQUE");
  for (const char* aggregation : {"SUM", "COUNT", "MIN", "MAX"})
    CHECK(one({"COLLECT", aggregation, {"1"}, {"a|number", "b|number"}, {{"-", "1", "2"}}}).message ==
          std::string("The aggregation ") + aggregation + " is for tables of one output, and this one has 2");
  CHECK(one({"COLLECT", "SUM", {"1"}, {"a|string"}, {{"-", "\"x\""}}}).message ==
        "The aggregation SUM cannot be made of string, the type of the output");
  CHECK(one({"COLLECT", "MAX", {"1"}, {"a|boolean"}, {{"-", "true"}}}).rule == "aggregation");
  for (const char* policy : {"PRIORITY", "OUTPUT ORDER"})
    CHECK(one({policy, "", {"1"}, {"a|string"}, {{"-", "\"x\""}}}).rule == "hit-policy-values");
  const Complaint unnamed =
      complaint(edited(decision("d", table({"UNIQUE", "", {"1"}, {"a", "b"}, {{"-", "1", "2"}}})),
                       "<output name='b'", "<output"));
  CHECK(unnamed.rule == "output-without-name");
}

TEST_CASE("A priority may come from the values that a type allows") {
  const std::string types =
      "<itemDefinition name='risk'><typeRef>string</typeRef><allowedValues><text>\"high\",\"low\"</text>"
      "</allowedValues></itemDefinition>";
  CHECK(shown(result(
            definitions(
                types +
                decision("d",
                         table({"PRIORITY", "", {"1"}, {"a|risk"}, {{"-", "\"low\""}, {"-", "\"high\""}}}))),
            "d")) == "\"high\"");
}
