#include <catch2/catch.hpp>
#include "tests/api/processes.h"

using namespace lienthong;
using namespace lienthong::api;
using Catch::Matchers::Contains;

namespace {

std::string rule(const std::string& id, const std::string& test, const std::string& output) {
  return "<rule id='" + id + "'><inputEntry><text>" + test + "</text></inputEntry><outputEntry><text>" +
         output + "</text></outputEntry></rule>";
}

std::string decision(const std::string& id, const std::string& policy, const std::string& rules) {
  return "<decision id='" + id + "' name='The " + id +
         "' camunda:historyTimeToLive='P30D'><decisionTable id='t" + id + "' " + policy + "><input id='i" +
         id +
         "' label='Age'><inputExpression typeRef='number'><text>age</text></inputExpression>"
         "</input><output id='o" +
         id + "' name='amount' label='Amount' typeRef='number'/>" + rules + "</decisionTable></decision>";
}

/// Three decisions: fee (UNIQUE), parts (COLLECT), total (COLLECT SUM), and one that is an expression.
std::string file() {
  return "<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' "
         "xmlns:camunda='http://camunda.org/schema/1.0/dmn' id='fees' name='Fees' namespace='urn:fees'>" +
         decision("fee", "", rule("young", "&lt; 18", "8000") + rule("old", "[18..60)", "0")) +
         decision("parts", "hitPolicy='COLLECT'", rule("p1", "&lt; 50", "1") + rule("p2", "&lt; 40", "2")) +
         decision("total", "hitPolicy='COLLECT' aggregation='SUM'",
                  rule("s1", "&lt; 50", "1") + rule("s2", "-", "2")) +
         decision("twice", "", rule("t1", "-", "1") + rule("t2", "-", "2")) +
         "<decision id='text' name='Text'><variable name='line'/><literalExpression><text>\"age \" + "
         "string(age)"
         "</text></literalExpression></decision></definitions>";
}

struct Decisions : Office {
  Decisions() { deployed = deploy({{"fees.dmn", "fees.dmn", file()}}); }
  Answer evaluate(const std::string& key, const std::string& age) {
    return post("/decision-definition/key/" + key + "/evaluate",
                R"({"variables":{"age":{"value":)" + age + R"(,"type":"Integer"}}})");
  }
  Answer deployed;
};

}  // namespace

TEST_CASE("A deployment answers the decisions and the graph it has made") {
  Decisions o;
  REQUIRE(o.deployed.status == 200);
  const Value answer = o.deployed.json();
  CHECK(answer.find("deployedProcessDefinitions")->is_null());
  REQUIRE(answer.find("deployedDecisionDefinitions")->context().entries.size() == 5);
  const auto& [id, first] = answer.find("deployedDecisionDefinitions")->context().entries[0];
  CHECK_THAT(id, Contains("fee:1:"));
  CHECK(keys(first) ==
        std::vector<std::string>{"id", "key", "category", "name", "version", "resource", "deploymentId",
                                 "tenantId", "decisionRequirementsDefinitionId",
                                 "decisionRequirementsDefinitionKey", "historyTimeToLive", "versionTag"});
  CHECK(text(first, "decisionRequirementsDefinitionKey") == "fees");
  CHECK(text(first, "historyTimeToLive") == "30");
  CHECK(answer.find("deployedDecisionRequirementsDefinitions")->context().entries.size() == 1);
}

TEST_CASE("Decisions are evaluated by key and by id, always as a list of rows") {
  Decisions o;
  CHECK(o.evaluate("fee", "7").body == R"([{"amount":{"value":8000,"type":"Integer","valueInfo":{}}}])");
  CHECK(o.evaluate("fee", "99").body == "[]");
  CHECK(o.evaluate("parts", "30").list().size() == 2);
  CHECK(o.evaluate("total", "30").body == R"([{"amount":{"value":3,"type":"Integer","valueInfo":{}}}])");
  CHECK(o.evaluate("text", "5").body == R"([{"line":{"value":"age 5","type":"String","valueInfo":{}}}])");
  const std::string id = text(o.get("/decision-definition/key/fee").json(), "id");
  CHECK(o.post("/decision-definition/" + id + "/evaluate", R"({"variables":{"age":{"value":20}}})").body ==
        R"([{"amount":{"value":0,"type":"Integer","valueInfo":{}}}])");
}

