// Elements without an id, which BPMN allows.
#include <catch2/catch.hpp>
#include "bpmn/write.h"
#include "tests/bpmn/support.h"

using namespace lienthong;
using namespace lienthong::bpmn;
using namespace lienthong::bpmn::testing;

namespace {

std::vector<std::string> flows_of(const std::string& xml) {
  std::vector<std::string> ids;
  const Document document = read(xml);
  for (const Flow& flow : document.processes.at(0).flows) ids.push_back(flow.id);
  return ids;
}

std::vector<std::string> nodes_of(const std::string& xml) {
  std::vector<std::string> ids;
  const Document document = read(xml);
  for (const Node& node : document.processes.at(0).nodes) ids.push_back(node.id);
  return ids;
}

using Ids = std::vector<std::string>;

std::string bare_flow(const std::string& from, const std::string& to, const std::string& more = "") {
  return "<sequenceFlow sourceRef='" + from + "' targetRef='" + to + "' " + more + "/>";
}

const std::string two_ways = "<startEvent id='s'/><exclusiveGateway id='g'/><endEvent id='e'/>";
const std::string signalled =
    "<subProcess triggeredByEvent='true' name='Stop'><startEvent isInterrupting='true'>"
    "<signalEventDefinition signalRef='halt'/></startEvent></subProcess>";
const std::string halt = "<signal id='halt' name='halt'/>";

}  // namespace

TEST_CASE("a sequence flow without an id gets one of its two ends, and never one that the file gives") {
  CHECK(flows_of(process(two_ways + bare_flow("s", "g") + bare_flow("g", "e") + bare_flow("g", "e"))) ==
        Ids{"s->g", "g->e", "g->e[2]"});
  CHECK(flows_of(process(two_ways + bare_flow("s", "g", "id='g->e'") + bare_flow("g", "e") +
                         bare_flow("g", "e"))) == Ids{"g->e", "g->e[2]", "g->e[3]"});
  CHECK(flows_of(process(two_ways + bare_flow("s", "g", "id=''"))) == Ids{"s->g"});
}

TEST_CASE("a derived id stays the same when other parts of the file change") {
  const Ids before = flows_of(process(two_ways + bare_flow("s", "g") + bare_flow("g", "e")));
  const Ids after = flows_of(process("\n\n<endEvent id='e'/><task id='new'/>" +
                                     bare_flow("s", "new", "id='f'") + bare_flow("g", "e") +
                                     bare_flow("s", "g") + "<exclusiveGateway id='g'/><startEvent id='s'/>"));
  for (const std::string& id : before) CHECK(std::ranges::count(after, id) == 1);
}

TEST_CASE("a flow node without an id gets one of its scope and kind") {
  CHECK(nodes_of(process("<startEvent id='s'/>" + signalled + "<task/><task id='t'/><task/>", halt)) ==
        Ids{"p", "s", "p/subProcess", "p/subProcess/startEvent", "p/task", "t", "p/task[2]"});
  const Document document = read(process("<startEvent id='s'/>" + signalled, halt));
  CHECK(check(document).empty());
  CHECK(document.processes.at(0).node(2).anonymous);
  CHECK_FALSE(document.processes.at(0).node(1).anonymous);
}

TEST_CASE("data, message flows and correlation keys need no ids") {
  const Document document = read(process(
      "<startEvent id='s'/><userTask id='a'><multiInstanceLoopCharacteristics>"
      "<loopDataInputRef>all</loopDataInputRef><inputDataItem name='one'/><outputDataItem name='result'/>"
      "</multiInstanceLoopCharacteristics></userTask><dataObject name='order'/><endEvent id='e'/>" +
      bare_flow("s", "a") + bare_flow("a", "e")));
  CHECK(check(document).empty());
  const Process& process = document.processes.at(0);
  CHECK(process.node(2).loop->element_variable == "one");
  CHECK(process.node(2).loop->output_item == "result");
  REQUIRE(process.data.contains("p/dataObject"));
  CHECK(process.data.at("p/dataObject").name == "order");

  const Document pools =
      read(file("<collaboration id='c'><participant id='x' processRef='p'/><participant id='y'/>"
                "<messageFlow sourceRef='x' targetRef='y'/><messageFlow sourceRef='x' targetRef='y'/>"
                "<correlationKey name='first'/><correlationKey name='second'/></collaboration>"
                "<process id='p'/>"));
  const Collaboration& c = pools.collaborations.at(0);
  CHECK(c.message_flows.at(0).id == "x->y");
  CHECK(c.message_flows.at(1).id == "x->y[2]");
  CHECK(pools.processes.at(0).keys.size() == 2);
}

TEST_CASE("messages name an element without an id by its name and place, and the id around it") {
  const auto first = [](const std::string& xml) {
    const std::vector<Problem> problems = check(read(xml));
    REQUIRE_FALSE(problems.empty());
    return problems.front();
  };
  const Problem lost = first(process("<startEvent id='s'/>\n  <task name='Look'/>"));
  CHECK(lost.rule == "never-reached");
  CHECK(lost.element_id == "p");
  CHECK(lost.message.find("task \"Look\" in line 4, column 3") != std::string::npos);

  const Problem wrong =
      first(process("<startEvent id='s'/><subProcess id='b'><startEvent id='i'/></subProcess>" +
                    bare_flow("s", "b") + "\n" + bare_flow("s", "i")));
  CHECK(wrong.rule == "flow-across-scopes");
  CHECK(wrong.element_id == "p");
  CHECK(wrong.message.find("sequence flow s->i in line 4, column 1") != std::string::npos);

  const Problem nowhere = first(process("<startEvent id='s'/>" + bare_flow("s", "lost")));
  CHECK(nowhere.message == "The targetRef \"lost\" of the sequence flow is no flow node of this process");
}

TEST_CASE("a file without ids is written as it was") {
  const std::string xml =
      process("<startEvent id=\"s\"/><sequenceFlow sourceRef=\"s\" targetRef=\"e\"/><endEvent id=\"e\"/>");
  const std::string written = write(xml).text;
  CHECK(written.find("<sequenceFlow sourceRef=\"s\" targetRef=\"e\"/>") != std::string::npos);
  CHECK(written.find("->") == std::string::npos);
}
