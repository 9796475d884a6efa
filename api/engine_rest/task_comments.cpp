#include "api/engine_rest/lookups.h"
#include "api/engine_rest/tasks.h"

namespace lienthong::api {
using engine::Comment;

namespace {

void write_comment(json::Writer& w, const Comment& comment, const TopRoots& tops, Services& services,
                   const std::string& self) {
  w.object();
  Fields fields(w, services.zone_offset_s);
  if (self.empty())
    fields.no_links();
  else
    fields.self_link(self);
  fields.id("id", comment.id)
      .text("userId", comment.user)
      .date("time", comment.time)
      .id("taskId", comment.task);
  fields.id("processInstanceId", comment.root).text("message", comment.message).null("removalTime");
  fields.id("rootProcessInstanceId", tops.of(comment.root));
  w.end();
}

/// Comments outlive their task.
TaskId existing_task(const Request& request, Services& services) {
  const std::string& id = request.segments[1];
  const auto task = services.reader.find<engine::TaskHistory>(parse_number_id(id));
  if (!task) throw not_found("No task found for task id " + id);
  return task->id;
}

Response answer(const std::vector<Comment>& comments, Services& services, bool as_list,
                const std::string& self = {}) {
  TopRoots tops;
  for (const Comment& comment : comments) tops.add(comment.root);
  tops.read(services.reader);
  std::string body;
  json::Writer w(body);
  if (as_list) w.array();
  for (const Comment& comment : comments) write_comment(w, comment, tops, services, self);
  if (as_list) w.end();
  return json_response(std::move(body));
}

Response list_comments(const Request& request, Services& services) {
  engine::Order newest_first = by("time");
  newest_first.descending = true;
  const engine::Query<Comment> query{engine::Filter::equal("task", existing_task(request, services).value),
                                     {newest_first}};
  return answer(services.reader.select(query), services, true);
}

Response get_comment(const Request& request, Services& services) {
  const TaskId task = existing_task(request, services);
  const std::string& id = request.segments[3];
  auto comment = services.reader.find<Comment>(parse_number_id(id));
  if (!comment || comment->task != task)
    throw not_found("Task comment with id " + id + " does not exist for task id '" + request.segments[1] +
                    "'.");
  return answer({*std::move(comment)}, services, false);
}

void create_comment(const Request& request, Services& services, Respond respond) {
  const std::string& id = request.segments[1];
  const Value body = parse_body(request);
  const auto message = text_field(body, "message"), process = text_field(body, "processInstanceId");
  const auto missing = invalid_request("No task found for task id " + id);
  const auto task = services.reader.find<engine::Task>(parse_number_id(id));
  if (!task) throw missing;
  if (process && parse_id<InstanceId>(*process) != task->root)
    throw invalid_request("The task " + id + " does not belong to the process instance " + *process);
  if (!message || message->empty()) throw invalid_request("Not enough parameters submitted");
  engine::AddComment command{parse_id<TaskId>(id), *message, request.user};
  const auto read = [base = request.base_url + "/task/" + id + "/comment/"](engine::Reply& reply,
                                                                            Services& fresh) {
    const std::int64_t made = std::get<engine::Created>(reply).id;
    auto comment = fresh.reader.find<Comment>(made);
    if (!comment) throw not_found("The comment " + wire_id(made) + " is already gone");
    return answer({*std::move(comment)}, fresh, false, base + wire_id(made));
  };
  submit_then_read(services, std::move(command), std::move(respond), read, when_missing(missing));
}

}  // namespace

void add_task_comment_routes(Router& router) {
  router.get("/task/{id}/comment", list_comments);
  router.get("/task/{id}/comment/{commentId}", get_comment);
  router.write("POST", "/task/{id}/comment/create", create_comment).takes({"message", "processInstanceId"});
}

}  // namespace lienthong::api
