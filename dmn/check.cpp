#include "dmn/check.h"
#include <algorithm>
#include "base/nearest.h"
#include "dmn/check_tables.h"
#include "dmn/reader.h"
#include "dmn/table.h"

namespace lienthong::dmn {
namespace {

using feel::Node;
using feel::Op;
using feel::Type;
using Kind = Value::Kind;

/// What is known about an expression before it is evaluated: its kind, where there is only one.
using Known = std::optional<Kind>;

Known kind_of(const Type& type) {
  switch (type.shape) {
    case Type::Shape::Basic: return type.basic;
    case Type::Shape::List: return Kind::List;
    case Type::Shape::Context: return Kind::Context;
    case Type::Shape::Range: return Kind::Range;
    case Type::Shape::Function: return Kind::Function;
    default: return std::nullopt;
  }
}

/// The type without what it demands beyond a kind.
feel::Type unrestricted(feel::Type type) {
  type.allowed.clear();
  type.width = feel::Width::Any;
  for (feel::Type& part : type.parts) part = unrestricted(std::move(part));
  return type;
}

/// Whether a value of this kind is null once it is fitted to the type (feel/types.h).
bool never_fits(const Known& found, const Type& type) {
  const Known wanted = kind_of(type);
  if (!found || !wanted || *found == *wanted || *found == Kind::Null || *found == Kind::List) return false;
  if (*wanted == Kind::List || (*found == Kind::Date && *wanted == Kind::DateTime)) return false;
  return !(type.converts && (*found == Kind::String || *wanted == Kind::String));
}

class Checking {
 public:
  Checking(const Model& model, const Model::Element& element, std::vector<Problem>& problems)
      : model_(model), element_(element), problems_(problems) {}

  void run() {
    if (element_.kind == DrgElement::Kind::BusinessKnowledgeModel)
      names_.emplace_back(element_.variable, Kind::Function);
    for (const Model::Binding& binding : element_.bindings) {
      const Model::Element& required = model_.element(binding.element);
      const bool is_value =
          required.kind == DrgElement::Kind::Decision || required.kind == DrgElement::Kind::InputData;
      names_.emplace_back(binding.name,
                          is_value && binding.entry.empty() ? kind_of(required.type) : std::nullopt);
    }
    for (const Model::ImportedBindings& import : element_.imports)
      names_.emplace_back(import.import, Kind::Context);
    bound_ = names_.size();
    look(*element_.logic);
  }

 private:
  void warn(const Node& at, const char* rule, std::string message) {
    if (problems_.size() < problems_max)
      problems_.push_back(
          {Problem::Severity::Warning, rule, std::move(message), element_.id, at.line, at.column, ""});
  }

  bool is_known(const Node& name) const {
    return name.builtin || element_.open_names || filters_ > 0 ||
           std::ranges::any_of(names_, [&](const auto& known) { return known.first == name.name; });
  }

  /// The name or the null that makes an expression null whatever is given; nothing when it may have a value.
  const Node* always_null(const Node& node) const {
    switch (node.op) {
      case Op::Literal: return node.constant.is_null() ? &node : nullptr;
      case Op::Name: return is_known(node) ? nullptr : &node;
      case Op::Path:
      case Op::Filter:
      case Op::Coerce: return always_null(node.child(0));
      case Op::Add:
      case Op::Subtract:
      case Op::Multiply:
      case Op::Divide:
      case Op::Power:
      case Op::Negate:
      case Op::Less:
      case Op::LessEqual:
      case Op::Greater:
      case Op::GreaterEqual:
        for (const feel::NodePtr& child : node.children)
          if (const Node* cause = always_null(*child)) return cause;
        return nullptr;
      case Op::Chain: {
        const Node* cause = always_null(node.child(0));
        for (std::size_t i = 1; i < node.children.size(); ++i) {
          const Node& link = node.child(i);
          const bool decides = link.comparison == Op::Equal || link.comparison == Op::NotEqual;
          if (decides)
            cause = nullptr;
          else if (!cause)
            cause = always_null(link.child(0));
        }
        return cause;
      }
      default: return nullptr;
    }
  }

  void error(const Node& at, const std::string& id, const char* rule, std::string message) {
    if (problems_.size() < problems_max)
      problems_.push_back({Problem::Severity::Error, rule, std::move(message), id.empty() ? element_.id : id,
                           at.line, at.column, ""});
  }

  /// A column without a value decides nothing, or the wrong thing: an error, not an opinion.
  void null_column(const Node& at, const Table::Input& input, const std::string& why) {
    error(at, input.id, "input-always-null",
          "The input '" + input.text + "' of '" + table_name_ + "' is always null: " + why);
  }

