#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace lienthong::feel {

/// A piece of FEEL text. Names are not tokens: they are made of words and signs, and only the parser knows
/// where they end.
struct Token {
  enum class Kind {
    Word,
    Number,
    String,
    Temporal,
    LeftParen,
    RightParen,
    LeftBracket,
    RightBracket,
    LeftBrace,
    RightBrace,
    Comma,
    Colon,
    Dot,
    DotDot,
    Arrow,
    Plus,
    Minus,
    Times,
    Divide,
    Power,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Sign,  ///< ' and the like, allowed in names only
    End
  };
  Kind kind = Kind::End;
  std::string_view text;  ///< as written, quotes included
  int line = 1, column = 1;
};

/// Splits the text, which must outlive the tokens; the last token is End. The first character stands at
/// `line` and `column`. Throws SyntaxError.
std::vector<Token> tokens_of(std::string_view text, int line = 1, int column = 1);
/// What a String or Temporal token means: escapes resolved.
std::string unquoted(const Token&);

}  // namespace lienthong::feel
