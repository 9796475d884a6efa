#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>
#include "base/value.h"

/// Camunda 7's expression language (JUEL) inside text: `Order ${order.id}`.
namespace lienthong::feel::juel {

enum class Op {
  Literal,
  Identifier,
  Property,  ///< child[0] . child[1]: `a.b` and `a['b']` are the same
  Method,    ///< child[0].name(child[1] …)
  Function,  ///< name(child[0] …)
  Not,
  Negate,
  Empty,
  Multiply,
  Divide,
  Modulo,
  Add,
  Subtract,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  Equal,
  NotEqual,
  And,
  Or,
  Chain,  ///< `a + b - c`, read from the left: operands, with `operators` between them
  Choice  ///< condition, then, and so on for each condition behind a ':', else
};

struct Node {
  Op op = Op::Literal;
  int height = 1;
  Value constant;
  std::string name;
  std::vector<Op> operators;
  std::vector<std::unique_ptr<const Node>> children;

  const Node& child(std::size_t i) const { return *children[i]; }
};

/// Text, or a node when there is one.
struct Part {
  std::string text;
  std::unique_ptr<const Node> node;
};

struct Template {
  std::vector<Part> parts;
  bool is_literal() const;  ///< there is no expression in it
};

/// Throws SyntaxError.
Template parse(std::string_view text);

}  // namespace lienthong::feel::juel
