#include <catch2/catch.hpp>
#include "base/json.h"
#include "tests/engine/office.h"

using namespace lienthong;
using namespace lienthong::engine;
using tests::flow;

namespace {

/// Fees by age: `fee` gives one rule, `many` several, `strict` has two rules that contradict each other.
std::string fees(const std::string& amount = "8000", const std::string& tag = "") {
  const auto table = [&](const std::string& id, const std::string& policy, const std::string& rules) {
    return "<decision id='" + id + "' name='" + id + "'" +
           (tag.empty() ? "" : " camunda:versionTag='" + tag + "'") + "><decisionTable id='t-" + id +
           "' hitPolicy='" + policy + "'><input id='i-" + id +
           "' label='Age'><inputExpression typeRef='number'><text>age</text></inputExpression></input>"
           "<output id='o-" +
           id + "' name='amount' typeRef='number'/>" + rules + "</decisionTable></decision>";
  };
  const auto rule = [](const std::string& id, const std::string& test, const std::string& output) {
    return "<rule id='" + id + "'><inputEntry><text>" + test + "</text></inputEntry><outputEntry><text>" +
           output + "</text></outputEntry></rule>";
  };
  return "<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' "
         "xmlns:camunda='http://camunda.org/schema/1.0/dmn' id='fees' name='Fees' namespace='urn:fees'>" +
         table("fee", "UNIQUE", rule("young", "&lt; 18", amount) + rule("old", "&gt;= 18", "0")) +
         table("many", "COLLECT", rule("m1", "-", "1") + rule("m2", "-", "2")) +
         "<decision id='needs' name='needs'><variable name='sum'/><literalExpression><text>age + "
         "surcharge</text>"
         "</literalExpression></decision>" +
         table("strict", "UNIQUE", rule("s1", "&lt; 10", "1") + rule("s2", "&lt; 20", "2")) +
         "</definitions>";
}

std::string process(const std::string& attributes, const std::string& inside = "") {
  return "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" "
         "xmlns:camunda=\"http://camunda.org/schema/1.0/bpmn\" id=\"d\" targetNamespace=\"t\">"
         "<process id=\"p\" isExecutable=\"true\"><startEvent id='s'/><businessRuleTask id='t' " +
         attributes + ">" + inside + "</businessRuleTask><endEvent id='e'/>" + flow("s", "t") +
         flow("t", "e") + "</process></definitions>";
}

struct DecisionOffice {
  DecisionOffice() : engine(store, {}) { engine.open(Clocks::agreeing(now)); }
  Result ask(Command command) { return engine.run(std::span(&command, 1), Clocks::agreeing(now)).front(); }
  Deployed deploy(std::vector<std::pair<std::string, std::string>> resources) {
    Deploy command;
    command.resources = std::move(resources);
    const Result result = ask(command);
    if (result.error) std::rethrow_exception(result.error);
    return std::get<Deployed>(result.reply);
  }
  /// Runs the process to its end; the variable `result`, or the error's text.
  std::string run(int age = 7) {
    StartProcess start;
    start.key = "p";
    start.variables.emplace_back("age", TypedValue::of(Value(age)));
    Result result = ask(start);
    try {
      if (result.error) std::rethrow_exception(result.error);
    } catch (const Refused& refused) {
      return refused.what();
    }
    const InstanceId root = std::get<Started>(result.reply).root;
    for (const VariableHistory& row : store.reader()->select(Query<VariableHistory>{}))
      if (row.name == "result" && row.root == root) return text(row.value.for_expressions());
    return "nothing";
  }
  std::string decide(const std::string& attributes, int age = 7) {
    deploy({{"fees.dmn", fees()}, {"p.bpmn", process("camunda:resultVariable='result' " + attributes)}});
    return run(age);
  }
  std::vector<DecisionHistory> history() { return store.reader()->select(Query<DecisionHistory>{}); }
  storage::MemoryStore store;
  Engine engine;
  Instant now{1'649'732'400'000};
};

}  // namespace

TEST_CASE("a business-rule task evaluates a deployed table and maps its result") {
  CHECK(DecisionOffice().decide("camunda:decisionRef='fee' camunda:mapDecisionResult='singleEntry'") ==
        "8000");
  CHECK(DecisionOffice().decide("camunda:decisionRef='fee' camunda:mapDecisionResult='singleEntry'", 20) ==
        "0");
  CHECK(DecisionOffice().decide("camunda:decisionRef='fee' camunda:mapDecisionResult='singleResult'") ==
        text(Value(Context{{"amount", Value(8000)}})));
  CHECK(DecisionOffice().decide("camunda:decisionRef='fee'") ==
        text(Value(List{Value(Context{{"amount", Value(8000)}})})));
  CHECK(DecisionOffice().decide("camunda:decisionRef='many' camunda:mapDecisionResult='collectEntries'") ==
        text(Value(List{Value(1), Value(2)})));
  CHECK(DecisionOffice().decide("camunda:decisionRef=\"${age &lt; 10 ? 'fee' : 'many'}\" "
                                "camunda:mapDecisionResult='singleEntry'") == "8000");
}

