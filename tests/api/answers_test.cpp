// Values as clients send them and read them back (engine-rest 1.5, 2).
#include <catch2/catch.hpp>
#include "api/engine_rest/variables_json.h"
#include "api/limits.h"
#include "engine/rows/limits.h"
#include "tests/api/processes.h"

using namespace lienthong;
using namespace lienthong::api;

namespace {

/// One process instance that waits at a task.
struct AtTask : Office {
  AtTask() {
    deploy_process("p", waits);
    id = start("p");
    variables = "/process-instance/" + id + "/variables";
    task = text(get("/task").list().at(0), "id");
  }
  Value put_and_get(const std::string& variable) {
    const Answer put_answer = put(variables + "/x", variable);
    INFO(variable << " " << put_answer.body);
    REQUIRE(put_answer.status == 204);
    return get(variables + "/x").json();
  }
  std::string id, variables, task;
};

/// Starts a process whose only step sets `r` to the expression, and answers `r`.
Value result_of(Office& o, const std::string& expression, const std::string& variables = "{}") {
  o.deploy_process("p",
                   R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="x"/>
<serviceTask id="x" camunda:expression=")" +
                       expression +
                       R"(" camunda:resultVariable="r"/><sequenceFlow id="f2" sourceRef="x" targetRef="t"/>
<userTask id="t"/><sequenceFlow id="f3" sourceRef="t" targetRef="e"/><endEvent id="e"/>)");
  const std::string id = o.start("p", R"({"variables":)" + variables + "}");
  const Answer found = o.get("/process-instance/" + id + "/variables/r");
  INFO(expression << " " << found.body);
  REQUIRE(found.status == 200);
  return found.json();
}

}  // namespace

TEST_CASE("Dates are taken as Java's lenient reader takes them, in bodies, queries and values") {
  AtTask o;
  for (const char* due : {"2026-12-05T10:06:0.000+0000", "2026-12-5T10:6:0.000+0000", "2026-12-05T10:06:00Z",
                          "2026-12-05T17:06:00+07:00", "2026-12-5T17:6:0"}) {
    INFO(due);
    CHECK(o.put("/task/" + o.task, R"({"name":"n","due":")" + std::string(due) + "\"}").status == 204);
    CHECK(text(o.get("/task/" + o.task).json(), "due") == "2026-12-05T17:06:00.000+0700");
    CHECK(text(o.put_and_get(R"({"type":"Date","value":")" + std::string(due) + "\"}"), "value") ==
          "2026-12-05T17:06:00.000+0700");
  }
  CHECK(o.get("/task?dueAfter=2026-12-05T10:5:59.0%2B0000").list().size() == 1);
  CHECK(o.get("/task?dueAfter=2026-12-05T10:6:0.0%2B0000").list().empty());
  // What is no day of any calendar is nobody's date, however leniently Java counts on.
  for (const char* none :
       {"2026-02-30T10:06:00.000+0000", "26-12-05T10:06:00.000+0000", "2026-12-05T24:06:00Z"})
    CHECK(o.put("/task/" + o.task, R"({"due":")" + std::string(none) + "\"}").status == 400);
}

TEST_CASE("A text in the contract's date form is a date wherever the model wants one") {
  Office o;
  o.deploy_process("p", R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
<userTask id="t" camunda:dueDate="${d}" camunda:followUpDate="${d}"/>
<sequenceFlow id="f2" sourceRef="t" targetRef="c"/>
<intermediateCatchEvent id="c"><timerEventDefinition><timeDate>${d}</timeDate></timerEventDefinition>
</intermediateCatchEvent><sequenceFlow id="f3" sourceRef="c" targetRef="e"/><endEvent id="e"/>)");
  for (const char* d : {"2027-01-01T00:00:00.000+0700", "2027-1-1T0:0:0.000+0700", "2026-12-31T17:00:00Z"}) {
    const std::string id = o.start("p", R"({"variables":{"d":{"value":")" + std::string(d) + R"("}}})");
    const Value task = o.get("/task?processInstanceId=" + id).list().at(0);
    CHECK(text(task, "due") == "2027-01-01T00:00:00.000+0700");
    CHECK(text(task, "followUp") == "2027-01-01T00:00:00.000+0700");
    CHECK(o.post("/task/" + text(task, "id") + "/complete").status == 204);
    CHECK(text(o.get("/job?processInstanceId=" + id).list().at(0), "dueDate") ==
          "2027-01-01T00:00:00.000+0700");
  }
}

