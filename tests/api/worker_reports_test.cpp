// What comes of a worker's reports when nobody catches an error, or when they are too large.
#include <catch2/catch.hpp>
#include "api/engine_rest/variables_json.h"
#include "api/limits.h"
#include "engine/rows/limits.h"
#include "tests/api/processes.h"

using namespace lienthong;
using namespace lienthong::api;

namespace {

constexpr const char* task_begin = R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/>
<serviceTask id="a" camunda:type="external" camunda:topic="t"><extensionElements>)";
constexpr const char* task_end = R"(</extensionElements></serviceTask>
<sequenceFlow id="f2" sourceRef="a" targetRef="done"/><userTask id="done"/>
<sequenceFlow id="f3" sourceRef="done" targetRef="e"/><endEvent id="e"/>)";
constexpr const char* caught =
    R"(<boundaryEvent id="b" attachedToRef="a"><errorEventDefinition/></boundaryEvent>
<sequenceFlow id="f4" sourceRef="b" targetRef="h"/><userTask id="h"/>
<sequenceFlow id="f5" sourceRef="h" targetRef="e2"/><endEvent id="e2"/>)";

std::string error_rule(const std::string& expression) {
  return R"(<camunda:errorEventDefinition id="r" errorRef="E1" expression=")" + expression + "\"/>";
}

struct Shop : Office {
  explicit Shop(const std::string& content, EngineRestSettings settings = {}, ServerSettings server = {})
      : Office(server, settings) {
    deploy_process("p", content);
    id = start("p");
  }
  std::string fetch(const std::string& worker = "w") {
    const List tasks = post("/external-task/fetchAndLock",
                            R"({"workerId":")" + worker +
                                R"(","maxTasks":1,"topics":[{"topicName":"t","lockDuration":9000}]})")
                           .list();
    return tasks.empty() ? "" : text(tasks[0], "id");
  }
  Answer report(const std::string& task, const std::string& how, const std::string& more) {
    return post("/external-task/" + task + "/" + how, R"({"workerId":"w")" + more + "}");
  }
  std::string tasks() {
    std::string keys;
    for (const Value& task : get("/task").list()) keys += text(task, "taskDefinitionKey") + " ";
    return keys;
  }
  std::string id;
};

}  // namespace

TEST_CASE("The error rules of an external task see what its worker has reported") {
  for (const auto& [expression, throws] : std::initializer_list<std::pair<const char*, bool>>{
           {"${externalTask.errorMessage == 'no such person'}", true},
           {"${externalTask.errorDetails.contains('bad')}", true},
           {"${externalTask.workerId == 'w' &amp;&amp; externalTask.topicName == 't'}", true},
           {"${externalTask.retries == null}", true},
           {"${externalTask.errorMessage == 'another'}", false},
           {"${nothingOfTheKind.more == 1}", false}}) {  // what fails does not throw
    INFO(expression);
    Shop o(task_begin + error_rule(expression) + task_end + std::string(caught));
    const std::string task = o.fetch();
    CHECK(o.report(task, "failure",
                   R"(,"retries":0,"errorMessage":"no such person","errorDetails":"really bad")")
              .status == 204);
    CHECK(o.tasks() == (throws ? "h " : ""));
    CHECK(o.get("/incident").list().size() == (throws ? 0 : 1));
  }
}

TEST_CASE(
    "An error of a worker that nobody catches ends the token, or raises an incident where that is set") {
  for (const bool ends : {true, false})
    for (const bool by_rule : {false, true}) {
      INFO(ends << by_rule);
      Shop o(task_begin + error_rule(by_rule ? "${true}" : "${false}") + task_end, {ends});
      const std::string task = o.fetch();
      const Answer answer =
          by_rule ? o.report(task, "complete", "") : o.report(task, "bpmnError", R"(,"errorCode":"E1")");
      CHECK(answer.status == 204);
      CHECK(o.tasks().empty());
      CHECK(o.get("/incident").list().size() == (ends ? 0 : 1));
      CHECK(o.get("/process-instance").list().size() == (ends ? 0 : 1));
      CHECK(text(o.get("/history/process-instance/" + o.id).json(), "state") ==
            (ends ? "COMPLETED" : "ACTIVE"));
    }
}

TEST_CASE("A report with a value that is too large becomes an incident, and is not fetched again", "[long]") {
  const std::string big(engine::limits::value_bytes_max + 1, 'x');
  for (const auto& [how, more] : std::initializer_list<std::pair<const char*, const char*>>{
           {"complete", ""}, {"failure", R"(,"retries":3)"}, {"bpmnError", R"(,"errorCode":"E")"}}) {
    INFO(how);
    Shop o(std::string(task_begin) + task_end);
    const std::string task = o.fetch();
    const Answer answer = o.report(task, how, more + (R"(,"variables":{"v":{"value":")" + big) + "\"}}");
    CHECK(answer.status == 413);
    CHECK_THAT(answer.body, Catch::Contains("'v'") && Catch::Contains("limit 16777216"));
    CHECK(o.fetch().empty());
    const List incidents = o.get("/incident").list();
    REQUIRE(incidents.size() == 1);
    CHECK_THAT(text(incidents[0], "incidentMessage"), Catch::Contains("'v'"));
    CHECK(o.put("/external-task/" + task + "/retries", R"({"retries":1})").status == 204);
    CHECK(o.fetch() == task);
    CHECK(o.report(task, "complete", R"(,"variables":{"v":{"value":"small"}})").status == 204);
  }
}

