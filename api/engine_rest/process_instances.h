#pragma once
#include "api/engine_rest/lists.h"

namespace lienthong::api {

/// Filters and sortings of engine-rest 6.2, for columns of `instance`.
const ListRules& process_instance_rules();
/// The ids of the running process instances a query object describes.
std::vector<InstanceId> instances_described(const Value& query, Services&);
/// A running process instance; throws the contract's 404.
engine::Instance running_process(Services&, const std::string& id);

void add_activity_instance_routes(Router&);

}  // namespace lienthong::api
