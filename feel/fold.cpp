#include "feel/fold.h"
#include <algorithm>
#include "feel/evaluation.h"

namespace lienthong::feel {
namespace {

bool is_literal(const NodePtr& node) { return node->op == Op::Literal; }

/// Of a Chain.
bool is_literal_operand(const NodePtr& node) {
  return is_literal(node->op == Op::Link ? node->children[0] : node);
}

/// Conversions whose result depends on their arguments alone.
bool is_conversion(const Node& callee) {
  constexpr std::string_view names[] = {"date", "time", "date and time", "duration"};
  return callee.op == Op::Name && callee.builtin &&
         std::find(std::begin(names), std::end(names), callee.name) != std::end(names);
}

bool is_foldable(const Node& node) {
  switch (node.op) {
    case Op::Negate:
    case Op::Add:
    case Op::Subtract:
    case Op::Multiply:
    case Op::Divide:
    case Op::Range:
    case Op::ListLiteral: return std::all_of(node.children.begin(), node.children.end(), is_literal);
    case Op::Chain: return std::all_of(node.children.begin(), node.children.end(), is_literal_operand);
    case Op::Call:
      return is_conversion(node.child(0)) &&
             std::all_of(node.children.begin() + 1, node.children.end(), is_literal);
    default: return false;
  }
}

}  // namespace

NodePtr folded(NodePtr tree) {
  // Trees are built by whoever folds them and shared only afterwards.
  Node& node = const_cast<Node&>(*tree);
  for (NodePtr& child : node.children)
    if (child) child = folded(std::move(child));
  if (!is_foldable(node)) return tree;
  static const NoNames no_names;
  const Environment environment{no_names, Instant{}, 0};
  std::vector<Diagnostic> diagnostics;
  Budget budget;
  auto constant = std::make_unique<Node>();
  try {
    constant->constant = Evaluation(environment, &diagnostics, nullptr, budget).evaluate(node);
  } catch (const EvaluationError&) {
    return tree;
  }
  if (!diagnostics.empty()) return tree;
  constant->line = node.line;
  constant->column = node.column;
  return constant;
}

}  // namespace lienthong::feel
