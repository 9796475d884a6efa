// Nothing a client says is lost without a word: every parameter and property is obeyed or refused.
#include <catch2/catch.hpp>
#include "tests/api/processes.h"

using namespace lienthong;
using namespace lienthong::api;

namespace {

/// The route's path with something in place of each name.
std::string path_of(const Route& route) {
  std::string path;
  bool in_name = false;
  for (const char c : route.pattern) {
    if (c == '{') path += "1";
    in_name = c == '{' || (in_name && c != '}');
    if (!in_name && c != '}') path += c;
  }
  return path;
}

/// The same letters, one of them in capitals: whoever writes this means the word.
std::string misspelt(std::string word) {
  word[0] = static_cast<char>(word[0] - 'a' + 'A');
  return word;
}

bool has_form(const Route& route) { return route.method == "POST" || route.method == "PUT"; }

/// Why a word was refused; empty when it was not the word.
std::string why_refused_word(Served& served, const Route& route, const std::string& prefix,
                             const std::string& query, const std::string& body) {
  const std::string target = prefix + path_of(route) + (query.empty() ? "" : "?" + query);
  const Answer answer = served.ask(route.method, target, body, has_form(route) ? "application/json" : "");
  if (answer.status != 400) return "";
  const std::string why = text(answer.json(), "message");
  return why.find("' is no ") == std::string::npos ? "" : why;
}

bool reads_body(const Route& route) { return route.body.begin() != route.body.end(); }

}  // namespace

TEST_CASE("A misspelt parameter or property of any operation is refused and the right one named", "[long]") {
  Office o;
  std::size_t tried = 0;
  for (const bool own : {false, true})
    for (const Route* route : own ? o.served.router.own().all() : o.served.router.all()) {
      const std::string prefix = own ? "" : "/engine-rest";
      INFO(route->name());
      const auto names_it = [&](const std::string& why, const std::string& word) {
        INFO(word + ": " + why);
        CHECK(why.starts_with("'" + misspelt(word) + "' is no "));
        CHECK(why.ends_with("do you mean '" + word + "'?"));
        ++tried;
      };
      for (const std::string& word : route->query)
        names_it(why_refused_word(o.served, *route, prefix, misspelt(word) + "=1", ""), word);
      for (const std::string& word : route->body)
        names_it(why_refused_word(o.served, *route, prefix, "", "{\"" + misspelt(word) + "\":1}"), word);
    }
  CHECK(tried > 500);
}

TEST_CASE("What another operation understands is refused where it says nothing") {
  Office o;
  CHECK(text(o.get("/task?businessKey=B").json(), "message") ==
        "'businessKey' is no query parameter of GET /task");
  CHECK(text(o.post("/process-instance?businessKey=B").json(), "message") ==
        "'businessKey' is a property of the body of POST /process-instance, not a query parameter");
  CHECK(text(o.post("/task/1/complete", R"({"localVariables":{}})").json(), "message") ==
        "'localVariables' is no property of the body of POST /task/{id}/complete");
}

TEST_CASE(
    "What belongs in the query string is refused in a body, and what belongs there in the query string") {
  Office o;
  for (const Route* route : o.served.router.all()) {
    if (route->method != "POST" || !route->query.know("maxResults")) continue;
    INFO(route->name());
    for (const std::string word : {"firstResult", "maxResults"}) {
      const Answer answer = o.post(route->pattern, "{\"" + word + "\":1}");
      CHECK(answer.status == 400);
      CHECK(text(answer.json(), "message") ==
            "'" + word + "' is a query parameter of " + route->name() + ", not a property of the body");
    }
    CHECK(o.post(route->pattern + "?maxResults=0", "{}").status == 200);
  }
  CHECK(text(o.post("/task?nameLike=x", "{}").json(), "message") ==
        "'nameLike' is a property of the body of POST /task, not a query parameter");
}

