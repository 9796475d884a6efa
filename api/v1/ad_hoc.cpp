// Ad-hoc sub-processes that are active: what may be chosen in them, choosing it, and closing them.
#include "bpmn/ad_hoc.h"
#include "api/engine_rest/lookups.h"
#include "api/engine_rest/variables_json.h"
#include "api/v1/v1.h"
#include "bpmn/reader.h"

namespace lienthong::api {
using engine::Filter;
using engine::Instance;
using engine::Query;
using lifecycle::ActivityState;

namespace {

/// One active ad-hoc sub-process and what runs in it.
struct AdHoc {
  Instance self;
  std::shared_ptr<const bpmn::Process> process;
  const bpmn::Node* node = nullptr;
  std::vector<Instance> running;
  bool others_wait = false;  ///< for their turn

  bool is_open() const {
    const bool busy = node->ad_hoc->sequential && (!running.empty() || others_wait);
    return self.state == ActivityState::Active && !self.closing && self.interrupted_by.empty() && !busy;
  }
};

std::optional<AdHoc> read_ad_hoc(Services& services, const Instance& row) {
  AdHoc found{row, services.definitions.process(services.reader, row.definition), nullptr, {}, false};
  if (row.body || !found.process) return std::nullopt;
  const auto at = found.process->by_id.find(row.node);
  if (at == found.process->by_id.end()) return std::nullopt;
  found.node = &found.process->node(at->second);
  if (!found.node->ad_hoc) return std::nullopt;
  for (Instance& child : services.reader.select(Query<Instance>{Filter::equal("parent", row.id.value), {}}))
    if (child.state == ActivityState::Ready || child.state == ActivityState::Active)
      found.running.push_back(std::move(child));
  found.others_wait =
      services.reader.count(Query<engine::Arrival>{
          Filter::all({Filter::equal("scope", row.id.value), Filter::equal("flow", std::string())}), {}}) > 0;
  return found;
}

void write(json::Writer& w, const AdHoc& ad_hoc) {
  const auto name_of_node = [](const bpmn::Node& node) {
    return node.name.empty() ? std::nullopt : std::optional(node.name);
  };
  w.object();
  Fields fields(w, 0);
  fields.id("id", ad_hoc.self.id).id("processInstanceId", ad_hoc.self.root);
  fields.text("activityId", ad_hoc.self.node).text("activityName", name_of_node(*ad_hoc.node));
  fields.text("ordering", ad_hoc.node->ad_hoc->sequential ? "Sequential" : "Parallel");
  w.key("enabled").array();
  if (ad_hoc.is_open())
    for (const bpmn::Node* choice : bpmn::choices(*ad_hoc.process, *ad_hoc.node)) {
      w.object();
      fields.text("activityId", choice->id).text("activityName", name_of_node(*choice));
      fields.text("activityType", bpmn::activity_type(*choice));
      w.end();
    }
  w.end();
  w.key("active").array();
  for (const Instance& child : ad_hoc.running) w.string(child.node);
  w.end();
  w.end();
}

Response list_ad_hoc(const Request& request, Services& services) {
  const auto root = services.reader.find<Instance>(parse_number_id(request.segments[3]));
  if (!root || root->parent)
    throw not_found("Process instance with id " + request.segments[3] + " does not exist");
  std::string body;
  json::Writer w(body);
  w.array();
  for (const Instance& row :
       services.reader.select(Query<Instance>{Filter::equal("root", root->id.value), {}}))
    if (const auto ad_hoc = read_ad_hoc(services, row)) write(w, *ad_hoc);
  w.end();
  return json_response(std::move(body));
}

Response get_ad_hoc(const Request& request, Services& services) {
  const std::string& id = request.segments[3];
  const auto row = services.reader.find<Instance>(parse_activity_id(id));
  const auto ad_hoc = row ? read_ad_hoc(services, *row) : std::nullopt;
  if (!ad_hoc) throw not_found("No ad-hoc sub-process is active with id " + id);
  std::string body;
  json::Writer w(body);
  write(w, *ad_hoc);
  return json_response(std::move(body));
}

ContractError mapped(const Refused& refused) {
  switch (refused.kind) {
    case Refused::Kind::NotFound: return not_found(refused.what());
    case Refused::Kind::Conflict:
    case Refused::Kind::Suspended: return {409, "InvalidRequestException", refused.what()};
    default: return contract_error(refused);
  }
}

void activate(const Request& request, Services& services, Respond respond) {
  const Value body = parse_body(request);
  engine::ChooseActivities command;
  command.ad_hoc = InstanceId{parse_activity_id(request.segments[3])};
  command.elements = texts_field(body, "elements").value_or(std::vector<std::string>{});
  command.variables =
      read_variables(object_field(body, "variables"), "Cannot choose activities: ", services.zone_offset_s);
  command.user = text_field(body, "userId");
  submit(services, std::move(command), std::move(respond), mapped);
}

void complete_ad_hoc(const Request& request, Services& services, Respond respond) {
  const Value body = parse_body(request);
  submit(
      services,
      engine::CompleteAdHoc{InstanceId{parse_activity_id(request.segments[3])}, text_field(body, "userId")},
      std::move(respond), mapped);
}

}  // namespace

void add_ad_hoc_routes(Routes& routes) {
  routes.get("/api/v1/process-instance/{id}/ad-hoc", list_ad_hoc);
  routes.get("/api/v1/ad-hoc/{id}", get_ad_hoc);
  routes.write("POST", "/api/v1/ad-hoc/{id}/activate", activate).takes({"elements", "variables", "userId"});
  routes.write("POST", "/api/v1/ad-hoc/{id}/complete", complete_ad_hoc).takes({"userId"});
}

}  // namespace lienthong::api
