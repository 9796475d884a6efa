// The development clock: engine time can be moved forward, so that a limit of days is met in a moment.
#include "api/engine_rest/common.h"
#include "api/v1/v1.h"

namespace lienthong::api {
namespace {

/// A century: no limit is longer, and time never goes back.
constexpr std::int64_t advance_s_max = std::int64_t{36'525} * 86'400;

Response clock_answer(Instant now, std::int32_t zone) {
  std::string body;
  json::Writer w(body);
  w.object();
  Fields(w, zone).date("now", now);
  w.end();
  return json_response(std::move(body));
}

std::int64_t advance_ms(const Value& body) {
  const auto text = text_field(body, "advance");
  const auto duration = text ? parse_duration(*text) : std::nullopt;
  const bool exact = duration && duration->kind() == Value::Kind::DaysTime;
  if (!exact) throw invalid_request("advance must be a duration of days or less, like \"P3D\" or \"PT90M\"");
  const DaysTime& by = duration->days_time();
  if (by.seconds < 0 || by.nanoseconds < 0)
    throw invalid_request("advance must not be negative: time never goes back");
  if (by.seconds > advance_s_max) throw invalid_request("advance must not be more than 36525 days");
  return by.seconds * 1000 + by.nanoseconds / 1'000'000;
}

void advance(const Request& request, Services& services, Respond respond) {
  submit(services, engine::AdvanceClock{advance_ms(parse_body(request))}, std::move(respond),
         [&commands = services.commands, zone = services.zone_offset_s](engine::Reply&) {
           return clock_answer(commands.now(), zone);
         });
}

}  // namespace

void add_clock_routes(Routes& routes) {
  routes.get("/api/v1/clock", [](const Request&, Services& services) {
    return clock_answer(services.commands.now(), services.zone_offset_s);
  });
  routes.write("POST", "/api/v1/clock", advance);
}

}  // namespace lienthong::api
