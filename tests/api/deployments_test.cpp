#include <catch2/catch.hpp>
#include "tests/api/processes.h"

using namespace lienthong;
using namespace lienthong::api;
using Catch::Matchers::Contains;

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
  const Answer answer = o.deploy({{"deployment-name", "", "births"},
                                  {"deployment-source", "", "test"},
                                  {"data", "birth.bpmn", process_xml("birth", waits)},
                                  {"more", "note.txt", "Ghi chú"}});
  INFO(answer.body);
  REQUIRE(answer.status == 200);
  const Value deployment = answer.json();
  CHECK(keys(deployment) ==
        std::vector<std::string>{"links", "id", "name", "source", "deploymentTime", "tenantId",
                                 "deployedProcessDefinitions", "deployedDecisionDefinitions",
                                 "deployedDecisionRequirementsDefinitions", "deployedCaseDefinitions"});
  CHECK(text(deployment, "name") == "births");
  const std::string id = text(deployment, "id");
  const Value& link = deployment.find("links")->list().at(0);
  CHECK(text(link, "href") == "http://127.0.0.1/engine-rest/deployment/" + id);
  const auto& [definition_id, definition] =
      deployment.find("deployedProcessDefinitions")->context().entries.at(0);
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
  const std::string note = text(resources.list().at(1), "id");
  const Answer data = o.get("/deployment/" + id + "/resources/" + note + "/data");
  CHECK(data.body == "Ghi chú");
  CHECK(data.header("Content-Type") == "text/plain");
  CHECK(data.header("Content-Disposition") == "attachment; filename=\"note.txt\"; filename*=UTF-8''note.txt");
  CHECK(text(o.get("/deployment/" + id + "/resources/" + note).json(), "name") == "note.txt");
  CHECK(text(o.get("/process-definition/" + definition_id + "/xml").json(), "bpmn20Xml") ==
        process_xml("birth", waits));
  CHECK(o.get("/process-definition/key/birth/diagram").status == 204);
}

TEST_CASE("A file in another encoding is stored as it came and shown as UTF-8") {
  Office o;
  std::string latin = R"(<?xml version="1.0" encoding="ISO-8859-1"?>)"
                      "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" "
                      "targetNamespace=\"t\"><process id=\"p\" name=\"Gr\xFC\xDF"
                      "e\" isExecutable=\"true\"><startEvent "
                      "id=\"s\"/></process></definitions>";
  const Answer answer = o.deploy({{"deployment-name", "", "n"}, {"data", "p.bpmn", latin}});
  INFO(answer.body);
  REQUIRE(answer.status == 200);
  CHECK(text(o.get("/process-definition/key/p").json(), "name") == "Grüße");
  const std::string shown = text(o.get("/process-definition/key/p/xml").json(), "bpmn20Xml");
  CHECK(shown.starts_with(R"(<?xml version="1.0" encoding="UTF-8"     ?>)"));
  CHECK(shown.find("name=\"Grüße\"") != std::string::npos);
  const std::string id = text(answer.json(), "id");
  const std::string resource = text(o.get("/deployment/" + id + "/resources").list().at(0), "id");
  CHECK(o.get("/deployment/" + id + "/resources/" + resource + "/data").body == latin);
}

TEST_CASE("An unchanged deployment is found again, a changed one is a new version") {
  Office o;
  const auto deploy = [&](const std::string& content) {
    const Answer answer = o.deploy({{"deployment-name", "", "n"},
                                    {"enable-duplicate-filtering", "", "true"},
                                    {"data", "p.bpmn", process_xml("p", content)}});
    INFO(answer.body);
    REQUIRE(answer.status == 200);
    return answer.json();
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
  const Answer broken = o.deploy(
      {{"good", "a.bpmn", process_xml("a", waits)},
       {"bad", "b.bpmn", process_xml("b", R"(<sequenceFlow id="f" sourceRef="x" targetRef="y"/>)")}});
  CHECK(broken.status == 400);
  const Value error = broken.json();
  CHECK(text(error, "type") == "ParseException");
  CHECK(text(error, "code") == "0");
  CHECK_THAT(text(error, "message"),
             Catch::Matchers::StartsWith("ENGINE-09005 Could not parse BPMN process. Errors: \n* "));
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
  CHECK_THAT(o.deploy({{"deployment-name", "", "n"}}).body,
             Contains("No deployment resources contained in the form upload."));
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
    for (const Value& row : o.get("/deployment" + query).list()) all += text(row, "name");
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
  const std::string id = text(o.get("/deployment?name=a").list().at(0), "id");
  CHECK(o.post("/deployment/" + id + "/redeploy").status == 200);
  CHECK(names("?name=a") == "aa");
  CHECK(o.del("/deployment/" + id).status == 204);
  CHECK(o.get("/deployment/" + id).body ==
        R"({"type":"InvalidRequestException","message":"Deployment with id ')" + id +
            R"(' does not exist","code":null})");
  const Answer again = o.del("/deployment/" + id);
  CHECK(again.status == 404);
  CHECK_THAT(again.body, Contains("do not exist"));
  CHECK(o.get("/deployment/" + id + "/resources").status == 404);
}
