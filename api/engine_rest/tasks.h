#pragma once
// Tasks: lists, single tasks and everything that is done to them (engine-rest 9).
#include "api/engine_rest/lists.h"
#include "api/router.h"

namespace lienthong::api {

/// Filters and sortings of 9.2.
const ListRules& task_rules();
/// Throws for parameters of 9.2 that exclude one another.
void check_task_criteria(const Criteria&);

/// The task of the path (segment 1); throws 404 as GET /task/{id} does.
engine::Task asked_task(const Request&, Services&);

// Parts of the resource, each in a file of its own.
void add_task_work_routes(Router&);  ///< claim, complete and the like
void add_task_link_routes(Router&);  ///< identity links
void add_task_comment_routes(Router&);
void add_task_form_routes(Router&);

}  // namespace lienthong::api
