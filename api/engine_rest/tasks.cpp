#include "api/engine_rest/tasks.h"
#include "api/engine_rest/engine_rest.h"
#include "api/engine_rest/task_page.h"
#include "api/engine_rest/variable_routes.h"

namespace lienthong::api {
using engine::Task;

engine::Task asked_task(const Request& request, Services& services) {
  const std::string& id = request.segments[1];
  auto task = services.reader.find<Task>(parse_number_id(id));
  if (!task) throw not_found("No matching task with id " + id);
  return *std::move(task);
}

namespace {

Response get_task(const Request& request, Services& services) {
  const std::vector<Task> tasks{asked_task(request, services)};
  std::string body;
  json::Writer w(body);
  write_tasks(w, tasks, task_shape(Criteria(request, services)), services);
  return json_response(std::move(body));
}

VariableScope scope_of(Services& services, std::string_view id) {
  const auto task = services.reader.find<Task>(parse_number_id(id));
  if (!task) return {{}, {}, false};
  return {task->instance, task->id, true};
}

}  // namespace

void add_task_routes(Router& router) {
  Listing<Task> list;
  list.pattern = "/task";
  list.rules = &task_rules();
  list.shape = task_shape_words;
  list.check = check_task_criteria;
  list.write = [](json::Writer& w, const std::vector<Task>& tasks, const Criteria& criteria, const Request&) {
    write_tasks(w, tasks, task_shape(criteria), criteria.services());
  };
  add_list_routes(router, std::move(list));
  router.get("/task/{id}", get_task).asks(task_shape_words);
  add_task_work_routes(router);
  add_task_link_routes(router);
  add_task_comment_routes(router);
  add_task_form_routes(router);
  add_variable_routes(router, {"task", "/task/{id}/variables", false, false, scope_of});
  add_variable_routes(router, {"task", "/task/{id}/localVariables", true, true, scope_of});
}

}  // namespace lienthong::api
