#pragma once
#include "api/engine_rest/common.h"

namespace lienthong::api {

/// One EventSubscription of the contract.
void write_event_subscription(json::Writer&, const engine::Subscription&, Services&);

}  // namespace lienthong::api
