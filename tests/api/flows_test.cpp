// The resources of the contract, end to end: a real engine behind real sockets.
#include "tests/api/support.h"
#include <catch2/catch.hpp>

using namespace lienthong;
using namespace lienthong::api;
using Catch::Matchers::Contains;

namespace {

const char* waits = R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
<userTask id="t" name="Check the papers"/><sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/>)";
const char* runs_through = R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="e"/><endEvent id="e"/>)";
const char* waits_for_message = R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="c"/>
<intermediateCatchEvent id="c"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>
<sequenceFlow id="f2" sourceRef="c" targetRef="t"/><userTask id="t"/><sequenceFlow id="f3" sourceRef="t" targetRef="e"/><endEvent id="e"/>)";

std::string text(const Value& value, const char* key) {
  const Value* found = value.find(key);
  return !found ? "absent" : found->is_string() ? found->string() : json::write(*found);
}

std::vector<std::string> keys(const Value& value) {
  std::vector<std::string> names;
  for (const auto& [name, ignored] : value.context().entries) names.push_back(name);
  return names;
}

std::size_t count(const Answer& list) { return list.json().list().size(); }

}  // namespace

TEST_CASE("Modeler's connection check and version are answered") {
  Office o;
  const Answer none = o.get("/deployment?maxResults=0");
  CHECK(none.status == 200);
  CHECK(none.body == "[]");
  CHECK(o.get("/version").body == R"({"version":"7.24.0"})");
  CHECK(o.get("/engine").body == R"([{"name":"default"}])");
  CHECK(o.get("/engine/default/version").status == 200);
  CHECK(o.served.ask("GET", "/api/engine/engine/default/version").status == 200);
  CHECK(o.get("/engine/other/version").body ==
        R"({"type":"InvalidRequestException","message":"Process engine other not available","code":null})");
}

TEST_CASE("A deployment answers what it has deployed") {
  Office o;
  const Answer answer = o.deploy({{"deployment-name", "", "births"}, {"deployment-source", "", "test"},
                                  {"data", "birth.bpmn", process_xml("birth", waits)}, {"more", "note.txt", "Ghi chú"}});
  REQUIRE(answer.status == 200);
  const Value deployment = answer.json();
  CHECK(keys(deployment) == std::vector<std::string>{"links", "id", "name", "source", "deploymentTime", "tenantId",
                                                     "deployedProcessDefinitions", "deployedDecisionDefinitions",
                                                     "deployedDecisionRequirementsDefinitions", "deployedCaseDefinitions"});
  CHECK(text(deployment, "name") == "births");
  const std::string id = text(deployment, "id");
  const Value& link = deployment.find("links")->list().at(0);
  CHECK(text(link, "href") == "http://127.0.0.1/engine-rest/deployment/" + id);
  const auto& [definition_id, definition] = deployment.find("deployedProcessDefinitions")->context().entries.at(0);
  CHECK(definition_id.starts_with("birth:1:"));
  CHECK(text(definition, "name") == "The birth");
  CHECK(text(definition, "category") == "urn:test");
  CHECK(text(definition, "historyTimeToLive") == "30");
  CHECK(deployment.find("deployedCaseDefinitions")->is_null());
  CHECK(o.get("/process-definition/" + definition_id).json() == definition);
  CHECK(o.get("/process-definition/key/birth").json() == definition);

  CHECK(text(o.get("/deployment/" + id).json(), "source") == "test");
  const Answer resources = o.get("/deployment/" + id + "/resources");
  REQUIRE(count(resources) == 2);
  const std::string note = text(resources.json().list().at(1), "id");
  const Answer data = o.get("/deployment/" + id + "/resources/" + note + "/data");
  CHECK(data.body == "Ghi chú");
  CHECK(data.header("Content-Type") == "text/plain");
  CHECK(data.header("Content-Disposition") == "attachment; filename=\"note.txt\"; filename*=UTF-8''note.txt");
  CHECK(text(o.get("/deployment/" + id + "/resources/" + note).json(), "name") == "note.txt");
  CHECK(text(o.get("/process-definition/" + definition_id + "/xml").json(), "bpmn20Xml") == process_xml("birth", waits));
  CHECK(o.get("/process-definition/key/birth/diagram").status == 204);
}

