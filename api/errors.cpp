#include "api/errors.h"
#include <map>
#include "base/json.h"
#include "engine/rows/store.h"

namespace lienthong::api {
namespace {

using Kind = Refused::Kind;

void write_problems(json::Writer& w, const std::vector<const Problem*>& problems,
                    Problem::Severity severity) {
  w.array();
  for (const Problem* problem : problems) {
    if (problem->severity != severity) continue;
    w.object();
    w.key("message").string(problem->message);
    w.key("line").number(problem->line);
    w.key("column").number(problem->column);
    w.key("mainElementId");
    if (problem->element_id.empty())
      w.null();
    else
      w.string(problem->element_id);
    w.key("elementIds").array();
    if (!problem->element_id.empty()) w.string(problem->element_id);
    w.end();
    w.end();
  }
  w.end();
}

/// `"details": {resource: {errors, warnings}}` of a ParseException.
std::string details_of(const std::vector<Problem>& problems) {
  std::map<std::string, std::vector<const Problem*>> by_resource;
  for (const Problem& problem : problems) by_resource[problem.resource].push_back(&problem);
  std::string out = "\"details\":";
  json::Writer w(out);
  w.object();
  for (const auto& [resource, found] : by_resource) {
    w.key(resource).object();
    w.key("errors");
    write_problems(w, found, Problem::Severity::Error);
    w.key("warnings");
    write_problems(w, found, Problem::Severity::Warning);
    w.end();
  }
  w.end();
  return out;
}

/// Clients look for the class before the text.
constexpr const char* mismatch_prefix = "org.camunda.bpm.engine.MismatchingMessageCorrelationException: ";

}  // namespace

ContractError invalid_request(const std::string& message) {
  return {400, "InvalidRequestException", message};
}
ContractError not_found(const std::string& message) { return {404, "InvalidRequestException", message}; }

ContractError contract_error(const Refused& refused) {
  const std::string text = refused.what();
  switch (refused.kind) {
    case Kind::NotFound: return {400, "NotFoundException", text, 0};
    case Kind::Invalid: return {400, "BadUserRequestException", text, 0};
    case Kind::Conflict: return {500, "ProcessEngineException", text, 0};
    case Kind::Suspended: return {400, "SuspendedEntityInteractionException", text, 0};
    case Kind::Forbidden: return {403, "AuthorizationException", text, 0};
    case Kind::Unparsable: {
      ContractError error(400, "ParseException", text, 0);
      error.extra = details_of(refused.problems);
      return error;
    }
    case Kind::Mismatch: return {400, "RestException", mismatch_prefix + text, 0};
    case Kind::AlreadyClaimed: return {500, "TaskAlreadyClaimedException", text, 0};
    case Kind::TooLarge: return {413, "InvalidRequestException", text};
    case Kind::Overloaded: return {503, "InvalidRequestException", text};
    case Kind::Failed: return {500, "ProcessEngineException", text, 0};
  }
  return {500, "ProcessEngineException", text, 0};
}

MapError wrapped(std::string prefix, int status) {
  return [prefix = std::move(prefix), status](const Refused& refused) {
    switch (refused.kind) {
      case Kind::Forbidden:
      case Kind::TooLarge:
      case Kind::Overloaded: return contract_error(refused);
      case Kind::Invalid: return ContractError(400, "RestException", prefix + refused.what(), 0);
      default: return ContractError(status, "RestException", prefix + refused.what(), 0);
    }
  };
}

Response error_response(const ContractError& error) {
  Response response;
  response.status = error.status;
  json::Writer w(response.body);
  w.object();
  w.key("type").string(error.type);
  w.key("message").string(error.what());
  w.key("code");
  if (error.code)
    w.number(*error.code);
  else
    w.null();
  w.end();
  if (!error.extra.empty()) response.body.insert(response.body.size() - 1, "," + error.extra);
  if (!error.allowed.empty()) response.headers.emplace_back("Allow", error.allowed);
  if (error.status == 503) response.headers.emplace_back("Retry-After", "1");
  return response;
}

Response error_response(const std::exception_ptr& thrown, const MapError& map) {
  try {
    std::rethrow_exception(thrown);
  } catch (const ContractError& error) {
    return error_response(error);
  } catch (const Refused& refused) {
    return error_response(map ? map(refused) : contract_error(refused));
  } catch (const engine::NotWritten& full) {
    return error_response(ContractError(507, "ProcessEngineException", full.what(), 0));
  } catch (const engine::ReadTimeout& timeout) {
    return error_response(ContractError(503, "ProcessEngineException", timeout.what(), 0));
  } catch (const std::exception& bug) {
    return error_response(ContractError(500, "ProcessEngineException", bug.what(), 0));
  } catch (...) {
    return error_response(ContractError(500, "ProcessEngineException", "unknown failure", 0));
  }
}

}  // namespace lienthong::api
