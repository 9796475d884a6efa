#pragma once
// What has happened (engine-rest 14.1 – 14.3); variables and incidents stand with their present forms.
#include "api/engine_rest/lists.h"
#include "api/router.h"

namespace lienthong::api {

/// Filters and sortings of 14.1 and 14.3.
const ListRules& process_history_rules();
void check_process_history_criteria(const Criteria&);
const ListRules& task_history_rules();

/// Null while it goes on.
template <Lasts Record>
void write_times(Fields& fields, const Record& row, std::string_view duration_field) {
  fields.date("startTime", row.started).date("endTime", row.ended).number(duration_field, duration_ms(row));
}

}  // namespace lienthong::api
