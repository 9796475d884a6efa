// Who may start a definition, its start form, and deleting one version.
#include <catch2/catch.hpp>
#include "tests/api/processes.h"

using namespace lienthong;
using namespace lienthong::api;
using Catch::Matchers::Contains;

namespace {

constexpr const char* with_form =
    R"(<startEvent id="s"><extensionElements><camunda:formData businessKey="number">
<camunda:formField id="number" type="string"><camunda:validation><camunda:constraint name="required"/>
</camunda:validation></camunda:formField>
<camunda:formField id="copies" type="long" defaultValue="2"/></camunda:formData></extensionElements>
</startEvent><userTask id="t"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/>)";

std::string deploy_model(Office& o, const std::string& attributes, const std::string& inside) {
  const std::string xml =
      "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" "
      "xmlns:camunda=\"http://camunda.org/schema/1.0/bpmn\" id=\"d\" targetNamespace=\"t\"><process "
      "id=\"p\" isExecutable=\"true\" " +
      attributes + ">" + inside + "</process></definitions>";
  const Answer answer = o.deploy({{"data", "p.bpmn", xml}});
  REQUIRE(answer.status == 200);
  return answer.json().find("deployedProcessDefinitions")->context().entries.front().first;
}

}  // namespace

TEST_CASE("A definition tells who may start it, and is found by that") {
  Office o;
  const std::string id = deploy_model(
      o, R"(camunda:candidateStarterUsers="an, ${'binh'}" camunda:candidateStarterGroups="tu-phap")", waits);
  CHECK(o.get("/process-definition/" + id + "/identity-links").body ==
        R"([{"userId":"an","groupId":null,"type":"candidate"},)"
        R"({"userId":"binh","groupId":null,"type":"candidate"},)"
        R"({"userId":null,"groupId":"tu-phap","type":"candidate"}])");
  CHECK(count(o.get("/process-definition?startableBy=binh")) == 1);
  CHECK(count(o.get("/process-definition?startableBy=chi")) == 0);
  CHECK(o.get("/process-definition/none:1:5/identity-links").status == 404);
  const Value task = o.get("/task/count").json();  // the links of definitions are none of a task
  CHECK(text(task, "count") == "0");
}

TEST_CASE("A start form is validated, converted, and gives defaults and the business key") {
  Office o;
  const std::string id = deploy_model(o, "", with_form);
  const Answer refused = o.post("/process-definition/" + id + "/submit-form", R"({"variables":{}})");
  CHECK(refused.status == 400);
  CHECK_THAT(refused.body, Contains("form field 'number' is required"));
  const Answer started = o.post("/process-definition/key/p/submit-form",
                                R"({"variables":{"number":{"value":"H-1","type":"String"}}})");
  REQUIRE(started.status == 200);
  CHECK(text(started.json(), "businessKey") == "H-1");
  const std::string variables = o.get("/process-instance/" + text(started.json(), "id") + "/variables").body;
  CHECK_THAT(variables, Contains(R"("copies":{"type":"Long","value":2,"valueInfo":{}})") ||
                            Contains(R"("copies":{"value":2,"type":"Long","valueInfo":{}})"));
}

TEST_CASE("One version is deleted, and the one before it is the latest again") {
  Office o;
  const std::string first = deploy_model(o, "", waits);
  const std::string second = deploy_model(o, "", with_form);
  REQUIRE(o.post("/process-definition/key/p/start").status == 200);
  CHECK(o.del("/process-definition/" + second).status == 500);
  CHECK(o.del("/process-definition/" + second + "?cascade=true").status == 204);
  CHECK(o.get("/process-definition/" + second).status == 404);
  CHECK(text(o.get("/process-definition/key/p").json(), "id") == first);
  CHECK(count(o.get("/process-instance")) == 0);
  CHECK(o.del("/process-definition/" + second).status == 404);
  CHECK(o.del("/process-definition/key/p").status == 204);
  CHECK(o.get("/process-definition/key/p").status == 404);
  deploy_model(o, "", waits);
  deploy_model(o, "", with_form);
  CHECK(o.del("/process-definition/key/p/delete").status == 204);
  CHECK(count(o.get("/process-definition")) == 0);
}
