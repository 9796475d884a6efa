#include "engine/steps/step.h"
#include <algorithm>
#include "engine/steps/sight.h"

namespace lienthong::engine {
namespace {

bool is_gateway(const bpmn::Node& node) { return node.kind == bpmn::Kind::EventBasedGateway; }

StoredStep without_values(Sight& sight, const Enter& step) {
  const Definition& definition = *sight.definition(step.definition);
  const bpmn::Node& node = definition.node(step.node);
  StoredEnter kept;
  static_cast<Entry&>(kept) = step;
  kept.node = node.id;
  if (step.flow >= 0) kept.flow = definition.process().flow(step.flow).id;
  if (step.occurred >= 0 && is_gateway(node)) {
    kept.occurred_at = definition.node(static_cast<bpmn::NodeIndex>(step.occurred)).id;
    kept.occurred = -1;
  }
  return kept;
}
template <class Other>
StoredStep without_values(Sight&, const Other& step) {
  return step;
}

Step with_indexes(Sight& sight, const StoredEnter& kept) {
  const Definition& definition = *sight.definition(kept.definition);
  Enter step;
  static_cast<Entry&>(step) = kept;
  step.node = definition.node(kept.node).index;
  if (!kept.flow.empty()) {
    const bpmn::Flow* found = definition.flow(kept.flow);
    check(found, "a stored step names a flow that its definition has");
    step.flow = static_cast<bpmn::FlowIndex>(found - definition.process().flows.data());
  }
  if (!kept.occurred_at.empty()) step.occurred = definition.node(kept.occurred_at).index;
  return step;
}
template <class Other>
Step with_indexes(Sight&, const Other& step) {
  return step;
}
StoredStep without_values(Sight&, Return step) {
  step.results.clear();
  return step;
}
StoredStep without_values(Sight&, Deliver step) {
  step.payload.clear();
  return step;
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

StoredStep stored(Sight& sight, const Step& step) {
  return std::visit([&](const auto& move) { return without_values(sight, move); }, step);
}

namespace {

const char* const elements_name = "elements";

/// Those of the instances that the step still enters, exactly as they are.
TypedValue elements_left(const Enter& step) {
  const List& all = step.elements->items.list();
  const auto first = static_cast<std::size_t>(step.loop_counter - step.elements->from);
  TypedValue left;
  left.type = VariableType::Json;
  left.value = Value(List(all.begin() + static_cast<std::ptrdiff_t>(std::min(first, all.size())), all.end()));
  return left;
}

}  // namespace

void keep_carried(Sight& sight, const std::vector<Step>& steps, const Job& job) {
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
    if (const auto* enter = std::get_if<Enter>(&steps[i]); enter && enter->elements)
      carry(i, elements_name, elements_left(*enter), false);
  }
}

std::vector<Step> steps_in(Sight& sight, const Job& job) {
  std::vector<Step> steps;
  const Continue* work = std::get_if<Continue>(&job.work);
  if (!work) return steps;
  for (const StoredStep& kept : work->steps)
    steps.push_back(std::visit([&](const auto& move) { return with_indexes(sight, move); }, kept));
  Tree* tree = sight.work().tree(job.root.value);
  if (!tree) return steps;
  tree->of<CarriedValue>().first_owned_by(job.id.value, [&](const CarriedValue& carried) {
    Step& step = steps.at(static_cast<std::size_t>(carried.step));
    if (auto* back = std::get_if<Return>(&step))
      back->results.push_back({carried.name, carried.value, carried.local});
    if (auto* deliver = std::get_if<Deliver>(&step))
      deliver->payload.emplace_back(carried.name, carried.value);
    if (auto* enter = std::get_if<Enter>(&step))
      enter->elements = Elements{carried.value.value, enter->loop_counter};
    return false;
  });
  return steps;
}

}  // namespace lienthong::engine
