// What waits for messages, signals and the like (engine-rest 7).
#include "api/engine_rest/event_subscriptions.h"
#include <algorithm>
#include "api/engine_rest/engine_rest.h"
#include "api/engine_rest/lists.h"
#include "api/engine_rest/lookups.h"
#include "engine/steps/core.h"
#include "engine/waits/wait.h"

namespace lienthong::api {
using engine::Filter;
using engine::Subscription;

void write_event_subscription(json::Writer& w, const Subscription& row, Services& services) {
  w.object();
  Fields fields(w, services.zone_offset_s);
  fields.id("id", row.id).text("eventType", row.event).text_or_null("eventName", row.name);
  fields.id("executionId", row.owner).id("processInstanceId", row.root).text("activityId", row.target);
  fields.date("createdDate", row.created);
  fields.text("tenantId", tenant_of(services.definitions.find(services.reader, row.definition)));
  w.end();
}

namespace {

const ListRules& subscription_rules() {
  static const ListRules all(
      {{"eventSubscriptionId", equals_id("id")},
       {"eventName", equals("name")},
       {"eventType", equals("event")},
       {"executionId", one_of_executions("owner")},
       {"processInstanceId", equals_id("root")},
       {"activityId", equals("target")},
       {"tenantIdIn", definition_tenant_in("includeEventSubscriptionsWithoutTenantId")},
       {"includeEventSubscriptionsWithoutTenantId", beside_others()},
       {"withoutTenantId", definition_without_tenant()}},
      {{"created", by("created")}, {"tenantId", by_definition("tenant")}});
  return all;
}

// ---- compensation: what is done and can be undone waits for it, and no subscription says so. It is listed
// where it is asked for, or the process instance or execution is: only there an index finds it.

using engine::Compensable;

Filter tenants_of_process(const Argument& argument, const MakeFilter& make) {
  Filter asked = make(argument);
  if (asked.op == Filter::Op::All && asked.parts.empty()) return asked;
  return Filter::exists("instance", "id", "root", std::move(asked));
}

const ListRules& compensable_rules() {
  static const ListRules all(
      {{"eventSubscriptionId", equals_id("id")},
       {"eventName", always_empty()},
       {"eventType",
        [](const Argument& a) {
          return a.text() == "compensate" ? Filter::everything() : Filter::nothing();
        }},
       {"executionId", one_of_executions("scope")},
       {"processInstanceId", equals_id("root")},
       {"tenantIdIn",
        [](const Argument& a) {
          return tenants_of_process(a, definition_tenant_in("includeEventSubscriptionsWithoutTenantId"));
        }},
       {"withoutTenantId",
        [](const Argument& a) { return tenants_of_process(a, definition_without_tenant()); }}},
      {});
  return all;
}

/// The element that undoes it: a boundary event's handler, or the start of an event sub-process within it.
std::string handler_of(const bpmn::Process& process, const bpmn::Node& done) {
  for (const bpmn::NodeIndex index : done.boundary)
    if (const bpmn::Node& event = process.node(index); event.handler >= 0)
      return process.node(event.handler).id;
  for (const bpmn::NodeIndex child : done.children) {
    const bpmn::Node& handler = process.node(child);
    for (const bpmn::NodeIndex start : handler.children)
      if (handler.kind == bpmn::Kind::EventSubProcess &&
          process.node(start).has_event(bpmn::EventKind::Compensate))
        return process.node(start).id;
  }
  return done.id;
}

std::vector<Subscription> compensations(const Criteria& criteria) {
  Services& services = criteria.services();
  std::vector<Subscription> found;
  const bool narrow = criteria.has("processInstanceId") || criteria.has("executionId") ||
                      criteria.has("eventSubscriptionId") || criteria.text("eventType") == "compensate";
  if (!narrow) return found;
  const auto activity = criteria.text("activityId");
  for (const Compensable& row : services.reader.select(engine::Query<Compensable>{
           Filter::all({Filter::equal("by", std::int64_t{0}), compensable_rules().filter(criteria)}), {}})) {
    const auto scope = services.reader.find<engine::Instance>(row.scope.value);
    const auto process = scope ? services.definitions.process(services.reader, scope->definition) : nullptr;
    if (!process) continue;
    const auto node = process->by_id.find(row.node);
    if (node == process->by_id.end()) continue;
    Subscription one;
    one.id = SubscriptionId{row.id.value};
    one.root = row.root;
    one.owner = row.scope;
    one.definition = scope->definition;
    one.event = name_of(bpmn::EventKind::Compensate);
    one.target = handler_of(*process, process->node(node->second));
    one.created = engine::IdSource::made_at(row.id.value);
    if (!activity || one.target == *activity) found.push_back(std::move(one));
  }
  return found;
}

/// By creation: the tenant is asked for by filters, and rows of one table are in its order already.
void put_subscriptions_in_order(std::vector<Subscription>& rows, const std::vector<engine::Order>& order) {
  const bool descending = !order.empty() && order.front().descending;
  std::ranges::stable_sort(rows, [descending](const Subscription& a, const Subscription& b) {
    if (a.created != b.created) return descending ? b.created < a.created : a.created < b.created;
    return a.id < b.id;
  });
}

}  // namespace

void add_event_subscription_routes(Router& router) {
  Listing<Subscription> list;
  list.pattern = "/event-subscription";
  list.rules = &subscription_rules();
  std::vector<engine::Scalar> listed;
  for (std::string& event : engine::listed_events()) listed.emplace_back(std::move(event));
  list.rows = Filter::in("event", std::move(listed));
  list.write = [](json::Writer& w, const std::vector<Subscription>& rows, const Criteria& criteria,
                  const Request&) {
    for (const Subscription& row : rows) write_event_subscription(w, row, criteria.services());
  };
  list.by_post = false;
  list.beside = compensations;
  list.put_in_order = put_subscriptions_in_order;
  add_list_routes(router, std::move(list));
}

}  // namespace lienthong::api