TEST_CASE("A path of the contract that is not served is no id") {
  Office o;
  int tried = 0;
  for (const std::string path :
       {"/process-definition/statistics", "/process-instance/variables-async", "/process-instance/delete",
        "/external-task/retries-async", "/job/retries", "/task/create", "/history/process-instance/report",
        "/history/decision-instance/delete"})
    for (const char* method : {"GET", "POST", "PUT", "DELETE"}) {
      INFO(method + path);
      const Answer answer =
          o.served.ask(method, "/engine-rest" + path, std::string_view(method) == "GET" ? "" : "{}");
      CHECK(answer.status == 404);
      CHECK(text(answer.json(), "message") ==
            "HTTP 404 Not Found: /engine-rest" + path + " is an operation that is not supported");
      ++tried;
    }
  CHECK(tried == 32);
  CHECK(text(o.get("/process-definition/statistic").json(), "message") ==
        "No matching definition with id statistic");
}

TEST_CASE("What the contract calls an int has 32 bits") {
  Office o;
  o.deploy_process("p", waits);
  o.start("p");
  const std::string task = text(o.get("/task").list().at(0), "id");
  const auto message = [](const Answer& answer) {
    return answer.status == 400 ? text(answer.json(), "message") : "status " + std::to_string(answer.status);
  };
  const std::string bounds = " must be a whole number of at least -2147483648 and at most 2147483647";
  for (const std::string beyond : {"2147483648", "-2147483649", "99999999999"})
    CHECK(message(o.put("/task/" + task, "{\"priority\":" + beyond + "}")) ==
          "The field 'priority'" + bounds);
  CHECK(o.put("/task/" + task, R"({"priority":2147483647})").status == 204);
  CHECK(message(o.put("/job/1/retries", R"({"retries":2147483648})")) == "The field 'retries'" + bounds);
  CHECK(message(o.put("/external-task/1/retries", R"({"retries":2147483648})")) ==
        "The field 'retries'" + bounds);
  CHECK(message(
            o.post("/external-task/fetchAndLock", R"({"workerId":"w","maxTasks":2147483648,"topics":[]})")) ==
        "The field 'maxTasks'" + bounds);
  CHECK(message(o.get("/task?maxResults=2147483648")).find("java.lang.Integer") != std::string::npos);
}

TEST_CASE("A variable of no known type is an InvalidRequestException where a process starts") {
  Office o;
  o.deploy_process("p", waits);
  const Answer start =
      o.post("/process-definition/key/p/start", R"({"variables":{"x":{"type":"foo","value":1}}})");
  CHECK(start.status == 400);
  CHECK(text(start.json(), "type") == "InvalidRequestException");
  CHECK(text(start.json(), "message").ends_with(": Unsupported value type 'foo'"));
  o.start("p");
  const std::string task = text(o.get("/task").list().at(0), "id");
  const Answer complete =
      o.post("/task/" + task + "/complete", R"({"variables":{"x":{"type":"foo","value":1}}})");
  CHECK(complete.status == 400);
  CHECK(text(complete.json(), "type") == "RestException");
}

TEST_CASE("Words that no operation knows are ignored where the contract is spoken, and refused beside it",
          "[long]") {
  Office o;
  for (const Route* route : o.served.router.all()) {
    INFO(route->name());
    CHECK(why_refused_word(o.served, *route, "/engine-rest", "_=1&cacheBuster=7", "").empty());
    if (reads_body(*route))
      CHECK(why_refused_word(o.served, *route, "/engine-rest", "", R"({"dataOfMyOwn":{}})").empty());
  }
  for (const Route* route : o.served.router.own().all()) {
    INFO(route->name());
    CHECK(why_refused_word(o.served, *route, "", "cacheBuster=7", "") ==
          "'cacheBuster' is no query parameter of " + route->name());
    if (reads_body(*route))
      CHECK(why_refused_word(o.served, *route, "", "", R"({"dataOfMyOwn":{}})") ==
            "'dataOfMyOwn' is no property of the body of " + route->name());
  }
}

