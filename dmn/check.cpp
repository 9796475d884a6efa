#include "dmn/check.h"
#include <algorithm>
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
      default: return nullptr;
    }
  }

  /// A column without a value decides nothing, or the wrong thing: an error, not an opinion.
  void null_column(const Node& at, const Table::Input& input, const std::string& why) {
    if (problems_.size() < problems_max)
      problems_.push_back({Problem::Severity::Error, "input-always-null",
                           "The input '" + input.text + "' of '" + table_name_ + "' is always null: " + why,
                           input.id.empty() ? element_.id : input.id, at.line, at.column, ""});
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

  Known arithmetic(const Node& node) {
    const Known a = look(node.child(0));
    if (node.op == Op::Negate) return a;
    const Known b = look(node.child(1));
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

  Known comparison(const Node& node) {
    const Known a = look(node.child(0)), b = look(node.child(1));
    if (a && b && *a != *b && *a != Kind::Null && *b != Kind::Null && *a != Kind::List && *b != Kind::List)
      mismatch(node, "Comparing", *a, *b);
    return Kind::Boolean;
  }

  Known coercion(const Node& node) {
    const Known found = look(node.child(0)), wanted = kind_of(node.types[0]);
    if (never_fits(found, node.types[0]))
      warn(
          node, "type-mismatch",
          node.name + " is " + name(*found) + ", which is no " + text(node.types[0]) + ": it is always null");
    return wanted;
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
      }
    }
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
      case Op::Negate: return arithmetic(node);
      case Op::Equal:
      case Op::NotEqual:
      case Op::Less:
      case Op::LessEqual:
      case Op::Greater:
      case Op::GreaterEqual: return comparison(node);
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
  int filters_ = 0;
  std::string table_name_;
};

}  // namespace

std::vector<Problem> check(const Model& model) {
  std::vector<Problem> problems;
  for (std::size_t i = 0; i < model.own_elements; ++i)
    if (model.elements[i].logic && model.elements[i].whole)
      Checking(model, model.elements[i], problems).run();
  return problems;
}

}  // namespace lienthong::dmn
