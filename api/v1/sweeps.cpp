// Commands on many that are under way.
#include "api/engine_rest/common.h"
#include "api/v1/v1.h"

namespace lienthong::api {

void add_sweep_routes(Routes& routes) {
  routes.get("/api/v1/sweep", [](const Request&, Services& services) {
    std::string body;
    json::Writer w(body);
    w.array();
    for (const engine::Sweep& row : services.reader.select(engine::Query<engine::Sweep>{})) {
      w.object();
      Fields(w, services.zone_offset_s)
          .id("id", row.id)
          .text("kind", name_of(row.kind))
          .id("processDefinitionId", row.definition)
          .text("name", row.name)
          .number("done", row.done)
          .number("total", row.total)
          .date("since", row.created);
      w.end();
    }
    w.end();
    return json_response(std::move(body));
  });
}

}  // namespace lienthong::api
