#include <catch2/catch.hpp>
#include "tests/api/support.h"

using namespace lienthong;
using namespace lienthong::api;
using Catch::Matchers::Contains;

namespace {

std::string ids(const Value& list, const char* key) {
  std::string all;
  for (const Value& item : list.list()) {
    const std::string& id = key ? item.find(key)->string() : item.string();
    all += (all.empty() ? "" : " ") + id;
  }
  return all;
}

constexpr const char* examine = R"(<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="x"/>
  <adHocSubProcess id="x" name="Examine" ordering="Sequential"><userTask id="call" name="Call"/>
    <userTask id="visit"/><userTask id="report"/><sequenceFlow id="f2" sourceRef="visit" targetRef="report"/>
  </adHocSubProcess><sequenceFlow id="f3" sourceRef="x" targetRef="e"/><endEvent id="e"/>)";

}  // namespace

TEST_CASE("An ad-hoc sub-process shows what may be chosen, and takes a choice") {
  Office o;
  o.deploy_process("p", examine);
  const std::string root = o.start("p");
  const auto own = [&](const char* method, const std::string& target, const std::string& body = "") {
    return o.served.ask(method, "/api/v1" + target, body);
  };
  const auto all = [&] { return own("GET", "/process-instance/" + root + "/ad-hoc").list(); };
  REQUIRE(all().size() == 1);
  const Value first = all().front();
  CHECK(first.find("activityId")->string() == "x");
  CHECK(first.find("activityName")->string() == "Examine");
  CHECK(first.find("ordering")->string() == "Sequential");
  CHECK(first.find("processInstanceId")->string() == root);
  CHECK(ids(*first.find("enabled"), "activityId") == "call visit");
  CHECK(first.find("enabled")->list().front().find("activityType")->string() == "userTask");
  CHECK(ids(*first.find("active"), nullptr) == "");
  const std::string id = first.find("id")->string();

  CHECK(own("POST", "/ad-hoc/" + id + "/activate", "{}").status == 400);
  CHECK(own("POST", "/ad-hoc/" + id + "/activate", R"({"elements":["report"]})").status == 400);
  CHECK(own("POST", "/ad-hoc/" + id + "/activate", R"({"elements":"visit"})").status == 400);
  CHECK(own("POST", "/ad-hoc/1/activate", R"({"elements":["visit"]})").status == 404);
  CHECK(own("POST", "/ad-hoc/x:" + id + "/activate",
            R"({"elements":["visit"],"variables":{"why":{"value":"noise"}},"userId":"an"})")
            .status == 204);
  const Value busy = own("GET", "/ad-hoc/" + id).json();
  CHECK(ids(*busy.find("enabled"), "activityId") == "");
  CHECK(ids(*busy.find("active"), nullptr) == "visit");
  CHECK_THAT(o.get("/process-instance/" + root + "/variables/why").body, Contains("noise"));
  CHECK_THAT(own("GET", "/process-instance/" + root + "/timeline").body, Contains("activity-chosen"));
  const Answer refused = own("POST", "/ad-hoc/" + id + "/activate", R"({"elements":["call"]})");
  CHECK(refused.status == 409);
  CHECK_THAT(refused.body, Contains("is not done yet"));

  CHECK(own("POST", "/ad-hoc/" + id + "/complete", R"({"userId":"an"})").status == 204);
  CHECK(own("GET", "/ad-hoc/" + id).status == 404);
  CHECK(own("POST", "/ad-hoc/" + id + "/complete").status == 404);
  CHECK(o.get("/process-instance/" + root).status == 404);
  CHECK(own("GET", "/process-instance/" + root + "/ad-hoc").status == 404);
}

TEST_CASE("A suspended ad-hoc sub-process takes no choice") {
  Office o;
  o.deploy_process("p", examine);
  const std::string root = o.start("p");
  const std::string id =
      o.served.ask("GET", "/api/v1/process-instance/" + root + "/ad-hoc").list().front().find("id")->string();
  REQUIRE(o.put("/process-instance/" + root + "/suspended", R"({"suspended":true})").status == 204);
  const Answer refused =
      o.served.ask("POST", "/api/v1/ad-hoc/" + id + "/activate", R"({"elements":["call"]})");
  CHECK(refused.status == 409);
  CHECK_THAT(refused.body, Contains("suspended"));
}
