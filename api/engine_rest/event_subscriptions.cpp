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

// ---- compensation: what is done and can be undone waits for it, and no subscription says so.

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

/// Nothing where rows are missing (engine/commands/damage.h).
std::optional<Subscription> waiting_for_compensation(const Compensable& row, Services& services) {
  const auto scope = services.reader.find<engine::Instance>(row.scope.value);
  const auto process = scope ? services.definitions.process(services.reader, scope->definition) : nullptr;
  if (!process) return std::nullopt;
  const auto node = process->by_id.find(row.node);
  if (node == process->by_id.end()) return std::nullopt;
  Subscription one;
  one.id = SubscriptionId{row.id.value};
  one.root = row.root;
  one.owner = row.scope;
  one.definition = scope->definition;
  one.event = name_of(bpmn::EventKind::Compensate);
  one.target = handler_of(*process, process->node(node->second));
  one.created = engine::IdSource::made_at(row.id.value);
  return one;
}

bool by_tenant(const std::vector<engine::Order>& order) {
  return !order.empty() && order.front().field == "tenant";
}

/// Nothing where none of them is asked for, or none would be found but by looking at all: by an element
/// alone, which only the model knows of a row.
std::optional<engine::Query<Compensable>> compensable_query(const Criteria& criteria) {
  const bool narrow = criteria.has("processInstanceId") || criteria.has("executionId") ||
                      criteria.has("eventSubscriptionId") || criteria.has("eventType");
  if ((criteria.has("activityId") && !narrow) || criteria.has("eventName") ||
      criteria.text("eventType").value_or("compensate") != "compensate")
    return std::nullopt;
  return engine::Query<Compensable>{
      Filter::all({Filter::equal("by", std::int64_t{0}), compensable_rules().filter(criteria)}), {}};
}

/// Ids rise with the time of creation, so the first rows are found by them. Which element a row leads to and
/// whose tenant it is must be asked of each.
std::vector<Subscription> compensations(const Criteria& criteria, const std::vector<engine::Order>& order,
                                        std::int64_t max) {
  std::vector<Subscription> found;
  auto query = compensable_query(criteria);
  if (!query) return found;
  const auto activity = criteria.text("activityId");
  query->order.push_back(by("id"));
  query->order.back().descending = !order.empty() && order.front().descending;
  if (!activity && !by_tenant(order)) query->max = max;
  for (const Compensable& row : criteria.services().reader.select(*query)) {
    auto one = waiting_for_compensation(row, criteria.services());
    if (one && (!activity || one->target == *activity)) found.push_back(*std::move(one));
  }
  return found;
}

std::int64_t count_compensations(const Criteria& criteria) {
  if (criteria.has("activityId")) return std::ssize(compensations(criteria, {}, 0));
  const auto query = compensable_query(criteria);
  return query ? criteria.services().reader.count(*query) : 0;
}

void put_subscriptions_in_order(std::vector<Subscription>& rows, const std::vector<engine::Order>& order,
                                Services& services) {
  const bool descending = !order.empty() && order.front().descending;
  const auto tenant = [&](const Subscription& row) {
    return by_tenant(order) ? tenant_of(services.definitions.find(services.reader, row.definition))
                            : std::optional<std::string>();
  };
  std::ranges::stable_sort(rows, [&](const Subscription& a, const Subscription& b) {
    const auto left = tenant(a), right = tenant(b);
    if (left != right) return descending ? right < left : left < right;
    if (!by_tenant(order) && a.created != b.created)
      return descending ? b.created < a.created : a.created < b.created;
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
  list.count_beside = count_compensations;
  list.put_in_order = put_subscriptions_in_order;
  add_list_routes(router, std::move(list));
}

}  // namespace lienthong::api
