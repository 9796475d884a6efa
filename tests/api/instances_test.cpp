#include <catch2/catch.hpp>
#include "api/engine_rest/engine_rest.h"
#include "tests/api/processes.h"

using namespace lienthong;
using namespace lienthong::api;
using Catch::Matchers::Contains;

TEST_CASE("Running instances are found by what they are and hold") {
  Office o;
  const std::string id = o.deploy_process("p", waits);
  o.deploy_process("q", waits_for_message);
  const std::string a =
      o.start("p", R"({"businessKey":"A","variables":{"n":{"value":1},"s":{"value":"x"}}})");
  const std::string b =
      o.start("p", R"({"businessKey":"B","variables":{"n":{"value":2},"s":{"value":"X"}}})");
  const std::string c =
      o.start("q", R"({"variables":{"d":{"value":"2026-01-31T08:00:00.000+0700","type":"Date"}}})");
  const auto found = [&](const std::string& query) {
    std::string all;
    for (const Value& row : o.get("/process-instance" + query).list())
      all += text(row, "id") == a ? "a" : text(row, "id") == b ? "b" : "c";
    return all;
  };
  const auto posted = [&](const std::string& body) {
    const Answer answer = o.post("/process-instance", body);
    INFO(body << answer.body);
    REQUIRE(answer.status == 200);
    std::string all;
    for (const Value& row : answer.list())
      all += text(row, "id") == a ? "a" : text(row, "id") == b ? "b" : "c";
    return all;
  };
  CHECK(found("") == "abc");
  CHECK(found("?processDefinitionKey=p") == "ab");
  CHECK(found("?processDefinitionId=" + id) == "ab");
  CHECK(found("?processDefinitionKeyIn=q,none") == "c");
  CHECK(found("?processDefinitionKeyNotIn=q") == "ab");
  CHECK(found("?businessKey=A") == "a");
  CHECK(found("?businessKeyLike=%25") == "ab");
  CHECK(found("?processInstanceIds=" + a + "," + c) == "ac");
  CHECK(found("?processInstanceIds=") == "abc");
  CHECK(found("?activityIdIn=t") == "ab");
  CHECK(found("?active=true") == "abc");
  CHECK(found("?suspended=true").empty());
  CHECK(found("?suspended=false") == "abc");
  CHECK(found("?rootProcessInstances=true&leafProcessInstances=true") == "abc");
  CHECK(found("?withIncident=true").empty());
  CHECK(found("?variables=s_eq_x") == "a");
  CHECK(found("?variables=s_eq_x&variableValuesIgnoreCase=true") == "ab");
  CHECK(found("?variables=n_eq_1").empty());  // values of a query string are strings
  CHECK(found("?caseInstanceId=1").empty());
  CHECK(found("?sortBy=businessKey&sortOrder=desc&processDefinitionKey=p") == "ba");
  CHECK(posted(R"({"variables":[{"name":"n","operator":"gt","value":1}]})") == "b");
  CHECK(posted(R"({"variables":[{"name":"n","operator":"neq","value":1}]})") == "b");
  CHECK(posted(R"({"variables":[{"name":"d","operator":"lt","value":"2026-01-31T08:00:00.001+0700"}]})") ==
        "c");
  CHECK(
      posted(R"({"orQueries":[{"businessKey":"A","processDefinitionKey":"q"}],"processInstanceIds":null})") ==
      "ac");
  CHECK(posted(R"({"sorting":[{"sortBy":"definitionKey","sortOrder":"desc"},{"sortBy":"businessKey",)"
               R"("sortOrder":"desc"}]})") == "cba");
  CHECK(o.post("/process-instance/count", R"({"processDefinitionKey":"p"})").body == "{\"count\":2}");
  CHECK(o.post("/process-instance?maxResults=1", "{}").list().size() == 1);
  CHECK(
      o.post("/process-instance", R"({"variables":[{"name":"n","operator":"between","value":1}]})").status ==
      400);
  CHECK(o.post("/process-instance", R"({"variables":[{"name":"n","operator":"gt","value":true}]})").status ==
        400);
  CHECK(o.post("/process-instance", R"({"active":"perhaps"})").status == 400);
  CHECK(o.post("/process-instance", R"({"orQueries":[{"orQueries":[]}]})").status == 500);
  CHECK(o.get("/process-instance?variables=a_eq").status == 400);
}

