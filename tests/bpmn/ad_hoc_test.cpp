#include "bpmn/ad_hoc.h"
#include <catch2/catch.hpp>
#include "tests/bpmn/support.h"

using namespace lienthong;
using namespace lienthong::bpmn;
using namespace lienthong::bpmn::testing;

namespace {

std::string ad_hoc(const std::string& attributes, const std::string& inside) {
  return around("<adHocSubProcess id='a' " + attributes + ">" + inside + "</adHocSubProcess>");
}
std::string flow(const std::string& from, const std::string& to) {
  return "<sequenceFlow id='" + from + to + "' sourceRef='" + from + "' targetRef='" + to + "'/>";
}

}  // namespace

TEST_CASE("an ad-hoc sub-process holds activities, one of which can begin") {
  const std::string two = "<task id='x'/><task id='y'/>";
  const std::vector<std::pair<std::string, std::string>> rows{
      {ad_hoc("", two), ""},
      {ad_hoc("ordering='Parallel' cancelRemainingInstances='false'", two), ""},
      {ad_hoc("ordering='Sequential'", two + flow("x", "y")), ""},
      {ad_hoc("ordering='Backwards'", two), "ad-hoc-ordering"},
      {ad_hoc("", "<startEvent id='x'/><task id='y'/>"), "ad-hoc-start-or-end"},
      {ad_hoc("", "<endEvent id='x'/><task id='y'/>"), "ad-hoc-start-or-end"},
      {ad_hoc("", ""), "ad-hoc-empty"},
      {ad_hoc("", "<exclusiveGateway id='x'/><intermediateThrowEvent id='y'/>" + flow("x", "y")),
       "ad-hoc-empty"},
      {ad_hoc("", two + flow("x", "y") + flow("y", "x")), "ad-hoc-without-choice"},
      {ad_hoc("lienthong:activeElements='x, y'", two), ""},
      {ad_hoc("lienthong:activeElements='${list}'", two), ""},
      {ad_hoc("lienthong:activeElements='x, z'", two), "ad-hoc-active-elements"},
      {ad_hoc("lienthong:activeElements='y'", two + flow("x", "y")), "ad-hoc-active-elements"},
      {ad_hoc("", two + "<completionCondition language='groovy'>1</completionCondition>"),
       "not-executable-yet"}};
  for (const auto& [xml, rule] : rows) {
    INFO(xml);
    CHECK(errors(xml) == rule);
    CHECK(warnings(xml) == "");
  }
  const auto problems = check(read(ad_hoc("", "<endEvent id='x'/><task id='y'/>")));
  CHECK(problems.front().element_id == "x");
  CHECK(problems.front().line == 4);
}

TEST_CASE("an ad-hoc sub-process is read with its ordering, its condition and what begins at once") {
  const Document document = read(
      ad_hoc("ordering='Sequential' cancelRemainingInstances='false' lienthong:activeElements='=[\"x\"]'",
             "<completionCondition>${done}</completionCondition><task id='x'/><task id='y'/>"
             "<boundaryEvent id='b' attachedToRef='x'><timerEventDefinition><timeDuration>P1D"
             "</timeDuration></timerEventDefinition></boundaryEvent><task id='z'/>" +
                 flow("x", "z")));
  const Process& process = document.processes.front();
  const Node& node = process.node(process.by_id.at("a"));
  REQUIRE(node.ad_hoc);
  CHECK((node.ad_hoc->sequential && !node.ad_hoc->cancel_remaining));
  CHECK(node.ad_hoc->completion_condition->text == "${done}");
  CHECK(node.ad_hoc->active_elements->language == Expression::Language::Feel);
  std::string ids;
  for (const Node* choice : choices(process, node)) ids += choice->id;
  CHECK(ids == "xy");
}
