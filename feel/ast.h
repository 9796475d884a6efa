#pragma once
#include <memory>
#include <string>
#include <vector>
#include "base/value.h"
#include "feel/types.h"

namespace lienthong::feel {

struct BuiltinFamily;

enum class Op {
  Literal,
  Name,
  Add,
  Subtract,
  Multiply,
  Divide,
  Power,
  Negate,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  And,
  Or,  ///< any number of children
  If,  ///< condition, then, else
  For,
  Some,
  Every,    ///< `names` are the iterators; children: their domains, then the body; `flag`: it mentions
            ///< `partial`
  Span,     ///< `a..b` as a domain
  Between,  ///< value, low, high
  In,       ///< value, then tests
  Range,    ///< low, high
  ListLiteral,
  ContextLiteral,
  Path,                ///< child, `name`
  Filter,              ///< list, condition or index
  Call,                ///< callee, then arguments; `names` are theirs when given
  FunctionDefinition,  ///< `names` are parameters, `types` their types; child: body
  InstanceOf,          ///< child, `types[0]`
  External,            ///< a function body in another language: always null
  // Tests, evaluated against an input value.
  AnyTest,         ///< `-`
  CompareTest,     ///< `< 5`: child, `comparison`
  ExpressionTest,  ///< child; `flag`: it mentions `?`
  Tests,           ///< children; `flag`: negated
};

/// One node of a compiled FEEL expression.
struct Node {
  Op op = Op::Literal;
  int line = 1, column = 1;
  int height = 1;
  bool flag = false;  ///< see Op
  bool low_closed = true, high_closed = true;
  Op comparison = Op::Equal;
  const BuiltinFamily* builtin = nullptr;  ///< what a Name means when nothing nearer has it
  Value constant;
  std::string name;
  std::vector<std::string> names;
  std::vector<Type> types;
  std::vector<std::unique_ptr<const Node>> children;

  const Node& child(std::size_t i) const { return *children[i]; }
};

using NodePtr = std::unique_ptr<const Node>;

}  // namespace lienthong::feel