  /// Looks at the children with further names in sight.
  template <class Look>
  void within(std::vector<std::pair<std::string, Known>> more, Look&& look_inside) {
    const std::size_t before = names_.size();
    for (auto& one : more) names_.push_back(std::move(one));
    look_inside();
    names_.resize(before);
  }

  Known look_at_name(const Node& node) {
    for (auto known = names_.rbegin(); known != names_.rend(); ++known)
      if (known->first == node.name) return known->second;
    // Within a filter any name may be an entry of the elements.
    if (!is_known(node))
      warn(node, "unknown-name", "There is no '" + node.name + "' here; a requirement may be missing");
    return std::nullopt;
  }

  void mismatch(const Node& at, const std::string& what, Kind a, Kind b) {
    warn(at, "type-mismatch", what + " " + name(a) + " and " + name(b) + " never fits: it is always null");
  }

  Known joined(const Node& at, Op op, const Known& a, const Known& b) {
    const bool compares = op >= Op::Equal && op <= Op::GreaterEqual;
    return compares ? comparison(at, a, b) : arithmetic(at, a, b);
  }

  /// The kinds from the left, operand by operand.
  Known chain(const Node& node) {
    Known left = look(node.child(0));
    for (std::size_t i = 1; i < node.children.size(); ++i) {
      const Node& link = node.child(i);
      left = joined(link, link.comparison, left, look(link.child(0)));
    }
    return left;
  }

  Known arithmetic(const Node& node, const Known& a, const Known& b) {
    const auto fits = [](Kind kind) {
      return kind == Kind::Number || kind == Kind::String || kind == Kind::Null;
    };
    if (!a || !b) return std::nullopt;
    if (fits(*a) && fits(*b)) {
      if (*a != *b) mismatch(node, "Arithmetic with", *a, *b);
      return *a == *b ? a : std::nullopt;
    }
    return std::nullopt;
  }

  Known comparison(const Node& node, const Known& a, const Known& b) {
    if (a && b && *a != *b && *a != Kind::Null && *b != Kind::Null && *a != Kind::List && *b != Kind::List)
      mismatch(node, "Comparing", *a, *b);
    return Kind::Boolean;
  }

  struct Parameter {
    std::string name;
    const feel::Type* type;
  };

  /// The parameters of what this element requires by the name; nothing when it is no function, or another
  /// name is nearer.
  std::optional<std::vector<Parameter>> parameters_of(const std::string& name) const {
    const auto nearer = [&](const auto& known) { return known.first == name; };
    if (std::any_of(names_.begin() + static_cast<std::ptrdiff_t>(bound_), names_.end(), nearer))
      return std::nullopt;
    const auto binding = std::ranges::find(element_.bindings, name, &Model::Binding::name);
    if (binding == element_.bindings.end()) return std::nullopt;
    const Model::Element& required = model_.element(binding->element);
    std::vector<Parameter> parameters;
    if (required.kind == DrgElement::Kind::BusinessKnowledgeModel && required.logic)
      for (std::size_t i = 0; i < required.logic->names.size(); ++i)
        parameters.push_back({required.logic->names[i], &required.logic->types[i]});
    else if (required.kind == DrgElement::Kind::DecisionService)
      for (const ElementIndex parameter : required.parameters)
        parameters.push_back({model_.element(parameter).variable, &model_.element(parameter).type});
    else
      return std::nullopt;
    return parameters;
  }

  /// Whether a function gets the arguments that it takes (DMN 1.5 §10.3.2.13.2: else the call is null).
  void look_at_call(const Node& node) {
    const Node& callee = node.child(0);
    if (callee.op != Op::Name) return;
    const std::optional<std::vector<Parameter>> parameters = parameters_of(callee.name);
    if (!parameters) return;
    const std::size_t given = node.children.size() - 1;
    if (node.names.empty() && given != parameters->size())
      return warn(node, "function-arguments",
                  "'" + callee.name + "' takes " + std::to_string(parameters->size()) +
                      (parameters->size() == 1 ? " argument, not " : " arguments, not ") +
                      std::to_string(given));
    for (std::size_t i = 0; i < given; ++i) {
      const auto parameter = node.names.empty()
                                 ? parameters->begin() + static_cast<std::ptrdiff_t>(i)
                                 : std::ranges::find(*parameters, node.names[i], &Parameter::name);
      if (parameter == parameters->end()) return no_parameter(node, node.names[i], *parameters);
      look_at_constant(node.child(i + 1), "The argument '" + parameter->name + "' of '" + callee.name + "'",
                       *parameter->type, element_.id, "constant-outside-type");
    }
  }

