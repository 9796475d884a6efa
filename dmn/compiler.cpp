#include "dmn/compiler.h"
#include <algorithm>
#include "dmn/reader.h"
#include "feel/evaluation.h"
#include "feel/fold.h"
#include "feel/limits.h"
#include "feel/parser.h"
#include "feel/template/node.h"

namespace lienthong::dmn {
namespace {

using feel::Node;
using feel::NodePtr;
using feel::Op;
using BoxedKind = BoxedExpression::Kind;

/// What could not be compiled: null, and why.
struct Broken final : feel::Native {
  explicit Broken(std::string why) : reason(std::move(why)) {}
  Value evaluate(feel::Evaluation& evaluation, const Node&) const override { return evaluation.fail(reason); }
  std::string reason;
};

NodePtr parse_juel(std::string_view text, const feel::Vocabulary& vocabulary) {
  return feel::juel::parse_node(text, vocabulary, feel::juel::Missing::Fails);
}

}  // namespace

/// Names learnt while it lives are forgotten afterwards.
struct Compiler::Learning {
  explicit Learning(Compiler& compiler) : names(compiler.vocabulary_.names), before(names.size()) {}
  ~Learning() { names.resize(before); }
  Learning(const Learning&) = delete;
  Learning& operator=(const Learning&) = delete;
  feel::KnownNames& names;
  std::size_t before;
};

Compiler::Compiler(const Definitions& file, const Types& types,
                   std::shared_ptr<const feel::KnownNames> members, std::vector<Problem>& problems)
    : file_(file), types_(types), problems_(problems) {
  vocabulary_.members = std::move(members);
  vocabulary_.type = [&types](std::string_view name) { return types.find(name); };
}

NodePtr Compiler::logic(const DrgElement& element, const std::vector<std::string>& names, const Table*& table,
                        bool& whole) {
  whole_ = true;
  vocabulary_.names = feel::known_names(names);
  element_id_ = element.id;
  element_name_ = element.name;
  outermost_ = nullptr;
  if (!element.logic) return nullptr;
  const std::string what = "The result of '" + element.name + "'";
  NodePtr node;
  if (element.kind == DrgElement::Kind::BusinessKnowledgeModel) {
    node = function(*element.logic, what,
                    result_type(type(element.variable.type_ref, element.id, element.place)));
  } else {
    node = coerced(boxed(element.logic.get(), what),
                   type(element.variable.type_ref, element.id, element.variable.place), what);
  }
  table = element.logic->kind == BoxedKind::Table ? outermost_ : nullptr;
  whole = whole_;
  return node;
}

feel::Type Compiler::result_type(feel::Type type) {
  if (type.shape != feel::Type::Shape::Function) return type;
  return type.parts.empty() ? feel::Type() : type.parts.back();
}

feel::Type Compiler::type(const std::string& name, const std::string& id, Place place) {
  if (std::optional<feel::Type> known = types_.find(name)) return std::move(*known);
  error(id, place, "unknown-type", "There is no type \"" + name + "\"" + types_.known(name));
  return {};
}

void Compiler::error(const std::string& id, Place place, std::string rule, std::string message) {
  problem(Problem::Severity::Error, id, place, std::move(rule), std::move(message));
}

void Compiler::problem(Problem::Severity severity, const std::string& id, Place place, std::string rule,
                       std::string message) {
  if (problems_.size() >= problems_max) return;
  // A type is asked for by the element and by its logic.
  const auto said = [&](const Problem& one) {
    return one.line == place.line && one.column == place.column && one.message == message;
  };
  if (std::ranges::any_of(problems_, said)) return;
  problems_.push_back({severity, std::move(rule), std::move(message), id.empty() ? element_id_ : id,
                       place.line, place.column, ""});
}

Compiler::Made Compiler::make(Op op, Place place) const {
  Made node = std::make_unique<Node>();
  node->op = op;
  node->line = place.line;
  node->column = place.column;
  return node;
}

void Compiler::adopt(Node& node, NodePtr child) {
  node.height = std::max(node.height, child->height + 1);
  node.children.push_back(std::move(child));
}

NodePtr Compiler::broken(const std::string& reason, Place place) {
  whole_ = false;
  Made node = make(Op::Native, place);
  node->native = std::make_shared<Broken>(reason);
  return node;
}

NodePtr Compiler::coerced(NodePtr child, const feel::Type& type, const std::string& what) {
  if (type.shape == feel::Type::Shape::Any && type.allowed.empty() && !type.converts) return child;
  Made node = make(Op::Coerce, {child->line, child->column});
  node->name = what;
  node->types.push_back(type);
  adopt(*node, std::move(child));
  return node;
}

template <class Parse>
NodePtr Compiler::parsed(const Text& text, const std::string& what, const std::string& id, Parse parse) {
  const std::string_view language = language_of(text);
  if (language != feel_language && language != juel_language) {
    error(id, text.place, "expression-language",
          what + " is written in \"" + std::string(language) + "\"; only FEEL and JUEL are executed");
    return broken("'" + std::string(language) + "' is not executed", text.place);
  }
  if (text.text.size() > feel::text_length_max) {
    error(id, text.place, "feel-too-long",
          what + " is longer than " + std::to_string(feel::text_length_max) + " bytes");
    return broken("The expression is too long", text.place);
  }
  vocabulary_.line = text.place.line;
  vocabulary_.column = text.place.column;
  try {
    return feel::folded(parse(text.text, vocabulary_));
  } catch (const feel::SyntaxError& wrong) {
    error(id, {wrong.line, wrong.column}, "feel-syntax", what + ": " + wrong.what());
    return broken(wrong.what(), {wrong.line, wrong.column});
  }
}

std::string_view Compiler::language_of(const Text& text) const {
  if (!text.language.empty()) return text.language;
  return file_.expression_language.empty() ? feel_language : std::string_view(file_.expression_language);
}

NodePtr Compiler::expression(const Text& text, const std::string& what, const std::string& id,
                             Missing missing) {
  if (text.text.empty() && text.language.empty()) return make(Op::Literal, text.place);
  if (language_of(text) == juel_language) return parsed(text, what, id, parse_juel);
  const bool silent = text.language.empty() && file_.expression_language.empty();
  if (silent && file_.platform == Platform::Camunda7) {
    if (text.text.starts_with("${") || text.text.starts_with("#{")) return parsed(text, what, id, parse_juel);
    if (NodePtr node = juel(text, missing)) return node;
  }
  return parsed(text, what, id, feel::parse_expression);
}

/// What Camunda 7 reads by default, or nothing when the text is none of it: an engine may be configured for
/// FEEL, and most files do not say so.
NodePtr Compiler::juel(const Text& text, Missing missing) {
  vocabulary_.line = text.place.line;
  vocabulary_.column = text.place.column;
  if (text.text.size() > feel::text_length_max) return nullptr;
  try {
    return feel::juel::parse_node(text.text, vocabulary_, missing);
  } catch (const feel::SyntaxError&) {
    return nullptr;
  }
}

NodePtr Compiler::tests(const Text& text, const std::string& what, const std::string& id) {
  const bool none = text.text.empty();
  if (!none && language_of(text) == juel_language) {
    // A condition of its own, which knows the input by a name.
    Made condition = make(Op::ExpressionTest, text.place), whole = make(Op::Tests, text.place);
    condition->flag = true;
    adopt(*condition, parsed(text, what, id, parse_juel));
    adopt(*whole, std::move(condition));
    return whole;
  }
  if (!none) return parsed(text, what, id, feel::parse_unary_tests);
  Made node = make(Op::Tests, text.place);
  adopt(*node, make(Op::AnyTest, text.place));
  return node;
}

NodePtr Compiler::boxed(const BoxedExpression* expression, const std::string& what) {
  if (!expression) return make(Op::Literal, {});
  if (expression->kind == BoxedKind::Function) return function(*expression, what, {});
  return coerced(boxed_shape(*expression, what),
                 type(expression->type_ref, expression->id, expression->place), what);
}

NodePtr Compiler::boxed_shape(const BoxedExpression& from, const std::string& what) {
  const auto children = [&](Op op) -> NodePtr {
    Made node = make(op, from.place);
    node->flag = op == Op::If;
    for (const BoxedExpressionPtr& child : from.children) adopt(*node, boxed(child.get(), what));
    return node;
  };
  switch (from.kind) {
    case BoxedKind::Literal: return expression(from.text, what, from.id);
    case BoxedKind::Table: return table(from);
    case BoxedKind::Context: return context(from, what);
    case BoxedKind::Invocation: return invocation(from, what);
    case BoxedKind::Relation: return relation(from);
    case BoxedKind::List: return children(Op::ListLiteral);
    case BoxedKind::Function: return function(from, what, {});
    case BoxedKind::Conditional: return children(Op::If);
    case BoxedKind::Filter: return children(Op::Filter);
    case BoxedKind::For:
    case BoxedKind::Some:
    case BoxedKind::Every: return iteration(from, what);
  }
  return make(Op::Literal, from.place);
}

/// An entry without a variable is the result, and sees the others.
NodePtr Compiler::context(const BoxedExpression& from, const std::string& what) {
  const Learning scope(*this);
  Made node = make(Op::ContextLiteral, from.place);
  for (std::size_t i = 0; i < from.items.size(); ++i) {
    const InformationItem& item = from.items[i];
    const std::string entry = item.name.empty() ? what : "The entry '" + item.name + "'";
    NodePtr value =
        coerced(boxed(from.children[i].get(), entry), type(item.type_ref, item.id, item.place), entry);
    if (!item.name.empty() && std::ranges::find(node->names, item.name) != node->names.end())
      error(item.id, item.place, "context-entry-twice", "The entry '" + item.name + "' stands twice");
    if (item.name.empty() && i + 1 < from.items.size())
      error(item.id, item.place, "context-result-place",
            "Only the last entry of a context can be its result");
    if (!item.name.empty()) feel::add_name(vocabulary_.names, item.name);
    node->names.push_back(item.name);
    node->flag = item.name.empty();
    adopt(*node, std::move(value));
  }
  return node;
}

NodePtr Compiler::invocation(const BoxedExpression& from, const std::string& what) {
  Made node = make(Op::Call, from.place);
  adopt(*node, boxed(from.children[0].get(), what));
  for (std::size_t i = 0; i < from.items.size(); ++i) {
    const InformationItem& item = from.items[i];
    const std::string argument = "The argument '" + item.name + "'";
    node->names.push_back(item.name);
    adopt(*node, coerced(boxed(from.children[i + 1].get(), argument),
                         type(item.type_ref, item.id, item.place), argument));
  }
  return node;
}

NodePtr Compiler::relation(const BoxedExpression& from) {
  Made node = make(Op::ListLiteral, from.place);
  for (const BoxedExpressionPtr& row : from.children) {
    Made entries = make(Op::ContextLiteral, row->place);
    for (std::size_t i = 0; i < from.items.size() && i < row->children.size(); ++i) {
      const InformationItem& column = from.items[i];
      const std::string cell = "A cell of the column '" + column.name + "'";
      entries->names.push_back(column.name);
      adopt(*entries, coerced(boxed(row->children[i].get(), cell),
                              type(column.type_ref, column.id, column.place), cell));
    }
    adopt(*node, std::move(entries));
  }
  return node;
}

NodePtr Compiler::function(const BoxedExpression& from, const std::string& what, const feel::Type& result) {
  const Learning scope(*this);
  Made node = make(Op::FunctionDefinition, from.place);
  for (const InformationItem& parameter : from.items) {
    node->names.push_back(parameter.name);
    node->types.push_back(type(parameter.type_ref, parameter.id, parameter.place));
    feel::add_name(vocabulary_.names, parameter.name);
  }
  const BoxedExpression* body = from.children[0].get();
  NodePtr value;
  if (from.function_kind == "FEEL") {
    value = boxed(body, what);
  } else {
    Made external = make(Op::External, from.place);
    if (from.function_kind == "Java")
      adopt(*external, boxed(body, what));
    else {
      if (from.function_kind == "PMML")  // another word is told by the vocabulary
        problem(Problem::Severity::Warning, "", from.place, "function-kind",
                "A function of the kind PMML is not executed: what it gives is null");
      const bool whole = whole_;
      adopt(*external,
            broken("Functions of the kind " + from.function_kind + " are not executed", from.place));
      whole_ = whole;  // what is analysed does not look into it
    }
    value = std::move(external);
  }
  value = coerced(std::move(value), result_type(type(from.type_ref, from.id, from.place)), what);
  adopt(*node, coerced(std::move(value), result, what));
  node->captures = feel::mentioned_names(node->child(0));
  return node;
}

NodePtr Compiler::iteration(const BoxedExpression& from, const std::string& what) {
  const Learning scope(*this);
  const InformationItem& iterator = from.items[0];
  Made node = make(from.kind == BoxedKind::For    ? Op::For
                   : from.kind == BoxedKind::Some ? Op::Some
                                                  : Op::Every,
                   from.place);
  const std::string domain = "What '" + iterator.name + "' runs through";
  const BoxedExpression* in = from.children[0].get();
  if (in && in->kind == BoxedKind::Literal && in->type_ref.empty() && iterator.type_ref.empty())
    adopt(*node, parsed(in->text, domain, in->id, feel::parse_domain));
  else
    adopt(*node, coerced(boxed(in, domain), type(iterator.type_ref, iterator.id, iterator.place), domain));
  node->names.push_back(iterator.name);
  feel::add_name(vocabulary_.names, iterator.name);
  adopt(*node, boxed(from.children[1].get(), what));
  const std::vector<std::string> mentioned = feel::mentioned_names(node->child(1));
  node->flag = from.kind != BoxedKind::For || std::ranges::find(mentioned, "partial") != mentioned.end();
  return node;
}

/// What a hit policy needs of the outputs. Allowed values of their type are as good as those of the column.
void Compiler::judge_policy(const DecisionTable& read, Table& table, Place place) {
  const bool by_priority =
      table.hit_policy == HitPolicy::Priority || table.hit_policy == HitPolicy::OutputOrder;
  bool ordered = false;
  for (std::size_t i = 0; i < table.outputs.size(); ++i) {
    Table::Output& output = table.outputs[i];
    if (by_priority && !output.values && !output.type.allowed.empty())
      output.values = output.type.allowed.back();
    ordered = ordered || output.values;
    const bool calculates = table.outputs.size() == 1 && table.aggregation != Aggregation::None &&
                            table.aggregation != Aggregation::Count;
    const bool typed = output.type.shape == feel::Type::Shape::Basic;
    const Value::Kind kind = output.type.basic;
    const bool fits =
        table.aggregation == Aggregation::Sum ? kind == Value::Kind::Number : kind != Value::Kind::Boolean;
    if (calculates && typed && !fits)
      error(output.id, read.outputs[i].place, "aggregation",
            "The aggregation " + std::string(name_of(table.aggregation)) + " cannot be made of " +
                feel::text(output.type) + ", the type of the output");
  }
  if (by_priority && !ordered)
    error("", place, "hit-policy-values",
          "The hit policy " + std::string(name_of(table.hit_policy)) +
              " orders by the values of an output, and none of them has <outputValues>");
}

NodePtr Compiler::table(const BoxedExpression& from) {
  const DecisionTable& read = *from.table;
  auto table = std::make_shared<Table>();
  table->hit_policy = read.hit_policy;
  table->aggregation = read.aggregation;
  table->name = element_name_;
  Made node = make(Op::Native, from.place);
  for (const InputClause& clause : read.inputs) {
    const std::string input = "The input '" + clause.expression.text + "'";
    // A column that is but a name asks whether there is such a value.
    adopt(*node, expression(clause.expression, input, clause.id, Missing::IsNull));
    const bool by_default = clause.variable.empty() && file_.platform == Platform::Camunda7;
    table->inputs.push_back({clause.id, clause.label, clause.expression.text,
                             by_default ? "cellInput" : clause.variable,
                             type(clause.type_ref, clause.id, clause.place), nullptr});
    if (clause.values)
      table->inputs.back().values =
          parsed(*clause.values, "The values of " + input, clause.id, feel::parse_constraint);
  }
  for (const OutputClause& clause : read.outputs) {
    const std::string output = clause.name.empty() ? "an output" : "the output '" + clause.name + "'";
    table->outputs.push_back({clause.id, clause.name, clause.label,
                              type(clause.type_ref, clause.id, clause.place), nullptr,
                              clause.default_entry.has_value()});
    if (clause.values)
      table->outputs.back().values =
          parsed(*clause.values, "The values of " + output, clause.id, feel::parse_constraint);
  }
  for (std::size_t number = 0; number < read.rules.size(); ++number) {
    const Rule& rule = read.rules[number];
    Table::RuleText text{rule.id, rule.place, {}, {}, rule.annotations};
    const std::string in_rule = " of rule " + std::to_string(number + 1);
    for (std::size_t i = 0; i < read.inputs.size(); ++i) {
      const Text entry = i < rule.inputs.size() ? rule.inputs[i] : Text{"-", "", rule.place};
      const Learning scope(*this);
      feel::add_name(vocabulary_.names, table->inputs[i].variable);
      adopt(*node, tests(entry, "The test of '" + read.inputs[i].expression.text + "'" + in_rule, rule.id));
      text.inputs.push_back(entry.text);
    }
    for (std::size_t i = 0; i < read.outputs.size(); ++i) {
      const Text entry = i < rule.outputs.size() ? rule.outputs[i] : Text{"null", "", rule.place};
      adopt(*node, expression(entry, "An output" + in_rule, rule.id));
      text.outputs.push_back(entry.text);
    }
    table->rules.push_back(std::move(text));
  }
  for (const OutputClause& clause : read.outputs)
    if (clause.default_entry) adopt(*node, expression(*clause.default_entry, "A default output", clause.id));
  if (read.outputs.empty()) whole_ = false;
  judge_policy(read, *table, from.place);
  table->prepare(*node);
  outermost_ = table.get();
  node->native = std::move(table);
  return node;
}

}  // namespace lienthong::dmn
