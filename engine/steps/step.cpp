#include "engine/steps/step.h"
#include <algorithm>
#include <array>
#include "base/json.h"
#include "engine/steps/sight.h"

namespace lienthong::engine {
namespace {

std::int64_t number(const Value& object, std::string_view key) {
  const Value* found = object.find(key);
  return found && found->is_number() ? found->number().to_integer().value_or(0) : 0;
}
bool flag(const Value& object, std::string_view key) {
  const Value* found = object.find(key);
  return found && found->is_boolean() && found->boolean();
}

constexpr std::array<std::string_view, 3> hows{"completed", "error", "escalation"};

void write(Sight& sight, json::Writer& out, const Enter& step) {
  out.key("do").string("enter").key("root").number(step.root.value).key("instance").number(step.scope.value);
  const DefinitionPtr definition = sight.definition(step.definition);
  out.key("definition").number(step.definition.value).key("node").string(definition->node(step.node).id);
  if (step.flow >= 0) out.key("flow").string(definition->process().flow(step.flow).id);
  out.key("inner").boolean(step.inner).key("loop").number(step.loop_counter);
  if (step.loop_end >= 0) out.key("until").number(step.loop_end);
  out.key("happened").boolean(step.happened);
  if (!step.arrived_by.empty()) out.key("arrivedBy").string(step.arrived_by);
  if (step.occurred >= 0) out.key("occurred").number(step.occurred);
  if (step.compensates) out.key("compensates").number(step.compensates.value);
  out.key("resumed").boolean(step.resumed);
}
void write(Sight&, json::Writer& out, const Complete& step) {
  out.key("do").string("complete").key("root").number(step.root.value);
  out.key("instance").number(step.self.value).key("resumed").boolean(step.resumed);
}
void write_short(json::Writer& out, const char* what, InstanceId root, InstanceId instance) {
  out.key("do").string(what).key("root").number(root.value).key("instance").number(instance.value);
}
void write(Sight&, json::Writer& out, const Ended& s) { write_short(out, "ended", s.root, s.scope); }
void write(Sight&, json::Writer& out, const Return& step) {
  write_short(out, "return", step.root, step.caller);
  out.key("how").string(hows[static_cast<std::size_t>(step.how)]).key("code").string(step.code);
  if (step.message) out.key("message").string(*step.message);
}
void write(Sight&, json::Writer& out, const Deliver& step) {
  out.key("do").string("deliver").key("root").number(step.root.value).key("to").number(step.to.value);
  out.key("message").string(step.message).key("sender").number(step.sender.value);
}
void write(Sight&, json::Writer& out, const Again& step) {
  write_short(out, "again", step.root, step.self);
  out.key("begun").boolean(step.begun);
}
void write(Sight&, json::Writer& out, const Collect& s) { write_short(out, "collect", s.root, s.self); }

Enter read_enter(Sight& sight, const Value& item, InstanceId root, InstanceId scope) {
  Enter step;
  step.root = root;
  step.scope = scope;
  step.definition.value = number(item, "definition");
  const DefinitionPtr definition = sight.definition(step.definition);
  step.node = definition->node(item.find("node")->string()).index;
  if (const Value* flow = item.find("flow")) {
    const bpmn::Flow* found = definition->flow(flow->string());
    check(found, "a stored step names a flow that its definition has");
    step.flow = static_cast<bpmn::FlowIndex>(found - definition->process().flows.data());
  }
  step.inner = flag(item, "inner");
  step.loop_counter = number(item, "loop");
  if (item.find("until")) step.loop_end = number(item, "until");
  step.happened = flag(item, "happened");
  if (const Value* flows = item.find("arrivedBy")) step.arrived_by = flows->string();
  if (item.find("occurred")) step.occurred = number(item, "occurred");
  step.compensates.value = number(item, "compensates");
  step.resumed = flag(item, "resumed");
  return step;
}

Return read_return(const Value& item, InstanceId root, InstanceId caller) {
  Return step{root, caller, Return::How::Completed, item.find("code")->string(), {}, {}};
  const auto how = std::ranges::find(hows, item.find("how")->string());
  check(how != hows.end(), "a stored return says how");
  step.how = static_cast<Return::How>(how - hows.begin());
  if (const Value* message = item.find("message")) step.message = message->string();
  return step;
}

Step read_step(Sight& sight, const Value& item) {
  const InstanceId root{number(item, "root")}, instance{number(item, "instance")};
  const std::string& kind = item.find("do")->string();
  if (kind == "enter") return read_enter(sight, item, root, instance);
  if (kind == "complete") return Complete{root, instance, flag(item, "resumed")};
  if (kind == "ended") return Ended{root, instance};
  if (kind == "again") return Again{root, instance, !item.find("begun") || flag(item, "begun")};
  if (kind == "return") return read_return(item, root, instance);
  if (kind == "deliver")
    return Deliver{root,
                   SubscriptionId{number(item, "to")},
                   item.find("message")->string(),
                   InstanceId{number(item, "sender")},
                   {}};
  check(kind == "collect", "a stored step is of a known kind");
  return Collect{root, instance};
}

}  // namespace

Enter entering(const Instance& scope, bpmn::NodeIndex node) {
  Enter step;
  step.root = scope.root;
  step.scope = scope.id;
  step.definition = scope.definition;
  step.node = node;
  return step;
}

std::string write_steps(Sight& sight, const std::vector<Step>& steps, std::int64_t before) {
  std::string text;
  json::Writer out(text);
  out.object().key("before").number(before).key("steps").array();
  for (const Step& step : steps) {
    out.object();
    std::visit([&](const auto& s) { write(sight, out, s); }, step);
    out.end();
  }
  out.end().end();
  return text;
}

void write_carried(Sight& sight, const std::vector<Step>& steps, const Job& job) {
  const auto carry = [&](std::size_t step, const std::string& name, const TypedValue& value, bool local) {
    CarriedValue row;
    row.id.value = sight.next_id();
    row.root = job.root;
    row.job = job.id;
    row.step = static_cast<std::int64_t>(step);
    row.name = name;
    row.value = value;
    row.local = local;
    sight.work().insert(std::move(row));
  };
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (const auto* back = std::get_if<Return>(&steps[i]))
      for (const Return::Result& result : back->results) carry(i, result.name, result.value, result.local);
    if (const auto* deliver = std::get_if<Deliver>(&steps[i]))
      for (const auto& [name, value] : deliver->payload) carry(i, name, value, false);
  }
}

std::pair<std::vector<Step>, std::int64_t> read_steps(Sight& sight, const Job& job) {
  if (job.payload.empty())
    return {{Again{job.root, job.instance, true}}, 0};  // an older store: unhandled errors
  const Value stored = json::parse(job.payload);
  std::vector<Step> steps;
  for (const Value& item : stored.find("steps")->list()) steps.push_back(read_step(sight, item));
  Tree* tree = sight.work().tree(job.root.value);
  if (tree)
    tree->of<CarriedValue>().first_owned_by(job.id.value, [&](const CarriedValue& carried) {
      Step& step = steps.at(static_cast<std::size_t>(carried.step));
      if (auto* back = std::get_if<Return>(&step))
        back->results.push_back({carried.name, carried.value, carried.local});
      if (auto* deliver = std::get_if<Deliver>(&step))
        deliver->payload.emplace_back(carried.name, carried.value);
      return false;
    });
  return {std::move(steps), number(stored, "before")};
}

}  // namespace lienthong::engine
