#include <catch2/catch.hpp>
#include "tests/api/processes.h"

using namespace lienthong;
using namespace lienthong::api;
using Catch::Matchers::Contains;

TEST_CASE("A message reaches the instance it is meant for, and says which") {
  Office o;
  o.deploy_process("q", waits_for_message);
  const std::string a = o.start("q", R"({"businessKey":"A"})"), b = o.start("q", R"({"businessKey":"B"})");
  const Answer subscriptions = o.get("/event-subscription?eventType=message&sortBy=created&sortOrder=asc");
  REQUIRE(count(subscriptions) == 2);
  const Value one = subscriptions.list().at(0);
  CHECK(keys(one) == std::vector<std::string>{"id", "eventType", "eventName", "executionId",
                                              "processInstanceId", "activityId", "createdDate", "tenantId"});
  CHECK(text(one, "eventName") == "papers");
  CHECK(text(one, "processInstanceId") == a);
  CHECK(o.get("/event-subscription/count?processInstanceId=" + b).body == "{\"count\":1}");

  const Answer several = o.post("/message", R"({"messageName":"papers"})");
  CHECK(several.status == 400);
  CHECK_THAT(several.body, Contains("\"type\":\"RestException\"") &&
                               Contains("MismatchingMessageCorrelationException") &&
                               Contains("ENGINE-13031"));
  const Answer none = o.post("/message", R"({"messageName":"nothing"})");
  CHECK(none.status == 400);
  CHECK(none.body ==
        R"({"type":"RestException","message":)"
        R"("org.camunda.bpm.engine.MismatchingMessageCorrelationException: Cannot correlate message )"
        R"('nothing': No process definition or execution matches the parameters","code":0})");
  CHECK(o.post("/message", R"({"messageName":"nothing","all":true})").status == 204);
  CHECK(o.post("/message", R"({"messageName":"nothing","all":true,"resultEnabled":true})").body == "[]");

  const Answer hit =
      o.post("/message",
             R"({"messageName":"papers","businessKey":"A","resultEnabled":true,"variablesInResultEnabled":)"
             R"(true,"processVariables":{"got":{"value":"yes"}}})");
  INFO(hit.body);
  REQUIRE(hit.status == 200);
  const Value result = hit.list().at(0);
  CHECK(keys(result) == std::vector<std::string>{"resultType", "execution", "processInstance", "variables"});
  CHECK(text(result, "resultType") == "Execution");
  CHECK(text(*result.find("execution"), "processInstanceId") == a);
  CHECK(result.find("processInstance")->is_null());
  CHECK(o.get("/process-instance/" + a + "/variables/got").status == 200);

  const std::string execution =
      text(o.get("/event-subscription?processInstanceId=" + b).list().at(0), "executionId");
  CHECK(text(o.get("/execution/" + execution + "/messageSubscriptions/papers").json(), "eventType") ==
        "message");
  CHECK(o.get("/execution/" + execution + "/messageSubscriptions/none").status == 404);
  CHECK(o.post("/execution/" + execution + "/messageSubscriptions/papers/trigger",
               R"({"variables":{"got":{"value":1}}})")
            .status == 204);
  const Answer again = o.post("/execution/" + execution + "/messageSubscriptions/papers/trigger");
  CHECK(again.status == 500);
  CHECK_THAT(again.body, Contains("Cannot trigger message papers for execution " + execution + ": "));

  for (const char* bad :
       {"{}", R"({"messageName":""})", R"({"messageName":"m","variablesInResultEnabled":true})",
        R"({"messageName":"m","tenantId":"t","withoutTenantId":true})",
        R"({"messageName":"m","tenantId":"t","processInstanceId":"1"})"}) {
    INFO(bad);
    CHECK(o.post("/message", bad).status == 400);
  }
}

