// What waits for messages, signals and the like (engine-rest 7).
#include "api/engine_rest/event_subscriptions.h"
#include "api/engine_rest/engine_rest.h"
#include "api/engine_rest/lists.h"
#include "api/engine_rest/lookups.h"
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
       {"withoutTenantId", definition_without_tenant()}},
      {{"created", by("created")}, {"tenantId", by_definition("tenant")}});
  return all;
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
  add_list_routes(router, std::move(list));
}

}  // namespace lienthong::api
