#include <algorithm>
#include "feel/builtins/table.h"
#include "feel/feel.h"
#include "feel/parser_class.h"
#include "feel/temporal.h"

namespace lienthong::feel {
namespace {

/// Type names that hold a keyword, which the words after `instance of` could otherwise be taken for.
constexpr std::string_view long_types[] = {"date and time", "years and months duration",
                                           "days and time duration"};

bool begins_value(std::string_view keyword) {
  constexpr std::string_view beginnings[] = {"true", "false", "null",  "not",     "if",
                                             "for",  "some",  "every", "function"};
  return std::find(std::begin(beginnings), std::end(beginnings), keyword) != std::end(beginnings);
}

std::size_t word_count(std::string_view name) {
  return 1 + static_cast<std::size_t>(std::count(name.begin(), name.end(), ' '));
}

}  // namespace

NodePtr Parser::postfix(NodePtr node) {
  for (;;) {
    const Token at = peek();
    if (take(Kind::Dot)) {
      Made path = make(Op::Path, at);
      path->name = read_member("the name of an entry");
      adopt(*path, std::move(node));
      node = std::move(path);
    } else if (is(Kind::LeftParen)) {
      node = call(std::move(node), at);
    } else if (begins_filter()) {
      next();
      ++filters_;
      NodePtr filter = expression();
      --filters_;
      expect(Kind::RightBracket, "']'");
      node = join(Op::Filter, at, std::move(node), std::move(filter));
    } else {
      return node;
    }
  }
}

/// "[" also ends a range that is open above: `[1..3[`. There, no value follows.
bool Parser::begins_filter() const {
  if (!is(Kind::LeftBracket)) return false;
  const Token& after = peek(1);
  switch (after.kind) {
    case Kind::Word: return !is_keyword(after.text) || begins_value(after.text);
    case Kind::Number:
    case Kind::String:
    case Kind::Temporal:
    case Kind::LeftParen:
    case Kind::LeftBracket:
    case Kind::RightBracket:
    case Kind::LeftBrace:
    case Kind::Minus:
    case Kind::Less:
    case Kind::LessEqual:
    case Kind::Greater:
    case Kind::GreaterEqual: return true;
    default: return false;
  }
}

NodePtr Parser::primary() {
  switch (peek().kind) {
    case Kind::Number: return number();
    case Kind::String: return literal(unquoted(peek()));
    case Kind::Temporal: return temporal();
    case Kind::LeftParen: return parenthesised();
    case Kind::LeftBracket:
    case Kind::RightBracket: return bracketed();
    case Kind::LeftBrace: return context();
    case Kind::Word: break;
    case Kind::Equal:
    case Kind::NotEqual:
    case Kind::Less:
    case Kind::LessEqual:
    case Kind::Greater:
    case Kind::GreaterEqual: return comparison_range();
    default: fail("a value");
  }
  if (is_word("true")) return literal(true);
  if (is_word("false")) return literal(false);
  if (is_word("null")) return literal({});
  if (is_word("function")) return function_definition();
  if (is_word("if") || is_word("for") || is_word("some") || is_word("every")) return expression();
  return name();
}

NodePtr Parser::literal(Value value) {
  Made node = make(Op::Literal, next());
  node->constant = std::move(value);
  return node;
}

NodePtr Parser::number() {
  const std::optional<Decimal> number = Decimal::parse(peek().text);
  if (!number) fail("a number within range");
  return literal(*number);
}

NodePtr Parser::temporal() {
  const std::optional<Value> value = parse_temporal(unquoted(peek()));
  if (!value) fail("a date, time, date and time or duration after @");
  return literal(*value);
}

NodePtr Parser::name() {
  Made node = make(Op::Name, peek());
  if (is_word("not") && peek(1).kind == Kind::LeftParen) {
    node->name = next().text;
  } else {
    node->name = read_name("a value");
  }
  if (node->name == "?") input_mentioned_ = true;
  if (node->name == "partial") partial_mentioned_ = true;
  node->builtin = find_builtin(node->name);
  return node;
}

NodePtr Parser::parenthesised() {
  const Deeper deeper(*this);
  const Token at = next();
  NodePtr inner = expression();
  if (take(Kind::DotDot)) return range_end(std::move(inner), false, at);
  expect(Kind::RightParen, "')'");
  return inner;
}

NodePtr Parser::bracketed() {
  const Deeper deeper(*this);
  const Token at = next();
  if (at.kind == Kind::RightBracket) {
    NodePtr low = expression();
    expect(Kind::DotDot, "'..'");
    return range_end(std::move(low), false, at);
  }
  Made list = make(Op::ListLiteral, at);
  if (take(Kind::RightBracket)) return list;
  NodePtr first = expression();
  if (take(Kind::DotDot)) return range_end(std::move(first), true, at);
  adopt(*list, std::move(first));
  while (take(Kind::Comma)) adopt(*list, expression());
  expect(Kind::RightBracket, "',' or ']'");
  return list;
}

/// DMN 1.5: `(< 5)` is the range of everything below 5.
NodePtr Parser::comparison_range() {
  const Deeper deeper(*this);
  const Token at = next();
  const std::optional<Op> comparison = comparison_op(at.kind);
  Made range = make(Op::Range, at);
  range->comparison = *comparison;
  const bool equal = comparison == Op::Equal;
  range->low_closed = equal || comparison == Op::GreaterEqual;
  range->high_closed = equal || comparison == Op::LessEqual;
  adopt(*range, arithmetic(0));
  return range;
}

NodePtr Parser::range_end(NodePtr low, bool low_closed, const Token& at) {
  Made range = make(Op::Range, at);
  range->low_closed = low_closed;
  adopt(*range, std::move(low));
  adopt(*range, expression());
  range->high_closed = is(Kind::RightBracket);
  if (!is(Kind::RightBracket) && !is(Kind::RightParen) && !is(Kind::LeftBracket)) fail("']', ')' or '['");
  next();
  return range;
}

NodePtr Parser::context() {
  const Deeper deeper(*this);
  const Learning scope(*this);
  Made node = make(Op::ContextLiteral, next());
  if (take(Kind::RightBrace)) return node;
  do {
    const Token at = peek();
    std::string key = context_key();
    if (std::find(node->names.begin(), node->names.end(), key) != node->names.end())
      throw SyntaxError("The entry '" + key + "' stands twice in the context", at.line, at.column);
    expect(Kind::Colon, "':'");
    adopt(*node, expression());
    names_.learn(key);
    node->names.push_back(std::move(key));
  } while (take(Kind::Comma));
  expect(Kind::RightBrace, "',' or '}'");
  return node;
}

std::string Parser::context_key() {
  if (is(Kind::String)) return unquoted(next());
  if (!is(Kind::Word)) fail("the name of an entry");
  const std::size_t first = at_;
  while (is_name_piece()) next();
  return name_of(tokens_, first, at_);
}

NodePtr Parser::function_definition() {
  const Learning scope(*this);
  Made node = make(Op::FunctionDefinition, next());
  expect(Kind::LeftParen, "'('");
  if (!take(Kind::RightParen)) {
    do {
      const Token at = peek();
      std::string parameter = declared_name("the name of a parameter");
      if (std::find(node->names.begin(), node->names.end(), parameter) != node->names.end())
        throw SyntaxError("The parameter '" + parameter + "' stands twice", at.line, at.column);
      node->types.push_back(take(Kind::Colon) ? type() : Type());
      names_.learn(parameter);
      node->names.push_back(std::move(parameter));
    } while (take(Kind::Comma));
    expect(Kind::RightParen, "',' or ')'");
  }
  const Token body = peek();
  if (take_word("external")) {
    adopt(*node, join(Op::External, body, expression()));
  } else {
    adopt(*node, expression());
  }
  node->captures = mentioned_names(node->child(0));
  return node;
}

NodePtr Parser::call(NodePtr callee, const Token& at) {
  const Deeper deeper(*this);
  Made node = make(Op::Call, at);
  node->line = callee->line;
  node->column = callee->column;
  adopt(*node, std::move(callee));
  next();
  if (take(Kind::RightParen)) return node;
  std::size_t ahead = 0;
  while (peek(ahead).kind == Kind::Word || peek(ahead).kind == Kind::Number || peek(ahead).kind == Kind::Sign)
    ++ahead;
  const bool named = ahead > 0 && peek(ahead).kind == Kind::Colon;
  do {
    if (named) {
      std::string name = context_key();
      if (std::find(node->names.begin(), node->names.end(), name) != node->names.end())
        fail("each argument once");
      node->names.push_back(std::move(name));
      expect(Kind::Colon, "':'");
    }
    adopt(*node, expression());
  } while (take(Kind::Comma));
  expect(Kind::RightParen, "',' or ')'");
  return node;
}

Type Parser::type() {
  const Deeper deeper(*this);
  const std::string name = type_name();
  Type result = basic_type(name);
  if (result.shape == Type::Shape::Unknown && type_)
    if (std::optional<Type> known = type_(name)) result = std::move(*known);
  if (!is(Kind::Less)) return result;
  next();
  if (result.shape == Type::Shape::Context && take(Kind::Greater)) return result;
  if (result.shape == Type::Shape::Context) {
    do {
      result.names.push_back(context_key());
      expect(Kind::Colon, "':'");
      result.parts.push_back(type());
    } while (take(Kind::Comma));
    expect(Kind::Greater, "',' or '>'");
    return result;
  }
  result.parts = type_arguments();
  if (result.shape == Type::Shape::Function) {
    expect(Kind::Arrow, "'->'");
    result.parts.push_back(type());
  } else if ((result.shape != Type::Shape::List && result.shape != Type::Shape::Range) ||
             result.parts.size() != 1) {
    fail("a list, range, context or function type");
  }
  return result;
}

std::string Parser::type_name() {
  for (const std::string_view candidate : long_types) {
    const std::size_t count = word_count(candidate);
    if (at_ + count >= tokens_.size() || name_of(tokens_, at_, at_ + count) != candidate) continue;
    at_ += count;
    return std::string(candidate);
  }
  constexpr std::size_t pieces_max = 16;  // of a name with spaces and signs
  for (std::size_t count = type_ ? pieces_max : 0; count > 1; --count) {
    if (at_ + count >= tokens_.size()) continue;
    std::string name = name_of(tokens_, at_, at_ + count);
    if (!type_(name)) continue;
    at_ += count;
    return name;
  }
  // `function` is a keyword and a type.
  std::string name = is_word("function") ? std::string(next().text) : read_name("the name of a type");
  while (is(Kind::Dot) && peek(1).kind == Kind::Word) name += next().text, name += next().text;
  return name;
}

std::vector<Type> Parser::type_arguments() {
  std::vector<Type> parts;
  if (take(Kind::Greater)) return parts;
  do parts.push_back(type());
  while (take(Kind::Comma));
  expect(Kind::Greater, "',' or '>'");
  return parts;
}

}  // namespace lienthong::feel