TEST_CASE("What cannot be evaluated has the contract's errors") {
  Decisions o;
  const Answer twice = o.evaluate("twice", "1");
  CHECK(twice.status == 500);
  CHECK_THAT(twice.body, Contains("Cannot evaluate decision twice: ") && Contains("hit policy is UNIQUE"));
  CHECK(o.evaluate("none", "1").status == 404);
  CHECK_THAT(o.evaluate("none", "1").body, Contains("No matching decision definition with key: none"));
  CHECK(o.post("/decision-definition/none:1:5/evaluate", "{}").status == 404);
  CHECK(o.post("/decision-definition/key/fee/evaluate",
               R"({"variables":{"age":{"value":"x","type":"Integer"}}})")
            .status == 400);
  CHECK(o.post("/decision-definition/key/fee/evaluate", "{").status == 400);
}

namespace {

std::string of_camunda(const std::string& decisions) {
  return "<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' "
         "xmlns:camunda='http://camunda.org/schema/1.0/dmn' id='d' name='D' namespace='urn:d'>" +
         decisions + "</definitions>";
}

}  // namespace

TEST_CASE("A variable that an expression needs and nobody gives is an error that names it") {
  Office o;
  const std::string sum =
      "<decision id='sum' name='Sum'><variable name='total' typeRef='integer'/><literalExpression>"
      "<text>fee + surcharge</text></literalExpression></decision>";
  REQUIRE(o.deploy({{"sum.dmn", "sum.dmn", of_camunda(sum)}}).status == 200);
  const Answer missing =
      o.post("/decision-definition/key/sum/evaluate", R"({"variables":{"fee":{"value":100}}})");
  CHECK(missing.status == 500);
  CHECK_THAT(missing.body,
             Contains("Cannot evaluate decision sum: ") && Contains("Cannot resolve identifier 'surcharge'"));
  CHECK(o.post("/decision-definition/key/sum/evaluate",
               R"({"variables":{"fee":{"value":100},"surcharge":{"value":5}}})")
            .body == R"([{"total":{"value":105,"type":"Integer","valueInfo":{}}}])");
}

TEST_CASE("Numbers keep the type that their clause declares, in answers and in history") {
  Office o;
  std::string outputs, entries;
  for (const std::string type : {"integer", "long", "double"}) {
    outputs += "<output id='o" + type + "' name='" + type + "' typeRef='" + type + "'/>";
    entries += "<outputEntry><text>n</text></outputEntry>";
  }
  const std::string table = "<decision id='t' name='T'><decisionTable>" + outputs + "<rule id='r'>" +
                            entries + "</rule></decisionTable></decision>";
  REQUIRE(o.deploy({{"t.dmn", "t.dmn", of_camunda(table)}}).status == 200);
  const Answer answer = o.post("/decision-definition/key/t/evaluate", R"({"variables":{"n":{"value":2}}})");
  REQUIRE(answer.list().size() == 1);
  const Value row = answer.list()[0];
  CHECK(text(*row.find("integer"), "type") == "Integer");
  CHECK(text(*row.find("long"), "type") == "Long");
  CHECK(text(*row.find("double"), "type") == "Double");
  const Value told = o.get("/history/decision-instance?includeOutputs=true").list().at(0);
  const List& kept = told.find("outputs")->list();
  REQUIRE(kept.size() == 3);
  CHECK(text(kept[0], "type") == "Integer");
  CHECK(text(kept[1], "type") == "Long");
  CHECK(text(kept[2], "type") == "Double");
}

