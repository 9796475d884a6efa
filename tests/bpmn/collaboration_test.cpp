#include <catch2/catch.hpp>
#include "bpmn/soundness/soundness.h"
#include "tests/bpmn/support.h"

using namespace lienthong;
using namespace lienthong::bpmn;
using namespace lienthong::bpmn::testing;

namespace {

const std::string messages = "<message id='m' name='order'/><message id='r' name='reply'/>";

std::string pool(const std::string& id, const std::string& nodes, bool executable = true) {
  return "<process id='" + id + "' isExecutable='" + (executable ? "true" : "false") + "'>" + nodes +
         "</process>";
}

/// A buyer sends an order to a seller, and a black box looks on.
std::string trade(const std::string& flows, bool seller_runs = true, const std::string& collaboration = "",
                  const std::string& before = "") {
  const std::string buyer =
      "<startEvent id='bs'/><sequenceFlow id='b1' sourceRef='bs' targetRef='ask'/><sendTask id='ask'/>"
      "<sequenceFlow id='b2' sourceRef='ask' targetRef='be'/><endEvent id='be'/>";
  const std::string seller =
      "<startEvent id='ss'><messageEventDefinition messageRef='m'/></startEvent>"
      "<sequenceFlow id='s1' sourceRef='ss' targetRef='g'/><exclusiveGateway id='g'/>"
      "<sequenceFlow id='s2' sourceRef='g' targetRef='se'/><endEvent id='se'/>";
  return file(messages + before + "<collaboration id='c'><participant id='B' processRef='buyer'/>" +
              "<participant id='S' name='Seller' processRef='seller'>" +
              "<participantMultiplicity minimum='1' maximum='3'/></participant>" +
              "<participant id='X' name='Onlooker'/>" + flows + collaboration + "</collaboration>" +
              pool("buyer", buyer) + pool("seller", seller, seller_runs));
}

std::string message_flow(const std::string& from, const std::string& to) {
  return "<messageFlow id='mf' name='Order' sourceRef='" + from + "' targetRef='" + to + "' messageRef='m'/>";
}

}  // namespace

TEST_CASE("pools and message flows are read with both ends resolved") {
  const Document document = read(trade(message_flow("ask", "ss")));
  REQUIRE(document.collaborations.size() == 1);
  const Collaboration& c = document.collaborations.front();
  REQUIRE(c.participants.size() == 3);
  CHECK(c.participants[1].name == "Seller");
  CHECK(c.participants[1].process == 1);
  CHECK(c.participants[1].maximum == 3);
  CHECK(c.participants[2].process == -1);
  REQUIRE(c.message_flows.size() == 1);
  const MessageFlow& mf = c.message_flows.front();
  CHECK(mf.message_name == "order");
  CHECK(mf.source.process == 0);
  CHECK(document.processes[0].node(mf.source.node).id == "ask");
  CHECK(document.processes[1].node(mf.target.node).id == "ss");
  CHECK(mf.target.participant == 1);
  REQUIRE(document.processes[0].messages_out.size() == 1);
  const MessageOut& out = document.processes[0].messages_out.front();
  CHECK(out.target_process == "seller");
  CHECK(out.target == "ss");
  CHECK(out.target_starts);
  CHECK(out.participants_max == 3);
}

TEST_CASE("a pool may be an end of a message flow, and a black box may") {
  const Document document = read(trade(message_flow("ask", "S")));
  CHECK(document.collaborations.front().message_flows.front().target.node == -1);
  CHECK(document.processes[0].messages_out.front().target == "");
  CHECK(errors(trade(message_flow("X", "ss") + "<messageFlow id='n' sourceRef='ask' targetRef='S'/>")) == "");
}

TEST_CASE("a send task needs no implementation when a message flow carries its message") {
  CHECK(errors(trade(message_flow("ask", "ss"))) == "");
  CHECK(errors(trade("")) == "task-without-implementation");
  CHECK(errors(trade(message_flow("ask", "ss"), false)) == "task-without-implementation");
}

TEST_CASE("message flows that lead nowhere are refused with their place") {
  CHECK(errors(trade(message_flow("ask", "ss") +
                     "<messageFlow id='n' sourceRef='nobody' targetRef='ss'/>")) == "message-flow-source");
  CHECK(errors(trade(message_flow("ask", "ss") +
                     "<messageFlow id='n' sourceRef='ask' targetRef='nobody'/>")) == "message-flow-target");
  CHECK(errors(trade(message_flow("ask", "ss") + "<messageFlow id='n' sourceRef='ask'/>")) ==
        "message-flow-target");
  CHECK(errors(trade(message_flow("ask", "ss") + "<messageFlow id='n' sourceRef='ask' targetRef='g'/>")) ==
        "message-flow-target");
  CHECK(errors(trade(message_flow("ask", "ss") + "<messageFlow id='n' sourceRef='ask' targetRef='be'/>")) ==
        "message-flow-in-pool");
  CHECK(errors(trade(message_flow("ask", "ss") + "<messageFlow id='n' sourceRef='ss' targetRef='se'/>")) ==
        "message-flow-in-pool");
  const Problem problem = check(read(trade("\n\n" + message_flow("ask", "nobody")))).front();
  CHECK(problem.line == 4);
  CHECK(problem.element_id == "mf");
  CHECK(problem.message.find("nobody") != std::string::npos);
}