TEST_CASE("An unchanged deployment is found again, a changed one is a new version") {
  Office o;
  const auto deploy = [&](const std::string& content) {
    return o.deploy({{"deployment-name", "", "n"}, {"enable-duplicate-filtering", "", "true"}, {"data", "p.bpmn", process_xml("p", content)}}).json();
  };
  const Value first = deploy(waits), same = deploy(waits), changed = deploy(runs_through);
  CHECK(text(first, "id") == text(same, "id"));
  CHECK(same.find("deployedProcessDefinitions")->is_null());
  CHECK(text(changed, "id") != text(first, "id"));
  CHECK(text(o.get("/process-definition/key/p").json(), "version") == "2");
  CHECK(o.get("/deployment/count").body == "{\"count\":2}");
  CHECK(o.get("/process-definition/count?latestVersion=true").body == "{\"count\":1}");
  CHECK(o.get("/process-definition/count?latestVersion=false").body == "{\"count\":2}");
}

TEST_CASE("What cannot be deployed is refused whole, with the places of its mistakes") {
  Office o;
  const Answer broken = o.deploy({{"good", "a.bpmn", process_xml("a", waits)},
                                  {"bad", "b.bpmn", process_xml("b", R"(<sequenceFlow id="f" sourceRef="x" targetRef="y"/>)")}});
  CHECK(broken.status == 400);
  const Value error = broken.json();
  CHECK(text(error, "type") == "ParseException");
  CHECK(text(error, "code") == "0");
  CHECK_THAT(text(error, "message"), Catch::Matchers::StartsWith("ENGINE-09005 Could not parse BPMN process. Errors: \n* "));
  const Value* details = error.find("details");
  REQUIRE(details);
  REQUIRE(details->find("b.bpmn"));
  CHECK(details->find("b.bpmn")->find("errors")->list().size() >= 1);
  CHECK(o.get("/deployment/count").body == "{\"count\":0}");
  CHECK(o.get("/process-definition/count").body == "{\"count\":0}");
}

TEST_CASE("Forms that are no deployments are refused") {
  Office o;
  const Answer nameless = o.deploy({{"data", "", "x"}});
  CHECK(nameless.status == 400);
  CHECK_THAT(nameless.body, Contains("No file name found in the deployment resource"));
  CHECK_THAT(o.deploy({{"deployment-name", "", "n"}}).body, Contains("No deployment resources contained in the form upload."));
  const std::string form = form_text({{"data", "p.bpmn", process_xml("p", waits)}});
  const auto send = [&](std::string_view body, std::string_view type) {
    return o.served.ask("POST", "/engine-rest/deployment/create", body, type).status;
  };
  CHECK(send(form.substr(0, form.size() - 10), form_type) == 400);
  CHECK(send(form, "multipart/form-data") == 400);
  CHECK(send(form, "application/json") == 415);
  CHECK(send("", form_type) == 400);
  CHECK(o.get("/deployment/count").body == "{\"count\":0}");
}

TEST_CASE("Deployments are listed, filtered, sorted, redeployed and deleted") {
  Office o;
  for (const char* name : {"b", "a", "c"})
    o.deploy({{"deployment-name", "", name}, {"data", std::string(name) + ".txt", name}});
  const auto names = [&](const std::string& query) {
    std::string all;
    for (const Value& row : o.get("/deployment" + query).json().list()) all += text(row, "name");
    return all;
  };
  CHECK(names("") == "bac");
  CHECK(names("?sortBy=name&sortOrder=asc") == "abc");
  CHECK(names("?sortBy=name&sortOrder=desc&firstResult=1&maxResults=1") == "b");
  CHECK(names("?firstResult=2") == "c");
  CHECK(names("?nameLike=%25a%25") == "a");
  CHECK(names("?withoutSource=true") == "bac");
  CHECK(names("?unknownParameter=x") == "bac");
  CHECK(names("?after=2001-01-01T00:00:00.000%2B0700") == "bac");
  CHECK(names("?before=2001-01-01T00:00:00.000%2B0700").empty());
  CHECK(o.get("/deployment?sortBy=name").status == 400);
  CHECK(o.get("/deployment?sortBy=size&sortOrder=asc").status == 400);
  CHECK(o.get("/deployment?maxResults=x").status == 400);
  CHECK(o.get("/deployment?source=x&withoutSource=true").status == 400);
  CHECK_THAT(o.get("/deployment?after=x").body, Contains("Cannot set query parameter 'after' to value 'x'"));
  const std::string id = text(o.get("/deployment?name=a").json().list().at(0), "id");
  CHECK(o.post("/deployment/" + id + "/redeploy").status == 200);
  CHECK(names("?name=a") == "aa");
  CHECK(o.del("/deployment/" + id).status == 204);
  CHECK(o.get("/deployment/" + id).body == R"({"type":"InvalidRequestException","message":"Deployment with id ')" + id +
                                               R"(' does not exist","code":null})");
  const Answer again = o.del("/deployment/" + id);
  CHECK(again.status == 404);
  CHECK_THAT(again.body, Contains("do not exist"));
  CHECK(o.get("/deployment/" + id + "/resources").status == 404);
}

