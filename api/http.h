#pragma once
// What a resource sees of HTTP: requests and answers as plain values, and the services it may use. No Boost
// here.
#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "api/body.h"
#include "engine/commands.h"
#include "engine/rows/store.h"

namespace lienthong::api {

struct Route;

struct Request {
  std::string method;  ///< "GET"
  std::string path;    ///< decoded, without the prefix /engine-rest[/engine/{name}]
  std::vector<std::string>
      segments;  ///< decoded segments of `path`: of "/task/17/form" {"task", "17", "form"}
  std::vector<std::pair<std::string, std::string>> query;  ///< decoded, in order
  Body body;
  std::string content_type;
  std::string accept;
  std::string base_url;             ///< "http://host:port/engine-rest[/engine/default]", for links
  std::optional<std::string> user;  ///< authenticated user; none yet
  const Route* route = nullptr;     ///< where it leads

  const std::string* parameter(std::string_view name) const;  ///< first value, or null
  bool flag(std::string_view name) const;                     ///< exactly "true"
};

/// Words of HTTP are the same in capitals.
bool same_word(std::string_view, std::string_view);

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

/// Call exactly once, on any thread. The request is gone afterwards.
using Respond = std::function<void(Response)>;

class Definitions;

/// What handlers may use. Valid during the call only; the functions may be copied and used until the answer
/// is given.
struct Services {
  /// Why a waiting request is called back.
  enum class Wake { Time, ClientGone, Stopping };

  engine::Commands& commands;
  engine::Reader& reader;                          ///< of the calling thread
  Definitions& definitions;                        ///< definitions once read, shared by all threads
  std::int32_t zone_offset_s;                      ///< for dates in answers
  const calendar::Calendars* calendars = nullptr;  ///< for decisions; null: the built-in one
  std::function<bool()> client_gone = nullptr;     ///< true once the connection has closed
  /// Calls back once: after so many milliseconds, or earlier when the client leaves or the server stops. Only
  /// of writes.
  std::function<void(std::int64_t ms, std::function<void(Wake)>)> after = nullptr;
  /// Runs work on a thread that owns a reader; for answers that are read after the commit. Only of writes.
  std::function<void(std::function<void(Services&)>)> later = nullptr;
};

/// Pure read: answers at once. Throws Refused or ContractError.
using Read = std::function<Response(const Request&, Services&)>;
/// Changes something: builds a command and answers after the commit. May throw as long as it has not
/// answered.
using Write = std::function<void(const Request&, Services&, Respond)>;

/// An error in the contract's own words.
struct ContractError : std::runtime_error {
  ContractError(int status, std::string type, const std::string& message,
                std::optional<int> code = std::nullopt)
      : std::runtime_error(message), status(status), type(std::move(type)), code(code) {}
  int status;
  std::string type;  ///< simple name of the Java class: "InvalidRequestException"
  std::optional<int> code;
  std::string extra;    ///< further fields of the body as JSON members, e.g. `"details":{}`
  std::string allowed;  ///< of 405: the methods that would do
};

}  // namespace lienthong::api
