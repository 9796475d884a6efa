#pragma once
// External tasks: what workers and operators do with them (engine-rest 11).
#include "api/engine_rest/lists.h"
#include "api/router.h"

namespace lienthong::api {

/// fetchAndLock calls that wait at one time; each asks again whenever a task appears on one of its topics.
inline constexpr std::int64_t long_polls_max = 1'000;
inline constexpr std::int64_t long_poll_ms_max = 1'800'000;  ///< Camunda 7's bound, which workers expect

/// Filters and sortings of 11.3.
const ListRules& external_task_rules();
/// Rows of the job table that are external tasks.
engine::Filter external_tasks();

// Parts of the resource.
void add_external_task_worker_routes(Router&, bool errors_end);  ///< fetchAndLock, complete, failure …
void add_external_task_operator_routes(Router&);                 ///< retries, priority

/// How the worker's operations word refusals: 404 for an unknown task, 400 for one that is not his.
MapError external_task_words(const std::string& id);

/// The command that a fetchAndLock body means.
engine::FetchAndLock read_fetch(const Value& body);
Response locked_tasks(const engine::LockedTasks&, std::int32_t zone_offset_s);
/// Answers at once when there is something; else when something appears, or with nothing after so long.
void fetch(Services&, engine::FetchAndLock, std::int64_t timeout_ms, Respond);

}  // namespace lienthong::api
