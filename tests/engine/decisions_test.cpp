#include <catch2/catch.hpp>
#include "tests/engine/office.h"

using namespace lienthong;
using namespace lienthong::engine;
using tests::flow;

namespace {

/// Answers one rule for the decision `fee`, several for `many`, none for another.
struct Fees : Decisions {
  List decide(std::string_view name, const Context& inputs) override {
    const Value* age = inputs.find("age");
    asked = age ? text(*age) : "";
    if (name == "fee") return {Value(Context{{"amount", Value(8000)}})};
    if (name == "many") return {Value(Context{{"amount", Value(1)}}), Value(Context{{"amount", Value(2)}})};
    throw Refused(Refused::Kind::Failed, "no decision '" + std::string(name) + "'");
  }
  std::string asked;
};

struct Office {
  explicit Office(Decisions* decisions) : engine(store, settings(decisions)) { engine.open(); }
  static Settings settings(Decisions* decisions) {
    Settings s;
    s.decisions = decisions;
    return s;
  }
  Result ask(Command command) { return engine.run(std::span(&command, 1), now).front(); }
  /// Runs a business-rule task to its end; the variable `result`, or the error's text.
  std::string decide(const std::string& attributes) {
    Deploy deploy;
    deploy.resources.emplace_back(
        "p.bpmn",
        "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" "
        "xmlns:camunda=\"http://camunda.org/schema/1.0/bpmn\" id=\"d\" targetNamespace=\"t\">"
        "<process id=\"p\" isExecutable=\"true\"><startEvent id='s'/><businessRuleTask id='t' "
        "camunda:resultVariable='result' " +
            attributes + "/><endEvent id='e'/>" + flow("s", "t") + flow("t", "e") +
            "</process></definitions>");
    ask(deploy);
    StartProcess start;
    start.key = "p";
    start.variables.emplace_back("age", TypedValue::of(Value(7)));
    try {
      if (const Result result = ask(start); result.error) std::rethrow_exception(result.error);
    } catch (const Refused& refused) {
      return refused.what();
    }
    for (const VariableHistory& row : store.reader()->select(Query<VariableHistory>{}))
      if (row.name == "result") return text(row.value.for_expressions());
    return "nothing";
  }
  storage::MemoryStore store;
  Engine engine;
  Instant now{1'649'732'400'000};
};

}  // namespace

TEST_CASE("a business-rule task asks through the door and maps what comes back") {
  Fees fees;
  CHECK(Office(&fees).decide("camunda:decisionRef='fee' camunda:mapDecisionResult='singleEntry'") == "8000");
  CHECK(fees.asked == "7");
  CHECK(Office(&fees).decide("camunda:decisionRef='many' camunda:mapDecisionResult='collectEntries'") ==
        text(Value(List{Value(1), Value(2)})));
}

TEST_CASE("several results where one is expected fail, and so does a decision that is not there") {
  Fees fees;
  CHECK(Office(&fees)
            .decide("camunda:decisionRef='many' camunda:mapDecisionResult='singleEntry'")
            .find("several") != std::string::npos);
  CHECK(Office(&fees).decide("camunda:decisionRef='none'").find("no decision 'none'") != std::string::npos);
  CHECK(Office(nullptr).decide("camunda:decisionRef='fee'").find("no decision engine is set") !=
        std::string::npos);
}
