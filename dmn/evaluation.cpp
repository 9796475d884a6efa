#include "dmn/evaluation.h"
#include <algorithm>
#include "dmn/run.h"
#include "feel/function.h"

namespace lienthong::dmn {
namespace {

using DrgKind = DrgElement::Kind;

/// A decision service as a function of its input data and input decisions (DMN 1.5 §10.4).
class Service final : public feel::Function {
 public:
  Service(std::shared_ptr<const Model> model, const Model::Element& element,
          std::vector<std::string> parameters)
      : Function(std::move(parameters)), model_(std::move(model)), element_(element) {}

  Value call(feel::Evaluation& evaluation, List arguments) const override {
    Run run(*model_, evaluation.environment().now, evaluation.environment().zone_offset_s,
            evaluation.environment().calendars, evaluation.budget(), evaluation.diagnostics());
    bool fits = true;
    for (std::size_t i = 0; i < arguments.size(); ++i)
      fits = run.put(element_.parameters[i], std::move(arguments[i])) && fits;
    return fits ? run.service(element_) : Value();
  }

 private:
  std::shared_ptr<const Model> model_;
  const Model::Element& element_;
};

/// The names of one element's logic.
class ElementNames final : public feel::Names {
 public:
  ElementNames(const Run& run, const Model::Element& element) : run_(run), element_(element) {}

  const Value* see(std::string_view name) const override {
    for (const Model::Binding& binding : element_.bindings)
      if (binding.name == name) return bound(binding);
    return element_.open_names ? run_.other(name) : nullptr;
  }
  std::optional<Value> find(std::string_view name) const override {
    if (const Value* value = see(name)) return *value;
    for (const Model::ImportedBindings& import : element_.imports) {
      if (import.import != name) continue;
      Context context;
      for (const Model::Binding& binding : import.bindings)
        if (const Value* value = bound(binding)) context.put(binding.name, *value);
      return Value(std::move(context));
    }
    return std::nullopt;
  }

 private:
  const Value* bound(const Model::Binding& binding) const {
    const Value& value = run_.value(binding.element);
    return binding.entry.empty() ? &value : value.find(binding.entry);
  }

