#include "api/errors.h"
#include <catch2/catch.hpp>
#include "base/json.h"
#include "engine/rows/store.h"

using namespace lienthong;
using namespace lienthong::api;
using Kind = Refused::Kind;

namespace {

Response answer_to(const std::exception_ptr& thrown, const MapError& map = nullptr) {
  return error_response(thrown, map);
}

}  // namespace

TEST_CASE("Each kind of refusal has its status, type and code") {
  const struct {
    Kind kind;
    int status;
    std::string type, code;
  } table[] = {{Kind::NotFound, 400, "NotFoundException", "0"},
               {Kind::Invalid, 400, "BadUserRequestException", "0"},
               {Kind::Conflict, 500, "ProcessEngineException", "0"},
               {Kind::Suspended, 400, "SuspendedEntityInteractionException", "0"},
               {Kind::Forbidden, 403, "AuthorizationException", "0"},
               {Kind::Unparsable, 400, "ParseException", "0"},
               {Kind::Mismatch, 400, "RestException", "0"},
               {Kind::AlreadyClaimed, 500, "TaskAlreadyClaimedException", "0"},
               {Kind::TooLarge, 413, "InvalidRequestException", "null"},
               {Kind::Overloaded, 503, "InvalidRequestException", "null"},
               {Kind::Failed, 500, "ProcessEngineException", "0"}};
  for (const auto& row : table) {
    const Response response = answer_to(std::make_exception_ptr(Refused(row.kind, "why")));
    INFO(row.type);
    CHECK(response.status == row.status);
    const Value body = json::parse(response.body);
    CHECK(body.find("type")->string() == row.type);
    CHECK(json::write(*body.find("code")) == row.code);
  }
}

TEST_CASE("An endpoint's own words come before the engine's, but not before what is nobody's fault there") {
  const MapError map = wrapped("Cannot complete task 7: ");
  const auto status = [&](Kind kind) {
    return answer_to(std::make_exception_ptr(Refused(kind, "why")), map).status;
  };
  CHECK(answer_to(std::make_exception_ptr(Refused(Kind::NotFound, "why")), map).body ==
        R"({"type":"RestException","message":"Cannot complete task 7: why","code":0})");
  CHECK(status(Kind::Suspended) == 500);
  CHECK(status(Kind::Invalid) == 400);
  CHECK(status(Kind::Overloaded) == 503);
  CHECK(status(Kind::TooLarge) == 413);
  CHECK(status(Kind::Forbidden) == 403);
}

TEST_CASE("Problems of a deployment are told by resource, errors apart from warnings") {
  Problem error{Problem::Severity::Error, "r", "bad \"flow\"", "f1", 3, 7, "a.bpmn"};
  Problem warning{Problem::Severity::Warning, "r", "odd", "", 0, 0, "a.bpmn"};
  const Response response =
      answer_to(std::make_exception_ptr(Refused(Kind::Unparsable, "ENGINE-09005", {error, warning})));
  CHECK(response.body == R"({"type":"ParseException","message":"ENGINE-09005","code":0,"details":{"a.bpmn":)"
                         R"({"errors":[{"message":"bad \"flow\"","line":3,"column":7,"mainElementId":"f1",)"
                         R"("elementIds":["f1"]}],"warnings":[{"message":"odd","line":0,"column":0,)"
                         R"("mainElementId":null,"elementIds":[]}]}}})");
}

TEST_CASE("A disk without room is 507, whatever words an endpoint has of its own") {
  const auto full = std::make_exception_ptr(engine::NotWritten("office.db: database or disk is full"));
  CHECK(answer_to(full).status == 507);
  CHECK(answer_to(full, wrapped("Cannot complete task 7: ")).body ==
        R"({"type":"ProcessEngineException","message":"office.db: database or disk is full","code":0})");
}

TEST_CASE("What is neither a refusal nor the contract's is our fault, or a store that is too slow") {
  CHECK(answer_to(std::make_exception_ptr(std::logic_error("bug"))).status == 500);
  CHECK(answer_to(std::make_exception_ptr(5)).status == 500);
  CHECK(answer_to(std::make_exception_ptr(engine::ReadTimeout("slow"))).status == 503);
}

TEST_CASE("A message of any bytes is an answer in JSON") {
  const Response response = error_response(invalid_request("\"\xFF\n\0x"));
  CHECK(json::parse(response.body).find("type")->string() == "InvalidRequestException");
}
