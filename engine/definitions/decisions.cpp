#include "engine/definitions/decisions.h"
#include <algorithm>
#include "base/check.h"
#include "base/json.h"
#include "dmn/reader.h"
#include "dmn/tagged.h"

namespace lienthong::engine {
namespace {

using DrgKind = dmn::DrgElement::Kind;

/// The name of an output in a row: an output that is alone may have none.
std::string output_name(const dmn::Table& table, std::size_t output, const dmn::Model::Element& element) {
  const std::string& name = table.outputs[output].name;
  return name.empty() ? element.variable : name;
}

std::optional<VariableType> declared(const feel::Type& type) {
  switch (type.width) {
    case feel::Width::Any: return std::nullopt;
    case feel::Width::Integer: return VariableType::Integer;
    case feel::Width::Long: return VariableType::Long;
    case feel::Width::Double: return VariableType::Double;
  }
  return std::nullopt;
}

/// A clause's value as the history tells it.
Context told(const std::string& id, const std::string& name, const Value& value, const feel::Type& type) {
  Context clause{{"id", id}, {"name", name}, {"value", dmn::tagged(value)}};
  const std::optional<VariableType> wanted = declared(type);
  if (wanted && value.is_number()) clause.put("type", name_of(*wanted));
  return clause;
}

Value inputs_told(const dmn::TableTrace& trace) {
  List inputs;
  for (std::size_t i = 0; i < trace.inputs.size(); ++i) {
    const dmn::Table::Input& clause = trace.table->inputs[i];
    inputs.push_back(
        told(clause.id, clause.label.empty() ? clause.text : clause.label, trace.inputs[i], clause.type));
  }
  return inputs;
}

Value outputs_told(const dmn::TableTrace& trace, const dmn::Model::Element& element) {
  List outputs;
  for (std::size_t row = 0; row < trace.outputs.size(); ++row) {
    const auto rule = static_cast<std::size_t>(trace.rules[row]);
    for (std::size_t i = 0; i < trace.outputs[row].size(); ++i) {
      const dmn::Table::Output& output = trace.table->outputs[i];
      Context clause = told(output.id, output.label, trace.outputs[row][i], output.type);
      clause.put("rule", trace.table->rules[rule].id);
      clause.put("order", Value(trace.rules[row] + 1));
      clause.put("variable", output_name(*trace.table, i, element));
      outputs.push_back(std::move(clause));
    }
  }
  return outputs;
}

const dmn::TableTrace* table_of(const dmn::DecisionTrace& trace, const dmn::Model::Element& element) {
  if (!element.table || trace.tables.empty() || trace.tables.back().table != element.table) return nullptr;
  return &trace.tables.back();
}

DecisionHistory history_of(const dmn::Model& model, const dmn::DecisionTrace& trace, Instant now,
                           const std::vector<feel::Diagnostic>& diagnostics) {
  const dmn::Model::Element& element = model.element(trace.element);
  const dmn::TableTrace* table = table_of(trace, element);
  DecisionHistory row;
  row.key = element.id;
  if (!element.name.empty()) row.name = element.name;
  row.evaluated = now;
  Context details;
  if (table) {
    details.put("inputs", inputs_told(*table));
    details.put("outputs", outputs_told(*table, element));
    const bool aggregated = table->table->aggregation != dmn::Aggregation::None;
    if (aggregated && trace.result.is_number()) row.collected = trace.result.number().text();
  } else {
    details.put("inputs", List());
    Context result = told("", "", trace.result, element.type);
    result.put("variable", element.variable);
    details.put("outputs", List{Value(std::move(result))});
  }
  List why;
  for (const feel::Diagnostic& one : diagnostics)
    why.push_back(std::to_string(one.line) + ":" + std::to_string(one.column) + ": " + one.message);
  if (!why.empty()) details.put("diagnostics", std::move(why));
  row.details = json::write(details);
  return row;
}

Value as_row(const dmn::Table& table, const dmn::Model::Element& element, const List& values) {
  Context row;
  for (std::size_t i = 0; i < values.size(); ++i) row.put(output_name(table, i, element), values[i]);
  return row;
}

/// What Camunda 7 calls the decision result.
List rows_of(const dmn::Model& model, const dmn::DecisionTrace& trace) {
  const dmn::Model::Element& element = model.element(trace.element);
  const dmn::TableTrace* table = table_of(trace, element);
  if (!table) return {Value(Context{{element.variable, trace.result}})};
  const bool aggregated = table->table->aggregation != dmn::Aggregation::None &&
                          table->table->hit_policy == dmn::HitPolicy::Collect;
  List rows;
  if (!table->rules.empty() && !aggregated) {
    for (const List& values : table->outputs) rows.push_back(as_row(*table->table, element, values));
  } else if (!trace.result.is_null()) {  // aggregated, or the default outputs
    const Value& result =
        trace.result.is_list() && table->table->gives_list() ? trace.result.list()[0] : trace.result;
    const bool several = table->table->outputs.size() > 1;
    rows.push_back(several ? result : Value(Context{{output_name(*table->table, 0, element), result}}));
  }
  return rows;
}

/// The types of what the rows hold.
std::map<std::string, VariableType> types_of(const dmn::Model& model, const dmn::DecisionTrace& trace) {
  const dmn::Model::Element& element = model.element(trace.element);
  std::map<std::string, VariableType> types;
  const auto add = [&](const std::string& name, const feel::Type& type) {
    if (const std::optional<VariableType> wanted = declared(type)) types.insert_or_assign(name, *wanted);
  };
  add(element.variable, element.type);
  if (const dmn::TableTrace* table = table_of(trace, element)) {
    if (table->table->aggregation == dmn::Aggregation::Count) return types;
    for (std::size_t i = 0; i < table->table->outputs.size(); ++i)
      add(output_name(*table->table, i, element), table->table->outputs[i].type);
  }
  return types;
}

}  // namespace

TypedValue typed_as(Value value, std::optional<VariableType> declared) {
  TypedValue typed = TypedValue::of(std::move(value));
  if (declared && typed.value.is_number()) typed.type = *declared;
  return typed;
}

TypedValue typed_entry(const Decided& decided, const std::string& name, const Value& value) {
  const auto known = decided.types.find(name);
  return typed_as(value, known == decided.types.end() ? std::nullopt : std::optional(known->second));
}

bool is_dmn(std::string_view name) { return name.ends_with(".dmn") || name.ends_with(".dmn11.xml"); }

PreparedDecisions prepare_decisions(std::string_view xml, const std::vector<std::string_view>& beside) {
  std::vector<dmn::Definitions> files;
  files.push_back(dmn::read(xml));
  for (const std::string_view other : beside) files.push_back(dmn::read(other));
  std::vector<const dmn::Definitions*> all;
  for (const dmn::Definitions& file : files) all.push_back(&file);
  PreparedDecisions prepared;
  prepared.category = files[0].name_space;
  prepared.problems = std::move(files[0].problems);
  prepared.model = dmn::compile(all, prepared.problems);
  return prepared;
}

DeployedDecision read_decision(std::vector<Resource> deployed, const DecisionRow& row) {
  std::string xml;
  std::vector<std::string> others;
  for (Resource& resource : deployed) {
    if (resource.name == row.resource)
      xml = std::move(resource.bytes);
    else if (is_dmn(resource.name))
      others.push_back(std::move(resource.bytes));
  }
  DeployedDecision decision;
  decision.model = prepare_decisions(xml, {others.begin(), others.end()}).model;
  const std::optional<dmn::ElementIndex> found = decision.model->find_id(DrgKind::Decision, row.key);
  check(found.has_value(), "a decision's resource still holds it");
  decision.element = *found;
  return decision;
}

Decided decide(const DeployedDecision& decision, const Context& variables, Instant now,
               std::int32_t zone_offset_s, const calendar::Calendars* calendars) {
  dmn::Inputs inputs;
  inputs.now = now;
  inputs.zone_offset_s = zone_offset_s;
  inputs.calendars = calendars;
  for (const auto& [name, value] : variables.entries) inputs.values.push_back({name, value, ""});
  const dmn::Model& model = *decision.model;
  const std::string words = "Cannot evaluate decision '" + model.element(decision.element).id + "': ";
  dmn::Trace trace;
  dmn::Outcome outcome;
  try {
    outcome = dmn::evaluate(model, decision.element, inputs, &trace);
  } catch (const feel::EvaluationError& error) {
    throw Refused(Refused::Kind::Failed, words + error.what());
  }
  for (const dmn::DecisionTrace& one : trace.decisions)
    for (const dmn::TableTrace& table : one.tables)
      if (!table.fault.empty()) throw Refused(Refused::Kind::Failed, words + table.fault);
  Decided decided;
  for (const dmn::DecisionTrace& one : trace.decisions)
    decided.history.push_back(
        history_of(model, one, now,
                   &one == &trace.decisions.back() ? outcome.diagnostics : std::vector<feel::Diagnostic>()));
  decided.rows = rows_of(model, trace.decisions.back());
  decided.types = types_of(model, trace.decisions.back());
  decided.value = std::move(outcome.value);
  return decided;
}

}  // namespace lienthong::engine