TEST_CASE("A process is started by key and by id, and says when it has ended") {
  Office o;
  const std::string id = o.deploy_process("p", waits);
  o.deploy_process("q", runs_through);
  const Answer started = o.post("/process-definition/" + id + "/start",
                                R"({"businessKey":"HS-1","variables":{"child":{"value":"An","type":"string"},"n":{"value":3}},"withVariablesInReturn":true})");
  REQUIRE(started.status == 200);
  const Value instance = started.json();
  CHECK(keys(instance) == std::vector<std::string>{"links", "id", "definitionId", "definitionKey", "businessKey", "caseInstanceId",
                                                   "ended", "suspended", "tenantId", "variables"});
  CHECK(text(instance, "definitionId") == id);
  CHECK(text(instance, "businessKey") == "HS-1");
  CHECK(text(instance, "ended") == "false");
  CHECK(json::write(*instance.find("variables")->find("n")) == R"({"value":3,"type":"Integer","valueInfo":{}})");
  const std::string instance_id = text(instance, "id");
  CHECK(text(instance.find("links")->list().at(0), "href") == "http://127.0.0.1/engine-rest/process-instance/" + instance_id);
  const Answer through = o.post("/process-definition/key/q/start");
  CHECK(text(through.json(), "ended") == "true");
  CHECK(o.get("/process-instance/" + text(through.json(), "id")).status == 404);
  CHECK(o.get("/process-instance/" + instance_id).status == 200);
  // Without body and type, as curl's plain -X POST.
  CHECK(o.served.ask("POST", "/engine-rest/process-definition/key/q/start", "", "").status == 200);
}

TEST_CASE("A start that cannot be has the contract's errors") {
  Office o;
  const std::string id = o.deploy_process("p", waits);
  const Answer by_key = o.post("/process-definition/key/none/start");
  CHECK(by_key.status == 404);
  CHECK(by_key.body == R"({"type":"RestException","message":"No matching process definition with key: none and no tenant-id","code":null})");
  const Answer by_id = o.post("/process-definition/none:1:5/start");
  CHECK(by_id.status == 500);
  CHECK_THAT(by_id.body, Contains("\"type\":\"RestException\",\"message\":\"Cannot instantiate process definition none:1:5: "));
  const Answer bad = o.post("/process-definition/key/p/start", R"({"variables":{"a":{"value":"x","type":"Banana"}}})");
  CHECK(bad.status == 400);
  CHECK_THAT(bad.body, Contains("Cannot instantiate process definition p: Unsupported value type 'Banana'"));
  CHECK(o.put("/process-definition/" + id + "/suspended", R"({"suspended":true})").status == 204);
  CHECK(o.post("/process-definition/key/p/start").status == 500);
  CHECK(o.put("/process-definition/suspended", R"({"processDefinitionKey":"p","suspended":false})").status == 204);
  CHECK(o.post("/process-definition/key/p/start").status == 200);
  CHECK(o.put("/process-definition/" + id + "/suspended", "{}").status == 400);
}

