#pragma once
#include "api/router.h"

namespace lienthong::api {

/// Timers, asynchronous steps and rungs of deadlines (engine-rest 12).
void add_job_routes(Router&);

}  // namespace lienthong::api
