// How often an activity runs: what the reader keeps of it, and which contradictions are refused where.
#include <catch2/catch.hpp>
#include "tests/bpmn/support.h"

using namespace lienthong;
using namespace lienthong::bpmn;
using namespace lienthong::bpmn::testing;

namespace {

std::string looped(const std::string& attributes, const std::string& inside, const std::string& before = "") {
  return around("<task id='a' " + attributes + ">" + inside + "</task>", before);
}
std::string standard(const std::string& attributes, const std::string& inside = "") {
  return looped(
      "", "<standardLoopCharacteristics " + attributes + ">" + inside + "</standardLoopCharacteristics>");
}
std::string many(const std::string& attributes, const std::string& inside = "",
                 const std::string& before = "") {
  return looped("",
                "<multiInstanceLoopCharacteristics camunda:collection='x' " + attributes + ">" + inside +
                    "</multiInstanceLoopCharacteristics>",
                before);
}
std::string complex_behavior(const std::string& condition, const std::string& event) {
  return "<complexBehaviorDefinition>" + condition + event + "</complexBehaviorDefinition>";
}
const std::string loop_condition = "<condition>${x}</condition>";
const std::string signal = "<signal id='s1' name='told'/><signalEventDefinition id='d1' signalRef='s1'/>";

Process read_process(const std::string& xml) { return read(xml).processes.front(); }

}  // namespace

TEST_CASE("a standard loop ends by its condition or its maximum") {
  const std::vector<std::pair<std::string, std::string>> rows{
      {standard("loopMaximum='3'"), ""},
      {standard("loopMaximum='${n}' testBefore='true'"), ""},
      {standard("", "<loopCondition>${x}</loopCondition>"), ""},
      {standard(""), "loop-endless"},
      {standard("testBefore='true'"), "loop-endless"},
      {standard("loopMaximum='0'"), "loop-maximum"},
      {standard("loopMaximum='-1'"), "loop-maximum"},
      {standard("loopMaximum='few'"), "loop-maximum"},
      {standard("", "<loopCondition language='groovy'>1</loopCondition>"), "not-executable-yet"},
      {looped("",
              "<standardLoopCharacteristics loopMaximum='1'/><multiInstanceLoopCharacteristics "
              "camunda:collection='x'/>"),
       "two-loops"}};
  for (const auto& [xml, rule] : rows) {
    INFO(xml);
    CHECK(errors(xml) == rule);
  }
  const Process process = read_process(standard(
      "testBefore='true' loopMaximum='3' camunda:asyncBefore='true'", "<loopCondition>${x}</loopCondition>"));
  const Loop& loop = *process.node(process.by_id.at("a")).loop;
  CHECK((loop.standard && loop.test_before && loop.async_before && !loop.async_after));
  CHECK((loop.maximum->text == "3" && loop.condition->text == "${x}"));
  const auto problems = check(read(standard("")));
  CHECK(problems.front().element_id == "a");
  CHECK(std::pair(problems.front().line, problems.front().column) == std::pair(4, 15));
}

TEST_CASE("a multi-instance throws what it can") {
  const auto event = [](const std::string& kind, const std::string& attributes = "") {
    return "<event><" + kind + "EventDefinition " + attributes + "/></event>";
  };
  const std::string error = "<error id='e1' errorCode='E'/>";
  const std::vector<std::pair<std::string, std::string>> rows{
      {many("behavior='All'"), ""},
      {many("behavior='None'"), ""},
      {many("behavior='One'"), ""},
      {many("behavior='None' noneBehaviorEventRef='d1'", "", signal), ""},
      {many("behavior='One' oneBehaviorEventRef='t:d1'", "", signal), ""},
      {many("behavior='One' oneBehaviorEventRef='d2'", "", signal), "unknown-reference"},
      {many("behavior='Some'"), "loop-behavior"},
      {many("behavior='Complex'"), "loop-complex"},
      {many("behavior='Complex'", complex_behavior(loop_condition, "")), "loop-complex"},
      {many("behavior='Complex'", complex_behavior("", event("error", "errorRef='e1'")), error),
       "loop-complex"},
      {many("behavior='Complex'", complex_behavior(loop_condition, event("error", "errorRef='e1'")), error),
       ""},
      {many("behavior='Complex'", complex_behavior(loop_condition, event("error"))), "error-without-code"},
      {many("behavior='Complex'", complex_behavior(loop_condition, event("signal"))), "signal-without-name"},
      {many("behavior='Complex'", complex_behavior(loop_condition, event("message"))),
       "message-without-name"},
      {many("behavior='Complex'", complex_behavior(loop_condition, event("escalation"))),
       "escalation-without-code"},
      {many("behavior='Complex'", complex_behavior(loop_condition, event("terminate"))), "loop-event-kind"},
      {many("behavior='Complex'", complex_behavior(loop_condition, event("timer"))), "loop-event-kind"}};
  for (const auto& [xml, rule] : rows) {
    INFO(xml);
    CHECK(errors(xml) == rule);
  }
  CHECK(warnings(many("", complex_behavior(loop_condition, ""))) == "loop-behavior-ignored");
  const Process process = read_process(many("behavior='None' noneBehaviorEventRef='d1'", "", signal));
  const Loop& loop = *process.node(process.by_id.at("a")).loop;
  CHECK(loop.behavior == Loop::Behavior::None);
  CHECK(loop.throws.at(0).events.at(0).name == "told");
}

TEST_CASE("an escalation of a multi-instance may be caught at any activity") {
  const std::string escalation =
      "<escalation id='k' escalationCode='K'/>"
      "<escalationEventDefinition id='d' escalationRef='k'/>";
  const std::string boundary =
      "<boundaryEvent id='b' attachedToRef='a'><escalationEventDefinition "
      "escalationRef='k'/></boundaryEvent>";
  const auto model = [&](const std::string& behavior) {
    return around("<task id='a'><multiInstanceLoopCharacteristics camunda:collection='x' " + behavior +
                      "/></task>" + boundary,
                  escalation);
  };
  CHECK(errors(model("behavior='One' oneBehaviorEventRef='d'")) == "");
  CHECK(errors(model("")) == "escalation-boundary");
}

TEST_CASE("activities take and give as many tokens as they say") {
  const std::vector<std::pair<std::string, std::string>> rows{
      {looped("startQuantity='2' completionQuantity='3'", ""), ""},
      {looped("startQuantity='1000'", ""), ""},
      {looped("startQuantity='0'", ""), "quantity"},
      {looped("startQuantity='-1'", ""), "quantity"},
      {looped("completionQuantity='1001'", ""), "quantity"},
      {looped("completionQuantity='many'", ""), "quantity"},
      {around("<exclusiveGateway id='a' completionQuantity='2'/>"), "quantity-place"},
      {around("<task id='a'/><task id='b' startQuantity='2'/>"), "quantity-without-flow"}};
  for (const auto& [xml, rule] : rows) {
    INFO(xml);
    CHECK(errors(xml) == rule);
  }
  const Process process = read_process(looped("startQuantity='2' completionQuantity='3'", ""));
  CHECK(process.node(process.by_id.at("a")).start_quantity == 2);
  CHECK(process.node(process.by_id.at("a")).completion_quantity == 3);
}
