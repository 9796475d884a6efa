#pragma once
// The one place where what went wrong becomes a status, a type and a message of the wire contract
// (engine-rest 1.6).
#include <exception>
#include <string>
#include "api/http.h"
#include "base/refused.h"

namespace lienthong::api {

/// 400 InvalidRequestException, what the REST layer says of bad parameters.
ContractError invalid_request(const std::string& message);
/// 404 InvalidRequestException, what the REST layer says of what it does not find.
ContractError not_found(const std::string& message);

/// How an endpoint words the engine's refusals. Without one: the contract's table by kind.
using MapError = std::function<ContractError(const Refused&)>;
ContractError contract_error(const Refused&);
/// `RestException` with `prefix` before the engine's text: 400 for Invalid, `status` for everything else the
/// endpoint can be blamed for; overload, size and permission stay what they are.
MapError wrapped(std::string prefix, int status = 500);

/// The answer for anything thrown. Our own bugs become 500 ProcessEngineException.
Response error_response(const std::exception_ptr&, const MapError& = nullptr);
Response error_response(const ContractError&);

}  // namespace lienthong::api
