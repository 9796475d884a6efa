// How each endpoint of tasks, external tasks, jobs and incidents words what the engine refuses.
#include <catch2/catch.hpp>
#include "api/engine_rest/engine_rest.h"
#include "tests/api/processes.h"

using namespace lienthong;
using namespace lienthong::api;
using Kind = Refused::Kind;

namespace {

struct Expected {
  const char *method, *target, *body;
  /// For NotFound, Invalid, Conflict, Suspended, Failed: "404 RestException" or "" for the contract's table.
  std::array<const char*, 5> answers;
};

constexpr std::array<Kind, 5> kinds{Kind::NotFound, Kind::Invalid, Kind::Conflict, Kind::Suspended,
                                    Kind::Failed};
constexpr std::array<const char*, 5> usual{
    "400 NotFoundException", "400 BadUserRequestException", "500 ProcessEngineException",
    "400 SuspendedEntityInteractionException", "500 ProcessEngineException"};

constexpr const char* null_value = "500 NullValueException";
constexpr const char *rest_400 = "400 RestException", *rest_404 = "404 RestException",
                     *rest_500 = "500 RestException";
constexpr const char *ire_404 = "404 InvalidRequestException", *ire_500 = "500 InvalidRequestException";
constexpr const char* worker = R"({"workerId":"w","errorCode":"E","newDuration":1,"lockDuration":1})";
constexpr const char* user = R"({"userId":"an"})";

const std::vector<Expected> endpoints{
    {"PUT", "/task/1", "{}", {ire_404, "", "", "", ""}},
    {"POST", "/task/1/claim", user, {null_value, "", "", "", ""}},
    {"POST", "/task/1/unclaim", "", {"", "", "", "", ""}},
    {"POST", "/task/1/assignee", user, {"", "", "", "", ""}},
    {"POST", "/task/1/delegate", user, {null_value, "", "", "", ""}},
    {"POST", "/task/1/resolve", "{}", {null_value, "", "", "", ""}},
    {"POST", "/task/1/complete", "{}", {rest_500, rest_400, rest_500, rest_500, rest_500}},
    {"POST", "/task/1/submit-form", "{}", {rest_500, rest_400, rest_500, rest_500, rest_500}},
    {"POST", "/task/1/bpmnError", R"({"errorCode":"E"})", {rest_404, rest_400, "", "", ""}},
    {"POST", "/task/1/bpmnEscalation", R"({"escalationCode":"E"})", {rest_404, rest_400, "", "", ""}},
    {"POST", "/task/1/identity-links", R"({"userId":"an","type":"candidate"})", {null_value, "", "", "", ""}},
    {"POST", "/external-task/1/complete", worker, {rest_404, rest_400, rest_400, rest_400, ""}},
    {"POST", "/external-task/1/failure", worker, {rest_404, rest_400, rest_400, rest_400, ""}},
    {"POST", "/external-task/1/bpmnError", worker, {rest_404, rest_400, rest_400, rest_400, ""}},
    {"POST", "/external-task/1/extendLock", worker, {rest_404, rest_400, rest_400, rest_400, ""}},
    {"POST", "/external-task/1/lock", worker, {rest_404, rest_400, rest_400, rest_400, ""}},
    {"POST", "/external-task/1/unlock", "", {rest_404, rest_400, rest_400, rest_400, ""}},
    {"PUT", "/external-task/1/retries", R"({"retries":1})", {rest_404, rest_400, rest_400, rest_400, ""}},
    {"PUT", "/external-task/1/priority", R"({"priority":1})", {rest_404, rest_400, rest_400, rest_400, ""}},
    {"PUT", "/job/1/retries", R"({"retries":1})", {ire_500, ire_500, ire_500, ire_500, ire_500}},
    {"POST", "/job/1/execute", "", {ire_404, ire_404, ire_404, ire_404, ire_404}},
    {"PUT", "/job/1/duedate", "{}", {ire_500, ire_500, ire_500, ire_500, ire_500}},
    {"POST", "/job/1/duedate/recalculate", "", {ire_404, ire_500, ire_500, ire_500, ire_500}},
    {"PUT", "/job/1/priority", R"({"priority":1})", {ire_404, "", "", "", ""}},
    {"DELETE", "/job/1", "", {ire_404, "", "", "", ""}},
    {"DELETE", "/incident/1", "", {ire_404, "", "", "", ""}},
    {"PUT", "/incident/1/annotation", "{}", {"", "", "", "", ""}},
    {"DELETE", "/incident/1/annotation", "", {"", "", "", "", ""}},
};

struct Refusing {
  Refusing() {
    commands.answer = [this](const engine::Command&) {
      return engine::Result{engine::Nothing{}, std::make_exception_ptr(Refused(kind, "the engine's words"))};
    };
  }
  /// "404 RestException"
  std::string ask(const Expected& endpoint) {
    const Answer answer =
        served.ask(endpoint.method, "/engine-rest" + std::string(endpoint.target), endpoint.body);
    return std::to_string(answer.status) + " " + text(answer.json(), "type");
  }
  NotedCommands commands;
  storage::MemoryStore store;
  Kind kind = Kind::NotFound;
  Served served{commands, store, [](Router& router) { add_engine_rest(router); }};
};

}  // namespace

TEST_CASE("Endpoints word what the engine refuses as the contract says") {
  Refusing server;
  for (const Expected& endpoint : endpoints)
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      INFO(endpoint.method << " " << endpoint.target << ", kind " << i);
      server.kind = kinds[i];
      CHECK(server.ask(endpoint) == (*endpoint.answers[i] ? endpoint.answers[i] : usual[i]));
    }
}

TEST_CASE("Overload, size and permission keep their own status everywhere") {
  Refusing server;
  for (const Expected& endpoint : endpoints) {
    INFO(endpoint.method << " " << endpoint.target);
    server.kind = Kind::Overloaded;
    CHECK(server.ask(endpoint) == "503 InvalidRequestException");
    server.kind = Kind::TooLarge;
    CHECK(server.ask(endpoint) == "413 InvalidRequestException");
    server.kind = Kind::Forbidden;
    CHECK(server.ask(endpoint) == "403 AuthorizationException");
  }
}
