#include <algorithm>
#include <iterator>
#include <optional>
#include "feel/feel.h"
#include "feel/limits.h"
#include "feel/template/syntax.h"
#include "feel/utf8.h"

namespace lienthong::feel::juel {
namespace {

using NodePtr = std::unique_ptr<const Node>;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_identifier_part(char32_t c) {
  return c == '$' || c == '_' || (c >= '0' && c <= '9') || (c != '?' && utf8::is_name_part(c));
}

struct Operator {
  std::string_view sign, word;
  int level;
  Op op;
};

constexpr int loosest = 0, tightest = 5;

// Longer signs first among those that begin alike.
constexpr Operator operators[] = {
    {"||", "or", 0, Op::Or},       {"&&", "and", 1, Op::And},      {"==", "eq", 2, Op::Equal},
    {"!=", "ne", 2, Op::NotEqual}, {"<=", "le", 3, Op::LessEqual}, {">=", "ge", 3, Op::GreaterEqual},
    {"<", "lt", 3, Op::Less},      {">", "gt", 3, Op::Greater},    {"+", "", 4, Op::Add},
    {"-", "", 4, Op::Subtract},    {"*", "", 5, Op::Multiply},     {"/", "div", 5, Op::Divide},
    {"%", "mod", 5, Op::Modulo},
};

constexpr std::string_view reserved[] = {"or",  "and", "eq",  "ne",    "le",   "ge",    "lt",   "gt",
                                         "div", "mod", "not", "empty", "true", "false", "null", "instanceof"};

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Template whole() {
    Template result;
    std::string plain;
    while (at_ < text_.size()) {
      const bool escaped = text_[at_] == '\\' && begins_expression(at_ + 1);
      if (escaped) {
        plain += text_.substr(at_ + 1, 2);
        at_ += 3;
      } else if (begins_expression(at_)) {
        if (!plain.empty()) result.parts.push_back({std::exchange(plain, {}), nullptr});
        at_ += 2;
        NodePtr node = choice();
        if (!take_sign("}")) fail("an operator or '}'");
        result.parts.push_back({{}, std::move(node)});
      } else {
        plain += text_[at_++];
      }
    }
    if (!plain.empty() || result.parts.empty()) result.parts.push_back({std::move(plain), nullptr});
    return result;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;

  struct Deeper {
    explicit Deeper(Parser& parser) : parser_(parser) {
      if (++parser.depth_ > depth_max) parser.too_deep();
    }
    ~Deeper() { --parser_.depth_; }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;

   private:
    Parser& parser_;
  };

  bool begins_expression(std::size_t at) const {
    return at + 1 < text_.size() && (text_[at] == '$' || text_[at] == '#') && text_[at + 1] == '{';
  }

  [[noreturn]] void raise(const std::string& why) const {
    const std::string_view before = text_.substr(0, std::min(at_, text_.size()));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t start = before.rfind('\n') + 1;
    throw SyntaxError(why, static_cast<int>(line), static_cast<int>(utf8::length(before.substr(start))) + 1);
  }
  [[noreturn]] void fail(const std::string& expected) {
    skip_blanks();
    if (at_ >= text_.size()) raise("Expected " + expected + ", found the end of the text");
    std::size_t end = at_;
    utf8::next(text_, end);
    raise("Expected " + expected + ", found '" + std::string(text_.substr(at_, end - at_)) + "'");
  }
  [[noreturn]] void too_deep() const {
    raise("The expression nests deeper than " + std::to_string(depth_max) + " levels");
  }

  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || (text_[at_] >= '\t' && text_[at_] <= '\r'))) ++at_;
  }
  bool take_sign(std::string_view sign) {
    skip_blanks();
    if (text_.substr(at_, sign.size()) != sign) return false;
    at_ += sign.size();
    return true;
  }
  std::string_view peek_word() {
    skip_blanks();
    std::size_t end = at_;
    if (end < text_.size() && is_digit(text_[end])) return {};
    while (end < text_.size()) {
      std::size_t after = end;
      if (!is_identifier_part(utf8::next(text_, after))) break;
      end = after;
    }
    return text_.substr(at_, end - at_);
  }
  bool take_word(std::string_view word) {
    if (word.empty() || peek_word() != word) return false;
    at_ += word.size();
    return true;
  }
  std::string identifier() {
    const std::string_view word = peek_word();
    if (word.empty()) fail("a name");
    at_ += word.size();
    return std::string(word);
  }

  template <class... Children>
  std::unique_ptr<Node> make(Op op, Children... children) const {
    auto node = std::make_unique<Node>();
    node->op = op;
    (adopt(*node, std::move(children)), ...);
    return node;
  }
  void adopt(Node& node, NodePtr child) const {
    node.height = std::max(node.height, child->height + 1);
    if (node.height > depth_max) too_deep();
    node.children.push_back(std::move(child));
  }

  NodePtr choice() {
    const Deeper deeper(*this);
    NodePtr last = binary(loosest);
    std::unique_ptr<Node> many;
    while (take_sign("?")) {
      if (!many) many = make(Op::Choice);
      adopt(*many, std::move(last));
      adopt(*many, choice());
      if (!take_sign(":")) fail("':'");
      last = binary(loosest);
    }
    if (!many) return last;
    adopt(*many, std::move(last));
    return many;
  }

  std::optional<Op> take_operator(int level) {
    for (const Operator& candidate : operators) {
      if (candidate.level != level) continue;
      if (take_sign(candidate.sign) || take_word(candidate.word)) return candidate.op;
    }
    return std::nullopt;
  }

  NodePtr binary(int level) {
    if (level > tightest) return unary();
    NodePtr first = binary(level + 1);
    std::unique_ptr<Node> many;  // operands side by side: a long sum is no deep tree
    while (const std::optional<Op> op = take_operator(level)) {
      if (!many) many = make(*op, std::move(first));
      many->operators.push_back(*op);
      adopt(*many, binary(level + 1));
    }
    if (!many) return first;
    const bool chained = many->children.size() > 2 && many->op != Op::And && many->op != Op::Or;
    if (chained) many->op = Op::Chain;
    return many;
  }

  NodePtr unary() {
    const Deeper deeper(*this);
    skip_blanks();
    if (text_.substr(at_, 2) != "!=" && (take_sign("!") || take_word("not"))) return make(Op::Not, unary());
    if (take_sign("-")) return make(Op::Negate, unary());
    if (take_word("empty")) return make(Op::Empty, unary());
    return suffixed(primary());
  }

  NodePtr suffixed(NodePtr node) {
    for (;;) {
      if (take_sign(".")) {
        std::string name = identifier();
        if (take_sign("(")) {
          std::unique_ptr<Node> call = make(Op::Method, std::move(node));
          call->name = std::move(name);
          arguments(*call);
          node = std::move(call);
        } else {
          std::unique_ptr<Node> key = make(Op::Literal);
          key->constant = std::move(name);
          node = make(Op::Property, std::move(node), NodePtr(std::move(key)));
        }
      } else if (take_sign("[")) {
        NodePtr key = choice();
        if (!take_sign("]")) fail("']'");
        node = make(Op::Property, std::move(node), std::move(key));
      } else {
        return node;
      }
    }
  }

  void arguments(Node& call) {
    if (take_sign(")")) return;
    do adopt(call, choice());
    while (take_sign(","));
    if (!take_sign(")")) fail("',' or ')'");
  }

  NodePtr primary() {
    skip_blanks();
    if (at_ >= text_.size()) fail("a value");
    const char c = text_[at_];
    if (c == '(') {
      ++at_;
      NodePtr inner = choice();
      if (!take_sign(")")) fail("')'");
      return inner;
    }
    if (c == '\'' || c == '"') return literal(string(c));
    if (is_digit(c) || (c == '.' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1])))
      return literal(number());
    const std::string_view word = peek_word();
    if (word.empty()) fail("a value");
    if (take_word("true")) return literal(true);
    if (take_word("false")) return literal(false);
    if (take_word("null")) return literal({});
    if (std::find(std::begin(reserved), std::end(reserved), word) != std::end(reserved)) fail("a value");
    std::string name = identifier();
    // A prefix as in `fn:length(x)` would make the name a function's; no function here has one.
    const bool call = take_sign("(");
    std::unique_ptr<Node> node = make(call ? Op::Function : Op::Identifier);
    node->name = std::move(name);
    if (call) arguments(*node);
    return node;
  }

  NodePtr literal(Value value) const {
    std::unique_ptr<Node> node = make(Op::Literal);
    node->constant = std::move(value);
    return node;
  }

  Value string(char quote) {
    std::string out;
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      out += text_[at_];
    }
    if (at_ >= text_.size()) raise("The string has no end: expected " + std::string(1, quote));
    ++at_;
    return out;
  }

  Value number() {
    const std::size_t start = at_;
    const auto digits = [this] {
      while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    };
    digits();
    if (at_ + 1 < text_.size() && text_[at_] == '.' && is_digit(text_[at_ + 1])) {
      ++at_;
      digits();
    }
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      const std::size_t sign =
          at_ + 1 < text_.size() && (text_[at_ + 1] == '+' || text_[at_ + 1] == '-') ? 2 : 1;
      if (at_ + sign < text_.size() && is_digit(text_[at_ + sign])) {
        at_ += sign;
        digits();
      }
    }
    const std::string_view digits_read = text_.substr(start, at_ - start);
    const std::optional<Decimal> number = Decimal::parse(digits_read);
    if (!number) raise("The number is out of range");
    const bool whole = digits_read.find_first_of(".eE") == std::string_view::npos;
    return whole ? *number : number->with_point();
  }
};

}  // namespace

bool Template::is_literal() const {
  return std::none_of(parts.begin(), parts.end(), [](const Part& part) { return part.node != nullptr; });
}

Template parse(std::string_view text) { return Parser(text).whole(); }

}  // namespace lienthong::feel::juel
