// Work without a process instance over REST: start timers, and what people are told.
#include <catch2/catch.hpp>
#include "tests/api/processes.h"

using namespace lienthong;
using namespace lienthong::api;

namespace {

void advance(Office& o, const std::string& span) {
  CHECK(o.served.ask("POST", "/api/v1/clock", R"({"advance":")" + span + "\"}").status == 200);
}

/// The machine's work that is due, each once.
void run_jobs(Office& o) {
  for (const Value& job : o.get("/job?executable=true").list())
    o.post("/job/" + text(job, "id") + "/execute");
}

/// A task that is late after an hour, which the chair is told by mail.
constexpr const char* late_task = R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
  <userTask id="t" name="Verify"><extensionElements>
    <x:deadline xmlns:x="urn:lienthong:bpmn:1.0" id="d" limit="PT1H">
      <x:rung id="late" offset="PT0S" to="chair" level="1"/></x:deadline></extensionElements></userTask>
  <sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/>)";

List fetch(Office& o, const std::string& more = "") {
  return o
      .post("/external-task/fetchAndLock",
            R"({"workerId":"post","maxTasks":5,"topics":[{"topicName":"notify.email","lockDuration":60000)" +
                more + "}]}")
      .list();
}

}  // namespace

TEST_CASE("A start timer that cannot start is a job, an incident at its place, and is retried") {
  Office o;
  o.deploy_process("p", R"(<startEvent id="s"><timerEventDefinition><timeDuration>PT1H</timeDuration>
    </timerEventDefinition></startEvent><sequenceFlow id="f1" sourceRef="s" targetRef="c"/>
    <callActivity id="c" calledElement="later"/><sequenceFlow id="f2" sourceRef="c" targetRef="e"/>
    <endEvent id="e"/>)");
  REQUIRE(count(o.get("/job?timers=true")) == 1);
  for (const char* pause : {"PT1H", "PT1M", "PT5M", "PT30M"}) {
    CHECK(count(o.get("/incident")) == 0);
    advance(o, pause);
    run_jobs(o);
  }
  REQUIRE(count(o.get("/incident")) == 1);
  const Value incident = o.get("/incident").list().at(0), job = o.get("/job?noRetriesLeft=true").list().at(0);
  CHECK(text(incident, "incidentType") == "failedJob");
  CHECK(text(incident, "activityId") == "s");
  CHECK(text(incident, "processInstanceId") == "null");
  CHECK(text(incident, "processDefinitionId").starts_with("p:1:"));
  CHECK(text(incident, "configuration") == text(job, "id"));
  CHECK(text(job, "processInstanceId") == "null");
  o.deploy_process("later", waits);
  CHECK(o.served.ask("PUT", "/engine-rest/job/" + text(job, "id") + "/retries", R"({"retries":1})").status ==
        204);
  run_jobs(o);
  CHECK(count(o.get("/task")) == 1);
  CHECK(count(o.get("/incident")) == 0);
  CHECK(count(o.get("/job")) == 0);
}

TEST_CASE("What people are told can be fetched, failed, found and told again over REST") {
  Office o;
  o.deploy_process("p", late_task);
  const std::string instance = o.start("p");
  CHECK(fetch(o).empty());
  advance(o, "PT1H");
  run_jobs(o);  // the due instant …
  run_jobs(o);  // … and the rung
  REQUIRE(count(o.get("/external-task?topicName=notify.email")) == 1);
  CHECK(fetch(o, R"(,"businessKey":"none")").empty());
  CHECK(fetch(o, R"(,"processDefinitionKey":"other")").empty());
  const List fetched = fetch(o);
  REQUIRE(fetched.size() == 1);
  const Value& notice = fetched.at(0);
  CHECK(text(notice, "processInstanceId") == "null");
  CHECK(text(notice, "activityId") == "t");
  const Value* variables = notice.find("variables");
  CHECK(text(*variables->find("subject"), "value") == "Late: Verify");
  CHECK(text(*variables->find("root"), "value") == instance);
  const std::string id = text(notice, "id");
  CHECK(o.post("/external-task/" + id + "/failure",
               R"({"workerId":"post","errorMessage":"no route","retries":0,"retryTimeout":3600000})")
            .status == 204);
  REQUIRE(count(o.get("/incident?incidentType=failedExternalTask")) == 1);
  CHECK(text(o.get("/incident").list().at(0), "configuration") == id);
  CHECK(o.served.ask("GET", "/api/v1/process-instance/" + instance + "/timeline")
            .body.find("notification-failed") != std::string::npos);
  CHECK(fetch(o).empty());
  CHECK(o.served.ask("PUT", "/engine-rest/external-task/" + id + "/retries", R"({"retries":1})").status ==
        204);
  CHECK(count(o.get("/incident")) == 0);
  REQUIRE(fetch(o).size() == 1);
  CHECK(o.post("/external-task/" + id + "/complete", R"({"workerId":"post"})").status == 204);
  CHECK(count(o.get("/external-task")) == 0);
}