TEST_CASE("what a task cannot use fails and says why") {
  const auto says = [](const std::string& attributes, const std::string& words, int age = 7) {
    const std::string told = DecisionOffice().decide(attributes, age);
    CAPTURE(told);
    CHECK(told.find(words) != std::string::npos);
  };
  says("camunda:decisionRef='many' camunda:mapDecisionResult='singleEntry'", "several");
  says("camunda:decisionRef='none'", "no decision definition deployed with key 'none'");
  says("camunda:decisionRef='needs'", "Cannot resolve identifier 'surcharge'");
  says("camunda:decisionRef='strict'", "Rules 1 and 2 of 'strict' both match");
  says("camunda:decisionRef='fee' camunda:decisionRefBinding='version' camunda:decisionRefVersion='9'",
       "and version '9'");
}

TEST_CASE("the decision's result is seen by output mappings and gone afterwards") {
  DecisionOffice office;
  office.deploy(
      {{"fees.dmn", fees()},
       {"p.bpmn",
        process("camunda:decisionRef='fee'",
                "<extensionElements><camunda:inputOutput><camunda:outputParameter name='result'>"
                "${decisionResult.get(0).get('amount')}</camunda:outputParameter></camunda:inputOutput>"
                "</extensionElements>")}});
  CHECK(office.run() == "8000");
  for (const VariableHistory& row : office.store.reader()->select(Query<VariableHistory>{}))
    CHECK(row.name != "decisionResult");
}

TEST_CASE("bindings choose the version of a decision") {
  const auto bound = [](const std::string& binding) {
    DecisionOffice office;
    office.deploy(
        {{"fees.dmn", fees("1", "one")},
         {"p.bpmn", process("camunda:resultVariable='result' camunda:mapDecisionResult='singleEntry' "
                            "camunda:decisionRef='fee' " +
                            binding)}});
    office.deploy({{"fees.dmn", fees("2", "two")}});
    return office.run();
  };
  CHECK(bound("") == "2");
  CHECK(bound("camunda:decisionRefBinding='latest'") == "2");
  CHECK(bound("camunda:decisionRefBinding='deployment'") == "1");
  CHECK(bound("camunda:decisionRefBinding='version' camunda:decisionRefVersion='1'") == "1");
  CHECK(bound("camunda:decisionRefBinding='versionTag' camunda:decisionRefVersionTag='one'") == "1");
}

TEST_CASE("every evaluation leaves its inputs, its outputs and the rules that fired") {
  DecisionOffice office;
  const Deployed deployed =
      office.deploy({{"fees.dmn", fees()}, {"p.bpmn", process("camunda:decisionRef='many'")}});
  CHECK(deployed.decisions.size() == 4);
  CHECK(deployed.requirements.size() == 1);
  office.run();
  const auto rows = office.history();
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].key == "many");
  CHECK(rows[0].node == "t");
  CHECK(rows[0].decision == deployed.decisions[1]);
  CHECK(rows[0].requirements == deployed.requirements[0]);
  const Value details = json::parse(rows[0].details);
  REQUIRE(details.find("inputs")->list().size() == 1);
  CHECK(text(*details.find("inputs")->list()[0].find("value")) == "7");
  CHECK(text(*details.find("inputs")->list()[0].find("name")) == "Age");
  REQUIRE(details.find("outputs")->list().size() == 2);
  CHECK(text(*details.find("outputs")->list()[1].find("rule")) == "m2");
  CHECK(text(*details.find("outputs")->list()[1].find("variable")) == "amount");
}

TEST_CASE("a table that cannot be read refuses the whole deployment and names the place") {
  DecisionOffice office;
  std::string broken = fees();
  broken.replace(broken.find("&gt;= 18"), 8, "&gt;= (18");
  try {
    office.deploy({{"fees.dmn", broken}, {"p.bpmn", process("camunda:decisionRef='fee'")}});
    FAIL("it was accepted");
  } catch (const Refused& refused) {
    CHECK(refused.kind == Refused::Kind::Unparsable);
    REQUIRE(refused.problems.size() == 1);
    CHECK(refused.problems[0].resource == "fees.dmn");
    CHECK(refused.problems[0].element_id == "old");
    CHECK(refused.problems[0].rule == "feel-syntax");
    CHECK(refused.problems[0].line == 1);
  }
  CHECK(office.store.reader()->count(Query<Deployment>{}) == 0);
}

TEST_CASE("deleting a deployment makes the version before it the latest again") {
  DecisionOffice office;
  office.deploy({{"fees.dmn", fees("1")},
                 {"p.bpmn", process("camunda:resultVariable='result' camunda:mapDecisionResult='singleEntry' "
                                    "camunda:decisionRef='fee'")}});
  const Deployed second = office.deploy({{"fees.dmn", fees("2")}});
  CHECK(office.run() == "2");
  REQUIRE_FALSE(office.ask(DeleteDeployment{second.deployment, false}).error);
  CHECK(office.run() == "1");
  CHECK(office.store.reader()->count(Query<DecisionRow>{}) == 4);
}

TEST_CASE("decisions are there again when the engine starts anew on its store") {
  DecisionOffice office;
  office.deploy({{"fees.dmn", fees()},
                 {"p.bpmn", process("camunda:resultVariable='result' camunda:mapDecisionResult='singleEntry' "
                                    "camunda:decisionRef='fee'")}});
  Engine again(office.store, {});
  again.open(Clocks::agreeing(office.now));
  StartProcess start;
  start.key = "p";
  start.variables.emplace_back("age", TypedValue::of(Value(7)));
  const Command command = start;
  CHECK_FALSE(again.run(std::span(&command, 1), Clocks::agreeing(office.now)).front().error);
}