TEST_CASE("A report with a body that the server does not take becomes an incident too") {
  ServerSettings small;
  small.body_bytes_max = 4'000;
  Shop o(std::string(task_begin) + task_end, {}, small);
  const std::string task = o.fetch();
  const std::string variables = R"(,"variables":{"v":{"value":")" + std::string(4'000, 'x') + "\"}}";
  CHECK(o.report("77", "complete", variables).status == 413);
  CHECK(o.get("/incident").list().empty());
  CHECK(o.report(task, "complete", variables).status == 413);
  List incidents;  // the refusal waits for nothing
  for (int looks = 0; looks < 200 && incidents.empty(); ++looks) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    incidents = o.get("/incident").list();
  }
  REQUIRE(incidents.size() == 1);
  CHECK_THAT(text(incidents[0], "incidentMessage"), Catch::Contains("more than 4000 bytes"));
  CHECK(o.fetch().empty());
  // A task that nobody works on is no matter of whoever sends such a thing.
  CHECK(o.put("/external-task/" + task + "/retries", R"({"retries":1})").status == 204);
  CHECK(o.report(task, "complete", variables).status == 413);
  CHECK(o.get("/incident").list().empty());
}

TEST_CASE("A value of sixteen megabytes goes in and out, beyond a megabyte by way of a file", "[long]") {
  Shop o(std::string(task_begin) + task_end);
  const std::string whole(engine::limits::value_bytes_max, 'y');
  const std::string path = "/process-instance/" + o.id + "/variables/v";
  CHECK(o.put(path, R"({"type":"Bytes","value":")" + base64(whole) + "\"}").status == 204);
  Client client(o.served.server->port());
  client.send(request_text("GET", "/engine-rest" + path + "/data"));
  CHECK(client.receive(20'000).body == whole);
  Body body;
  body.append(std::string(limits::body_in_memory_max, 'a'));
  CHECK_FALSE(body.is_in_file());
  body.append("bc");
  CHECK(body.is_in_file());
  body.append("d");
  body.finish();
  CHECK(body.size() == limits::body_in_memory_max + 3);
  CHECK(body.view().substr(limits::body_in_memory_max - 1) == "abcd");
}

TEST_CASE("A long poll wakes for whatever makes work available") {
  constexpr const char* two = R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/>
<serviceTask id="a" camunda:type="external" camunda:topic="t"/>
<sequenceFlow id="f2" sourceRef="a" targetRef="e"/>
<endEvent id="e"/>)";
  struct Cause {
    const char* name;
    std::function<void(Shop&)> before, happens;
  };
  const auto suspend = [](Shop& o, const char* flag) {
    o.put("/process-instance/" + o.id + "/suspended", R"({"suspended":)" + std::string(flag) + "}");
  };
  std::string task;
  const std::vector<Cause> causes{
      {"a variable that the worker asks for", [](Shop&) {},
       [](Shop& o) { o.put("/process-instance/" + o.id + "/variables/wanted", R"({"value":true})"); }},
      {"activation", [&](Shop& o) { suspend(o, "true"); },
       [&](Shop& o) {
         o.put("/process-instance/" + o.id + "/variables/wanted", R"({"value":true})");
         suspend(o, "false");
       }},
      {"retries",
       [&](Shop& o) {
         o.put("/process-instance/" + o.id + "/variables/wanted", R"({"value":true})");
         task = o.fetch();
         o.report(task, "failure", R"(,"retries":0)");
       },
       [&](Shop& o) { o.put("/external-task/" + task + "/retries", R"({"retries":1})"); }},
      {"unlocking",
       [&](Shop& o) {
         o.put("/process-instance/" + o.id + "/variables/wanted", R"({"value":true})");
         task = o.fetch();
       },
       [&](Shop& o) { o.post("/external-task/" + task + "/unlock"); }}};
  for (const Cause& cause : causes) {
    INFO(cause.name);
    Shop o(two);
    cause.before(o);
    Client poll(o.served.server->port());
    poll.send(request_text("POST", "/engine-rest/external-task/fetchAndLock",
                           R"({"workerId":"v","maxTasks":1,"asyncResponseTimeout":20000,"topics":[
{"topicName":"t","lockDuration":9000,"processVariables":{"wanted":true}}]})"));
    CHECK(poll.receive(300).status == 0);  // it waits
    cause.happens(o);
    const Answer answer = poll.receive(5'000);
    CHECK(answer.status == 200);
    CHECK(answer.body.size() > 2);
  }
}
