#include <algorithm>
#include "feel/builtins/arguments.h"
#include "feel/regex.h"
#include "feel/utf8.h"

namespace lienthong::feel {
namespace {

Value made(Evaluation& evaluation, std::string text) {
  evaluation.produce(text.size());
  return text;
}

bool are_strings(Arguments arguments, std::size_t count) {
  return std::all_of(arguments.begin(), arguments.begin() + static_cast<std::ptrdiff_t>(count),
                     [](const Value& value) { return value.is_string(); });
}

/// Pays for reading so much text.
void read(Evaluation& evaluation, const Value& text) {
  constexpr std::size_t bytes_per_step = 32;
  evaluation.step(text.string().size() / bytes_per_step);
}

Value substring(Evaluation& evaluation, Arguments arguments) {
  const std::optional<std::int64_t> start = whole(arguments[1]);
  const Value& length = argument(arguments, 2);
  const bool fits =
      arguments[0].is_string() && start && *start != 0 && (length.is_null() || length.is_number());
  if (!fits) return misfit(evaluation, "substring", "a string, a start from 1 or -1, and a length");
  read(evaluation, arguments[0]);
  const std::vector<char32_t> text = utf8::decode(arguments[0].string());
  const auto size = static_cast<std::int64_t>(text.size());
  const std::int64_t first = *start > 0 ? *start - 1 : size + *start;
  if (first < 0 || first > size)
    return *start > 0 ? Value("") : misfit(evaluation, "substring", "a start within the text");
  std::int64_t count = size - first;
  if (length.is_number()) {
    const std::int64_t wanted = length.number().truncated().to_integer().value_or(-1);
    if (wanted < 1) return misfit(evaluation, "substring", "a length of 1 or more");
    count = std::min(count, wanted);
  }
  return made(evaluation, utf8::encode(text.data() + first, text.data() + first + count));
}

Value string_length(Evaluation& evaluation, Arguments arguments) {
  if (!arguments[0].is_string()) return misfit(evaluation, "string length", "a string");
  read(evaluation, arguments[0]);
  return static_cast<std::int64_t>(utf8::length(arguments[0].string()));
}

Value upper_case(Evaluation& evaluation, Arguments arguments) {
  if (!arguments[0].is_string()) return misfit(evaluation, "upper case", "a string");
  read(evaluation, arguments[0]);
  return made(evaluation, utf8::upper(arguments[0].string()));
}

Value lower_case(Evaluation& evaluation, Arguments arguments) {
  if (!arguments[0].is_string()) return misfit(evaluation, "lower case", "a string");
  read(evaluation, arguments[0]);
  return made(evaluation, utf8::lower(arguments[0].string()));
}

Value substring_before(Evaluation& evaluation, Arguments arguments) {
  if (!are_strings(arguments, 2)) return misfit(evaluation, "substring before", "two strings");
  const std::string& text = arguments[0].string();
  read(evaluation, arguments[0]);
  const std::size_t found = text.find(arguments[1].string());
  return made(evaluation, found == std::string::npos ? "" : text.substr(0, found));
}

Value substring_after(Evaluation& evaluation, Arguments arguments) {
  if (!are_strings(arguments, 2)) return misfit(evaluation, "substring after", "two strings");
  const std::string &text = arguments[0].string(), &match = arguments[1].string();
  read(evaluation, arguments[0]);
  const std::size_t found = text.find(match);
  return made(evaluation, found == std::string::npos ? "" : text.substr(found + match.size()));
}

Value contains(Evaluation& evaluation, Arguments arguments) {
  if (!are_strings(arguments, 2)) return misfit(evaluation, "contains", "two strings");
  read(evaluation, arguments[0]);
  return arguments[0].string().find(arguments[1].string()) != std::string::npos;
}

Value starts_with(Evaluation& evaluation, Arguments arguments) {
  if (!are_strings(arguments, 2)) return misfit(evaluation, "starts with", "two strings");
  return arguments[0].string().starts_with(arguments[1].string());
}

Value ends_with(Evaluation& evaluation, Arguments arguments) {
  if (!are_strings(arguments, 2)) return misfit(evaluation, "ends with", "two strings");
  return arguments[0].string().ends_with(arguments[1].string());
}

/// The compiled pattern, or nothing with a diagnostic.
std::optional<Regex> pattern(Evaluation& evaluation, const Value& text, const Value& flags) {
  if (!text.is_string() || !(flags.is_string() || flags.is_null())) {
    evaluation.misfit("A pattern and its flags are strings");
    return std::nullopt;
  }
  read(evaluation, text);
  std::string error;
  std::optional<Regex> regex = Regex::compile(text.string(), flags.is_string() ? flags.string() : "", error);
  if (!regex) evaluation.fail("'", text.string(), "' is no pattern: ", error);
  return regex;
}

Value matches(Evaluation& evaluation, Arguments arguments) {
  if (!arguments[0].is_string()) return misfit(evaluation, "matches", "a string and a pattern");
  const std::optional<Regex> regex = pattern(evaluation, arguments[1], argument(arguments, 2));
  if (!regex) return {};
  read(evaluation, arguments[0]);
  return regex->find(utf8::decode(arguments[0].string()), 0, evaluation).has_value();
}

/// The replacement with $0, $1, … filled in; false when it is none.
bool fill(std::string& out, std::string_view replacement, bool literal, const std::vector<char32_t>& text,
          const Regex::Match& match) {
  for (std::size_t i = 0; i < replacement.size(); ++i) {
    const char c = replacement[i];
    if (literal || (c != '$' && c != '\\')) {
      out += c;
      continue;
    }
    if (++i >= replacement.size()) return false;
    if (c == '\\') {
      if (replacement[i] != '$' && replacement[i] != '\\') return false;
      out += replacement[i];
      continue;
    }
    if (replacement[i] < '0' || replacement[i] > '9') return false;
    // As many digits as name a group that there is; what follows is text (XPath fn:replace).
    auto group = static_cast<std::size_t>(replacement[i] - '0');
    while (i + 1 < replacement.size() && replacement[i + 1] >= '0' && replacement[i + 1] <= '9') {
      const std::size_t longer = group * 10 + static_cast<std::size_t>(replacement[i + 1] - '0');
      if (longer >= match.groups.size()) break;
      group = longer;
      ++i;
    }
    if (group >= match.groups.size()) continue;
    const auto [begin, end] = match.groups[group];
    if (begin < end) out += utf8::encode(text.data() + begin, text.data() + end);
  }
  return true;
}

Value replace(Evaluation& evaluation, Arguments arguments) {
  const Value& flags = argument(arguments, 3);
  if (!arguments[0].is_string() || !arguments[2].is_string())
    return misfit(evaluation, "replace", "a string, a pattern and a replacement");
  const std::optional<Regex> regex = pattern(evaluation, arguments[1], flags);
  if (!regex) return {};
  read(evaluation, arguments[0]);
  const bool literal = flags.is_string() && flags.string().find('q') != std::string::npos;
  const std::vector<char32_t> text = utf8::decode(arguments[0].string());
  std::string out;
  std::size_t from = 0;
  while (from <= text.size()) {
    const std::optional<Regex::Match> match = regex->find(text, from, evaluation);
    if (!match) break;
    const auto [begin, end] = match->groups[0];
    if (begin == end) return evaluation.fail("The pattern of replace() fits the empty text");
    const std::size_t before = out.size();
    out += utf8::encode(text.data() + from, text.data() + begin);
    if (!fill(out, arguments[2].string(), literal, text, *match))
      return evaluation.fail("'", arguments[2].string(), "' is no replacement");
    evaluation.produce(out.size() - before);
    from = end;
  }
  out += utf8::encode(text.data() + from, text.data() + text.size());
  return made(evaluation, std::move(out));
}

Value split(Evaluation& evaluation, Arguments arguments) {
  if (!are_strings(arguments, 2)) return misfit(evaluation, "split", "a string and a pattern");
  const std::optional<Regex> regex = pattern(evaluation, arguments[1], Value());
  if (!regex) return {};
  read(evaluation, arguments[0]);
  const std::vector<char32_t> text = utf8::decode(arguments[0].string());
  List parts;
  std::size_t from = 0;
  while (const std::optional<Regex::Match> match = regex->find(text, from, evaluation)) {
    const auto [begin, end] = match->groups[0];
    if (begin == end) return evaluation.fail("The pattern of split() fits the empty text");
    pay(evaluation, 1);
    parts.emplace_back(made(evaluation, utf8::encode(text.data() + from, text.data() + begin)));
    from = end;
  }
  parts.emplace_back(made(evaluation, utf8::encode(text.data() + from, text.data() + text.size())));
  return parts;
}

Value string_join(Evaluation& evaluation, Arguments arguments) {
  const std::optional<List> list = coerced(arguments[0]);
  const Value& delimiter = argument(arguments, 1);
  if (!list || !(delimiter.is_null() || delimiter.is_string()))
    return misfit(evaluation, "string join", "a list of strings and a delimiter");
  std::string out;
  bool first = true;
  for (const Value& element : *list) {
    evaluation.step();
    if (element.is_null()) continue;
    if (!element.is_string()) return misfit(evaluation, "string join", "a list of strings and a delimiter");
    if (!first && delimiter.is_string()) out += delimiter.string();
    first = false;
    out += element.string();
    evaluation.produce(element.string().size() + (delimiter.is_string() ? delimiter.string().size() : 0));
  }
  return out;
}

Value trim(Evaluation& evaluation, Arguments arguments) {
  if (!arguments[0].is_string()) return misfit(evaluation, "trim", "a string");
  constexpr std::string_view blanks = " \t\r\n";
  const std::string& text = arguments[0].string();
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string::npos) return "";
  return made(evaluation, text.substr(begin, text.find_last_not_of(blanks) + 1 - begin));
}

constexpr Declared declared_string[] = {
    {"substring", "string, start position, length?", substring, "function<string, number, number> -> string"},
    {"string length", "string", string_length, "function<string> -> number"},
    {"upper case", "string", upper_case, "function<string> -> string"},
    {"lower case", "string", lower_case, "function<string> -> string"},
    {"substring before", "string, match", substring_before, "function<string, string> -> string"},
    {"substring after", "string, match", substring_after, "function<string, string> -> string"},
    {"contains", "string, match", contains, "function<string, string> -> boolean"},
    {"starts with", "string, match", starts_with, "function<string, string> -> boolean"},
    {"ends with", "string, match", ends_with, "function<string, string> -> boolean"},
    {"matches", "input, pattern, flags?", matches, "function<string, string, string> -> boolean"},
    {"replace", "input, pattern, replacement, flags?", replace,
     "function<string, string, string, string> -> string"},
    {"split", "string, delimiter", split, "function<string, string> -> list<string>"},
    {"string join", "list, delimiter?", string_join, "function<list<string>, string> -> string"},
    {"trim", "string", trim, "function<string> -> string"},
};

}  // namespace

std::span<const Declared> string_functions() { return declared_string; }

}  // namespace lienthong::feel