TEST_CASE("A number with a point is a Double, whatever stands behind the point") {
  AtTask o;
  for (const auto& [given, type, value] :
       std::initializer_list<std::tuple<const char*, const char*, const char*>>{
           {"2.5", "Double", "2.5"},
           {"1.0", "Double", "1.0"},
           {"-3.00", "Double", "-3.0"},
           {"0.0", "Double", "0.0"},
           {"1e2", "Double", "100.0"},
           {"1", "Integer", "1"},
           {"0", "Integer", "0"},
           {"3000000000", "Long", "3000000000"}}) {
    o.put_and_get("{\"value\":" + std::string(given) + "}");
    CHECK(o.get(o.variables + "/x").body ==
          "{\"value\":" + std::string(value) + ",\"type\":\"" + type + "\",\"valueInfo\":{}}");
  }
  CHECK(o.get(o.variables + "/x").status == 200);
}

TEST_CASE("A number or a flag where a text is declared is its text") {
  AtTask o;
  const Answer started = o.post("/process-definition/key/p/start", R"({"businessKey":17})");
  CHECK(text(started.json(), "businessKey") == "17");
  CHECK(o.post("/task/" + o.task + "/claim", R"({"userId":5})").status == 204);
  CHECK(text(o.get("/task/" + o.task).json(), "assignee") == "5");
  CHECK(o.post("/task/" + o.task + "/claim", R"({"userId":{}})").status == 400);
}

TEST_CASE("A value that would be dropped is refused") {
  AtTask o;
  for (const char* body :
       {R"({"type":"Null","value":5})", R"({"type":"null","value":""})", R"({"type":"Object","value":"[1]"})",
        R"({"type":"Object","value":"[1]","valueInfo":{}})", R"({"type":"Integer","value":[1]})",
        R"({"type":"String","value":{"a":1}})", R"({"type":"File","value":"eA=="})"}) {
    INFO(body);
    CHECK(o.put(o.variables + "/x", body).status == 400);
    CHECK(o.post(o.variables, R"({"modifications":{"x":)" + std::string(body) + "}}").status == 400);
    CHECK(o.get(o.variables + "/x").status == 404);
  }
  CHECK(text(o.put_and_get(R"({"type":"Null","value":null})"), "type") == "Null");
  CHECK(text(o.put_and_get(R"({"type":"Null"})"), "value") == "null");
}

TEST_CASE("A file's type is read in both spellings and answered in both") {
  AtTask o;
  for (const char* spelling : {"mimeType", "mimetype"}) {
    const Value file = o.put_and_get(R"({"type":"File","value":"eA==","valueInfo":{"filename":"a.txt",")" +
                                     std::string(spelling) + R"(":"text/plain"}})");
    CHECK(json::write(*file.find("valueInfo")) ==
          R"({"filename":"a.txt","mimeType":"text/plain","mimetype":"text/plain"})");
    const Answer data = o.get(o.variables + "/x/data");
    CHECK(data.body == "x");
    CHECK(data.header("Content-Type") == "text/plain");
  }
}

TEST_CASE("A file is found under a process instance by the id of any of its executions") {
  AtTask o;
  o.put_and_get(R"({"type":"Bytes","value":"eA=="})");
  const std::string execution = text(o.get("/task/" + o.task).json(), "executionId");
  REQUIRE(execution != o.id);
  CHECK(o.get("/process-instance/" + execution + "/variables/x/data").body == "x");
  CHECK(o.get("/process-instance/" + execution + "/variables/y/data").status == 404);
  CHECK(o.get("/execution/" + execution + "/localVariables/x/data").status == 404);
  CHECK(o.get("/process-instance/77/variables/x/data").status == 500);
}

TEST_CASE("What an expression gives has Camunda's type: Long, Double, or that of the variable") {
  Office o;
  const std::string variables =
      R"({"i":{"value":4},"s":{"value":4,"type":"Short"},"d":{"value":2.0},"n":{"value":null},
"o":{"value":"[1]","type":"Object","valueInfo":{"objectTypeName":"java.util.ArrayList",
"serializationDataFormat":"application/json"}}})";
  for (const auto& [expression, type, value] :
       std::initializer_list<std::tuple<const char*, const char*, const char*>>{
           {"${1}", "Long", "1"},
           {"${i + 1}", "Long", "5"},
           {"${i * i - 1}", "Long", "15"},
           {"${i % 3}", "Long", "1"},
           {"${i}", "Integer", "4"},
           {"${s}", "Short", "4"},
           {"${i / 2}", "Double", "2"},
           {"${i / 8}", "Double", "0.5"},
           {"${i / 2 + 1}", "Double", "3"},
           {"${d}", "Double", "2"},
           {"${d + 1}", "Double", "3"},
           {"${1.5 + 1.5}", "Double", "3"},
           {"${2.0}", "Double", "2"},
           {"${0.1 + 0.2}", "Double", "0.3"},
           {"${i > 3}", "Boolean", "true"},
           {"${n}", "Null", "null"},
           {"n ${i}", "String", "n 4"}}) {
    INFO(expression);
    const Value found = result_of(o, expression, variables);
    CHECK(text(found, "type") == type);
    CHECK(text(found, "value") == value);
  }
  CHECK(text(result_of(o, "${o}", variables), "type") == "Object");
}