TEST_CASE("what a drawing draws wrongly is no error") {
  const std::string drawing = file(
      "<collaboration id='c'><participant id='A' processRef='a'/>"
      "<messageFlow id='n' sourceRef='x' targetRef='nobody'/></collaboration>" +
      pool("a", "<task id='x'/>", false));
  CHECK(errors(drawing) == "");
  CHECK(warnings(drawing) == "message-flow-target");
}

TEST_CASE("a participant's multiplicity is a range") {
  std::string xml = trade(message_flow("ask", "ss"));
  xml.replace(xml.find("maximum='3'"), 11, "maximum='0'");
  CHECK(errors(xml) == "participant-multiplicity");
}

TEST_CASE("correlation keys are read with their properties, and must be complete") {
  const std::string property =
      "<correlationProperty id='number' name='Order number'><correlationPropertyRetrievalExpression "
      "messageRef='m'><messagePath>${orderNumber}</messagePath></correlationPropertyRetrievalExpression>"
      "</correlationProperty>";
  const auto keyed = [&](const std::string& reference, const std::string& properties) {
    return trade(message_flow("ask", "ss"), true,
                 "<conversation id='v'><correlationKey id='k'><correlationPropertyRef>" + reference +
                     "</correlationPropertyRef></correlationKey></conversation>",
                 properties);
  };
  const Document document = read(keyed("number", property));
  CHECK(check(document).empty());
  REQUIRE(document.processes[1].keys.size() == 1);
  const CorrelationKey& key = document.processes[1].keys.front();
  REQUIRE(key.properties.size() == 1);
  CHECK(key.properties.front().retrievals.front().message_name == "order");
  CHECK(key.properties.front().retrievals.front().path->text == "${orderNumber}");
  CHECK(errors(keyed("other", property)).find("unknown-reference") == 0);
  CHECK(errors(keyed("number", "<correlationProperty id='number'/>"))
            .find("correlation-property-without-retrieval") == 0);
}

TEST_CASE("a correlation subscription binds every property of a known key") {
  const auto subscribed = [](const std::string& key, const std::string& bindings) {
    return file(
        messages +
        "<correlationProperty id='number'><correlationPropertyRetrievalExpression messageRef='m'>"
        "<messagePath>${n}</messagePath></correlationPropertyRetrievalExpression></correlationProperty>"
        "<collaboration id='c'><participant id='P' processRef='p'/><correlationKey id='k'>"
        "<correlationPropertyRef>number</correlationPropertyRef></correlationKey></collaboration>" +
        pool("p", "<startEvent id='s'/><correlationSubscription id='cs' correlationKeyRef='" + key + "'>" +
                      bindings + "</correlationSubscription>"));
  };
  const std::string bound =
      "<correlationPropertyBinding correlationPropertyRef='number'><dataPath>${mine}</dataPath>"
      "</correlationPropertyBinding>";
  CHECK(errors(subscribed("k", bound)) == "");
  CHECK(errors(subscribed("other", bound)) == "correlation-subscription-key");
  CHECK(errors(subscribed("k", "")) == "correlation-binding-missing");
  CHECK(errors(subscribed("k", "<correlationPropertyBinding correlationPropertyRef='number'/>")) ==
        "correlation-binding-without-path");
}

TEST_CASE("a pool that a message begins behind an event-based gateway waits for none before") {
  const auto sound = [](const std::string& behind) {
    const std::string sender =
        "<startEvent id='s'/><exclusiveGateway id='x' default='no'/><endEvent id='n'/>"
        "<sequenceFlow id='f' sourceRef='s' targetRef='x'/><sequenceFlow id='no' sourceRef='x' "
        "targetRef='n'/>"
        "<sequenceFlow id='yes' sourceRef='x' targetRef='e'><conditionExpression>${a}</conditionExpression>"
        "</sequenceFlow><endEvent id='e'><messageEventDefinition messageRef='m'/></endEvent>";
    const std::string receiver =
        "<eventBasedGateway id='g' instantiate='true'/><task id='t'/><endEvent id='z'/>"
        "<intermediateCatchEvent id='c'><messageEventDefinition messageRef='m'/></intermediateCatchEvent>"
        "<intermediateCatchEvent id='d'><messageEventDefinition messageRef='r'/></intermediateCatchEvent>"
        "<sequenceFlow id='g1' sourceRef='g' targetRef='c'/><sequenceFlow id='g2' sourceRef='g' "
        "targetRef='d'/>"
        "<sequenceFlow id='d1' sourceRef='d' targetRef='z'/><sequenceFlow id='c1' sourceRef='c' "
        "targetRef='t'/>" +
        behind;
    const Document document = read(
        file(messages +
             "<collaboration id='k'><participant id='A' processRef='a'/><participant id='B' processRef='b'/>"
             "<messageFlow sourceRef='e' targetRef='c'/><messageFlow sourceRef='e' targetRef='d'/>"
             "</collaboration>" +
             pool("a", sender) + pool("b", receiver)));
    return judge_soundness(document).soundness->sound();
  };
  CHECK(sound("<sequenceFlow id='t1' sourceRef='t' targetRef='z'/>") == true);
  CHECK(sound("<parallelGateway id='j'/><sequenceFlow id='t1' sourceRef='t' targetRef='j'/><task id='u'/>"
              "<sequenceFlow id='u1' sourceRef='u' targetRef='j'/>"
              "<sequenceFlow id='j1' sourceRef='j' targetRef='z'/>") == false);
}
