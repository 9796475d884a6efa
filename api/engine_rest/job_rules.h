#pragma once
#include "api/engine_rest/lists.h"

namespace lienthong::api {

/// Filters and sortings of 12.1.
const ListRules& job_rules();
/// Rows of the job table that the machine runs itself.
engine::Filter machine_jobs();
void check_job_criteria(const Criteria&);

}  // namespace lienthong::api
