#include "dmn/table.h"
#include <algorithm>
#include <numeric>
#include "feel/builtins/table.h"
#include "feel/operators.h"

namespace lienthong::dmn {
namespace {

using feel::Evaluation;
using feel::Node;
using feel::Op;

bool is_true(const Value& value) { return value.is_boolean() && value.boolean(); }

bool mentions(const Node& node, const std::string& name) {
  if (node.op == Op::Name && node.name == name) return true;
  return std::ranges::any_of(node.children,
                             [&](const feel::NodePtr& child) { return mentions(*child, name); });
}

/// The place of a value in a list of allowed ones; behind them all when it is none.
std::size_t rank(Evaluation& evaluation, const Node& values, const Value& value) {
  for (std::size_t i = 0; i < values.children.size(); ++i)
    if (evaluation.passes(values.child(i), value)) return i;
  return values.children.size();
}

const char* function_of(Aggregation aggregation) {
  switch (aggregation) {
    case Aggregation::Sum: return "sum";
    case Aggregation::Min: return "min";
    case Aggregation::Max: return "max";
    default: return "count";
  }
}

}  // namespace

bool Table::gives_list() const {
  return hit_policy == HitPolicy::RuleOrder || hit_policy == HitPolicy::OutputOrder ||
         (hit_policy == HitPolicy::Collect && aggregation == Aggregation::None);
}

void Table::prepare(const Node& node) {
  std::vector<RuleIndex::Column> columns(inputs.size());
  for (std::size_t rule = 0; rule < rules.size(); ++rule)
    for (std::size_t input = 0; input < inputs.size(); ++input) {
      const Node& tests = input_tests(node, rule, input);
      const std::string& variable = inputs[input].variable;
      Cell cell = Cell::Plain;
      if (tests.children.size() == 1 && tests.child(0).op == Op::AnyTest) cell = Cell::Any;
      if (mentions(tests, "?") || (!variable.empty() && mentions(tests, variable))) cell = Cell::Scoped;
      cells_.push_back(cell);
      columns[input].push_back(&tests);
    }
  if (rules.size() > unindexed_rules_max) index_ = RuleIndex::make(columns);
}

std::string Table::read_inputs(Evaluation& evaluation, const Node& node, List& values) const {
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const Value value = evaluation.evaluate(node.child(i));
    const Input& input = inputs[i];
    values.push_back(
        evaluation.fit(value, input.type, "The input '", input.text, "' of '", name, "'").value_or(Value()));
    if (!input.values || values.back().is_null()) continue;
    const Value allowed = evaluation.unary_tests_in(evaluation.scope(), *input.values, values.back());
    if (is_true(allowed)) continue;
    return "The input '" + input.text + "' of '" + name + "' is " + feel::shown(values.back()) +
           ", which is outside " + input.values->name;
  }
  return {};
}

Value Table::test(Evaluation& evaluation, const Node& node, std::size_t rule, std::size_t input,
                  const Value& value) const {
  const Cell cell = cells_[rule * inputs.size() + input];
  if (cell == Cell::Any) return true;
  const Node& tests = input_tests(node, rule, input);
  if (cell == Cell::Plain) return evaluation.unary_tests(tests, value);
  const std::string& variable = inputs[input].variable;
  if (variable.empty()) return evaluation.unary_tests_in(evaluation.scope(), tests, value);
  feel::Scope scope;
  scope.parent = evaluation.scope();
  scope.names = &variable;
  scope.values = &value;
  scope.count = 1;
  return evaluation.unary_tests_in(&scope, tests, value);
}

std::vector<int> Table::matching(Evaluation& evaluation, const Node& node, const List& values,
                                 TableTrace* trace) const {
  std::vector<int> matched;
  const bool first_only = hit_policy == HitPolicy::First && !trace;
  const auto look_at = [&](std::size_t rule) {
    evaluation.step();
    bool matches = true;
    for (std::size_t input = 0; input < inputs.size() && (matches || trace); ++input) {
      Value result = test(evaluation, node, rule, input, values[input]);
      matches = matches && is_true(result);
      if (trace) trace->cells[rule].push_back(std::move(result));
    }
    if (matches) matched.push_back(static_cast<int>(rule));
    return !(matches && first_only);
  };
  const std::vector<int>* candidates =
      index_ && !trace ? index_->candidates(values[index_->column()]) : nullptr;
  if (candidates) {
    for (const int rule : *candidates)
      if (!look_at(static_cast<std::size_t>(rule))) break;
  } else {
    if (trace) trace->cells.resize(rules.size());
    for (std::size_t rule = 0; rule < rules.size(); ++rule)
      if (!look_at(rule)) break;
  }
  if (hit_policy == HitPolicy::First && matched.size() > 1) matched.resize(1);
  return matched;
}

List Table::outputs_of(Evaluation& evaluation, const Node& node, std::size_t rule) const {
  List values;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const Value value = evaluation.evaluate(output_entry(node, rule, i));
    const std::string number = std::to_string(rule + 1);
    values.push_back(evaluation.fit(value, outputs[i].type, "The output of rule ", number, " of '", name, "'")
                         .value_or(Value()));
    if (!outputs[i].values || values.back().is_null()) continue;
    const Value allowed = evaluation.unary_tests_in(evaluation.scope(), *outputs[i].values, values.back());
    if (!is_true(allowed))  // DMN 1.5 §8.2.11: no value but those is a result
      values.back() =
          evaluation.fail("The output of rule ", number, " of '", name, "' is ", feel::shown(values.back()),
                          ", which is outside ", outputs[i].values->name);
  }
  return values;
}

