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
constexpr std::string_view functions_with_keywords[] = {"date and time", "years and months duration"};

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

}  // namespace

bool is_keyword(std::string_view word) {
  return std::find(std::begin(keywords), std::end(keywords), word) != std::end(keywords);
}

NameReader::NameReader(const std::vector<std::string>& names, const std::vector<std::string>& members) {
  for (const std::string_view name : functions_with_keywords) {
    learn(std::string(name));
    known_.back().before_parenthesis = true;
  }
  for (const std::string& name : names) learn(name);
  for (const std::string& name : members) add(members_, name);
}

void NameReader::add(std::vector<Known>& to, const std::string& name) {
  Known known;
  known.name = name;
  try {
    for (const Token& token : tokens_of(name))
      if (token.kind != Token::Kind::End) known.pieces.emplace_back(token.text);
  } catch (const SyntaxError&) {
    return;  // no expression could write such a name
  }
  if (known.pieces.size() > 1) to.push_back(std::move(known));
}

std::size_t NameReader::matching(const Known& known, const std::vector<Token>& tokens, std::size_t index) {
  const std::size_t count = known.pieces.size();
  if (index + count >= tokens.size()) return 0;
  for (std::size_t i = 0; i < count; ++i)
    if (tokens[index + i].text != known.pieces[i]) return 0;
  if (known.before_parenthesis && tokens[index + count].kind != Token::Kind::LeftParen) return 0;
  return count;
}

NameReader::Found NameReader::at(const std::vector<Token>& tokens, std::size_t index, bool members) const {
  Found found;
  if (tokens[index].kind != Token::Kind::Word) return found;
  if (tokens[index].text == "?") return {"?", 1};
  if (!is_keyword(tokens[index].text)) {
    std::size_t end = index + 1;
    while (continues_name(tokens, end)) ++end;
    found = {name_of(tokens, index, end), end - index};
  }
  std::size_t longest = found.tokens;
  const auto prefer_longer = [&](const std::vector<Known>& names) {
    for (const Known& known : names) {
      const std::size_t count = matching(known, tokens, index);
      if (count == 0 || count < longest) continue;
      longest = count;
      found = {known.name, count};
    }
  };
  prefer_longer(known_);
  if (members) prefer_longer(members_);
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
