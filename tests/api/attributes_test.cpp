// What a model says beside its elements: priorities, outputs on every way out, payloads of messages.
#include <catch2/catch.hpp>
#include <map>
#include "tests/api/processes.h"

using namespace lienthong;
using namespace lienthong::api;

namespace {

/// A file of one process with attributes of its own.
std::string process_with(const std::string& attributes, const std::string& content) {
  std::string xml = process_xml("p", content);
  const std::string at = "isExecutable=\"true\"";
  return xml.replace(xml.find(at), at.size(), at + " " + attributes);
}

std::string priorities(Office& o, const std::string& list) {
  std::string all;
  for (const Value& row : o.get(list).list()) all += text(row, "priority") + " ";
  return all;
}

constexpr const char* async_task = R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/>
<userTask id="a" camunda:asyncBefore="true" PRIORITY/><sequenceFlow id="f2" sourceRef="a" targetRef="e"/>
<endEvent id="e"/>)";

std::string with_priority(std::string content, const std::string& priority) {
  return content.replace(content.find("PRIORITY"), 8, priority);
}

}  // namespace

TEST_CASE("A job has its element's priority, else its process', and timers too") {
  for (const auto& [process, element, expected] :
       std::initializer_list<std::tuple<const char*, const char*, const char*>>{
           {"", "", "0 "},
           {"", "camunda:jobPriority=\"7\"", "7 "},
           {"camunda:jobPriority=\"5\"", "", "5 "},
           {"camunda:jobPriority=\"5\"", "camunda:jobPriority=\"${urgent * 2}\"", "18 "}}) {
    Office o;
    o.deploy({{"data", "p.bpmn", process_with(process, with_priority(async_task, element))}});
    o.start("p", R"({"variables":{"urgent":{"value":9}}})");
    CHECK(priorities(o, "/job") == expected);
  }
  Office o;
  o.deploy({{"data", "p.bpmn",
             process_with(
                 "camunda:jobPriority=\"5\"",
                 R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><userTask id="a"/>
<boundaryEvent id="b" attachedToRef="a">
<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>
</boundaryEvent><sequenceFlow id="f3" sourceRef="b" targetRef="e"/>
<boundaryEvent id="c" attachedToRef="a" camunda:jobPriority="6">
<timerEventDefinition><timeDuration>P1D</timeDuration>
</timerEventDefinition></boundaryEvent><sequenceFlow id="f4" sourceRef="c" targetRef="e"/>
<sequenceFlow id="f2" sourceRef="a" targetRef="e"/><endEvent id="e"/>)")}});
  o.start("p");
  CHECK(priorities(o, "/job?sortBy=jobPriority&sortOrder=asc") == "5 6 ");
}

TEST_CASE("A task for workers has its own priority, else its process'") {
  constexpr const char* content = R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/>
<serviceTask id="a" camunda:type="external" camunda:topic="t" PRIORITY/>
<sequenceFlow id="f2" sourceRef="a" targetRef="e"/><endEvent id="e"/>)";
  for (const auto& [element, expected] : std::initializer_list<std::pair<const char*, const char*>>{
           {"", "30 "}, {"camunda:taskPriority=\"40\"", "40 "}}) {
    Office o;
    o.deploy({{"data", "p.bpmn",
               process_with("camunda:taskPriority=\"${10 * 3}\"", with_priority(content, element))}});
    o.start("p");
    CHECK(priorities(o, "/external-task") == expected);
  }
}

TEST_CASE("What is cancelled maps its outputs as what is completed does, unless that is skipped") {
  constexpr const char* content = R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/>
<userTask id="a"><extensionElements><camunda:inputOutput>
<camunda:inputParameter name="seen">${given}</camunda:inputParameter>
<camunda:outputParameter name="out">${seen + 1}</camunda:outputParameter>
</camunda:inputOutput></extensionElements></userTask>
<boundaryEvent id="b" attachedToRef="a"><messageEventDefinition messageRef="papersMessage"/></boundaryEvent>
<sequenceFlow id="f2" sourceRef="a" targetRef="e"/><endEvent id="e"/>
<sequenceFlow id="f3" sourceRef="b" targetRef="h"/><userTask id="h"/>
<sequenceFlow id="f4" sourceRef="h" targetRef="e2"/><endEvent id="e2"/>)";
  Office o;
  o.deploy_process("p", content);
  const std::string id = o.start("p", R"({"variables":{"given":{"value":4}}})");
  CHECK(o.post("/message", R"({"messageName":"papers"})").status == 204);
  CHECK(o.get("/process-instance/" + id + "/variables/out").body ==
        R"({"value":5,"type":"Long","valueInfo":{}})");
  const std::string broken = o.start("p", R"({"variables":{"given":{"value":"no number"}}})");
  const Answer told = o.post("/message", R"({"messageName":"papers","processInstanceId":")" + broken + "\"}");
  CHECK(told.status == 204);  // nothing bars the way out, and what is missing is told
  CHECK(text(o.get("/task?processInstanceId=" + broken).list().at(0), "taskDefinitionKey") == "h");
  CHECK(o.get("/process-instance/" + broken + "/variables/out").status == 404);
  const std::string timeline = "/api/v1/process-instance/" + broken + "/timeline";
  CHECK_THAT(o.served.ask("GET", timeline).body,
             Catch::Contains("output-failed") && Catch::Contains("${seen + 1}"));
}

