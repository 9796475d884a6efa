#pragma once
#include "api/engine_rest/lists.h"

namespace lienthong::api {

/// Filters and sortings of /variable-instance and of /history/variable-instance.
const ListRules& variable_rules();
const ListRules& variable_history_rules();
/// What the history list shows unless asked for more: a removed variable is left out.
engine::Filter shown_variable_history(const Criteria&);

}  // namespace lienthong::api