TEST_CASE("Bodies that are no JSON objects are refused and leave nothing behind") {
  Office o;
  o.deploy_process("p", waits);
  std::string deep(200'000, '[');
  for (const std::string& bad : {std::string("{"), std::string("[]"), std::string("5"), std::string("{\"variables\":[]}"),
                                 std::string("{\"businessKey\":5}"), std::string("{\"a\":\"\xC3\x28\"}"), std::string("{\"a\":\xFF}"),
                                 "{\"variables\":" + deep, std::string("{\"withVariablesInReturn\":\"maybe\"}"), std::string(1, '\0')}) {
    const Answer answer = o.post("/process-definition/key/p/start", bad);
    INFO(bad.substr(0, 50) << " -> " << answer.body);
    CHECK(answer.status == 400);
    CHECK_THAT(answer.body, Contains("\"type\":\"InvalidRequestException\""));
  }
  CHECK(o.get("/process-instance/count").body == "{\"count\":0}");
  // null and unknown fields do no harm
  CHECK(o.post("/process-definition/key/p/start", R"({"variables":null,"businessKey":null,"unknown":[1]})").status == 200);
  CHECK(o.post("/process-definition/key/p/start", "null").status == 200);
}

TEST_CASE("Running instances are found by what they are and hold") {
  Office o;
  const std::string id = o.deploy_process("p", waits);
  o.deploy_process("q", waits_for_message);
  const std::string a = o.start("p", R"({"businessKey":"A","variables":{"n":{"value":1},"s":{"value":"x"}}})");
  const std::string b = o.start("p", R"({"businessKey":"B","variables":{"n":{"value":2},"s":{"value":"X"}}})");
  const std::string c = o.start("q", R"({"variables":{"d":{"value":"2026-01-31T08:00:00.000+0700","type":"Date"}}})");
  const auto found = [&](const std::string& query) {
    std::string all;
    for (const Value& row : o.get("/process-instance" + query).json().list())
      all += text(row, "id") == a ? "a" : text(row, "id") == b ? "b" : "c";
    return all;
  };
  const auto posted = [&](const std::string& body) {
    const Answer answer = o.post("/process-instance", body);
    INFO(body << answer.body);
    REQUIRE(answer.status == 200);
    std::string all;
    for (const Value& row : answer.json().list()) all += text(row, "id") == a ? "a" : text(row, "id") == b ? "b" : "c";
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
  CHECK(found("?variables=n_eq_1").empty());   // values of a query string are strings
  CHECK(found("?caseInstanceId=1").empty());
  CHECK(found("?sortBy=businessKey&sortOrder=desc&processDefinitionKey=p") == "ba");
  CHECK(posted(R"({"variables":[{"name":"n","operator":"gt","value":1}]})") == "b");
  CHECK(posted(R"({"variables":[{"name":"n","operator":"neq","value":1}]})") == "b");
  CHECK(posted(R"({"variables":[{"name":"d","operator":"lt","value":"2026-01-31T08:00:00.001+0700"}]})") == "c");
  CHECK(posted(R"({"orQueries":[{"businessKey":"A","processDefinitionKey":"q"}],"processInstanceIds":null})") == "ac");
  CHECK(posted(R"({"sorting":[{"sortBy":"definitionKey","sortOrder":"desc"},{"sortBy":"businessKey","sortOrder":"desc"}]})") == "cba");
  CHECK(o.post("/process-instance/count", R"({"processDefinitionKey":"p"})").body == "{\"count\":2}");
  CHECK(o.post("/process-instance?maxResults=1", "{}").json().list().size() == 1);
  CHECK(o.post("/process-instance", R"({"variables":[{"name":"n","operator":"between","value":1}]})").status == 400);
  CHECK(o.post("/process-instance", R"({"variables":[{"name":"n","operator":"gt","value":true}]})").status == 400);
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
  CHECK(o.put("/process-instance/suspended", R"({"suspended":true,"processDefinitionKey":"p"})").status == 204);
  CHECK(suspended() == "{\"count\":2}");
  CHECK(o.put("/process-instance/suspended", R"({"suspended":false,"processInstanceQuery":{"processInstanceIds":[")" + b + R"("]}})").status == 204);
  CHECK(suspended() == "{\"count\":1}");
  CHECK(o.put("/process-instance/suspended", R"({"suspended":false,"processInstanceIds":[")" + a + R"("]})").status == 204);
  CHECK(suspended() == "{\"count\":0}");
  CHECK(o.put("/process-instance/suspended", R"({"suspended":false})").status == 400);
  CHECK(o.put("/process-instance/suspended", R"({"suspended":false,"processDefinitionKey":"p","processInstanceIds":[]})").status == 400);
  CHECK(o.put("/process-instance/999/suspended", R"({"suspended":true})").status == 204);
  CHECK(o.served.ask("DELETE", "/engine-rest/process-instance/" + a, "null").status == 204);
  CHECK(o.get("/process-instance/" + a).body == R"({"type":"InvalidRequestException","message":"Process instance with id )" + a + R"( does not exist","code":null})");
  CHECK(o.del("/process-instance/" + a).status == 404);
  CHECK(o.del("/process-instance/" + a + "?failIfNotExists=false").status == 204);
}

TEST_CASE("The variables of an instance are read, written and removed, one or many") {
  Office o;
  o.deploy_process("p", waits);
  const std::string base = "/process-instance/" + o.start("p", R"({"variables":{"s":{"value":"x"}}})") + "/variables";
  CHECK(o.get(base).body == R"({"s":{"value":"x","type":"String","valueInfo":{}}})");
  CHECK(o.put(base + "/n", R"({"value":"5","type":"integer"})").status == 204);
  CHECK(o.get(base + "/n").body == R"({"value":5,"type":"Integer","valueInfo":{}})");
  CHECK(o.put(base + "/o", R"({"value":"{\"a\":[1]}","type":"Object","valueInfo":{"objectTypeName":"java.util.Map","serializationDataFormat":"application/json"}})").status == 204);
  CHECK_THAT(o.get(base + "/o").body, Contains(R"("value":{"a":[1]})"));
  CHECK_THAT(o.get(base + "/o?deserializeValue=false").body, Contains(R"("value":"{\"a\":[1]}")"));
  CHECK_THAT(o.get(base + "?deserializeValues=false").body, Contains(R"("value":"{\"a\":[1]}")"));
  CHECK(o.post(base, R"({"workerId":"w","modifications":{"a":{"value":1},"b":{"value":2}},"deletions":["a","s","none"]})").status == 204);
  CHECK(o.get(base + "/b").status == 200);
  const Answer missing = o.get(base + "/a");
  CHECK(missing.status == 404);
  CHECK(missing.body == R"({"type":"InvalidRequestException","message":"process instance variable with name a does not exist","code":null})");
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
  CHECK(file.header("Content-Disposition") == "attachment; filename=\"đơn.pdf\"; filename*=UTF-8''%C4%91%C6%A1n.pdf");
  CHECK(o.put(base + "/s", R"({"value":"x"})").status == 204);
  const Answer text = o.get(base + "/s/data");
  CHECK(text.status == 400);
  CHECK_THAT(text.body, Contains("is not a binary value."));
}

TEST_CASE("The tree of activities shows what is active") {
  Office o;
  const std::string definition = o.deploy_process("p", R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="sub"/>
    <subProcess id="sub" name="Both"><startEvent id="s2"/><sequenceFlow id="g1" sourceRef="s2" targetRef="t"/>
    <userTask id="t" name="Check"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>
    <sequenceFlow id="g2" sourceRef="t" targetRef="e2"/><endEvent id="e2"/></subProcess>
    <sequenceFlow id="f2" sourceRef="sub" targetRef="e"/><endEvent id="e"/>)");
  const std::string id = o.start("p");
  const Answer answer = o.get("/process-instance/" + id + "/activity-instances");
  INFO(answer.body);
  REQUIRE(answer.status == 200);
  const Value tree = answer.json();
  CHECK(keys(tree) == std::vector<std::string>{"id", "parentActivityInstanceId", "activityId", "activityName", "name", "activityType",
                                               "processInstanceId", "processDefinitionId", "childActivityInstances",
                                               "childTransitionInstances", "executionIds", "incidentIds", "incidents"});
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

TEST_CASE("An async step stands in the tree as a transition") {
  Office o;
  o.deploy_process("p", R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
    <userTask id="t" camunda:asyncBefore="true"/><sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/>)");
  const std::string id = o.start("p");
  const Value tree = o.get("/process-instance/" + id + "/activity-instances").json();
  CHECK(tree.find("childActivityInstances")->list().empty());
  REQUIRE(tree.find("childTransitionInstances")->list().size() == 1);
  const Value& transition = tree.find("childTransitionInstances")->list().at(0);
  CHECK(text(transition, "activityId") == "t");
  CHECK(text(transition, "targetActivityId") == "t");
  CHECK(text(transition, "activityType") == "userTask");
  CHECK(o.get("/process-instance?activityIdIn=t").json().list().size() == 1);
}

TEST_CASE("A message reaches the instance it is meant for, and says which") {
  Office o;
  o.deploy_process("q", waits_for_message);
  const std::string a = o.start("q", R"({"businessKey":"A"})"), b = o.start("q", R"({"businessKey":"B"})");
  const Answer subscriptions = o.get("/event-subscription?eventType=message&sortBy=created&sortOrder=asc");
  REQUIRE(count(subscriptions) == 2);
  const Value one = subscriptions.json().list().at(0);
  CHECK(keys(one) == std::vector<std::string>{"id", "eventType", "eventName", "executionId", "processInstanceId", "activityId", "createdDate", "tenantId"});
  CHECK(text(one, "eventName") == "papers");
  CHECK(text(one, "processInstanceId") == a);
  CHECK(o.get("/event-subscription/count?processInstanceId=" + b).body == "{\"count\":1}");

  const Answer several = o.post("/message", R"({"messageName":"papers"})");
  CHECK(several.status == 400);
  CHECK_THAT(several.body, Contains("\"type\":\"RestException\"") && Contains("MismatchingMessageCorrelationException") && Contains("ENGINE-13031"));
  const Answer none = o.post("/message", R"({"messageName":"nothing"})");
  CHECK(none.status == 400);
  CHECK(none.body == R"({"type":"RestException","message":"org.camunda.bpm.engine.MismatchingMessageCorrelationException: Cannot correlate message 'nothing': No process definition or execution matches the parameters","code":0})");
  CHECK(o.post("/message", R"({"messageName":"nothing","all":true})").status == 204);
  CHECK(o.post("/message", R"({"messageName":"nothing","all":true,"resultEnabled":true})").body == "[]");

  const Answer hit = o.post("/message", R"({"messageName":"papers","businessKey":"A","resultEnabled":true,"variablesInResultEnabled":true,"processVariables":{"got":{"value":"yes"}}})");
  INFO(hit.body);
  REQUIRE(hit.status == 200);
  const Value result = hit.json().list().at(0);
  CHECK(keys(result) == std::vector<std::string>{"resultType", "execution", "processInstance", "variables"});
  CHECK(text(result, "resultType") == "Execution");
  CHECK(text(*result.find("execution"), "processInstanceId") == a);
  CHECK(result.find("processInstance")->is_null());
  CHECK(o.get("/process-instance/" + a + "/variables/got").status == 200);

  const std::string execution = text(o.get("/event-subscription?processInstanceId=" + b).json().list().at(0), "executionId");
  CHECK(text(o.get("/execution/" + execution + "/messageSubscriptions/papers").json(), "eventType") == "message");
  CHECK(o.get("/execution/" + execution + "/messageSubscriptions/none").status == 404);
  CHECK(o.post("/execution/" + execution + "/messageSubscriptions/papers/trigger", R"({"variables":{"got":{"value":1}}})").status == 204);
  const Answer again = o.post("/execution/" + execution + "/messageSubscriptions/papers/trigger");
  CHECK(again.status == 500);
  CHECK_THAT(again.body, Contains("Cannot trigger message papers for execution " + execution + ": "));

  for (const char* bad : {"{}", R"({"messageName":""})", R"({"messageName":"m","variablesInResultEnabled":true})",
                          R"({"messageName":"m","tenantId":"t","withoutTenantId":true})", R"({"messageName":"m","tenantId":"t","processInstanceId":"1"})"}) {
    INFO(bad);
    CHECK(o.post("/message", bad).status == 400);
  }
}

TEST_CASE("A message may start a process") {
  Office o;
  o.deploy_process("r", R"(<startEvent id="s"><messageEventDefinition messageRef="m"/></startEvent><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
    <userTask id="t"/><sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/>)");
  const Value subscription = o.get("/event-subscription").json().list().at(0);
  CHECK(subscription.find("executionId")->is_null());
  CHECK(subscription.find("processInstanceId")->is_null());
  const Answer answer = o.post("/message", R"({"messageName":"papers","businessKey":"K","resultEnabled":true})");
  const Value result = answer.json().list().at(0);
  CHECK(text(result, "resultType") == "ProcessDefinition");
  CHECK(text(*result.find("processInstance"), "businessKey") == "K");
  CHECK(text(*result.find("processInstance"), "definitionKey") == "r");
  CHECK(result.find("execution")->is_null());
}

TEST_CASE("Signals reach everybody, or nobody without harm") {
  Office o;
  o.deploy_process("r", R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="c"/>
    <intermediateCatchEvent id="c"><signalEventDefinition signalRef="s"/></intermediateCatchEvent><sequenceFlow id="f2" sourceRef="c" targetRef="e"/><endEvent id="e"/>)");
  CHECK(o.post("/signal", R"({"name":"bell"})").status == 204);
  o.start("r");
  o.start("r");
  CHECK(o.get("/execution/count?signalEventSubscriptionName=bell").body == "{\"count\":2}");
  CHECK(o.post("/signal", R"({"name":"bell"})").status == 204);
  CHECK(o.get("/process-instance/count").body == "{\"count\":0}");
  CHECK(o.post("/signal", "{}").status == 400);
  const Answer deaf = o.post("/signal", R"({"name":"bell","executionId":"77"})");
  CHECK(deaf.status == 500);
  CHECK(deaf.body == R"({"type":"RestException","message":"Execution '77' has not subscribed to a signal event with name 'bell'.","code":0})");
}

TEST_CASE("Executions are listed, and a receive task is continued through its own") {
  Office o;
  o.deploy_process("r", R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="c"/>
    <receiveTask id="c"/><sequenceFlow id="f2" sourceRef="c" targetRef="e"/><endEvent id="e"/>)");
  const std::string id = o.start("r", R"({"businessKey":"K"})");
  CHECK(o.get("/execution/count?businessKey=K").body == "{\"count\":2}");
  const Answer waiting = o.get("/execution?activityId=c");
  REQUIRE(count(waiting) == 1);
  const Value execution = waiting.json().list().at(0);
  CHECK(keys(execution) == std::vector<std::string>{"id", "processInstanceId", "ended", "tenantId"});
  const std::string execution_id = text(execution, "id");
  CHECK(o.get("/execution/" + execution_id).json() == execution);
  CHECK(o.put("/execution/" + execution_id + "/localVariables/v", R"({"value":1})").status == 204);
  CHECK(o.get("/process-instance/" + id + "/variables").body == "{}");
  CHECK(o.post("/execution", R"({"variables":[{"name":"v","operator":"eq","value":1}]})").json().list().size() == 1);
  CHECK(o.post("/execution/" + execution_id + "/signal").status == 204);
  CHECK(o.get("/execution/" + execution_id).body == R"({"type":"InvalidRequestException","message":"Execution with id )" + execution_id + R"( does not exist","code":null})");
  CHECK(o.post("/execution/" + execution_id + "/signal").status == 500);
  CHECK(o.get("/process-instance/count").body == "{\"count\":0}");
}

TEST_CASE("A start form is described, with the defaults of its fields") {
  Office o;
  o.deploy_process("f", R"(<startEvent id="s"><extensionElements><camunda:formData>
    <camunda:formField id="name" label="Name" type="string" defaultValue="An"/><camunda:formField id="age" type="long" defaultValue="3"/>
    <camunda:formField id="who" type="string" defaultValue="${x}"/></camunda:formData></extensionElements></startEvent>
    <sequenceFlow id="f1" sourceRef="s" targetRef="e"/><endEvent id="e"/>)");
  o.deploy_process("g", R"(<startEvent id="s" camunda:formKey="embedded:app:forms/start.html"/><sequenceFlow id="f1" sourceRef="s" targetRef="e"/><endEvent id="e"/>)");
  o.deploy_process("h", runs_through);
  CHECK_THAT(o.get("/process-definition/key/f/startForm").body, Contains("/rendered-form\""));
  CHECK(o.get("/process-definition/key/g/startForm").body == R"({"key":"embedded:app:forms/start.html","camundaFormRef":null,"contextPath":null})");
  CHECK(o.get("/process-definition/key/h/startForm").body == R"({"key":null,"camundaFormRef":null,"contextPath":null})");
  CHECK(o.get("/process-definition/x/startForm").status == 400);
  CHECK(o.get("/process-definition/key/f/form-variables?variableNames=name,age").body ==
        R"({"name":{"value":"An","type":"String","valueInfo":{}},"age":{"value":3,"type":"Long","valueInfo":{}}})");
  CHECK(o.get("/process-definition/key/h/form-variables").body == "{}");
}

TEST_CASE("Everything else below the contract's prefix is not found, in its form") {
  Office o;
  const Answer answer = o.get("/case-definition");
  CHECK(answer.status == 404);
  CHECK_THAT(answer.body, Contains("\"type\":\"NotFoundException\""));
  CHECK(answer.header("Content-Type") == "application/json");
  CHECK(o.get("/process-definition/x").body == R"({"type":"InvalidRequestException","message":"No matching definition with id x","code":null})");
}
