#include "engine/data/mappings.h"
#include "engine/data/data.h"

namespace lienthong::engine {
namespace {

/// `model`: the definition that the mapping stands in, which is not that of `from` for what comes out.
TypedValue mapped(Run& run, const bpmn::Mapping& mapping, const Definition& model, const Instance& from) {
  if (mapping.expression) return run.data.evaluate_typed_of(model, *mapping.expression, from);
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
      variables.emplace_back(in.target, mapped(run, in, run.definition(from), from));
  }
  return variables;
}

std::vector<Return::Result> results_of(Run& run, const Instance& called, const Instance& caller) {
  std::vector<Return::Result> results;
  const Definition& model = run.definition(caller);
  const bpmn::Node& node = run.node(caller);
  for (const bpmn::DataItem& output : items_named(run, caller, node.data.outputs))
    if (auto value = run.data.variable(called, output.name)) results.push_back({output.name, *value, true});
  for (const bpmn::Mapping& out : node.call->out) {
    if (out.shape == bpmn::Mapping::Shape::All)
      for (auto& [name, value] : run.data.visible(called)) results.push_back({name, value, out.local});
    else
      results.push_back({out.target, mapped(run, out, model, called), out.local});
  }
  return results;
}

void write_results(Run& run, const Instance& caller, const std::vector<Return::Result>& results) {
  for (const Return::Result& result : results) {
    if (result.local)
      run.data.set_local(caller, result.name, result.value);
    else
      run.data.set_variable(caller, result.name, result.value);
  }
}

}  // namespace lienthong::engine
