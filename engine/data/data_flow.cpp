#include "engine/data/data_flow.h"
#include <algorithm>
#include "engine/data/data.h"
#include "engine/data/names.h"

namespace lienthong::engine {
namespace {

using bpmn::DataAssociation;
using bpmn::DataItem;

const DataItem* item_of(const Definition& definition, const std::string& id) {
  const auto found = definition.process().data.find(id);
  return found == definition.process().data.end() ? nullptr : &found->second;
}

/// Null is as good as absent: nothing has been put there.
std::optional<Value> read_item(Run& run, const feel::Names& names, const DataItem& item) {
  const auto value = item.kind == DataItem::Kind::Store ? stored_data(run, item.name) : names.find(item.name);
  return value && !value->is_null() ? value : std::nullopt;
}

/// A data item is a variable of the scope that declares it.
void write_item(Run& run, Instance& from, const DataItem& item, Value value) {
  if (item.kind == DataItem::Kind::Store) return store_data(run, item, std::move(value));
  for (Instance* at = &from; at; at = run.parent(*at))
    if (run.node(*at).index == item.scope)
      return run.data.set_local(*at, item.name, TypedValue::of(std::move(value)));
  run.data.set_variable(from, item.name, TypedValue::of(std::move(value)));
}

Value put(const Value& base, const std::vector<std::string>& path, std::size_t at, Value value) {
  if (at == path.size()) return value;
  Context context;
  if (base.is_context()) context = base.context();
  const Value* inner = base.is_context() ? base.find(path[at]) : nullptr;
  context.put(path[at], put(inner ? *inner : Value(), path, at + 1, std::move(value)));
  return Value(std::move(context));
}

class Association {
 public:
  Association(Run& run, const Definition& definition, const DataAssociation& association, Instance& to,
              const feel::Names& names)
      : run_(run), definition_(definition), association_(association), to_(to), names_(names) {}

  /// False when a source holds nothing: then nothing is copied.
  bool copy() {
    for (const std::string& id : association_.sources) {
      const DataItem* source = item_of(definition_, id);
      const auto value = source ? read_item(run_, names_, *source) : std::nullopt;
      if (!value) return false;
      sources_.emplace_back(source->name, TypedValue::of(*value));
      if (source->id != source->name) sources_.emplace_back(source->id, TypedValue::of(*value));
      first_ = first_ ? first_ : value;
    }
    const DataItem* target =
        association_.target.empty() ? nullptr : item_of(definition_, association_.target);
    if (target && target->placeholder) target = nullptr;
    const PayloadNames names(sources_, &names_);
    std::optional<Value> made;
    if (association_.transformation)
      made = evaluate(*association_.transformation, names);
    else if (association_.assignments.empty())
      made = first_;
    for (const bpmn::Assignment& assignment : association_.assignments) {
      Value value = evaluate(*assignment.from, names);
      if (!target) {
        assign_variable(assignment, std::move(value));
        continue;
      }
      const bool named = assignment.path.front() == target->name || assignment.path.front() == target->id;
      if (!made) made = read_item(run_, names_, *target);
      made = put(made.value_or(Value()), assignment.path, named ? 1 : 0, std::move(value));
    }
    if (made && target) write_item(run_, to_, *target, std::move(*made));
    return true;
  }

 private:
  Value evaluate(const bpmn::Expression& expression, const feel::Names& names) {
    try {
      return feel::evaluate(definition_.compiled(expression),
                            environment_of(run_.core().settings, names, run_.now()));
    } catch (const feel::EvaluationError& error) {
      throw Refused(Refused::Kind::Failed, "in the data association of '" + to_.node + "', expression '" +
                                               expression.text + "': " + error.what());
    }
  }

  void assign_variable(const bpmn::Assignment& assignment, Value value) {
    if (const DataItem* item = item_of(definition_, assignment.path.front())) {
      const Value base = read_item(run_, names_, *item).value_or(Value());
      return write_item(run_, to_, *item, put(base, assignment.path, 1, std::move(value)));
    }
    const Value base = names_.find(assignment.path.front()).value_or(Value());
    run_.data.set_variable(to_, assignment.path.front(),
                           TypedValue::of(put(base, assignment.path, 1, std::move(value))));
  }

