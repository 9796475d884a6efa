#include "feel/calls.h"
#include "feel/evaluation.h"
#include "feel/feel.h"
#include "feel/limits.h"
#include "feel/parser.h"
#include "feel/template/evaluation.h"

namespace lienthong::feel {

SyntaxError::SyntaxError(const std::string& text, int line, int column)
    : std::runtime_error(text + " (line " + std::to_string(line) + ", column " + std::to_string(column) +
                         ")"),
      line(line),
      column(column) {}

std::optional<Value> Names::call(std::string_view, std::string_view, const List&) const {
  return std::nullopt;
}
std::optional<Value> Names::property(std::string_view, std::string_view) const { return std::nullopt; }

class Expression {
 public:
  std::string text;
  Dialect dialect = Dialect::Feel;
  std::shared_ptr<const Node> tree;  ///< Feel and UnaryTests; functions that outlive the expression share it
  juel::Template parsed;             ///< Template
  bool may_grow = false;             ///< the result may be larger than what the names held
};

namespace {

/// Whether the result is no more than a value seen, or a plain one.
bool is_small(const Node& node) {
  switch (node.op) {
    case Op::Literal:
    case Op::Name:
    case Op::Equal:
    case Op::NotEqual:
    case Op::Less:
    case Op::LessEqual:
    case Op::Greater:
    case Op::GreaterEqual:
    case Op::And:
    case Op::Or:
    case Op::Tests:
    case Op::In:
    case Op::Between: return true;
    case Op::If:
      for (std::size_t i = 1; i < node.children.size(); i += 2)
        if (!is_small(node.child(i))) return false;
      return is_small(*node.children.back());
    case Op::Path: return is_small(node.child(0));
    default: return false;
  }
}

}  // namespace

namespace {

void collect_members(const juel::Node& node, std::vector<Member>& found) {
  const bool method = node.op == juel::Op::Method;
  if (node.op == juel::Op::Function && !juel::arguments_of(node.name))
    found.push_back({"", node.name, true, node.children.size()});
  if ((method || node.op == juel::Op::Property) && node.child(0).op == juel::Op::Identifier) {
    if (method)
      found.push_back({node.child(0).name, node.name, true, node.children.size() - 1});
    else if (const juel::Node& key = node.child(1); key.op == juel::Op::Literal && key.constant.is_string())
      found.push_back({node.child(0).name, key.constant.string(), false, 0});
  }
  for (const auto& child : node.children) collect_members(*child, found);
}

}  // namespace

std::vector<Member> members(const Expression& expression) {
  std::vector<Member> found;
  for (const juel::Part& part : expression.parsed.parts)
    if (part.node) collect_members(*part.node, found);
  return found;
}

std::vector<Diagnostic> impossible_calls(const Expression& expression,
                                         const std::function<bool(std::string_view)>& is_known) {
  return expression.tree ? impossible_calls(*expression.tree, is_known) : impossible_calls(expression.parsed);
}

ExpressionPtr compile(std::string_view text, Dialect dialect) { return compile(text, dialect, Vocabulary()); }

ExpressionPtr compile(std::string_view text, Dialect dialect, const Vocabulary& vocabulary) {
  if (text.size() > text_length_max)
    throw SyntaxError("The expression is longer than " + std::to_string(text_length_max) + " bytes", 1, 1);
  auto expression = std::make_shared<Expression>();
  expression->text = text;
  expression->dialect = dialect;
  switch (dialect) {
    case Dialect::Feel: expression->tree = parse_expression(text, vocabulary); break;
    case Dialect::UnaryTests: expression->tree = parse_unary_tests(text, vocabulary); break;
    case Dialect::Template: expression->parsed = juel::parse(text); break;
  }
  expression->may_grow = expression->tree && !is_small(*expression->tree);
  return expression;
}

const std::string& text_of(const Expression& expression) { return expression.text; }

bool is_literal(const Expression& expression) {
  return expression.dialect == Dialect::Template && expression.parsed.is_literal();
}

Value evaluate(const Expression& expression, const Environment& environment,
               std::vector<Diagnostic>* diagnostics) {
  if (expression.dialect == Dialect::Template)
    return juel::evaluate(expression.parsed, expression.text, environment);
  Budget budget;
  Evaluation evaluation(environment, diagnostics, expression.tree, budget);
  Value result = evaluation.evaluate(*expression.tree);
  if (expression.may_grow) evaluation.measure(result);
  return result;
}

}  // namespace lienthong::feel