TEST_CASE("What execution.setVariable sets has Camunda's type") {
  Office o;
  for (const auto& [value, type, shown] :
       std::initializer_list<std::tuple<const char*, const char*, const char*>>{{"5", "Long", "5"},
                                                                                {"2 + 3", "Long", "5"},
                                                                                {"1.0", "Double", "1.0"},
                                                                                {"4 / 2", "Double", "2.0"},
                                                                                {"true", "Boolean", "true"},
                                                                                {"'5'", "String", "\"5\""},
                                                                                {"null", "Null", "null"}})
    for (const char* method : {"setVariable", "setVariableLocal"}) {
      INFO(value);
      o.deploy_process(
          "q", R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/><userTask id="t">
<extensionElements><camunda:executionListener event="start" expression="${execution.)" +
                   std::string(method) + "('x', " + value +
                   R"()}"/></extensionElements></userTask>
<sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/>)");
      const std::string id = o.start("q");
      const Value row = o.get("/variable-instance?variableName=x&processInstanceIdIn=" + id).list().at(0);
      CHECK(text(row, "type") == type);
      const std::string task = text(o.get("/task?processInstanceId=" + id).list().at(0), "id");
      CHECK(o.get("/task/" + task + "/variables/x").body.find("\"value\":" + std::string(shown) + ",") !=
            std::string::npos);
    }
}

TEST_CASE("A number with a point keeps it inside JSON objects and lists") {
  AtTask o;
  const std::string document = R"({"a":1.0,"b":[2.0,3],"c":-4.00,"d":1.5})";
  const std::string kept = R"({"a":1.0,"b":[2.0,3],"c":-4.0,"d":1.5})";
  o.put_and_get(R"({"value":)" + document + "}");
  CHECK(o.get(o.variables + "/x").body.find("\"value\":" + kept) != std::string::npos);
  std::string quoted;
  json::write_string(quoted, document);
  o.put_and_get(
      R"({"type":"Object","value":)" + quoted +
      R"(,"valueInfo":{"objectTypeName":"java.util.Map","serializationDataFormat":"application/json"}})");
  CHECK(o.get(o.variables + "/x").body.find("\"value\":" + kept) != std::string::npos);
  o.put_and_get(R"({"type":"Json","value":)" + quoted + "}");
  CHECK(o.get(o.variables + "/x").body.find("\"value\":" + quoted) != std::string::npos);
}

TEST_CASE("An expression that gives null empties the variable of its result") {
  Office o;
  const std::string variables =
      R"({"r":{"value":"of the last round"},"n":{"value":null},"m":{"value":{"k":1}}})";
  for (const char* expression : {"${n}", "${m.nothing}", "${n == null ? null : 1}"}) {
    const Value found = result_of(o, expression, variables);
    CHECK(text(found, "type") == "Null");
  }
}

TEST_CASE("The members of execution say what the interface says") {
  Office o;
  const std::string own = text(result_of(o, "${execution.processDefinitionId}"), "value");
  CHECK(own == text(o.get("/process-definition/key/p").json(), "id"));
  const std::string asked = text(result_of(o, "${execution.getProcessDefinitionId()}"), "value");
  CHECK(asked == text(o.get("/process-definition/key/p").json(), "id"));
  CHECK(text(result_of(o, "${execution.activityInstanceId}"), "value").starts_with("x:"));
  CHECK(text(result_of(o, "${execution.eventName}"), "type") == "Null");
  CHECK(text(result_of(o, "${execution.currentTransitionId}"), "type") == "Null");
  CHECK(text(result_of(o, "${execution.canceled}"), "value") == "false");
  CHECK(text(result_of(o, "${execution.isCanceled()}"), "value") == "false");
  CHECK(text(result_of(o, "${execution.tenantId}"), "type") == "Null");
  CHECK(text(result_of(o, "${execution.variableNames.contains('v')}", R"({"v":{"value":1}})"), "value") ==
        "true");
  CHECK(text(result_of(o, "${execution.variableNames.contains('w')}", R"({"v":{"value":1}})"), "value") ==
        "false");
}