TEST_CASE("Instances are suspended one by one, by key and by query, and deleted") {
  Office o;
  o.deploy_process("p", waits);
  const std::string a = o.start("p"), b = o.start("p");
  const auto suspended = [&] { return o.get("/process-instance/count?suspended=true").body; };
  CHECK(o.put("/process-instance/" + a + "/suspended", R"({"suspended":true})").status == 204);
  CHECK(suspended() == "{\"count\":1}");
  CHECK(o.put("/process-instance/suspended", R"({"suspended":true,"processDefinitionKey":"p"})").status ==
        204);
  CHECK(suspended() == "{\"count\":2}");
  CHECK(o.put("/process-instance/suspended",
              R"({"suspended":false,"processInstanceQuery":{"processInstanceIds":[")" + b + R"("]}})")
            .status == 204);
  CHECK(suspended() == "{\"count\":1}");
  CHECK(o.put("/process-instance/suspended", R"({"suspended":false,"processInstanceIds":[")" + a + R"("]})")
            .status == 204);
  CHECK(suspended() == "{\"count\":0}");
  CHECK(o.put("/process-instance/suspended", R"({"suspended":false})").status == 400);
  CHECK(o.put("/process-instance/suspended",
              R"({"suspended":false,"processDefinitionKey":"p","processInstanceIds":[]})")
            .status == 400);
  CHECK(o.put("/process-instance/999/suspended", R"({"suspended":true})").status == 204);
  CHECK(o.served.ask("DELETE", "/engine-rest/process-instance/" + a, "null").status == 204);
  CHECK(o.get("/process-instance/" + a).body ==
        R"({"type":"InvalidRequestException","message":"Process instance with id )" + a +
            R"( does not exist","code":null})");
  CHECK(o.del("/process-instance/" + a).status == 404);
  CHECK(o.del("/process-instance/" + a + "?failIfNotExists=false").status == 204);
}

