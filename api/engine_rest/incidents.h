#pragma once
#include "api/router.h"

namespace lienthong::api {

/// Open incidents (engine-rest 13) and all that ever were (14.5).
void add_incident_routes(Router&);

}  // namespace lienthong::api
