#include "engine/data/mappings.h"
#include "engine/data/data.h"

namespace lienthong::engine {
namespace {

TypedValue mapped(Run& run, const bpmn::Mapping& mapping, const Instance& from) {
  if (mapping.expression) return TypedValue::of(run.data.evaluate(*mapping.expression, from));
  return run.data.variable(from, mapping.source).value_or(TypedValue{});
}

}  // namespace

std::vector<bpmn::DataItem> items_named(Run& run, const Instance& at, const std::vector<std::string>& ids) {
  std::vector<bpmn::DataItem> items;
  const auto& known = run.definition(at).process().data;
  for (const std::string& id : ids)
    if (const auto found = known.find(id); found != known.end()) items.push_back(found->second);
  return items;
}

Variables map_in(Run& run, const std::vector<bpmn::Mapping>& mappings, const Instance& from,
                 std::optional<std::string>& business_key) {
  Variables variables;
  for (const bpmn::Mapping& in : mappings) {
    if (in.shape == bpmn::Mapping::Shape::BusinessKey)
      business_key = run.data.evaluate_text(in.expression, from);
    else if (in.shape == bpmn::Mapping::Shape::All)
      for (auto& variable : run.data.visible(from, in.local)) variables.push_back(std::move(variable));
    else
      variables.emplace_back(in.target, mapped(run, in, from));
  }
  return variables;
}

void map_results_out(Run& run, const Instance& called, Instance& caller) {
  const bpmn::Node& node = run.node(caller);
  for (const bpmn::DataItem& output : items_named(run, caller, node.data.outputs))
    if (auto value = run.data.variable(called, output.name)) run.data.set_local(caller, output.name, *value);
  for (const bpmn::Mapping& out : node.call->out) {
    const auto set = [&](const std::string& name, TypedValue value) {
      if (out.local)
        run.data.set_local(caller, name, std::move(value));
      else
        run.data.set_variable(caller, name, std::move(value));
    };
    if (out.shape == bpmn::Mapping::Shape::All)
      for (auto& [name, value] : run.data.visible(called)) set(name, value);
    else
      set(out.target, mapped(run, out, called));
  }
}

}  // namespace lienthong::engine
