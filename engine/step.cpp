#include "engine/step.h"
#include <algorithm>
#include "base/json.h"

namespace lienthong::engine {
namespace {

constexpr std::array<std::string_view, 5> kinds{"enter", "complete", "ended", "again", "collect"};

std::int64_t number(const Value& object, std::string_view key) {
  const Value* found = object.find(key);
  return found && found->is_number() ? found->number().to_integer().value_or(0) : 0;
}
bool flag(const Value& object, std::string_view key) {
  const Value* found = object.find(key);
  return found && found->is_boolean() && found->boolean();
}

}  // namespace

std::string write_steps(Execution& run, const std::vector<Step>& steps, std::int64_t before) {
  std::string text;
  json::Writer out(text);
  out.object().key("before").number(before).key("steps").array();
  for (const Step& step : steps) {
    out.object().key("do").string(kinds[static_cast<std::size_t>(step.kind)]);
    out.key("root").number(step.root.value).key("instance").number(step.instance.value);
    if (step.kind == Step::Kind::Enter) {
      const DefinitionPtr definition = run.definition(step.definition);
      out.key("definition").number(step.definition.value).key("node").string(definition->node(step.node).id);
      if (step.flow >= 0) out.key("flow").string(definition->process().flow(step.flow).id);
      out.key("inner").boolean(step.inner).key("loop").number(step.loop_counter);
      if (step.loop_end >= 0) out.key("until").number(step.loop_end);
      out.key("happened").boolean(step.happened);
      if (!step.arrived_by.empty()) out.key("arrivedBy").string(step.arrived_by);
      if (step.occurred >= 0) out.key("occurred").number(step.occurred);
      if (step.compensates) out.key("compensates").number(step.compensates.value);
    }
    out.key("resumed").boolean(step.resumed);
    out.end();
  }
  out.end().end();
  return text;
}

std::pair<std::vector<Step>, std::int64_t> read_steps(Execution& run, const Job& job) {
  const Value stored = json::parse(job.payload);
  std::vector<Step> steps;
  for (const Value& item : stored.find("steps")->list()) {
    Step step;
    const std::string& kind = item.find("do")->string();
    const auto known = std::ranges::find(kinds, kind);
    check(known != kinds.end(), "a stored step is of a known kind");
    step.kind = static_cast<Step::Kind>(known - kinds.begin());
    step.root.value = number(item, "root");
    step.instance.value = number(item, "instance");
    if (step.kind == Step::Kind::Enter) {
      step.definition.value = number(item, "definition");
      const DefinitionPtr definition = run.definition(step.definition);
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
    }
    step.resumed = flag(item, "resumed");
    steps.push_back(step);
  }
  return {std::move(steps), number(stored, "before")};
}

}  // namespace lienthong::engine
