#include "feel/lexer.h"
#include "feel/feel.h"
#include "feel/utf8.h"

namespace lienthong::feel {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct Fixed {
  std::string_view text;
  Token::Kind kind;
};

// Longer signs first.
constexpr Fixed signs[] = {
    {"..", Token::Kind::DotDot},      {"->", Token::Kind::Arrow},     {"**", Token::Kind::Power},
    {"!=", Token::Kind::NotEqual},    {"<=", Token::Kind::LessEqual}, {">=", Token::Kind::GreaterEqual},
    {"(", Token::Kind::LeftParen},    {")", Token::Kind::RightParen}, {"[", Token::Kind::LeftBracket},
    {"]", Token::Kind::RightBracket}, {"{", Token::Kind::LeftBrace},  {"}", Token::Kind::RightBrace},
    {",", Token::Kind::Comma},        {":", Token::Kind::Colon},      {".", Token::Kind::Dot},
    {"+", Token::Kind::Plus},         {"-", Token::Kind::Minus},      {"*", Token::Kind::Times},
    {"/", Token::Kind::Divide},       {"=", Token::Kind::Equal},      {"<", Token::Kind::Less},
    {">", Token::Kind::Greater},      {"'", Token::Kind::Sign},
};

class Lexer {
 public:
  Lexer(std::string_view text, int line, int column) : text_(text), line_(line), column_(column) {}

  std::vector<Token> run() {
    std::vector<Token> tokens;
    for (;;) {
      skip_blanks();
      Token token;
      token.line = line_;
      token.column = column_;
      const std::size_t start = at_;
      if (at_ < text_.size()) token.kind = scan();
      token.text = text_.substr(start, at_ - start);
      moved(start);
      tokens.push_back(token);
      if (token.kind == Token::Kind::End) return tokens;
    }
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  int line_, column_;

  [[noreturn]] void fail(const std::string& why) const { throw SyntaxError(why, line_, column_); }
  bool starts(std::string_view with) const { return text_.substr(at_, with.size()) == with; }
  char peek(std::size_t ahead) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  /// Counts the lines and columns between `start` and the present place.
  void moved(std::size_t start) {
    for (std::size_t i = start; i < at_; ++i) {
      if (text_[i] == '\n') {
        ++line_;
        column_ = 1;
      } else if (utf8::begins(text_[i])) {
        ++column_;
      }
    }
  }

  void skip_blanks() {
    while (at_ < text_.size()) {
      const std::size_t start = at_;
      if (starts("//")) {
        while (at_ < text_.size() && text_[at_] != '\n') ++at_;
      } else if (starts("/*")) {
        const std::size_t end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) fail("The comment has no end: expected */");
        at_ = end + 2;
      } else {
        std::size_t after = at_;
        if (!utf8::is_space(utf8::next(text_, after))) return;
        at_ = after;
      }
      moved(start);
    }
  }

  Token::Kind scan() {
    const char c = text_[at_];
    if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return scan_number();
    if (c == '"') return scan_string(at_);
    if (c == '@' && peek(1) == '"') {
      scan_string(at_ + 1);
      return Token::Kind::Temporal;
    }
    std::size_t after = at_;
    if (const char32_t first = utf8::next(text_, after); utf8::is_name_start(first)) {
      // "?" alone is the input of a test; names may hold and begin with it (DMN 1.5 rules 28 and 29).
      at_ = after;
      while (after < text_.size() && utf8::is_name_part(utf8::next(text_, after))) at_ = after;
      return Token::Kind::Word;
    }
    for (const Fixed& sign : signs) {
      if (!starts(sign.text)) continue;
      at_ += sign.text.size();
      return sign.kind;
    }
    fail("Unexpected character '" + std::string(text_.substr(at_, after - at_)) + "'");
  }

  Token::Kind scan_number() {
    while (is_digit(peek(0))) ++at_;
    if (peek(0) == '.' && is_digit(peek(1))) {
      ++at_;
      while (is_digit(peek(0))) ++at_;
    }
    if (peek(0) == 'e' || peek(0) == 'E') {
      const std::size_t sign = peek(1) == '+' || peek(1) == '-' ? 2 : 1;
      if (is_digit(peek(sign))) {
        at_ += sign;
        while (is_digit(peek(0))) ++at_;
      }
    }
    return Token::Kind::Number;
  }

  Token::Kind scan_string(std::size_t quote) {
    std::size_t end = quote + 1;
    while (end < text_.size() && text_[end] != '"') end += text_[end] == '\\' ? 2 : 1;
    if (end >= text_.size()) fail("The string has no end: expected \"");
    at_ = end + 1;
    return Token::Kind::String;
  }
};

/// The value of exactly `digits` hexadecimal digits at `at`, or -1.
long hexadecimal(std::string_view text, std::size_t at, std::size_t digits) {
  if (at + digits > text.size()) return -1;
  long value = 0;
  for (const char c : text.substr(at, digits)) {
    const int digit = is_digit(c)            ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

/// Resolves \uXXXX (surrogate pairs too) or \UXXXXXX that begins at `at`; returns the number of characters
/// read, 0 for none.
std::size_t append_code_point(std::string& out, std::string_view text, std::size_t at) {
  const bool wide = text[at + 1] == 'U';
  const std::size_t digits = wide ? 6 : 4;
  long code = hexadecimal(text, at + 2, digits);
  if (code < 0 || code > 0x10FFFF) return 0;
  std::size_t length = digits + 2;
  if (code >= 0xD800 && code <= 0xDFFF) {
    if (wide || code >= 0xDC00 || text.substr(at + length, 2) != "\\u") return 0;
    const long low = hexadecimal(text, at + length + 2, 4);
    if (low < 0xDC00 || low > 0xDFFF) return 0;
    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    length += 6;
  }
  utf8::append(out, static_cast<char32_t>(code));
  return length;
}

}  // namespace

std::vector<Token> tokens_of(std::string_view text, int line, int column) {
  return Lexer(text, line, column).run();
}

std::string unquoted(const Token& token) {
  std::string_view text = token.text;
  text.remove_prefix(token.kind == Token::Kind::Temporal ? 2 : 1);
  text.remove_suffix(1);
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] != '\\' || at + 1 >= text.size()) {
      out += text[at++];
      continue;
    }
    const char c = text[at + 1];
    if (c == 'u' || c == 'U') {
      if (const std::size_t length = append_code_point(out, text, at)) {
        at += length;
        continue;
      }
    }
    constexpr std::string_view escapes = "ntr\"'\\", meanings = "\n\t\r\"'\\";
    if (const std::size_t index = escapes.find(c); index != std::string_view::npos) {
      out += meanings[index];
    } else {
      // Not an escape (often a regular expression such as "\d"): both characters stand for themselves.
      out += '\\';
      out += c;
    }
    at += 2;
  }
  return out;
}

}  // namespace lienthong::feel
