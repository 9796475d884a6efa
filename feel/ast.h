#pragma once
#include <memory>
#include <string>
#include <vector>
#include "base/value.h"
#include "feel/types.h"

namespace lienthong::feel {

struct BuiltinFamily;
class Evaluation;

enum class Op {
  Literal,
  Name,  ///< `flag`: of JUEL, where the evaluation ends when nothing has it
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
  Or,     ///< any number of children
  Chain,  ///< `a + b - c`, read from the left: the first operand, then Links
  Link,   ///< of a Chain: its child, joined by `comparison` to all that stands before it
  If,     ///< condition, then, and so on for each `else if`, else; `flag`: a condition of another kind is an
          ///< error, not false
  For,
  Some,
  Every,    ///< `names` are the iterators; children: their domains, then the body; `flag`: For mentions
            ///< `partial`; of the others what is no boolean is an error, not unknown
  Span,     ///< `a..b` as a domain
  Between,  ///< value, low, high
  In,       ///< value, then tests
  Range,    ///< low, high; or one end, with `comparison`
  ListLiteral,
  ContextLiteral,      ///< `names` are the keys; `flag`: the last entry is the result
  Path,                ///< child, `name`
  Filter,              ///< list, condition or index
  Call,                ///< callee, then arguments; `names` are theirs when given
  FunctionDefinition,  ///< `names` are parameters, `types` their types; child: body
  InstanceOf,          ///< child, `types[0]`
  External,            ///< a function body in another language; child: where to find it
  Coerce,              ///< child, fitted to `types[0]`; `name` says what it is
  Native,              ///< `native`, logic that is not FEEL text
  // Tests, evaluated against an input value.
  AnyTest,         ///< `-`
  CompareTest,     ///< `< 5`: child, `comparison`
  ExpressionTest,  ///< child; `flag`: it mentions `?`
  Tests,           ///< children; `flag`: negated; `name`: their text, of a constraint
};

struct Node;
using NodePtr = std::unique_ptr<const Node>;

/// Logic of a host, such as a decision table, as a node among others. What it evaluates stands in the node's
/// children, so that whoever walks through a tree sees it.
struct Native {
  virtual ~Native() = default;
  virtual Value evaluate(Evaluation&, const Node&) const = 0;
};

/// One node of a compiled FEEL expression.
struct Node {
  Op op = Op::Literal;
  int line = 1, column = 1;
  int height = 1;
  bool flag = false;  ///< see Op
  bool low_closed = true, high_closed = true;
  Op comparison = Op::Range;               ///< of CompareTest, Link, and of a Range such as `(< 5)`
  const BuiltinFamily* builtin = nullptr;  ///< what a Name means when nothing nearer has it
  Value constant;
  std::string name;
  std::vector<std::string> names;
  std::vector<Type> types;
  std::vector<std::string> captures;  ///< FunctionDefinition: the names its body mentions
  std::vector<NodePtr> children;
  std::shared_ptr<const Native> native;

  const Node& child(std::size_t i) const { return *children[i]; }
};

/// Every name that the tree mentions, each once.
std::vector<std::string> mentioned_names(const Node&);

}  // namespace lienthong::feel
