#include "feel/parser_names.h"
#include <algorithm>
#include <iterator>
#include "feel/feel.h"

namespace lienthong::feel {
namespace {

constexpr std::string_view keywords[] = {"for",      "return",   "if",        "then",    "else", "some",
                                         "every",    "in",       "satisfies", "between", "and",  "or",
                                         "function", "external", "true",      "false",   "null", "not"};

/// Only these built-in functions have a keyword in their names; they are names when a call follows.
constexpr std::string_view functions_with_keywords[] = {"date and time", "years and months duration",
                                                        "working minutes between"};

bool is_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_word(const std::vector<Token>& tokens, std::size_t i, std::string_view word) {
  return i < tokens.size() && tokens[i].kind == Token::Kind::Word && tokens[i].text == word;
}

bool continues_name(const std::vector<Token>& tokens, std::size_t i) {
  const Token& token = tokens[i];
  if (token.kind == Token::Kind::Number) return is_digits(token.text);
  if (token.kind != Token::Kind::Word || is_keyword(token.text) || token.text == "?") return false;
  return !(token.text == "instance" && is_word(tokens, i + 1, "of"));
}

/// How many tokens from here form a name by the grammar alone; 0 when none begins here.
std::size_t plain_length(const std::vector<Token>& tokens, std::size_t index) {
  if (is_keyword(tokens[index].text)) return 0;
  std::size_t end = index + 1;
  while (continues_name(tokens, end)) ++end;
  return end - index;
}

const KnownNames& functions() {
  static const KnownNames all = [] {
    KnownNames names;
    for (const std::string_view name : functions_with_keywords) {
      add_name(names, std::string(name));
      names.back().before_parenthesis = true;
    }
    return names;
  }();
  return all;
}

/// How many tokens from here are this name; 0 when they are another.
std::size_t matching(const KnownName& known, const std::vector<Token>& tokens, std::size_t index) {
  const std::size_t count = known.pieces.size();
  if (index + count >= tokens.size()) return 0;
  for (std::size_t i = 0; i < count; ++i)
    if (tokens[index + i].text != known.pieces[i]) return 0;
  if (known.before_parenthesis && tokens[index + count].kind != Token::Kind::LeftParen) return 0;
  return count;
}

}  // namespace

bool is_keyword(std::string_view word) {
  return std::find(std::begin(keywords), std::end(keywords), word) != std::end(keywords);
}

void add_name(KnownNames& to, const std::string& name) {
  KnownName known;
  known.name = name;
  try {
    const std::vector<Token> tokens = tokens_of(name);
    if (tokens[0].kind == Token::Kind::Word && plain_length(tokens, 0) + 1 == tokens.size()) return;
    for (const Token& token : tokens)
      if (token.kind != Token::Kind::End) known.pieces.emplace_back(token.text);
  } catch (const SyntaxError&) {
    return;  // no expression could write such a name
  }
  if (known.pieces.size() > 1) to.push_back(std::move(known));
}

KnownNames known_names(const std::vector<std::string>& names) {
  KnownNames known;
  for (const std::string& name : names) add_name(known, name);
  return known;
}

NameReader::Found NameReader::at(const std::vector<Token>& tokens, std::size_t index, bool members) const {
  Found found;
  if (tokens[index].kind != Token::Kind::Word) return found;
  if (tokens[index].text == "?") return {"?", 1};
  if (const std::size_t count = plain_length(tokens, index); count > 0)
    found = {name_of(tokens, index, index + count), count};
  const auto prefer_longer = [&](const KnownNames& names) {
    for (const KnownName& known : names) {
      const std::size_t count = matching(known, tokens, index);
      if (count > 0 && count >= found.tokens) found = {known.name, count};
    }
  };
  prefer_longer(functions());
  prefer_longer(vocabulary_.names);
  prefer_longer(learnt_);
  if (members && vocabulary_.members) prefer_longer(*vocabulary_.members);
  return found;
}

std::string name_of(const std::vector<Token>& tokens, std::size_t first, std::size_t last) {
  std::string name;
  for (std::size_t i = first; i < last; ++i) {
    if (i > first && tokens[i - 1].text.data() + tokens[i - 1].text.size() != tokens[i].text.data())
      name += ' ';
    name += tokens[i].text;
  }
  return name;
}

}  // namespace lienthong::feel
