#include "api/engine_rest/common.h"
#include "api/engine_rest/engine_rest.h"

namespace lienthong::api {

/// The version of the contract, which clients show and compare; not ours.
static constexpr const char* contract_version = R"({"version":"7.24.0"})";

void add_version_routes(Router& router) {
  router.get("/version", [](const Request&, Services&) { return json_response(contract_version); });
  router.get("/engine", [](const Request&, Services&) { return json_response(R"([{"name":"default"}])"); });
}

}  // namespace lienthong::api
