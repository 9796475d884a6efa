#include "feel/parser.h"
#include <algorithm>
#include <optional>
#include "feel/feel.h"
#include "feel/limits.h"
#include "feel/parser_class.h"
#include "feel/utf8.h"

namespace lienthong::feel {
namespace {

constexpr int additive_level = 0, exponential_level = 2;

/// The operator a token stands for on one level of precedence.
std::optional<Op> arithmetic_op(Token::Kind kind, int level) {
  if (level == additive_level) {
    if (kind == Token::Kind::Plus) return Op::Add;
    if (kind == Token::Kind::Minus) return Op::Subtract;
  } else if (level == exponential_level) {
    if (kind == Token::Kind::Power) return Op::Power;
  } else {
    if (kind == Token::Kind::Times) return Op::Multiply;
    if (kind == Token::Kind::Divide) return Op::Divide;
  }
  return std::nullopt;
}

std::string shown(const Token& token) {
  constexpr std::size_t shown_max = 40;
  if (token.kind == Token::Kind::End) return "the end of the text";
  return "'" + std::string(utf8::first_characters(token.text, shown_max)) + "'";
}

}  // namespace

NodePtr parse_expression(std::string_view text, const Vocabulary& vocabulary) {
  return Parser(text, vocabulary).whole_expression();
}

NodePtr parse_domain(std::string_view text, const Vocabulary& vocabulary) {
  return Parser(text, vocabulary).whole_domain();
}

NodePtr parse_unary_tests(std::string_view text, const Vocabulary& vocabulary) {
  return Parser(text, vocabulary).whole_tests();
}

NodePtr parse_constraint(std::string_view text, const Vocabulary& vocabulary) {
  return Parser(text, vocabulary).whole_constraint(text);
}

Type parse_type(std::string_view text) {
  static const Vocabulary none;
  return Parser(text, none).whole_type();
}

Parser::Deeper::Deeper(Parser& parser) : parser_(parser) {
  if (++parser_.depth_ <= depth_max) return;
  --parser_.depth_;
  throw SyntaxError("The expression nests deeper than " + std::to_string(depth_max) + " levels",
                    parser_.peek().line, parser_.peek().column);
}

std::optional<Op> Parser::comparison_op(Token::Kind kind) {
  switch (kind) {
    case Token::Kind::Equal: return Op::Equal;
    case Token::Kind::NotEqual: return Op::NotEqual;
    case Token::Kind::Less: return Op::Less;
    case Token::Kind::LessEqual: return Op::LessEqual;
    case Token::Kind::Greater: return Op::Greater;
    case Token::Kind::GreaterEqual: return Op::GreaterEqual;
    default: return std::nullopt;
  }
}

Parser::Parser(std::string_view text, const Vocabulary& vocabulary)
    : tokens_(tokens_of(text, vocabulary.line, vocabulary.column)),
      names_(vocabulary),
      type_(vocabulary.type) {}

NodePtr Parser::whole_expression() {
  NodePtr node = expression();
  if (!is(Kind::End)) fail("an operator or the end");
  return node;
}

NodePtr Parser::whole_domain() {
  NodePtr node = domain();
  if (!is(Kind::End)) fail("'..', an operator or the end");
  return node;
}

Type Parser::whole_type() {
  Type result = type();
  if (!is(Kind::End)) fail("the end");
  return result;
}

NodePtr Parser::whole_constraint(std::string_view text) {
  Made node = tests();
  node->name = text;
  return node;
}

NodePtr Parser::whole_tests() { return tests(); }

Parser::Made Parser::tests() {
  const Token start = peek();
  Made node = make(Op::Tests, start);
  if (is(Kind::Minus) && peek(1).kind == Kind::End) {
    next();
    adopt(*node, make(Op::AnyTest, start));
    return node;
  }
  if (negated_tests(*node)) return node;
  do adopt(*node, test());
  while (take(Kind::Comma));
  if (!is(Kind::End)) fail("',' or the end");
  return node;
}

/// `not( … )` around everything negates the tests; elsewhere it is the function. Where it ends is known only
/// by reading it: the brackets of intervals such as `(0..1]` do not pair up.
bool Parser::negated_tests(Node& node) {
  if (!is_word("not") || peek(1).kind != Kind::LeftParen) return false;
  const std::size_t before = at_;
  next();
  next();
  if (is(Kind::RightParen)) fail("a test");
  try {
    do adopt(node, test());
    while (take(Kind::Comma));
    expect(Kind::RightParen, "')'");
    if (!is(Kind::End)) fail("the end");
    node.flag = true;
    return true;
  } catch (const SyntaxError&) {
    at_ = before;
    node.children.clear();
    filters_ = 0;
    return false;
  }
}

NodePtr Parser::test() {
  const Deeper deeper(*this);
  const Token start = peek();
  if (const std::optional<Op> op = comparison_op(start.kind)) {
    next();
    Made node = make(Op::CompareTest, start);
    node->comparison = *op;
    adopt(*node, arithmetic(additive_level));
    return node;
  }
  const bool outer = std::exchange(input_mentioned_, false);
  Made node = make(Op::ExpressionTest, start);
  adopt(*node, expression());
  node->flag = input_mentioned_;
  input_mentioned_ = input_mentioned_ || outer;
  return node;
}

NodePtr Parser::expression() {
  const Deeper deeper(*this);
  if (is_word("if")) return if_expression();
  if (is_word("for")) return for_expression();
  if (is_word("some")) return quantified(Op::Some);
  if (is_word("every")) return quantified(Op::Every);
  return disjunction();
}

NodePtr Parser::disjunction() {
  const Token start = peek();
  NodePtr first = conjunction();
  if (!is_word("or")) return first;
  Made node = make(Op::Or, start);
  adopt(*node, std::move(first));
  while (take_word("or")) adopt(*node, conjunction());
  return node;
}

NodePtr Parser::conjunction() {
  const Token start = peek();
  NodePtr first = comparison();
  if (!is_word("and")) return first;
  Made node = make(Op::And, start);
  adopt(*node, std::move(first));
  while (take_word("and")) adopt(*node, comparison());
  return node;
}

NodePtr Parser::comparison() {
  NodePtr left = arithmetic(additive_level);
  std::vector<Operand> compared;
  for (;;) {
    const Token at = peek();
    if (const std::optional<Op> op = comparison_op(at.kind)) {
      next();
      compared.push_back({*op, at, arithmetic(additive_level)});
      continue;
    }
    left = chained(std::move(left), compared);
    if (is_word("between")) {
      next();
      left = between(std::move(left), at);
    } else if (is_word("in")) {
      next();
      left = in(std::move(left), at);
    } else if (is_word("instance") && is_word("of", 1)) {
      next();
      next();
      Made node = make(Op::InstanceOf, at);
      adopt(*node, std::move(left));
      node->types.push_back(type());
      left = std::move(node);
    } else {
      return left;
    }
  }
}

/// Three operands and more stand beside one another: a long sum is no deep tree.
NodePtr Parser::chained(NodePtr first, std::vector<Operand>& rest) const {
  if (rest.empty()) return first;
  if (rest.size() == 1) {
    Operand only = std::move(rest[0]);
    rest.clear();
    return join(only.op, only.at, std::move(first), std::move(only.value));
  }
  Made node = make(Op::Chain, rest[0].at);
  adopt(*node, std::move(first));
  for (Operand& operand : rest) {
    Made link = make(Op::Link, operand.at);
    link->comparison = operand.op;
    adopt(*link, std::move(operand.value));
    adopt(*node, std::move(link));
  }
  rest.clear();
  return node;
}

NodePtr Parser::between(NodePtr value, const Token& at) {
  NodePtr low = arithmetic(additive_level);
  expect_word("and");
  return join(Op::Between, at, std::move(value), std::move(low), arithmetic(additive_level));
}

NodePtr Parser::in(NodePtr value, const Token& at) {
  Made node = make(Op::In, at);
  adopt(*node, std::move(value));
  if (is(Kind::LeftParen)) {
    tests_in_parentheses(*node);
    return node;
  }
  if (comparison_op(peek().kind)) {
    adopt(*node, test());
    return node;
  }
  const Token start = peek();
  adopt(*node, join(Op::ExpressionTest, start, arithmetic(additive_level)));
  return node;
}

/// After `in`, "(" begins a list of tests, a range, or an expression that goes on after its ")".
void Parser::tests_in_parentheses(Node& node) {
  const Deeper deeper(*this);
  const Token at = next();
  if (!comparison_op(peek().kind)) {
    const Token start = peek();
    NodePtr first = expression();
    if (take(Kind::DotDot)) {
      adopt(node, join(Op::ExpressionTest, start, range_end(std::move(first), false, at)));
      return;
    }
    const bool alone = is(Kind::RightParen);
    if (alone && (peek(1).kind == Kind::Dot || peek(1).kind == Kind::LeftBracket)) {
      next();
      adopt(node, join(Op::ExpressionTest, start, postfix(std::move(first))));
      return;
    }
    adopt(node, join(Op::ExpressionTest, start, std::move(first)));
    if (!take(Kind::Comma)) {
      expect(Kind::RightParen, "',' or ')'");
      return;
    }
  }
  do adopt(node, test());
  while (take(Kind::Comma));
  expect(Kind::RightParen, "',' or ')'");
}

NodePtr Parser::arithmetic(int level) {
  if (level > exponential_level) return unary();
  NodePtr first = arithmetic(level + 1);
  std::vector<Operand> rest;
  for (;;) {
    const Token at = peek();
    const std::optional<Op> op = arithmetic_op(at.kind, level);
    if (!op) return chained(std::move(first), rest);
    next();
    rest.push_back({*op, at, arithmetic(level + 1)});
  }
}

NodePtr Parser::unary() {
  if (!is(Kind::Minus)) return postfix(primary());
  const Deeper deeper(*this);
  const Token at = next();
  return join(Op::Negate, at, unary());
}

NodePtr Parser::if_expression() {
  Made node = make(Op::If, next());
  for (;;) {
    adopt(*node, expression());
    expect_word("then");
    adopt(*node, expression());
    expect_word("else");
    if (!take_word("if")) break;
  }
  adopt(*node, expression());
  return node;
}

NodePtr Parser::domain() {
  const Token at = peek();
  NodePtr low = expression();
  if (!take(Kind::DotDot)) return low;
  return join(Op::Span, at, std::move(low), expression());
}

void Parser::iterators(Node& node) {
  do {
    if (node.names.size() >= iterators_max) fail("at most " + std::to_string(iterators_max) + " iterators");
    node.names.push_back(declared_name("the name of an iterator"));
    expect_word("in");
    adopt(node, domain());
    names_.learn(node.names.back());
  } while (take(Kind::Comma));
}

NodePtr Parser::for_expression() {
  const Learning scope(*this);
  const bool outer = std::exchange(partial_mentioned_, false);
  Made node = make(Op::For, next());
  iterators(*node);
  expect_word("return");
  adopt(*node, expression());
  node->flag = partial_mentioned_;
  partial_mentioned_ = partial_mentioned_ || outer;
  return node;
}

NodePtr Parser::quantified(Op op) {
  const Learning scope(*this);
  Made node = make(op, next());
  iterators(*node);
  expect_word("satisfies");
  adopt(*node, expression());
  return node;
}

bool Parser::take(Kind kind) {
  if (!is(kind)) return false;
  next();
  return true;
}

bool Parser::take_word(std::string_view word) {
  if (!is_word(word)) return false;
  next();
  return true;
}

void Parser::expect(Kind kind, const char* what) {
  if (!take(kind)) fail(what);
}

void Parser::expect_word(std::string_view word) {
  if (!take_word(word)) fail("'" + std::string(word) + "'");
}

std::string Parser::read_name(const char* what) {
  const NameReader::Found found = names_.at(tokens_, at_, filters_ > 0);
  if (found.tokens == 0) fail(what);
  at_ += found.tokens;
  return found.name;
}

std::string Parser::read_member(const char* what) {
  const NameReader::Found found = names_.at(tokens_, at_, true);
  if (found.tokens == 0) fail(what);
  at_ += found.tokens;
  return found.name;
}

/// A name where it is introduced: nothing else can stand there, so it may hold signs.
std::string Parser::declared_name(const char* what) {
  if (!is(Kind::Word) || is_word("in")) fail(what);
  const std::size_t first = at_;
  while (is_name_piece() && !is_word("in")) next();
  return name_of(tokens_, first, at_);
}

bool Parser::is_name_piece() const {
  switch (peek().kind) {
    case Kind::Word:
    case Kind::Number:
    case Kind::Dot:
    case Kind::Plus:
    case Kind::Minus:
    case Kind::Times:
    case Kind::Divide:
    case Kind::Sign: return true;
    default: return false;
  }
}

void Parser::fail(const std::string& expected) const {
  throw SyntaxError("Expected " + expected + ", found " + shown(peek()), peek().line, peek().column);
}

Parser::Made Parser::make(Op op, const Token& at) {
  Made node = std::make_unique<Node>();
  node->op = op;
  node->line = at.line;
  node->column = at.column;
  return node;
}

void Parser::adopt(Node& node, NodePtr child) const {
  node.height = std::max(node.height, child->height + 1);
  if (node.height > depth_max)
    throw SyntaxError("The expression nests deeper than " + std::to_string(depth_max) + " levels", node.line,
                      node.column);
  node.children.push_back(std::move(child));
}

}  // namespace lienthong::feel
