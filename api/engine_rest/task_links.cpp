// Who may work on a task: identity links.
#include "api/engine_rest/lookups.h"
#include "api/engine_rest/tasks.h"

namespace lienthong::api {
namespace {

void write_link(json::Writer& w, const Services& services, const std::optional<std::string>& user,
                const std::optional<std::string>& group, std::string_view type) {
  w.object();
  Fields(w, services.zone_offset_s).text("userId", user).text("groupId", group).text("type", type);
  w.end();
}

Response list_links(const Request& request, Services& services) {
  const std::string& id = request.segments[1];
  const auto task = services.reader.find<engine::Task>(parse_number_id(id));
  if (!task)
    throw ContractError(500, "NullValueException", "Cannot find task with id " + id + ": task is null", 0);
  const std::string* type = request.parameter("type");
  const auto wanted = [&](std::string_view is) { return !type || *type == is; };
  std::string body;
  json::Writer w(body);
  w.array();
  if (task->assignee && wanted("assignee")) write_link(w, services, task->assignee, std::nullopt, "assignee");
  if (task->owner && wanted("owner")) write_link(w, services, task->owner, std::nullopt, "owner");
  const engine::Query<engine::IdentityLink> query{engine::Filter::equal("task", task->id.value), {}};
  for (const auto& link : services.reader.select(query))
    if (wanted(link.type)) write_link(w, services, link.user, link.group, link.type);
  w.end();
  return json_response(std::move(body));
}

Write change_link(bool remove) {
  return [remove](const Request& request, Services& services, Respond respond) {
    const Value body = parse_body(request);
    engine::ChangeLink command;
    command.task = parse_id<TaskId>(request.segments[1]);
    command.remove = remove;
    command.user = text_field(body, "userId");
    command.group = text_field(body, "groupId");
    const auto type = text_field(body, "type");
    if (command.user && command.group)
      throw invalid_request("Identity Link requires userId or groupId, but not both.");
    if (!command.user && !command.group) throw invalid_request("Identity Link requires userId or groupId.");
    if (!type)
      throw ContractError(500, "NullValueException",
                          "type is required for an identity link of a task: type is null", 0);
    if (command.group && (*type == "assignee" || *type == "owner"))
      throw ContractError(500, "ProcessEngineException",
                          "Incompatible usage: cannot use type '" + *type + "' together with a groupId", 0);
    command.type = *type;
    submit(services, std::move(command), std::move(respond),
           null_value("Cannot find task with id " + request.segments[1] + ": task is null"));
  };
}

}  // namespace

void add_task_link_routes(Router& router) {
  router.get("/task/{id}/identity-links", list_links).asks({"type"});
  router.write("POST", "/task/{id}/identity-links", change_link(false)).takes({"userId", "groupId", "type"});
  router.write("POST", "/task/{id}/identity-links/delete", change_link(true))
      .takes({"userId", "groupId", "type"});
}

}  // namespace lienthong::api