TEST_CASE("A message start takes every payload for its variables, and the keys for none") {
  Office o;
  o.deploy_process("p",
                   R"(<startEvent id="s"><messageEventDefinition messageRef="papersMessage"/></startEvent>
<sequenceFlow id="f1" sourceRef="s" targetRef="t"/><userTask id="t"/>
<sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/>)");
  CHECK(o.post("/message", R"({"messageName":"papers","businessKey":"B","correlationKeys":{"k":{"value":1}},
"processVariables":{"a":{"value":1}},"processVariablesLocal":{"b":{"value":2}},
"processVariablesToTriggeredScope":{"c":{"value":3}}})")
            .status == 204);
  const std::string id = text(o.get("/process-instance?businessKey=B").list().at(0), "id");
  CHECK(keys(o.get("/process-instance/" + id + "/variables").json()) ==
        std::vector<std::string>{"a", "b", "c"});
}

TEST_CASE("The name of a signal may be an expression at a start event too") {
  Office o;
  std::string xml =
      process_xml("p", R"(<startEvent id="s"><signalEventDefinition signalRef="bellSignal"/></startEvent>
<sequenceFlow id="f1" sourceRef="s" targetRef="t"/><userTask id="t"/>
<sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/>)");
  xml.replace(xml.find("name=\"bell\""), 11, "name=\"bell-${1 + 1}\"");
  CHECK(o.deploy({{"data", "p.bpmn", xml}}).status == 200);
  CHECK(o.post("/signal", R"({"name":"bell"})").status == 204);
  CHECK(o.get("/task").list().empty());
  CHECK(o.post("/signal", R"({"name":"bell-2"})").status == 204);
  CHECK(o.get("/task").list().size() == 1);
}

TEST_CASE("Deleting with cascade takes the history along") {
  for (const bool deployment : {true, false}) {
    Office o;
    const std::string kept = o.deploy_process("other", waits);
    o.start("other");
    const std::string definition = o.deploy_process("p", waits);
    const std::string ended = o.start("p"), running = o.start("p");
    o.post("/task/" + text(o.get("/task?processInstanceId=" + ended).list().at(0), "id") + "/complete");
    const std::string target =
        deployment ? "/deployment/" + text(o.get("/process-definition/" + definition).json(), "deploymentId")
                   : "/process-definition/" + definition;
    CHECK(o.del(target).status == 500);
    CHECK(o.get("/history/process-instance/count").body == R"({"count":3})");
    CHECK(o.del(target + "?cascade=true").status == 204);
    CHECK(o.get("/history/process-instance/count").body == R"({"count":1})");
    CHECK(o.get("/history/task/count").body == R"({"count":1})");
  }
}

