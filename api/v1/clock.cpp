// Engine time: how it stands to the machine's clock, what an operator believes of that, and, with a
// development clock, moving it forward, so that a limit of days is met in a moment.
#include "api/engine_rest/common.h"
#include "api/v1/v1.h"

namespace lienthong::api {
namespace {

/// A century: no limit is longer, and time never goes back.
constexpr std::int64_t advance_s_max = std::int64_t{36'525} * 86'400;

Response clock_answer(const ClockReport& clock, std::int32_t zone) {
  std::string body;
  json::Writer w(body);
  w.object();
  Fields(w, zone).date("now", clock.now);
  w.key("clock");
  write_clock(w, clock, zone);
  w.end();
  return json_response(std::move(body));
}

const char* word_of(ClockEvent event) {
  switch (event) {
    case ClockEvent::WentBack: return "went-back";
    case ClockEvent::WentForward: return "went-forward";
    case ClockEvent::LeapDoubted: return "leap-doubted";
    case ClockEvent::LeapBelieved: return "leap-believed";
    case ClockEvent::Agrees: return "agrees";
  }
  return "";
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

void submit_to_clock(engine::Command command, Services& services, Respond respond) {
  submit(services, std::move(command), std::move(respond),
         [&commands = services.commands, zone = services.zone_offset_s](engine::Reply&) {
           return clock_answer(commands.clock(), zone);
         });
}

}  // namespace

void write_clock(json::Writer& w, const ClockReport& clock, std::int32_t zone_offset_s) {
  w.object();
  Fields fields(w, zone_offset_s);
  fields.text("state", clock.doubted_ms > 0 ? "doubted" : clock.ahead_ms > 0 ? "ahead" : "right");
  fields.number("aheadMs", clock.ahead_ms).number("doubtedMs", clock.doubted_ms);
  fields.number("believedInMs", clock.believed_in_ms);
  w.key("lastChange");
  if (const auto& change = clock.last_change) {
    w.object();
    fields.text("event", word_of(change->event)).date("at", change->at).number("byMs", change->by_ms);
    w.end();
  } else {
    w.null();
  }
  w.end();
}

void add_clock_routes(Routes& routes, bool development) {
  routes.write("POST", "/api/v1/clock/believe", [](const Request&, Services& services, Respond respond) {
    submit_to_clock(engine::BelieveClock{}, services, std::move(respond));
  });
  if (!development) return;
  routes.get("/api/v1/clock", [](const Request&, Services& services) {
    return clock_answer(services.commands.clock(), services.zone_offset_s);
  });
  routes
      .write("POST", "/api/v1/clock",
             [](const Request& request, Services& services, Respond respond) {
               submit_to_clock(engine::AdvanceClock{advance_ms(parse_body(request))}, services,
                               std::move(respond));
             })
      .takes({"advance"});
}

}  // namespace lienthong::api