  void no_parameter(const Node& call, const std::string& name, const std::vector<Parameter>& parameters) {
    std::vector<std::string_view> known;
    for (const Parameter& parameter : parameters) known.push_back(parameter.name);
    warn(call, "function-arguments",
         "'" + call.child(0).name + "' has no parameter '" + name + "'" + do_you_mean(name, known));
  }

  Known coercion(const Node& node) {
    const Known found = look(node.child(0)), wanted = kind_of(node.types[0]);
    if (never_fits(found, node.types[0]))
      warn(
          node, "type-mismatch",
          node.name + " is " + name(*found) + ", which is no " + text(node.types[0]) + ": it is always null");
    else
      look_at_constant(node.child(0), node.name, node.types[0], element_.id, "constant-outside-type");
    return wanted;
  }

  /// Tells of a constant that a type, or the values of an output, do not let through. One of the wrong kind
  /// is a mismatch like any other.
  void look_at_constant(const Node& constant, const std::string& what, const feel::Type& type,
                        const std::string& id, const char* rule, const Node* values = nullptr) {
    if (constant.op != Op::Literal || constant.constant.is_null()) return;
    const feel::NoNames no_names;
    const feel::Environment environment{no_names, Instant{}, 0};
    feel::Budget budget;
    feel::Evaluation evaluation(environment, nullptr, nullptr, budget);
    try {
      const std::optional<Value> value = feel::fitted(evaluation, constant.constant, type);
      if (!value) {
        const std::string why = what + " is " + feel::why_unfit(evaluation, constant.constant, type);
        if (feel::fitted(evaluation, constant.constant, unrestricted(type)))
          error(constant, id, rule, why);
        else
          warn(constant, "type-mismatch", why + ": it is always null");
      } else if (values && evaluation.unary_tests_in(nullptr, *values, *value) != Value(true)) {
        error(constant, id, rule, what + " is " + feel::shown(*value) + ", which is outside " + values->name);
      }
    } catch (const feel::EvaluationError&) {
      // Too costly to be told beforehand.
    }
  }

  Known iteration(const Node& node) {
    const std::size_t before = names_.size();
    for (std::size_t i = 0; i < node.names.size(); ++i) {
      look(node.child(i));
      names_.emplace_back(node.names[i], std::nullopt);
    }
    if (node.op == Op::For) names_.emplace_back("partial", Kind::List);
    look(node.child(node.names.size()));
    names_.resize(before);
    return node.op == Op::For ? Kind::List : Kind::Boolean;
  }

  Known context(const Node& node) {
    const std::size_t before = names_.size();
    Known last;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      last = look(node.child(i));
      names_.emplace_back(node.names[i], last);
    }
    names_.resize(before);
    return node.flag ? last : Known(Kind::Context);
  }

  /// The constants of a test against the kind of its input.
  void look_at_tests(const Node& node, Known input) {
    within({{"?", input}}, [&] {
      for (const feel::NodePtr& child : node.children) {
        if (child->children.empty()) continue;
        const Known tested = look(child->child(0));
        const bool comparable = tested && *tested != Kind::Null && *tested != Kind::List &&
                                *tested != Kind::Range && *tested != Kind::Boolean &&
                                *tested != Kind::Function;
        if (input && comparable && *input != *tested && *input != Kind::List)
          mismatch(*child, "A test with", *input, *tested);
      }
    });
  }

  void output_constant(const Node& entry, const std::string& what, const Table::Output& output) {
    look_at_constant(entry, what + " of '" + table_name_ + "'", output.type, output.id, "output-value",
                     output.values.get());
  }

