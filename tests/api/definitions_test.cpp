#include <catch2/catch.hpp>
#include "tests/api/processes.h"

using namespace lienthong;
using namespace lienthong::api;
using Catch::Matchers::Contains;

TEST_CASE("A process is started by key and by id, and says when it has ended") {
  Office o;
  const std::string id = o.deploy_process("p", waits);
  o.deploy_process("q", runs_through);
  const Answer started =
      o.post("/process-definition/" + id + "/start",
             R"({"businessKey":"HS-1","variables":{"child":{"value":"An","type":"string"},"n":{"value":3}},)"
             R"("withVariablesInReturn":true})");
  REQUIRE(started.status == 200);
  const Value instance = started.json();
  CHECK(keys(instance) == std::vector<std::string>{"links", "id", "definitionId", "definitionKey",
                                                   "businessKey", "caseInstanceId", "ended", "suspended",
                                                   "tenantId", "variables"});
  CHECK(text(instance, "definitionId") == id);
  CHECK(text(instance, "businessKey") == "HS-1");
  CHECK(text(instance, "ended") == "false");
  CHECK(json::write(*instance.find("variables")->find("n")) ==
        R"({"value":3,"type":"Integer","valueInfo":{}})");
  const std::string instance_id = text(instance, "id");
  CHECK(text(instance.find("links")->list().at(0), "href") ==
        "http://127.0.0.1/engine-rest/process-instance/" + instance_id);
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
  CHECK(by_key.body ==
        R"({"type":"RestException","message":"No matching process definition with key: none and no )"
        R"(tenant-id","code":null})");
  const Answer by_id = o.post("/process-definition/none:1:5/start");
  CHECK(by_id.status == 500);
  CHECK_THAT(
      by_id.body,
      Contains("\"type\":\"RestException\",\"message\":\"Cannot instantiate process definition none:1:5: "));
  const Answer bad =
      o.post("/process-definition/key/p/start", R"({"variables":{"a":{"value":"x","type":"Banana"}}})");
  CHECK(bad.status == 400);
  CHECK_THAT(bad.body, Contains("Cannot instantiate process definition p: Unsupported value type 'Banana'"));
  CHECK(o.put("/process-definition/" + id + "/suspended", R"({"suspended":true})").status == 204);
  CHECK(o.post("/process-definition/key/p/start").status == 500);
  CHECK(o.put("/process-definition/suspended", R"({"processDefinitionKey":"p","suspended":false})").status ==
        204);
  CHECK(o.post("/process-definition/key/p/start").status == 200);
  CHECK(o.put("/process-definition/" + id + "/suspended", "{}").status == 400);
}

TEST_CASE("Bodies that are no JSON objects are refused and leave nothing behind") {
  Office o;
  o.deploy_process("p", waits);
  std::string deep(200'000, '[');
  for (const std::string& bad :
       {std::string("{"), std::string("[]"), std::string("5"), std::string("{\"variables\":[]}"),
        std::string("{\"businessKey\":{}}"), std::string("{\"a\":\"\xC3\x28\"}"), std::string("{\"a\":\xFF}"),
        "{\"variables\":" + deep, std::string("{\"withVariablesInReturn\":\"maybe\"}"),
        std::string(1, '\0')}) {
    const Answer answer = o.post("/process-definition/key/p/start", bad);
    INFO(bad.substr(0, 50) << " -> " << answer.body);
    CHECK(answer.status == 400);
    CHECK_THAT(answer.body, Contains("\"type\":\"InvalidRequestException\""));
  }
  CHECK(o.get("/process-instance/count").body == "{\"count\":0}");
  // null and unknown fields do no harm
  CHECK(o.post("/process-definition/key/p/start", R"({"variables":null,"businessKey":null,"unknown":[1]})")
            .status == 200);
  CHECK(o.post("/process-definition/key/p/start", "null").status == 200);
}

TEST_CASE("A start form is described, with the defaults of its fields") {
  Office o;
  o.deploy_process("f", R"(<startEvent id="s"><extensionElements><camunda:formData>
    <camunda:formField id="name" label="Name" type="string" defaultValue="An"/>
    <camunda:formField id="age" type="long" defaultValue="3"/>
    <camunda:formField id="who" type="string" defaultValue="${x}"/></camunda:formData>
    </extensionElements></startEvent>
    <sequenceFlow id="f1" sourceRef="s" targetRef="e"/><endEvent id="e"/>)");
  o.deploy_process("g",
                   R"(<startEvent id="s" camunda:formKey="embedded:app:forms/start.html"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="e"/><endEvent id="e"/>)");
  o.deploy_process("h", runs_through);
  CHECK_THAT(o.get("/process-definition/key/f/startForm").body, Contains("/rendered-form\""));
  CHECK(o.get("/process-definition/key/g/startForm").body ==
        R"({"key":"embedded:app:forms/start.html","camundaFormRef":null,"contextPath":null})");
  CHECK(o.get("/process-definition/key/h/startForm").body ==
        R"({"key":null,"camundaFormRef":null,"contextPath":null})");
  CHECK(o.get("/process-definition/x/startForm").status == 400);
  CHECK(o.get("/process-definition/key/f/form-variables?variableNames=name,age").body ==
        R"({"name":{"value":"An","type":"String","valueInfo":{}},"age":{"value":3,"type":"Long",)"
        R"("valueInfo":{}}})");
  CHECK(o.get("/process-definition/key/h/form-variables").body == "{}");
}