  Run& run_;
  const Definition& definition_;
  const DataAssociation& association_;
  Instance& to_;
  const feel::Names& names_;
  Variables sources_;
  std::optional<Value> first_;
};

bool is_collection_of_loop(const bpmn::Node& node, const std::string& id) {
  if (!node.loop) return false;
  return id == node.loop->input_reference || id == node.loop->output_reference;
}

/// The body of a multi-instance fills and copies the collections, each instance the rest.
bool is_mine(const Instance& self, const bpmn::Node& node, const DataAssociation& association, bool input) {
  if (!node.loop) return true;
  if (node.loop->standard) return !self.body;
  const auto& ends = association.sources;
  const bool collection =
      input ? is_collection_of_loop(node, association.target)
            : std::ranges::any_of(ends, [&](const auto& id) { return is_collection_of_loop(node, id); });
  return collection == self.body;
}

/// The collection that a body has put together, under the name of its data output; a collection that is none
/// is written where it belongs at once.
Variables loop_results(Run& run, Instance& body, const bpmn::Node& node) {
  const std::string& reference = node.loop->output_reference;
  const DataItem* target = item_of(run.definition(body), reference);
  Variables results;
  for (const auto& [name, value] : run.data.visible(body, true)) {
    if (name != reference) continue;
    if (target && target->kind == DataItem::Kind::Output)
      results.emplace_back(target->name, value);
    else if (target)
      write_item(run, *run.parent(body), *target, value.for_expressions());
    else
      run.data.set_variable(*run.parent(body), name, value);
  }
  return results;
}

bool set_satisfied(const bpmn::InputSet& set, const std::vector<std::string>& missing) {
  return std::ranges::none_of(set.inputs, [&](const std::string& id) {
    const auto in = [&](const std::vector<std::string>& list) {
      return std::ranges::find(list, id) != list.end();
    };
    return in(missing) && !in(set.optional) && !in(set.while_executing);
  });
}

}  // namespace

bool fill_data_inputs(Run& run, Instance& self, const bpmn::Node& node) {
  if (node.loop && self.loop_counter >= 0 && !self.body && !node.loop->output_item.empty())
    run.data.set_local(self, node.loop->output_item, {});
  const Definition& definition = run.definition(self);
  const Instance& outer = self.parent && self.loop_counter < 0 ? *run.parent(self) : self;
  const ScopeNames names(run, outer, nullptr);
  std::vector<std::string> missing;
  for (const DataAssociation& association : node.data.in)
    if (is_mine(self, node, association, true) &&
        !Association(run, definition, association, self, names).copy())
      missing.push_back(association.target);
  const auto satisfied = [&](const bpmn::InputSet& set) { return set_satisfied(set, missing); };
  if (node.data.input_sets.empty() || std::ranges::any_of(node.data.input_sets, satisfied)) {
    stop_waiting_for_data(run, self);
    for (const DataAssociation& association : node.data.out)
      for (const std::string& id : association.sources)
        if (const DataItem* item = item_of(definition, id);
            item && item->kind == DataItem::Kind::Output && item->scope == node.index && !self.body)
          run.data.set_local(self, item->name,
                             {});  // what the activity answers stays its own until it is copied
    return true;
  }
  wait_for_data(run, self, node);
  return false;
}

void copy_data_outputs(Run& run, Instance& self, const bpmn::Node& node) {
  if (node.event() == bpmn::EventKind::Message) return;  // copied when the message came
  const Definition& definition = run.definition(self);
  Variables results;
  if (self.body && !node.loop->output_reference.empty()) results = loop_results(run, self, node);
  const ScopeNames scope(run, self, nullptr);
  const PayloadNames names(results, &scope);
  for (const DataAssociation& association : node.data.out)
    if (is_mine(self, node, association, false))
      Association(run, definition, association, self, names).copy();
}

void copy_payload(Run& run, Instance& at, const bpmn::Node& event, const Variables& payload) {
  const Definition& definition = run.definition(at);
  // A payload reaches the outputs of the event by their names.
  const ScopeNames scope(run, at, nullptr);
  const PayloadNames names(payload, &scope);
  for (const DataAssociation& association : event.data.out)
    Association(run, definition, association, at, names).copy();
}

void check_called_inputs(const Definition& called, const Variables& given) {
  const bpmn::DataFlow& data = called.root().data;
  if (data.input_sets.empty()) return;
  std::vector<std::string> missing;
  for (const std::string& id : data.inputs)
    if (const DataItem* item = item_of(called, id))
      if (std::ranges::none_of(
              given, [&](const auto& v) { return v.first == item->name && !v.second.value.is_null(); }))
        missing.push_back(id);
  if (std::ranges::any_of(data.input_sets,
                          [&](const bpmn::InputSet& s) { return set_satisfied(s, missing); }))
    return;
  std::string names;
  for (const std::string& id : missing) names += " '" + id + "'";
  throw Refused(Refused::Kind::Failed,
                "the process '" + called.process().id + "' is called without its data inputs" + names);
}

}  // namespace lienthong::engine