TEST_CASE("An error speaks of an id as it was asked for") {
  Office o;
  o.deploy_process("p", waits);
  const std::string id = o.start("p");
  const std::string old = std::to_string(read_wire_id(id));
  CHECK(text(o.get("/process-instance/" + old).json(), "id") == id);  // ids of before are understood
  CHECK(old != id);
  for (const std::string& asked : {std::string("nonsense"), std::string("4711"), wire_id(4711)})
    for (const Answer& answer :
         {o.get("/process-instance/" + asked), o.get("/job/" + asked), o.post("/task/" + asked + "/unclaim"),
          o.post("/task/" + asked + "/claim", R"({"userId":"u"})"), o.post("/task/" + asked + "/complete"),
          o.put("/job/" + asked + "/suspended", R"({"suspended":true})"),
          o.del("/history/process-instance/" + asked), o.post("/execution/" + asked + "/signal"),
          o.put("/incident/" + asked + "/annotation", R"({"annotation":"a"})")}) {
      INFO(answer.body);
      CHECK(answer.status >= 400);
      CHECK_THAT(text(answer.json(), "message"), Catch::Contains(asked));
      CHECK_THAT(answer.body, !Catch::Contains("00000000-0000"));
    }
  // What is in the message in one form is asked for in another.
  CHECK(
      o.post("/task/" + std::to_string(read_wire_id(text(o.get("/task").list().at(0), "id"))) + "/bpmnError",
             R"({"errorCode":"E"})")
          .status >= 400);
}

TEST_CASE("Ids of definitions are their key, version and id, and the bare id beyond 64 characters") {
  Office o;
  const std::string longest(64 - 39, 'k');  // ":1:" and a UUID of 36
  CHECK(o.deploy_process(longest, waits).starts_with(longest + ":1:"));
  const std::string bare = o.deploy_process(longest + "k", waits);
  CHECK(bare.size() == 36);
  CHECK(text(o.get("/process-definition/" + bare).json(), "key") == longest + "k");
}

TEST_CASE("What is done and can be undone is listed as waiting for its compensation") {
  Office o;
  o.deploy_process(
      "p", R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><userTask id="a"/>
<boundaryEvent id="undo" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>
<userTask id="u" isForCompensation="true"/><association id="x" sourceRef="undo" targetRef="u"/>
<sequenceFlow id="f2" sourceRef="a" targetRef="c"/>
<intermediateCatchEvent id="c"><messageEventDefinition messageRef="papersMessage"/></intermediateCatchEvent>
<sequenceFlow id="f3" sourceRef="c" targetRef="e"/>
<endEvent id="e"><compensateEventDefinition/></endEvent>)");
  const std::string id = o.start("p"), list = "/event-subscription?processInstanceId=" + id;
  CHECK(o.get(list).list().empty());
  o.post("/task/" + text(o.get("/task").list().at(0), "id") + "/complete");
  const List both = o.get(list + "&sortBy=created&sortOrder=asc").list();
  REQUIRE(both.size() == 2);
  CHECK(text(both[0], "eventType") == "compensate");
  CHECK(text(both[0], "eventName") == "null");
  CHECK(text(both[0], "activityId") == "u");
  CHECK(text(both[0], "processInstanceId") == id);
  CHECK(text(both[1], "eventType") == "message");
  CHECK(o.get("/event-subscription/count?processInstanceId=" + id).body == R"({"count":2})");
  CHECK(o.get(list + "&maxResults=1&firstResult=1").list().size() == 1);
  CHECK(o.get(list + "&eventType=compensate&activityId=u").list().size() == 1);
  CHECK(o.get(list + "&eventType=compensate&activityId=a").list().empty());
  CHECK(o.get(list + "&eventType=message").list().size() == 1);
  CHECK(o.get(list + "&eventName=papers").list().size() == 1);
  CHECK(o.get("/event-subscription").list().size() == 2);
  CHECK(o.get("/event-subscription/count").body == R"({"count":2})");
  CHECK(o.get("/event-subscription/count?activityId=u&eventType=compensate").body == R"({"count":1})");
  CHECK(o.get("/event-subscription/count?eventName=papers").body == R"({"count":1})");
  o.post("/message", R"({"messageName":"papers"})");  // now it is being undone
  CHECK(o.get(list).list().empty());
}

