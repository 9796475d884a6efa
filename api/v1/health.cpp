#include "api/engine_rest/common.h"
#include "api/v1/v1.h"
#include "engine/rows/damage.h"

namespace lienthong::api {

void add_own_routes(Router& router, OwnSettings settings) {
  // Up means: the engine tells its time and the store answers.
  router.own().get("/health", [](const Request&, Services& services) {
    const auto meta = services.reader.find<engine::Meta>(1);
    const auto damaged = services.reader.count(engine::Query<engine::Incident>{
        engine::Filter::equal("type", std::string(engine::incident_damaged)), {}});
    std::string body;
    json::Writer w(body);
    w.object();
    Fields(w, services.zone_offset_s)
        .text("status", "up")
        .date("now", services.commands.now())
        .number("epoch", meta ? meta->epoch : 0)
        .number("damaged", damaged);
    w.key("clock");
    write_clock(w, services.commands.clock(), services.zone_offset_s);
    w.end();
    return json_response(std::move(body));
  });
  add_ad_hoc_routes(router.own());
  add_deadline_routes(router.own());
  add_sweep_routes(router.own());
  add_timeline_routes(router.own());
  add_clock_routes(router.own(), settings.development_clock);
}

}  // namespace lienthong::api