  const Run& run_;
  const Model::Element& element_;
};

}  // namespace

Run::Run(const Model& model, Instant now, std::int32_t zone_offset_s, const calendar::Calendars* calendars,
         feel::Budget& budget, std::vector<feel::Diagnostic>* diagnostics)
    : model_(model),
      now_(now),
      zone_offset_s_(zone_offset_s),
      calendars_(calendars),
      budget_(budget),
      diagnostics_(diagnostics),
      values_(model.elements.size()),
      known_(model.elements.size()) {}

bool Run::put(ElementIndex index, Value value) {
  const auto at = static_cast<std::size_t>(index);
  const bool given = !value.is_null();
  values_[at] = typed(model_.element(index), std::move(value), "The input '");
  known_[at] = true;
  return !given || !values_[at].is_null();
}

const Value& Run::require(ElementIndex index) {
  // A stack of its own: graphs may be deeper than ours. They have no circles (dmn/model.cpp).
  std::vector<std::pair<ElementIndex, std::size_t>> open;
  if (!is_known(index)) open.emplace_back(index, 0);
  while (!open.empty()) {
    auto& [at, next] = open.back();
    const std::vector<ElementIndex>& needed = model_.element(at).requirements;
    while (next < needed.size() && is_known(needed[next])) ++next;
    if (next < needed.size()) {
      open.emplace_back(needed[next], 0);
      continue;
    }
    make(at);
    open.pop_back();
  }
  return value(index);
}

Value Run::logic(ElementIndex index) {
  const Model::Element& element = model_.element(index);
  if (!element.logic) return {};
  const ElementNames names(*this, element);
  const feel::Environment environment = environment_with(names);
  const std::shared_ptr<const feel::Node> root(model_.shared_from_this(), element.logic.get());
  feel::Evaluation evaluation(environment, diagnostics_, root, budget_);
  if (element.kind == DrgKind::BusinessKnowledgeModel)
    return evaluation.define(*element.logic, &element.variable);
  return evaluation.evaluate(*element.logic);
}

void Run::make(ElementIndex index) {
  const Model::Element& element = model_.element(index);
  Value value;
  if (element.kind == DrgKind::DecisionService) {
    std::vector<std::string> parameters;
    for (const ElementIndex parameter : element.parameters)
      parameters.push_back(model_.element(parameter).variable);
    const std::shared_ptr<const Callable> function =
        std::make_shared<Service>(model_.shared_from_this(), element, std::move(parameters));
    value = function;
  } else if (element.kind != DrgKind::InputData) {
    if (trace_ && element.kind == DrgKind::Decision) tables_.clear();
    value = logic(index);
    if (trace_ && element.kind == DrgKind::Decision)
      trace_->decisions.push_back({index, value, std::move(tables_)});
  }
  values_[static_cast<std::size_t>(index)] = std::move(value);
  known_[static_cast<std::size_t>(index)] = true;
}

Value Run::service(const Model::Element& element) {
  Value result;
  if (element.outputs.size() == 1) {
    result = require(element.outputs[0]);
  } else {
    Context context;
    for (const ElementIndex output : element.outputs)
      context.put(model_.element(output).variable, require(output));
    result = std::move(context);
  }
  return typed(element, std::move(result), "The result of '");
}

Value Run::typed(const Model::Element& element, Value value, const char* what) {
  const ElementNames names(*this, element);
  const feel::Environment environment = environment_with(names);
  feel::Evaluation evaluation(environment, diagnostics_, nullptr, budget_);
  return evaluation.fit(value, element.type, what, element.name, "'").value_or(Value());
}

void Run::witnessed_by(Trace* trace) {
  trace_ = trace;
  budget_.observer = this;
}

void Run::table_evaluated(TableTrace trace) { tables_.push_back(std::move(trace)); }

Outcome evaluate(const Model& model, ElementIndex index, const Inputs& inputs, Trace* trace) {
  Outcome outcome;
  feel::Budget budget;
  Run run(model, inputs.now, inputs.zone_offset_s, inputs.calendars, budget, &outcome.diagnostics);
  if (trace) run.witnessed_by(trace);
  const Model::Element& element = model.element(index);
  bool fits = true;
  for (const Inputs::Given& given : inputs.values) {
    bool known = false;
    for (const DrgKind kind : {DrgKind::InputData, DrgKind::Decision}) {
      const std::optional<ElementIndex> found = model.find(kind, given.name, given.name_space);
      if (!found || *found == index) continue;
      fits = run.put(*found, given.value) && fits;
      known = true;
      break;
    }
    if (!known && given.name_space.empty()) known = run.put_imported(given.name, given.value);
    if (model.platform != Platform::Standard) run.put_other(given.name, given.value);
  }
  if (element.kind == DrgKind::DecisionService) {
    // As a function it gives nothing for arguments that are not of its parameters' types.
    if (fits) outcome.value = run.service(element);
  } else if (element.kind == DrgKind::BusinessKnowledgeModel) {
    outcome.value = run.call(index, inputs);
  } else {
    outcome.value = run.require(index);
  }
  return outcome;
}

bool Run::put_imported(std::string_view name, const Value& value) {
  bool known = false;
  for (std::size_t i = model_.own_elements; i < model_.elements.size(); ++i) {
    if (model_.elements[i].kind != DrgKind::InputData || model_.elements[i].name != name) continue;
    put(static_cast<ElementIndex>(i), value);
    known = true;
  }
  return known;
}

Value Run::call(ElementIndex index, const Inputs& inputs) {
  const Value function = require(index);
  const ElementNames names(*this, model_.element(index));
  const feel::Environment environment = environment_with(names);
  feel::Evaluation evaluation(environment, diagnostics_, nullptr, budget_);
  const auto* callable = function.kind() == Value::Kind::Function
                             ? dynamic_cast<const feel::Function*>(function.function().get())
                             : nullptr;
  if (!callable) return evaluation.fail("'", model_.element(index).name, "' is no function");
  List arguments;
  for (const std::string& parameter : callable->parameters()) {
    const auto given = std::ranges::find(inputs.values, parameter, &Inputs::Given::name);
    arguments.push_back(given == inputs.values.end() ? Value() : given->value);
  }
  return evaluation.call(function, std::move(arguments));
}

}  // namespace lienthong::dmn