TEST_CASE("A page of event subscriptions goes through those of both kinds in one order") {
  Office o;
  o.deploy_process("p",
                   R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><task id="a"/>
<boundaryEvent id="undo" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>
<task id="u" isForCompensation="true"/><association id="x" sourceRef="undo" targetRef="u"/>
<sequenceFlow id="f2" sourceRef="a" targetRef="c"/>
<intermediateCatchEvent id="c"><messageEventDefinition messageRef="papersMessage"/></intermediateCatchEvent>
<sequenceFlow id="f3" sourceRef="c" targetRef="e"/><endEvent id="e"/>)");
  for (int i = 0; i < 3; ++i) o.start("p");
  for (const char* sorting : {"", "&sortBy=created&sortOrder=asc", "&sortBy=created&sortOrder=desc",
                              "&sortBy=tenantId&sortOrder=asc", "&sortBy=tenantId&sortOrder=desc"}) {
    INFO(sorting);
    const std::string list = "/event-subscription?maxResults=100" + std::string(sorting);
    const List all = o.get(list).list();
    REQUIRE(all.size() == 6);
    for (std::size_t first = 0; first < all.size(); ++first) {
      const List page =
          o.get("/event-subscription?maxResults=1&firstResult=" + std::to_string(first) + sorting).list();
      CHECK(page == List{all[first]});
    }
  }
}

TEST_CASE("A row of history completes its scope where its token goes nowhere from there, as in Camunda 7") {
  Office o;
  o.deploy_process("p", R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="fork"/>
<parallelGateway id="fork"/><sequenceFlow id="f2" sourceRef="fork" targetRef="sub"/>
<sequenceFlow id="f3" sourceRef="fork" targetRef="join"/>
<sequenceFlow id="f4" sourceRef="fork" targetRef="early"/><endEvent id="early"/>
<subProcess id="sub"><startEvent id="s2"/><sequenceFlow id="f5" sourceRef="s2" targetRef="e2"/>
<endEvent id="e2"/></subProcess><sequenceFlow id="f6" sourceRef="sub" targetRef="join"/>
<parallelGateway id="join"/>
<sequenceFlow id="f7" sourceRef="join" targetRef="many"/>
<task id="many"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>
</multiInstanceLoopCharacteristics></task><sequenceFlow id="f8" sourceRef="many" targetRef="fork2"/>
<parallelGateway id="fork2"/><sequenceFlow id="f9" sourceRef="fork2" targetRef="last"/>
<sequenceFlow id="f10" sourceRef="fork2" targetRef="last"/><parallelGateway id="last"/>)");
  const std::string id = o.start("p");
  std::multimap<std::string, std::string> rows;
  for (const Value& row : o.get("/history/activity-instance?processInstanceId=" + id).list())
    rows.emplace(text(row, "activityId"), text(row, "completeScope"));
  const std::multimap<std::string, std::string> expected{{"s", "false"},
                                                         {"fork", "false"},
                                                         {"early", "true"},
                                                         {"s2", "false"},
                                                         {"e2", "true"},
                                                         {"sub", "false"},
                                                         {"join", "false"},
                                                         {"join", "false"},
                                                         {"many", "true"},
                                                         {"many", "true"},
                                                         {"many#multiInstanceBody", "false"},
                                                         {"fork2", "false"},
                                                         {"last", "true"},
                                                         {"last", "true"}};
  CHECK(rows == expected);
}