/// One output is the value itself; several are a context.
Value Table::shaped(List values) const {
  if (outputs.size() == 1) return std::move(values[0]);
  Context context;
  for (std::size_t i = 0; i < outputs.size(); ++i) context.put(outputs[i].name, std::move(values[i]));
  return context;
}

Value Table::unmatched(Evaluation& evaluation, const Node& node) const {
  std::size_t at = inputs.size() + rules.size() * (inputs.size() + outputs.size());
  List values;
  bool any = false;
  for (const Output& output : outputs) {
    any = any || output.has_default;
    values.push_back(output.has_default ? evaluation.evaluate(node.child(at++)) : Value());
  }
  if (!any) return evaluation.fail("No rule of '", name, "' matches, and it has no default");
  Value value = shaped(std::move(values));
  return gives_list() ? Value(List{std::move(value)}) : value;
}

/// DMN 1.5 §8.2.9: over the rules that matched.
Value Table::aggregate(Evaluation& evaluation, const std::vector<List>& found) const {
  const feel::BuiltinFamily* function = feel::find_builtin(function_of(aggregation));
  List values;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    List column;
    for (const List& row : found) column.push_back(row[i]);
    const Value list(std::move(column));
    values.push_back(function->ways[0].body(evaluation, {&list, 1}));
  }
  return shaped(std::move(values));
}

bool Table::prefers(const List& a, const List& b) const {
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i].number() != b[i].number()) return a[i].number() < b[i].number();
  return false;
}

/// Orders by the outputs' allowed values, the first output before the second; false when there are none.
bool Table::prioritise(Evaluation& evaluation, std::vector<int>& matched, std::vector<List>& found) const {
  if (std::ranges::none_of(outputs, [](const Output& output) { return output.values != nullptr; }))
    return false;
  std::vector<List> ranks;
  for (const List& row : found) {
    List rank_of_row;
    for (std::size_t i = 0; i < outputs.size(); ++i)
      rank_of_row.emplace_back(
          outputs[i].values ? static_cast<int>(rank(evaluation, *outputs[i].values, row[i])) : 0);
    ranks.push_back(std::move(rank_of_row));
  }
  std::vector<std::size_t> order(found.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return prefers(ranks[a], ranks[b]); });
  std::vector<int> rules_in_order;
  std::vector<List> found_in_order;
  for (const std::size_t i : order) {
    rules_in_order.push_back(matched[i]);
    found_in_order.push_back(std::move(found[i]));
  }
  matched = std::move(rules_in_order);
  found = std::move(found_in_order);
  return true;
}

Value Table::evaluate(Evaluation& evaluation, const Node& node) const {
  auto* const witness = static_cast<Witness*>(evaluation.budget().observer);
  TableTrace trace;
  trace.table = this;
  List values;
  values.reserve(inputs.size());
  const auto tell = [&](Value result) {
    if (!witness) return result;
    trace.inputs = std::move(values);
    trace.result = result;
    witness->table_evaluated(std::move(trace));
    return result;
  };
  const auto refuse = [&](std::string why) {
    evaluation.fail(why);
    trace.fault = std::move(why);
    return tell({});
  };
  if (std::string why = read_inputs(evaluation, node, values); !why.empty()) return refuse(std::move(why));
  const bool cells = witness && witness->wants_cells();
  std::vector<int> matched = matching(evaluation, node, values, cells ? &trace : nullptr);
  if (matched.empty()) return tell(unmatched(evaluation, node));
  if (hit_policy == HitPolicy::Unique && matched.size() > 1) {
    if (witness) trace.rules = matched;
    return refuse("Rules " + std::to_string(matched[0] + 1) + " and " + std::to_string(matched[1] + 1) +
                  " of '" + name + "' both match, and its hit policy is UNIQUE");
  }
  std::vector<List> found;
  found.reserve(matched.size());
  for (const int rule : matched) {
    evaluation.produce(outputs.size() * sizeof(Value));
    found.push_back(outputs_of(evaluation, node, static_cast<std::size_t>(rule)));
  }
  if (hit_policy == HitPolicy::Any) {
    for (const List& row : found)
      for (std::size_t i = 0; i < outputs.size(); ++i)
        if (!feel::equal(evaluation, row[i], found[0][i]).value_or(false))
          return refuse("The rules of '" + name +
                        "' that match give different outputs, and its hit policy is ANY");
  }
  const bool by_priority = hit_policy == HitPolicy::Priority || hit_policy == HitPolicy::OutputOrder;
  if (by_priority && !prioritise(evaluation, matched, found))
    return refuse("'" + name + "' has no output values that give an order");
  const bool one = hit_policy == HitPolicy::Any || hit_policy == HitPolicy::Priority;
  if (one) matched.resize(1), found.resize(1);
  if (witness) trace.rules = matched, trace.outputs = found;
  if (aggregation != Aggregation::None && hit_policy == HitPolicy::Collect)
    return tell(aggregate(evaluation, found));
  if (!gives_list()) return tell(shaped(std::move(found[0])));
  List results;
  for (List& row : found) results.push_back(shaped(std::move(row)));
  return tell(std::move(results));
}

}  // namespace lienthong::dmn