  Known table(const Node& node, const Table& table) {
    std::vector<Known> kinds;
    table_name_ = table.name;
    for (std::size_t i = 0; i < table.inputs.size(); ++i) {
      const Table::Input& input = table.inputs[i];
      const Known declared = kind_of(input.type);
      if (const Node* cause = always_null(node.child(i))) {
        null_column(*cause, input,
                    cause->op == Op::Name
                        ? "there is no '" + cause->name + "' here; a requirement may be missing"
                        : "its expression is null");
        kinds.push_back(declared);
        continue;
      }
      const Known found = look(node.child(i));
      if (never_fits(found, input.type))
        null_column(node.child(i), input, std::string(name(*found)) + " is no " + text(input.type));
      kinds.push_back(declared ? declared : found);
    }
    for (std::size_t rule = 0; rule < table.rules.size(); ++rule) {
      for (std::size_t i = 0; i < table.inputs.size(); ++i)
        within({{table.inputs[i].variable, kinds[i]}},
               [&] { look_at_tests(table.input_tests(node, rule, i), kinds[i]); });
      for (std::size_t i = 0; i < table.outputs.size(); ++i) {
        const Node& entry = table.output_entry(node, rule, i);
        const Known found = look(entry);
        if (never_fits(found, table.outputs[i].type))
          warn(entry, "type-mismatch",
               "The output of rule " + std::to_string(rule + 1) + " is " + name(*found) + ", which is no " +
                   text(table.outputs[i].type));
        else
          output_constant(entry, "The output of rule " + std::to_string(rule + 1), table.outputs[i]);
      }
    }
    std::size_t at = table.inputs.size() + table.rules.size() * (table.inputs.size() + table.outputs.size());
    for (const Table::Output& output : table.outputs)
      if (output.has_default) output_constant(node.child(at++), "The default output", output);
    check_table(table, node, element_.id, problems_);
    if (table.gives_list()) return Kind::List;
    if (table.outputs.size() > 1) return Kind::Context;
    return table.aggregation != Aggregation::None ? Known(Kind::Number) : kind_of(table.outputs[0].type);
  }

  Known look(const Node& node) {
    switch (node.op) {
      case Op::Literal: return node.constant.kind();
      case Op::Name: return look_at_name(node);
      case Op::Add:
      case Op::Subtract:
      case Op::Multiply:
      case Op::Divide:
      case Op::Power:
      case Op::Equal:
      case Op::NotEqual:
      case Op::Less:
      case Op::LessEqual:
      case Op::Greater:
      case Op::GreaterEqual: {
        const Known left = look(node.child(0));
        return joined(node, node.op, left, look(node.child(1)));
      }
      case Op::Negate: return look(node.child(0));
      case Op::Chain: return chain(node);
      case Op::Coerce: return coercion(node);
      case Op::For:
      case Op::Some:
      case Op::Every: return iteration(node);
      case Op::ContextLiteral: return context(node);
      case Op::FunctionDefinition: {
        std::vector<std::pair<std::string, Known>> parameters;
        for (std::size_t i = 0; i < node.names.size(); ++i)
          parameters.emplace_back(node.names[i], kind_of(node.types[i]));
        within(std::move(parameters), [&] { look(node.child(0)); });
        return Kind::Function;
      }
      case Op::Call:
        for (const feel::NodePtr& child : node.children) look(*child);
        look_at_call(node);
        return std::nullopt;
      case Op::Filter:
        look(node.child(0));
        ++filters_;
        look(node.child(1));
        --filters_;
        return std::nullopt;
      case Op::Native:
        if (const auto* own = dynamic_cast<const Table*>(node.native.get())) return table(node, *own);
        return std::nullopt;
      case Op::In: {
        const Known input = look(node.child(0));
        within({{"?", input}}, [&] {
          for (std::size_t i = 1; i < node.children.size(); ++i)
            if (!node.child(i).children.empty()) look(node.child(i).child(0));
        });
        return Kind::Boolean;
      }
      case Op::Tests: look_at_tests(node, std::nullopt); return Kind::Boolean;
      case Op::External: return std::nullopt;
      default: {
        for (const feel::NodePtr& child : node.children) look(*child);
        const bool decides =
            node.op == Op::And || node.op == Op::Or || node.op == Op::Between || node.op == Op::InstanceOf;
        return decides                      ? Known(Kind::Boolean)
               : node.op == Op::ListLiteral ? Known(Kind::List)
               : node.op == Op::Range       ? Known(Kind::Range)
                                            : Known();
      }
    }
  }

  const Model& model_;
  const Model::Element& element_;
  std::vector<Problem>& problems_;
  std::vector<std::pair<std::string, Known>> names_;
  std::size_t bound_ = 0;  ///< of them, those that are required; the others are nearer
  int filters_ = 0;
  std::string table_name_;
};

}  // namespace

std::vector<Problem> check(const Model& model) {
  std::vector<Problem> problems;
  for (std::size_t i = 0; i < model.own_elements; ++i) {
    const Model::Element& element = model.elements[i];
    if (element.logic && element.whole) Checking(model, element, problems).run();
    if (!element.logic && element.kind == DrgElement::Kind::Decision)
      problems.push_back({Problem::Severity::Warning, "decision-without-logic",
                          "The decision '" + element.name + "' has no expression: it is always null",
                          element.id, element.place.line, element.place.column, ""});
  }
  return problems;
}

}  // namespace lienthong::dmn
