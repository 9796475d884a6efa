#pragma once
#include "api/router.h"

namespace lienthong::api {

/// Variables across all instances: present ones (engine-rest 7) and all that ever were (14.4). A variable has one id in both.
void add_variable_instance_routes(Router&);

}  // namespace lienthong::api