TEST_CASE("Decision definitions are listed, read and deleted with their deployment") {
  Decisions o;
  o.deploy({{"fees.dmn", "fees.dmn", file()}});
  const auto names = [&](const std::string& query) {
    std::string all;
    for (const Value& row : o.get("/decision-definition" + query).list())
      all += text(row, "key") + text(row, "version") + " ";
    return all;
  };
  CHECK(o.get("/decision-definition/count").body == R"({"count":10})");
  CHECK(names("?key=fee&sortBy=version&sortOrder=asc") == "fee1 fee2 ");
  CHECK(names("?latestVersion=true&keyLike=t%25&sortBy=key&sortOrder=asc") == "text2 total2 twice2 ");
  CHECK(names("?decisionRequirementsDefinitionKey=fees&version=1&sortBy=key&sortOrder=asc") ==
        "fee1 parts1 text1 total1 twice1 ");
  CHECK(names("?withoutDecisionRequirementsDefinition=true").empty());
  CHECK(o.get("/decision-requirements-definition?key=fees").list().size() == 2);
  CHECK(text(o.get("/decision-definition/key/fee/xml").json(), "dmnXml") == file());
  CHECK(text(o.get("/decision-requirements-definition/key/fees/xml").json(), "dmnXml") == file());
  CHECK(o.get("/decision-definition/key/fee/diagram").status == 204);
  CHECK(o.get("/decision-definition/fee:1:1").status == 404);
  const std::string id = text(o.get("/decision-definition/key/fee").json(), "id");
  CHECK(o.served
            .ask("PUT", "/engine-rest/decision-definition/" + id + "/history-time-to-live",
                 R"({"historyTimeToLive":5})")
            .status == 204);
  CHECK(text(o.get("/decision-definition/" + id).json(), "historyTimeToLive") == "5");
  const std::string deployment = text(o.get("/decision-definition/key/fee").json(), "deploymentId");
  CHECK(o.del("/deployment/" + deployment).status == 204);
  CHECK(names("?key=fee") == "fee1 ");
}

TEST_CASE("Each evaluation is told with its inputs, its outputs and the rules that fired") {
  Decisions o;
  o.evaluate("parts", "30");
  o.evaluate("total", "30");
  const Answer list =
      o.get("/history/decision-instance?decisionDefinitionKey=parts&includeInputs=true&includeOutputs=true");
  REQUIRE(list.list().size() == 1);
  const Value row = list.list()[0];
  CHECK(text(row, "decisionDefinitionName") == "The parts");
  CHECK(row.find("processInstanceId")->is_null());
  REQUIRE(row.find("inputs")->list().size() == 1);
  const Value input = row.find("inputs")->list()[0];
  CHECK(text(input, "value") == "30");
  CHECK(text(input, "clauseId") == "iparts");
  CHECK(text(input, "clauseName") == "Age");
  REQUIRE(row.find("outputs")->list().size() == 2);
  const Value output = row.find("outputs")->list()[1];
  CHECK(text(output, "ruleId") == "p2");
  CHECK(text(output, "ruleOrder") == "2");
  CHECK(text(output, "variableName") == "amount");
  CHECK(text(output, "value") == "2");
  CHECK(text(o.get("/history/decision-instance?decisionDefinitionKey=total").list()[0],
             "collectResultValue") == "3");
  CHECK(o.get("/history/decision-instance/count").body == R"({"count":2})");
  const std::string id = text(row, "id");
  CHECK(o.get("/history/decision-instance/" + id).json().find("inputs") == nullptr);
  CHECK(o.get("/history/decision-instance/" + id + "?includeInputs=true").json().find("inputs") != nullptr);
  CHECK(o.get("/history/decision-instance/12").status == 404);
}

TEST_CASE("A file that cannot be read is refused with its place") {
  Office o;
  const Answer answer = o.deploy({{"bad.dmn", "bad.dmn",
                                   "<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' "
                                   "id='d' name='d' namespace='n'><decision id='a' name='a'>"
                                   "<literalExpression><text>1 +</text></literalExpression>"
                                   "</decision></definitions>"}});
  CHECK(answer.status == 400);
  CHECK_THAT(answer.body, Contains("ParseException") && Contains("DMN-02004") && Contains("bad.dmn"));
}
