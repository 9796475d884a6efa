// What a stranger may send, without sockets: bytes into the request parser, then path and query, forms, and
// bodies as variables.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include "api/engine_rest/common.h"
#include "api/engine_rest/engine_rest.h"
#include "api/engine_rest/variables_json.h"
#include "api/errors.h"
#include "api/limits.h"
#include "api/multipart.h"
#include "api/request_parser.h"
#include "api/router.h"
#include "base/check.h"

namespace {

using namespace lienthong;
using namespace lienthong::api;

const Router& router() {
  static const Router* all = [] {
    auto* made = new Router;
    add_engine_rest(*made);
    return made;
  }();
  return *all;
}

/// A refusal must be words in JSON that read back.
void must_answer(const ContractError& error) {
  const Response response = error_response(error);
  check(json::parse(response.body).find("message")->is_string(), "an error is JSON with a message");
  check(response.status >= 400 && response.status < 600, "an error has an error's status");
}

template <class Call>
void refusable(Call&& call) {
  try {
    call();
  } catch (const ContractError& error) {
    must_answer(error);
  } catch (const Refused& refused) {
    must_answer(contract_error(refused));
  }
}

void one_request(std::string_view bytes) {
  RequestParser parser(limits::body_bytes_max);
  // In two pieces: where a request is cut must not matter.
  const std::size_t half = bytes.size() / 2;
  const std::size_t used = parser.put(bytes.substr(0, half));
  if (parser.state() != RequestParser::State::Done && parser.state() != RequestParser::State::Broken)
    parser.put(bytes.substr(used));
  if (parser.state() != RequestParser::State::Done) return;
  Request request;
  request.method = parser.method();
  request.content_type = parser.field("Content-Type");
  request.accept = parser.field("Accept");
  const std::string target(parser.target()), host(parser.field("Host"));
  request.body = parser.take_body();
  refusable([&] { router().route(request, target, host); });
  refusable([&] { parse_body(request); });
  refusable([&] { parse_multipart(request.body, request.content_type); });
}

void one_target(std::string_view text) {
  Request request;
  request.method = "GET";
  refusable([&] { router().route(request, text, "h"); });
  refusable([&] { paging_of(request); });
}

void one_form(std::string_view text) {
  refusable([&] {
    const char* end = text.data() + text.size();
    for (const Part& part : parse_multipart(text, "multipart/form-data; boundary=b"))
      check(part.body.data() >= text.data() && part.body.data() + part.body.size() <= end,
            "a part lies within its form");
  });
}

void one_body(std::string_view text) {
  Request request;
  request.body = text;
  refusable([&] {
    const Value body = parse_body(request);
    const engine::Variables variables = read_variables(object_field(body, "variables"), "", 25'200);
    std::string out;
    json::Writer w(out);
    write_variables(w, variables, true, 25'200);
    check(json::parse(out).is_context(), "variables are written as JSON");
  });
}

void one_date(std::string_view text) {
  if (const auto at = parse_date_parameter(text, 25'200); at && at->ms > 0 && at->ms < 253'370'764'800'000)
    check(parse_date_parameter(date_text(*at, 25'200), 25'200) == at, "a date reads back as it was written");
  if (const auto bytes = from_base64(text))
    check(from_base64(base64(*bytes)) == bytes, "Base64 reads back as it was written");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 5) {
    case 0: one_request(text); break;
    case 1: one_target(text); break;
    case 2: one_form(text); break;
    case 3: one_body(text); break;
    default: one_date(text);
  }
  return 0;
}
