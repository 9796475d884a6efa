#pragma once
#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include "feel/ast.h"
#include "feel/lexer.h"
#include "feel/parser_names.h"
#include "feel/vocabulary.h"

namespace lienthong::feel {

/// A recursive-descent parser with one token of look-ahead; DMN 1.5 §10.3.1.2. Used by feel/parser*.cpp only.
class Parser {
 public:
  Parser(std::string_view text, const Vocabulary&);
  NodePtr whole_expression();
  NodePtr whole_domain();
  NodePtr whole_tests();
  NodePtr whole_constraint(std::string_view text);
  Type whole_type();

 private:
  using Kind = Token::Kind;
  using Made = std::unique_ptr<Node>;
  struct Deeper;
  struct Learning;
  /// What an operator joins to all that stands before it.
  struct Operand {
    Op op;
    Token at;
    NodePtr value;
  };

  // parser.cpp: what binds loosely.
  NodePtr expression();
  NodePtr disjunction();
  NodePtr conjunction();
  NodePtr comparison();
  NodePtr between(NodePtr value, const Token& at);
  NodePtr in(NodePtr value, const Token& at);
  void tests_in_parentheses(Node& node);
  NodePtr arithmetic(int level);
  NodePtr chained(NodePtr first, std::vector<Operand>& rest) const;
  NodePtr unary();
  NodePtr if_expression();
  NodePtr for_expression();
  NodePtr quantified(Op op);
  NodePtr domain();
  void iterators(Node& node);
  Made tests();
  NodePtr test();
  bool negated_tests(Node& node);

  // parser_primary.cpp: what binds tightly.
  NodePtr postfix(NodePtr node);
  NodePtr primary();
  NodePtr literal(Value value);
  NodePtr number();
  NodePtr temporal();
  NodePtr name();
  NodePtr parenthesised();
  NodePtr bracketed();
  NodePtr comparison_range();
  NodePtr range_end(NodePtr low, bool low_closed, const Token& at);
  NodePtr context();
  std::string context_key();
  NodePtr function_definition();
  NodePtr call(NodePtr callee, const Token& at);
  Type type();
  std::string type_name();
  std::vector<Type> type_arguments();

  // Tokens.
  const Token& peek(std::size_t ahead = 0) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }
  bool is(Kind kind) const { return peek().kind == kind; }
  bool is_word(std::string_view word, std::size_t ahead = 0) const {
    return peek(ahead).kind == Kind::Word && peek(ahead).text == word;
  }
  Token next() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }
  bool take(Kind kind);
  bool take_word(std::string_view word);
  void expect(Kind kind, const char* what);
  void expect_word(std::string_view word);
  std::string read_name(const char* what);
  std::string read_member(const char* what);
  std::string declared_name(const char* what);
  bool is_name_piece() const;
  bool begins_filter() const;
  [[noreturn]] void fail(const std::string& expected) const;

  static std::optional<Op> comparison_op(Kind);

  // Nodes.
  static Made make(Op op, const Token& at);
  /// Adds a child and keeps the height within depth_max.
  void adopt(Node& node, NodePtr child) const;
  template <class... Children>
  NodePtr join(Op op, const Token& at, Children... children) const {
    Made node = make(op, at);
    (adopt(*node, std::move(children)), ...);
    return node;
  }

  std::vector<Token> tokens_;
  NameReader names_;
  std::size_t at_ = 0;
  const std::function<std::optional<Type>(std::string_view)>& type_;
  int depth_ = 0;
  int filters_ = 0;  ///< open ones: members of contexts are names within
  bool input_mentioned_ = false, partial_mentioned_ = false;
};

/// Counts nesting while it lives; hostile text must not overflow the stack.
struct Parser::Deeper {
  explicit Deeper(Parser& parser);
  ~Deeper() { --parser_.depth_; }
  Deeper(const Deeper&) = delete;
  Deeper& operator=(const Deeper&) = delete;

 private:
  Parser& parser_;
};

/// Names learnt while it lives are forgotten afterwards.
struct Parser::Learning {
  explicit Learning(Parser& parser) : parser_(parser), before_(parser.names_.learnt()) {}
  ~Learning() { parser_.names_.forget(before_); }
  Learning(const Learning&) = delete;
  Learning& operator=(const Learning&) = delete;

 private:
  Parser& parser_;
  std::size_t before_;
};

}  // namespace lienthong::feel
