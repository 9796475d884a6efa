#include "api/router.h"
#include <catch2/catch.hpp>
#include <memory>
#include "api/engine_rest/common.h"

using namespace lienthong;
using namespace lienthong::api;

namespace {

void fill(Router& router) {
  const auto answer = [](const Request&, Services&) { return no_content(); };
  const auto change = [](const Request&, Services&, Respond respond) { respond(no_content()); };
  router.get("/task/{id}", answer).asks({"a", "b", "c", "d", "flag"});
  router.get("/task/count", answer);
  router.read("POST", "/task/count", answer);
  router.write("PUT", "/task/{id}", change);
  router.get("/process-definition/key/{key}", answer);
  router.get("/process-definition/{id}/xml", answer);
  router.get("/engine", answer);
  router.upload("/deployment/create", change);
  router.own().get("/api/v1/clock", answer);
}

struct Asked {
  std::shared_ptr<Router> router = std::make_shared<Router>();  ///< the request points to a route of it
  Request request;
  std::string pattern;
  int status = 0;
  std::string type, allowed;
};

Asked ask(const std::string& method, const std::string& target, const std::string& body = "",
          const std::string& content_type = "", const std::string& accept = "") {
  Asked asked;
  fill(*asked.router);
  asked.request.method = method;
  asked.request.body = body;
  asked.request.content_type = content_type;
  asked.request.accept = accept;
  try {
    asked.pattern = asked.router->route(asked.request, target, "h:1").pattern;
  } catch (const ContractError& error) {
    asked.status = error.status;
    asked.type = error.type;
    asked.allowed = error.allowed;
  }
  return asked;
}

}  // namespace

TEST_CASE("A literal segment wins over a variable one, whatever was registered first") {
  CHECK(ask("GET", "/engine-rest/task/count").pattern == "/task/count");
  CHECK(ask("GET", "/engine-rest/task/17").pattern == "/task/{id}");
  CHECK(ask("GET", "/engine-rest/process-definition/key/a").pattern == "/process-definition/key/{key}");
  CHECK(ask("GET", "/engine-rest/process-definition/key/xml").pattern == "/process-definition/key/{key}");
  CHECK(ask("GET", "/engine-rest/process-definition/x:1:2/xml").pattern == "/process-definition/{id}/xml");
  // A path of its own is no id, though only the variable path knows PUT.
  const Asked literal = ask("PUT", "/engine-rest/task/count", "{}", "application/json");
  CHECK(literal.status == 405);
  CHECK(literal.allowed == "GET, POST");
}

TEST_CASE("Both prefixes and the engine's name lead to the same resources") {
  for (const char* prefix :
       {"/engine-rest", "/engine-rest/engine/default", "/api/engine", "/api/engine/engine/default"}) {
    const Asked asked = ask("GET", std::string(prefix) + "/task/17");
    INFO(prefix);
    CHECK(asked.pattern == "/task/{id}");
    CHECK(asked.request.path == "/task/17");
    CHECK(asked.request.segments == std::vector<std::string>{"task", "17"});
  }
  CHECK(ask("GET", "/engine-rest/engine/default/task/17").request.base_url ==
        "http://h:1/engine-rest/engine/default");
  CHECK(ask("GET", "/engine-rest/engine").pattern == "/engine");
  const Asked unknown = ask("GET", "/engine-rest/engine/other/task/17");
  CHECK(unknown.status == 404);
  CHECK(unknown.type == "InvalidRequestException");
}

TEST_CASE("Our own paths are no part of the contract, nor the other way round") {
  CHECK(ask("GET", "/api/v1/clock").pattern == "/api/v1/clock");
  CHECK(ask("GET", "/engine-rest/api/v1/clock").status == 404);
  CHECK(ask("GET", "/task/17").status == 404);
}

TEST_CASE("Unknown paths, methods and types have the contract's statuses") {
  CHECK(ask("GET", "/engine-rest/nothing").type == "NotFoundException");
  const Asked wrong_method = ask("DELETE", "/engine-rest/task/17");
  CHECK(wrong_method.status == 405);
  CHECK(wrong_method.type == "NotAllowedException");
  CHECK(wrong_method.allowed == "GET, PUT");
  CHECK(ask("PUT", "/engine-rest/task/17", "a", "text/plain").status == 415);
  CHECK(ask("PUT", "/engine-rest/task/17", "{}", "application/jsonp").status == 415);
  CHECK(ask("PUT", "/engine-rest/task/17", "{}", "Application/JSON ; charset=UTF-8").status == 0);
  CHECK(ask("PUT", "/engine-rest/task/17", "{}", "").status == 0);
  CHECK(ask("POST", "/engine-rest/deployment/create", "{}", "application/json").status == 415);
  CHECK(ask("POST", "/engine-rest/deployment/create", "x", "multipart/form-data; boundary=a").status == 0);
  CHECK(ask("PUT", "/engine-rest/task/17", "{}", "", "text/html").status == 406);
  CHECK(ask("PUT", "/engine-rest/task/17", "{}", "", "text/html, application/json;q=0.9").status == 0);
  CHECK(ask("PUT", "/engine-rest/task/17", "{}", "", "*/*").status == 0);
}

TEST_CASE("Paths are decoded once, segment by segment") {
  CHECK(ask("GET", "/engine-rest/task/a%2Fb%20c").request.segments[1] == "a/b c");
  CHECK(ask("GET", "/engine-rest/task/a%252Fb").request.segments[1] == "a%2Fb");
  CHECK(ask("GET", "/engine-rest/task/a+b").request.segments[1] == "a+b");
  CHECK(ask("GET", "/engine-rest/task/%E1%BB%87").request.segments[1] == "ệ");
  CHECK(ask("GET", "/engine-rest/task/17/").pattern == "/task/{id}");
}

TEST_CASE("Broken escapes, NULs and invalid UTF-8 are refused in path and query") {
  for (const char* bad : {"%", "%4", "%zz", "%00", "%C0%AF", "%ED%A0%80", "%F4%90%80%80", "%E1%BB", "\x80"}) {
    INFO(bad);
    CHECK(ask("GET", std::string("/engine-rest/task/") + bad).status == 400);
    CHECK(ask("GET", std::string("/engine-rest/task/1?a=") + bad).status == 400);
  }
}

TEST_CASE("Query parameters keep their order, and the first of several counts") {
  const Asked asked = ask("GET", "/engine-rest/task/1?a=1&b=x+y%2B&a=2&&flag&c=");
  const Request& request = asked.request;
  REQUIRE(request.query.size() == 5);
  CHECK(*request.parameter("a") == "1");
  CHECK(*request.parameter("b") == "x y+");
  CHECK(request.parameter("flag")->empty());
  CHECK(request.parameter("d") == nullptr);
  CHECK_FALSE(request.flag("flag"));
}

TEST_CASE("The absolute form of a target is understood") {
  CHECK(ask("GET", "http://host/engine-rest/task/17").pattern == "/task/{id}");
  CHECK(ask("GET", "http://host").status == 404);
  CHECK(ask("OPTIONS", "*").status == 404);
}