TEST_CASE("Objects within a body are read as closely as the body") {
  Office o;
  o.deploy_process("p", waits);
  const std::string id = o.start("p");
  const auto refused = [&](const Answer& answer) {
    return answer.status == 400 ? text(answer.json(), "message") : "";
  };
  CHECK(refused(o.post("/process-instance", R"({"orQueries":[{"busines":"B"}]})"))
            .starts_with("'busines' is no property of a query of orQueries"));
  CHECK(refused(o.post("/process-instance", R"({"variables":[{"name":"a","oprator":"eq","value":1}]})"))
            .ends_with("do you mean 'operator'?"));
  CHECK(refused(o.put("/process-instance/suspended",
                      R"({"suspended":true,"processInstanceQuery":{"nothingKnown":"B"}})"))
            .starts_with("'nothingKnown' is no property"));
  CHECK(refused(o.put("/process-instance/" + id + "/variables/x", R"({"valeu":5})")).ends_with("'value'?"));
  CHECK(refused(o.put("/process-instance/" + id + "/variables/x",
                      R"({"value":"","type":"File","valueInfo":{"fileName":"a"}})"))
            .ends_with("do you mean 'filename'?"));
  CHECK(
      refused(o.post("/external-task/fetchAndLock",
                     R"({"workerId":"w","topics":[{"topicName":"t","lockDuration":1,"bussinessKey":"B"}]})"))
          .ends_with("do you mean 'businessKey'?"));
  CHECK(o.get("/process-instance/" + id + "/variables").json().context().entries.empty());
  CHECK(text(o.get("/process-instance/" + id).json(), "suspended") == "false");
}

TEST_CASE("What is known but cannot be done here is refused, never ignored") {
  Office o;
  const std::string definition = o.deploy_process("p", waits);
  const std::string id = o.start("p");
  const std::string task = text(o.get("/task").list().at(0), "id");
  for (const std::string body :
       {R"({"skipIoMappings":true})", R"({"skipCustomListeners":true})", R"({"caseInstanceId":"c"})"})
    CHECK(o.post("/process-definition/key/p/start", body).status == 400);
  CHECK(o.del("/process-definition/" + definition + "?cascade=true&skipIoMappings=true").status == 400);
  CHECK(o.del("/process-definition/key/p/delete?cascade=true&skipCustomListeners=true").status == 400);
  CHECK(o.del("/deployment/1?skipIoMappings=true").status == 400);
  CHECK(o.get("/history/process-instance?executedJobAfter=2026-01-01T00:00:00.000%2B0000").status == 400);
  for (const char* path : {"/process-instance/suspended", "/job/suspended"})
    CHECK(o.put(path, R"({"suspended":true,"processDefinitionKey":"p","processDefinitionTenantId":"t"})")
              .status == 400);
  CHECK(o.post("/task/" + task + "/comment/create", R"({"message":"m","processInstanceId":"7"})").status ==
        400);
  CHECK(o.post("/task/" + task + "/comment/create", R"({"message":"m","processInstanceId":")" + id + "\"}")
            .status == 200);
  CHECK(o.put("/task/" + task, R"({"caseInstanceId":"c"})").status == 400);
  CHECK(o.get("/process-instance/count").json().find("count")->number().to_integer() == 1);
}

TEST_CASE("Variables are found by the tenant of their scope's definition") {
  Office o;
  o.deploy({{"tenant-id", "", "north"}, {"data", "n.bpmn", process_xml("n", waits)}});
  o.deploy_process("p", waits);
  CHECK(o.post("/process-definition/key/n/tenant-id/north/start", R"({"variables":{"a":{"value":1}}})")
            .status == 200);
  o.start("p", R"({"variables":{"b":{"value":2}}})");
  const List found = o.get("/variable-instance?tenantIdIn=north").list();
  REQUIRE(found.size() == 1);
  CHECK(text(found[0], "name") == "a");
  CHECK(o.get("/variable-instance?tenantIdIn=south").list().empty());
}
