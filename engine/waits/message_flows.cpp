// Messages between the executable pools of one file. Which waiting instance gets a message is decided in this
// order: the instance the sender has talked to, correlation keys, the business key, the only one there is
// (docs/decisions/0015).
#include <algorithm>
#include "engine/data/data_flow.h"
#include "engine/data/names.h"
#include "engine/steps/activity.h"
#include "engine/steps/gate.h"
#include "engine/steps/jobs.h"
#include "engine/waits/correlation.h"
#include "engine/waits/messages.h"
#include "engine/waits/waits.h"

namespace lienthong::engine {
namespace {

struct Place {
  InstanceId root;
  SubscriptionId subscription;
};

/// Where one message flow leads now: to a wait, to a start event, into keeping; or nowhere, and why.
struct Route {
  const bpmn::MessageOut* out = nullptr;
  Message message;
  std::optional<Place> place;
  std::optional<DefinitionId> start;
  std::string start_node;
  std::string failure;
};

struct Candidate {
  Place place;
  KeyFit fit = KeyFit::Open;
  bool named = false, partner = false, same_key = false;
};

/// The waits of the sender's partners; only when there are none, all waits.
std::vector<Indexes::Place> places(Run& run, const Message& message,
                                   const std::vector<InstanceId>& partners) {
  const Indexes& indexes = run.work().indexes();
  const auto all = [&] {
    return message.target.empty() ? indexes.subscriptions("message", message.name)
                                  : indexes.waiting_at(message.target);
  };
  std::vector<Indexes::Place> found;
  for (const InstanceId partner : partners)
    if (Tree* tree = run.work().tree(partner.value))
      for (const auto& [id, s] : tree->of<Subscription>().rows)
        if (s.event == "message" &&
            (message.target.empty() ? s.name == message.name : s.target == message.target))
          found.push_back({partner.value, id});
  return found.empty() ? all() : found;
}

std::vector<Candidate> candidates(Run& run, const Message& message, const std::vector<InstanceId>& partners) {
  std::vector<Candidate> found;
  for (const Indexes::Place& at : places(run, message, partners)) {
    if (at.root == 0) continue;
    const Subscription* s = run.work().find<Subscription>(at.root, at.id);
    if (!s || run.core().definition_row(s->definition).key != message.process) continue;
    const Instance* root = run.instance(s->root, s->root);
    if (!root || is_promised(run, *s)) continue;
    Candidate one{
        {s->root, s->id}, fit_by_keys(run, *root, message.name, message.payload), false, false, false};
    if (one.fit == KeyFit::No) continue;
    one.named = s->name == message.name;
    one.partner = std::ranges::find(partners, root->id) != partners.end();
    one.same_key = message.business_key && root->business_key == message.business_key;
    const bool foreign = message.business_key && root->business_key && !one.same_key;
    if (foreign && !one.partner && one.fit != KeyFit::Exact) continue;
    found.push_back(one);
  }
  return found;
}

/// Keeps those that hold, if any does.
template <class Holds>
void narrow(std::vector<Candidate>& all, Holds&& holds) {
  if (std::ranges::any_of(all, holds)) std::erase_if(all, [&](const Candidate& c) { return !holds(c); });
}

void choose_wait(Run& run, Route& route, const Instance& sender) {
  const auto partners = partners_of(run, sender, route.message.process);
  auto found = candidates(run, route.message, partners);
  narrow(found, [](const Candidate& c) { return c.named; });
  narrow(found, [](const Candidate& c) { return c.partner; });
  // A conversation that has begun does not go on with a stranger.
  route.message.to_partner = !partners.empty();
  if (!partners.empty())
    std::erase_if(found, [](const Candidate& c) { return !c.partner && c.fit != KeyFit::Exact; });
  narrow(found, [](const Candidate& c) { return c.fit == KeyFit::Exact; });
  narrow(found, [](const Candidate& c) { return c.same_key; });
  const auto other = [&](const Candidate& c) { return c.place.root != found.front().place.root; };
  if (found.empty()) return;
  if (std::ranges::any_of(found, other))
    route.failure = std::to_string(found.size()) + " waits of the process '" + route.message.process +
                    "' fit; give them a correlation key or different business keys";
  else
    route.place = found.front().place;  // several waits of one instance: the oldest
}

const bpmn::Node* start_for(const Definition& definition, const Message& message) {
  if (!message.target.empty())
    return &definition.node(message.target);  // `target_starts` has been read of it
  for (const bpmn::NodeIndex index : definition.start_nodes())
    if (event_named(definition.node(index), "message", message.name) >= 0) return &definition.node(index);
  return nullptr;
}

/// The version that was deployed with the sender.
void choose_start(Run& run, Route& route, const Instance& sender) {
  const DefinitionRow& own = run.core().definition_row(sender.definition);
  for (const auto& [id, row] : run.work().globals().of<DefinitionRow>().rows) {
    if (row.deployment != own.deployment || row.key != route.message.process) continue;
    const DefinitionPtr definition = run.definition(row.id);
    const bpmn::Node* start = start_for(*definition, route.message);
    if (!start) return;
    std::int64_t living = 0;
    for (const InstanceId partner : partners_of(run, sender, row.key))
      living += run.instance(partner, partner) ? 1 : 0;
    if (row.suspended)
      route.failure = "the process '" + row.key + "' is suspended";
    else if (route.out->participants_max > 0 && living >= route.out->participants_max)
      route.failure = "the pool of '" + row.key + "' has " + std::to_string(living) +
                      " participants already (maximum " + std::to_string(route.out->participants_max) + ")";
    else {
      route.start = row.id;
      route.start_node = start->id;
    }
    return;
  }
}

Route route_for(Run& run, const bpmn::MessageOut& out, Message message, const Instance& sender) {
  Route route;
  route.out = &out;
  route.message = std::move(message);
  route.message.process = out.target_process;
  route.message.target = out.target;
  if (out.target_waits) choose_wait(run, route, sender);
  if (!route.place && route.failure.empty() && (out.target_starts || out.target.empty()))
    choose_start(run, route, sender);
  return route;
}

/// What a message carries: the data inputs of its element, else what camunda:in lists, else its input
/// parameters, else every variable that the element sees.
Variables payload_of(Run& run, Instance& self, const bpmn::Node& node) {
  Variables payload;
  if (!node.payload.empty()) {
    for (const bpmn::Mapping& in : node.payload) {
      if (in.shape == bpmn::Mapping::Shape::BusinessKey) continue;
      if (in.shape == bpmn::Mapping::Shape::All)
        for (auto& variable : run.data.visible(self, in.local)) payload.push_back(std::move(variable));
      else if (in.expression)
        payload.emplace_back(in.target, run.data.evaluate_typed(*in.expression, self));
      else
        payload.emplace_back(in.target, run.data.variable(self, in.source).value_or(TypedValue{}));
    }
    return payload;
  }
  for (auto& variable : run.data.visible(self, !node.inputs.empty() || !node.data.in.empty()))
    if (std::ranges::find(loop_names, variable.first) == loop_names.end())
      payload.push_back(std::move(variable));
  return payload;
}

std::string failure_of(const Route& route) {
  const std::string what = "the message" +
                           (route.message.name.empty() ? "" : " '" + route.message.name + "'") +
                           " of the message flow '" + route.out->flow + "' cannot be delivered: ";
  if (!route.failure.empty()) return what + route.failure;
  const std::string where = route.message.target.empty() ? "" : " at '" + route.message.target + "'";
  return what + "no instance of '" + route.message.process + "' waits for it" + where +
         (route.message.to_partner ? " among those that this instance has talked to" : "");
}

void deliver(Run& run, const Route& route) {
  if (route.place) {
    if (Subscription* s =
            run.work().find<Subscription>(route.place->root.value, route.place->subscription.value)) {
      const Message& message = route.message;
      if (is_stopped(run, s->root))
        run.agenda.put(Deliver{s->root, s->id, message.name, message.sender, message.payload});
      else
        receive(run, *s, message);
    }
  } else if (!route.start) {
    keep_message(run, route.message);
  } else {
    const DefinitionRow& row = run.core().definition_row(*route.start);
    receive_at_start(run, row, run.definition(row.id)->node(route.start_node), route.message);
  }
}

}  // namespace

bool send_over_flows(Run& run, Instance& self, const bpmn::Node& node, const bpmn::EventDefinition* event) {
  const Definition& definition = run.definition(self);
  const Instance& sender = run.root(self);
  Message message;
  message.payload = payload_of(run, self, node);
  message.business_key = sender.business_key;
  message.sender = sender.id;
  message.sender_process = definition.process().id;
  if (event) message.name = run.data.event_name(*event, self);
  for (const bpmn::Mapping& in : node.payload)
    if (in.shape == bpmn::Mapping::Shape::BusinessKey)
      message.business_key = run.data.evaluate_text(in.expression, self);
  std::vector<Route> routes;
  for (const bpmn::MessageOut& out : definition.process().messages_out) {
    if (out.source != node.index) continue;
    const bool another =
        node.events.size() > 1 && !out.message_name.empty() && out.message_name != message.name;
    if (another) continue;
    Message own = message;
    if (own.name.empty()) own.name = out.message_name;
    routes.push_back(route_for(run, out, std::move(own), sender));
  }
  if (routes.empty()) return false;
  for (const Route& route : routes)
    if (!route.place && !route.start && (!route.failure.empty() || !can_keep(run, route.message))) {
      if (node.events.size() > 1)
        run.work().update(self, [](Instance& i) { --i.done; });  // of a multiple event
      wait_for_help(run, self, node, failure_of(route));
      return true;
    }
  for (const Route& route : routes) {
    remember_keys(run, sender, route.message.name, route.message.payload);
    audit(run, self.root, self.id, "message-sent", run.user, route.message.name, {});
  }
  // The sender goes on first, so that an answer finds it waiting.
  run.agenda.complete(self);
  for (const Route& route : routes) deliver(run, route);
  return true;
}

void receive(Run& run, Subscription& s, const Message& message) {
  Instance& owner = *run.instance(s.root, s.owner);
  Instance& root = run.root(owner);
  remember_keys(run, root, message.name, message.payload);
  if (message.sender)
    if (const Instance* sender = run.instance(message.sender, message.sender))
      join_partners(run, root, *sender);
  const bpmn::Node& target = run.definition(owner).node(s.target);
  if (target.data.out.empty())
    run.data.set_variables(owner, message.payload);
  else
    copy_payload(run, owner, target, message.payload);
  audit(run, s.root, s.owner, "message", run.user, message.name, {});
  trigger(run, s);
}

InstanceId receive_at_start(Run& run, const DefinitionRow& row, const bpmn::Node& start,
                            const Message& message) {
  const bool copied = !start.data.out.empty();
  std::int64_t occurred = event_named(start, "message", message.name);
  for (std::size_t i = 0; occurred < 0 && i < start.events.size(); ++i)
    if (start.events[i].kind == bpmn::EventKind::Message) occurred = static_cast<std::int64_t>(i);
  const InstanceId id = run.life.begin_process(row, start, copied ? Variables{} : message.payload,
                                               message.business_key, run.user, nullptr, occurred);
  Instance& root = *run.instance(id, id);
  if (copied) copy_payload(run, root, start, message.payload);
  remember_keys(run, root, message.name, message.payload);
  if (message.sender)
    if (const Instance* sender = run.instance(message.sender, message.sender))
      join_partners(run, root, *sender);
  return id;
}

}  // namespace lienthong::engine
