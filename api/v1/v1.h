#pragma once
#include "api/router.h"
#include "base/json.h"

namespace lienthong::api {

struct OwnSettings {
  bool development_clock = false;  ///< whether requests may move the engine's time
};

/// Our own resources: /health and /api/v1.
void add_own_routes(Router&, OwnSettings = {});

/// How engine time stands to the machine's clock, as an object.
void write_clock(json::Writer&, const ClockReport&, std::int32_t zone_offset_s);

// One function a resource, each in the file of its name.
void add_ad_hoc_routes(Routes&);
void add_clock_routes(Routes&, bool development);
void add_deadline_routes(Routes&);
void add_sweep_routes(Routes&);
void add_timeline_routes(Routes&);

}  // namespace lienthong::api