TEST_CASE("A message may start a process") {
  Office o;
  o.deploy_process("r",
                   R"(<startEvent id="s"><messageEventDefinition messageRef="papersMessage"/></startEvent>
    <sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
    <userTask id="t"/><sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/>)");
  const Value subscription = o.get("/event-subscription").list().at(0);
  CHECK(subscription.find("executionId")->is_null());
  CHECK(subscription.find("processInstanceId")->is_null());
  const Answer answer =
      o.post("/message", R"({"messageName":"papers","businessKey":"K","resultEnabled":true})");
  const Value result = answer.list().at(0);
  CHECK(text(result, "resultType") == "ProcessDefinition");
  CHECK(text(*result.find("processInstance"), "businessKey") == "K");
  CHECK(text(*result.find("processInstance"), "definitionKey") == "r");
  CHECK(result.find("execution")->is_null());
}

TEST_CASE("Signals reach everybody, or nobody without harm") {
  Office o;
  o.deploy_process("r", R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="c"/>
    <intermediateCatchEvent id="c"><signalEventDefinition signalRef="bellSignal"/>
    </intermediateCatchEvent><sequenceFlow id="f2" sourceRef="c" targetRef="e"/><endEvent id="e"/>)");
  CHECK(o.post("/signal", R"({"name":"bell"})").status == 204);
  o.start("r");
  o.start("r");
  CHECK(o.get("/execution/count?signalEventSubscriptionName=bell").body == "{\"count\":2}");
  CHECK(o.post("/signal", R"({"name":"bell"})").status == 204);
  CHECK(o.get("/process-instance/count").body == "{\"count\":0}");
  CHECK(o.post("/signal", "{}").status == 400);
  const Answer deaf = o.post("/signal", R"({"name":"bell","executionId":"77"})");
  CHECK(deaf.status == 500);
  CHECK(deaf.body ==
        R"({"type":"RestException","message":"Execution '77' has not subscribed to a signal event )"
        R"(with name 'bell'.","code":0})");
}

TEST_CASE("Executions are listed, and a receive task is continued through its own") {
  Office o;
  o.deploy_process("r", R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="c"/>
    <receiveTask id="c"/><sequenceFlow id="f2" sourceRef="c" targetRef="e"/><endEvent id="e"/>)");
  const std::string id = o.start("r", R"({"businessKey":"K"})");
  CHECK(o.get("/execution/count?businessKey=K").body == "{\"count\":2}");
  const Answer waiting = o.get("/execution?activityId=c");
  REQUIRE(count(waiting) == 1);
  const Value execution = waiting.list().at(0);
  CHECK(keys(execution) == std::vector<std::string>{"id", "processInstanceId", "ended", "tenantId"});
  const std::string execution_id = text(execution, "id");
  CHECK(o.get("/execution/" + execution_id).json() == execution);
  CHECK(o.put("/execution/" + execution_id + "/localVariables/v", R"({"value":1})").status == 204);
  CHECK(o.get("/process-instance/" + id + "/variables").body == "{}");
  CHECK(o.post("/execution", R"({"variables":[{"name":"v","operator":"eq","value":1}]})").list().size() == 1);
  CHECK(o.post("/execution/" + execution_id + "/signal").status == 204);
  CHECK(o.get("/execution/" + execution_id).body ==
        R"({"type":"InvalidRequestException","message":"Execution with id )" + execution_id +
            R"( does not exist","code":null})");
  CHECK(o.post("/execution/" + execution_id + "/signal").status == 500);
  CHECK(o.get("/process-instance/count").body == "{\"count\":0}");
}

TEST_CASE("Everything else below the contract's prefix is not found, in its form") {
  Office o;
  const Answer answer = o.get("/case-definition");
  CHECK(answer.status == 404);
  CHECK_THAT(answer.body, Contains("\"type\":\"NotFoundException\""));
  CHECK(answer.header("Content-Type") == "application/json");
  CHECK(o.get("/process-definition/x").body ==
        R"({"type":"InvalidRequestException","message":"No matching definition with id x","code":null})");
}