TEST_CASE("The variables of an instance are read, written and removed, one or many") {
  Office o;
  o.deploy_process("p", waits);
  const std::string base =
      "/process-instance/" + o.start("p", R"({"variables":{"s":{"value":"x"}}})") + "/variables";
  CHECK(o.get(base).body == R"({"s":{"value":"x","type":"String","valueInfo":{}}})");
  CHECK(o.put(base + "/n", R"({"value":"5","type":"integer"})").status == 204);
  CHECK(o.get(base + "/n").body == R"({"value":5,"type":"Integer","valueInfo":{}})");
  CHECK(o.put(base + "/o",
              R"({"value":"{\"a\":[1]}","type":"Object","valueInfo":{"objectTypeName":"java.util.Map",)"
              R"("serializationDataFormat":"application/json"}})")
            .status == 204);
  CHECK_THAT(o.get(base + "/o").body, Contains(R"("value":{"a":[1]})"));
  CHECK_THAT(o.get(base + "/o?deserializeValue=false").body, Contains(R"("value":"{\"a\":[1]}")"));
  CHECK_THAT(o.get(base + "?deserializeValues=false").body, Contains(R"("value":"{\"a\":[1]}")"));
  CHECK(o.post(base, R"({"workerId":"w","modifications":{"a":{"value":1},"b":{"value":2}},"deletions":["a",)"
                     R"("s","none"]})")
            .status == 204);
  CHECK(o.get(base + "/b").status == 200);
  const Answer missing = o.get(base + "/a");
  CHECK(missing.status == 404);
  CHECK(missing.body ==
        R"({"type":"InvalidRequestException","message":"process instance variable with name a does )"
        R"(not exist","code":null})");
  CHECK(o.del(base + "/b").status == 204);
  CHECK(o.del(base + "/b").status == 204);
  const Answer bad = o.put(base + "/n", R"({"value":"x","type":"Integer"})");
  CHECK(bad.status == 400);
  CHECK_THAT(bad.body, Contains("Cannot put process instance variable n: Cannot convert value 'x'"));
  CHECK_THAT(o.get("/process-instance/999/variables").body, Contains("NullValueException"));
  CHECK(o.get("/process-instance/999/variables").status == 500);
  CHECK(o.put("/process-instance/999/variables/a", R"({"value":1})").status == 500);
}

TEST_CASE("Files and bytes go up as forms and come down as themselves") {
  Office o;
  o.deploy_process("p", waits);
  const std::string id = o.start("p"), base = "/process-instance/" + id + "/variables";
  const std::string bytes("\0\r\n--x\xFF", 8);
  const auto upload = [&](const std::string& name, const std::vector<FormPart>& parts) {
    return o.served.ask("POST", "/engine-rest" + base + "/" + name + "/data", form_text(parts), form_type);
  };
  CHECK(upload("raw", {{"data", "", bytes}}).status == 204);
  CHECK(upload("file", {{"data", "đơn.pdf", bytes}, {"valueType", "", "File"}}).status == 204);
  CHECK(upload("bad", {{"data", "", bytes}, {"valueType", "", "File"}}).status == 400);
  CHECK(upload("bad", {{"other", "", bytes}}).status == 400);
  CHECK(upload("bad", {{"data", "", bytes}, {"valueType", "", "Json"}}).status == 400);
  const Answer raw = o.get(base + "/raw/data");
  CHECK(raw.body == bytes);
  CHECK(raw.header("Content-Type") == "application/octet-stream");
  // Where the JavaScript worker fetches files: the instance is its root execution.
  const Answer file = o.get("/execution/" + id + "/localVariables/file/data");
  CHECK(file.body == bytes);
  CHECK(file.header("Content-Disposition") ==
        "attachment; filename=\"đơn.pdf\"; filename*=UTF-8''%C4%91%C6%A1n.pdf");
  CHECK(o.put(base + "/s", R"({"value":"x"})").status == 204);
  const Answer text = o.get(base + "/s/data");
  CHECK(text.status == 400);
  CHECK_THAT(text.body, Contains("is not a binary value."));
}

TEST_CASE("The tree of activities shows what is active") {
  Office o;
  const std::string definition =
      o.deploy_process("p", R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="sub"/>
    <subProcess id="sub" name="Both"><startEvent id="s2"/><sequenceFlow id="g1" sourceRef="s2" targetRef="t"/>
    <userTask id="t" name="Check"><multiInstanceLoopCharacteristics>
    <loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>
    <sequenceFlow id="g2" sourceRef="t" targetRef="e2"/><endEvent id="e2"/></subProcess>
    <sequenceFlow id="f2" sourceRef="sub" targetRef="e"/><endEvent id="e"/>)");
  const std::string id = o.start("p");
  const Answer answer = o.get("/process-instance/" + id + "/activity-instances");
  INFO(answer.body);
  REQUIRE(answer.status == 200);
  const Value tree = answer.json();
  CHECK(keys(tree) == std::vector<std::string>{"id", "parentActivityInstanceId", "activityId", "activityName",
                                               "name", "activityType", "processInstanceId",
                                               "processDefinitionId", "childActivityInstances",
                                               "childTransitionInstances", "executionIds", "incidentIds",
                                               "incidents"});
  CHECK(text(tree, "id") == id);
  CHECK(text(tree, "activityId") == definition);
  CHECK(text(tree, "activityType") == "processDefinition");
  const Value& sub = tree.find("childActivityInstances")->list().at(0);
  CHECK(text(sub, "activityType") == "subProcess");
  CHECK(text(sub, "activityName") == "Both");
  CHECK(text(sub, "parentActivityInstanceId") == id);
  CHECK(text(sub, "id").starts_with("sub:"));
  const Value& body = sub.find("childActivityInstances")->list().at(0);
  CHECK(text(body, "activityId") == "t#multiInstanceBody");
  CHECK(text(body, "activityType") == "multiInstanceBody");
  REQUIRE(body.find("childActivityInstances")->list().size() == 2);
  CHECK(text(body.find("childActivityInstances")->list().at(0), "activityType") == "userTask");
  CHECK(o.get("/process-instance/999/activity-instances").status == 404);
}

TEST_CASE("A token that waits before a join stands in the tree where it waits") {
  Office o;
  o.deploy_process("p", R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="g"/>
    <parallelGateway id="g"/><sequenceFlow id="f2" sourceRef="g" targetRef="a"/>
    <sequenceFlow id="f3" sourceRef="g" targetRef="b"/><sequenceFlow id="f4" sourceRef="g" targetRef="c"/>
    <userTask id="a"/><userTask id="b"/><userTask id="c"/><sequenceFlow id="f5" sourceRef="a" targetRef="j"/>
    <sequenceFlow id="f6" sourceRef="b" targetRef="j"/><sequenceFlow id="f7" sourceRef="c" targetRef="j"/>
    <parallelGateway id="j" name="All there"/><sequenceFlow id="f8" sourceRef="j" targetRef="e"/>
    <endEvent id="e"/>)");
  const std::string id = o.start("p");
  const auto complete = [&](const std::string& node) {
    const Value task = o.get("/task?taskDefinitionKey=" + node).json().list().at(0);
    CHECK(o.post("/task/" + text(task, "id") + "/complete", "{}").status == 204);
  };
  const auto joined = [&] {
    std::vector<Value> waiting;
    const Value tree = o.get("/process-instance/" + id + "/activity-instances").json();
    for (const Value& child : tree.find("childActivityInstances")->list())
      if (text(child, "activityId") == "j") waiting.push_back(child);
    return waiting;
  };
  CHECK(joined().empty());
  complete("a");
  REQUIRE(joined().size() == 1);
  const Value one = joined().front();
  CHECK(text(one, "activityType") == "parallelGateway");
  CHECK(text(one, "activityName") == "All there");
  CHECK(text(one, "parentActivityInstanceId") == id);
  CHECK(text(one, "id").starts_with("j:"));
  complete("b");
  CHECK(joined().size() == 2);  // one a token
  complete("c");
  CHECK(o.get("/process-instance/" + id).status == 404);
}

TEST_CASE("The counters of a loop are among the variables of its tasks and executions") {
  Office o;
  o.deploy_process("p", R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
    <userTask id="t"><multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality>
    </multiInstanceLoopCharacteristics></userTask><sequenceFlow id="f2" sourceRef="t" targetRef="e"/>
    <endEvent id="e"/>)");
  o.start("p");
  const auto tasks = o.get("/task?sortBy=id&sortOrder=asc").json();
  REQUIRE(tasks.list().size() == 3);
  CHECK(o.post("/task/" + text(tasks.list().at(0), "id") + "/complete", "{}").status == 204);
  const std::string second = text(tasks.list().at(1), "id");
  const auto counter = [](const Value& all, const std::string& name) {
    const Value* variable = all.find(name);
    return variable ? variable->find("value")->number().to_integer().value_or(-1) : -1;
  };
  const Value all = o.get("/task/" + second + "/variables").json();
  CHECK(counter(all, "loopCounter") == 1);
  CHECK(counter(all, "nrOfInstances") == 3);
  CHECK(counter(all, "nrOfCompletedInstances") == 1);
  CHECK(counter(all, "nrOfActiveInstances") == 2);
  CHECK(o.get("/task/" + second + "/variables/loopCounter").status == 200);
  CHECK(o.get("/task/" + second + "/localVariables/loopCounter").status == 404);
  const std::string execution = text(tasks.list().at(1), "executionId");
  const Value local = o.get("/execution/" + execution + "/localVariables").json();
  CHECK(counter(local, "loopCounter") == 1);
  CHECK(local.find("nrOfInstances") == nullptr);
  const Value page = o.get("/task?withTaskVariablesInReturn=true&sortBy=id&sortOrder=asc").json();
  CHECK(counter(*page.list().at(0).find("variables"), "nrOfInstances") == 3);
  CHECK(counter(o.get("/task/" + second + "/form-variables").json(), "loopCounter") == 1);
}

TEST_CASE("An async step stands in the tree as a transition") {
  Office o;
  o.deploy_process("p", R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
    <userTask id="t" camunda:asyncBefore="true"/><sequenceFlow id="f2" sourceRef="t" targetRef="e"/>
    <endEvent id="e"/>)");
  const std::string id = o.start("p");
  const Value tree = o.get("/process-instance/" + id + "/activity-instances").json();
  CHECK(tree.find("childActivityInstances")->list().empty());
  REQUIRE(tree.find("childTransitionInstances")->list().size() == 1);
  const Value& transition = tree.find("childTransitionInstances")->list().at(0);
  CHECK(text(transition, "activityId") == "t");
  CHECK(text(transition, "targetActivityId") == "t");
  CHECK(text(transition, "activityType") == "userTask");
  CHECK(o.get("/process-instance?activityIdIn=t").list().size() == 1);
}

TEST_CASE("A client that makes an incident is told of this one, whatever others are made meanwhile") {
  Office o;
  o.deploy_process("p", waits);
  const std::string instance = o.start("p");
  const std::string path = "/execution/" + instance + "/create-incident";
  const auto make = [&](const std::string& message) {
    return o.post(path, R"({"incidentType":"custom","message":")" + message + R"("})").json();
  };
  const Value first = make("first");
  CHECK(text_at(first, "incidentMessage") == "first");
  CHECK(text_at(make("second"), "incidentMessage") == "second");
  // The first is answered only now, when the second is there.
  NotedCommands late;
  late.answer = [&](const engine::Command&) {
    return engine::Result{engine::Created{read_wire_id(text_at(first, "id"))}, nullptr};
  };
  Served served(late, o.engine.store, [](Router& router) { add_engine_rest(router); });
  const Answer answer = served.ask("POST", "/engine-rest" + path, R"({"incidentType":"custom"})");
  INFO(answer.body);
  CHECK(text_at(answer.json(), "incidentMessage") == "first");
}
