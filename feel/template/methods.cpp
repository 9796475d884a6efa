#include <algorithm>
#include "feel/regex.h"
#include "feel/template/evaluation.h"
#include "feel/utf8.h"

// Methods of Java's String, List, Map and numbers, as far as models use them. Places in texts count code
// points.
namespace lienthong::feel::juel {
namespace {

std::size_t place(const Value& argument, std::size_t size, const std::string& method) {
  const std::int64_t index = whole_argument(argument, method);
  if (index < 0 || index > static_cast<std::int64_t>(size))
    fail("'" + method + "': " + std::to_string(index) + " is out of bounds, the length is " +
         std::to_string(size));
  return static_cast<std::size_t>(index);
}

Value substring(const std::string& text, const List& arguments) {
  const std::vector<char32_t> characters = utf8::decode(text);
  if (arguments.size() != 2) expect_count(arguments, 1, "substring");
  const std::size_t begin = place(arguments[0], characters.size(), "substring");
  const std::size_t end =
      arguments.size() == 2 ? place(arguments[1], characters.size(), "substring") : characters.size();
  if (end < begin) fail("'substring': the end lies before the begin");
  return utf8::encode(characters.data() + begin, characters.data() + end);
}

Value replaced(Evaluation& evaluation, const std::string& text, const std::string& from,
               const std::string& to) {
  if (from.empty()) fail("'replace' takes a text to look for");
  std::string out;
  std::size_t at = 0;
  for (std::size_t found; (found = text.find(from, at)) != std::string::npos; at = found + from.size()) {
    evaluation.step();
    evaluation.produce(found - at + to.size());
    out.append(text, at, found - at).append(to);
  }
  return out.append(text, at);
}

Regex pattern(const std::string& text) {
  std::string error;
  std::optional<Regex> regex = Regex::compile(text, "", error);
  if (!regex) fail("'" + text + "' is no pattern: " + error);
  return std::move(*regex);
}

/// Java's split: empty parts at the end are left out.
Value parts(Evaluation& evaluation, const std::string& text, const std::string& delimiter) {
  const Regex regex = pattern(delimiter);
  const std::vector<char32_t> characters = utf8::decode(text);
  List result;
  std::size_t from = 0;
  while (const std::optional<Regex::Match> match = regex.find(characters, from, evaluation)) {
    const auto [begin, end] = match->groups[0];
    if (begin == end) fail("The pattern of 'split' fits the empty text");
    evaluation.produce(sizeof(Value) + begin - from);
    result.emplace_back(utf8::encode(characters.data() + from, characters.data() + begin));
    from = end;
  }
  result.emplace_back(utf8::encode(characters.data() + from, characters.data() + characters.size()));
  while (result.size() > 1 && result.back().string().empty()) result.pop_back();
  return result;
}

std::string trimmed(const std::string& text) {
  const auto blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  const auto begin = std::find_if_not(text.begin(), text.end(), blank);
  const auto end = std::find_if_not(text.rbegin(), std::make_reverse_iterator(begin), blank).base();
  return {begin, end};
}

Value index_in(const std::string& text, const std::string& part) {
  const std::size_t found = text.find(part);
  if (found == std::string::npos) return -1;
  return static_cast<std::int64_t>(utf8::length(std::string_view(text).substr(0, found)));
}

}  // namespace

MethodResult text_method(Evaluation& evaluation, const std::string& text, const std::string& method,
                         const List& arguments) {
  constexpr std::size_t bytes_per_step = 32;
  evaluation.step(text.size() / bytes_per_step);
  const auto argument = [&]() -> const std::string& {
    return text_argument(only(arguments, method), method);
  };
  const auto none = [&] { expect_count(arguments, 0, method); };
  if (method == "length") return none(), static_cast<std::int64_t>(utf8::length(text));
  if (method == "isEmpty") return none(), text.empty();
  if (method == "isBlank") return none(), trimmed(text).empty();
  if (method == "toLowerCase") return none(), utf8::lower(text);
  if (method == "toUpperCase") return none(), utf8::upper(text);
  if (method == "trim") return none(), trimmed(text);
  if (method == "toString") return none(), text;
  if (method == "equalsIgnoreCase") {
    const Value& other = only(arguments, method);
    return other.is_string() && utf8::lower(other.string()) == utf8::lower(text);
  }
  if (method == "contains") return text.find(argument()) != std::string::npos;
  if (method == "startsWith") return text.starts_with(argument());
  if (method == "endsWith") return text.ends_with(argument());
  if (method == "indexOf") return index_in(text, argument());
  if (method == "concat") return evaluation.produce(text.size() + argument().size()), text + argument();
  if (method == "substring") return substring(text, arguments);
  if (method == "split") return parts(evaluation, text, argument());
  if (method == "matches") {
    const Regex regex = pattern("^(?:" + argument() + ")$");
    return regex.find(utf8::decode(text), 0, evaluation).has_value();
  }
  if (method == "replace" || method == "replaceAll") {
    expect_count(arguments, 2, method);
    const std::string &from = text_argument(arguments[0], method), &to = text_argument(arguments[1], method);
    if (method == "replaceAll" && from.find_first_of("\\[](){}.*+?^$|") != std::string::npos)
      fail("'replaceAll' takes plain text only");
    return replaced(evaluation, text, from, to);
  }
  return std::nullopt;
}

MethodResult list_method(Evaluation& evaluation, const Value& list, const std::string& method,
                         const List& arguments) {
  const List& elements = list.list();
  if (method == "size") return expect_count(arguments, 0, method), static_cast<std::int64_t>(elements.size());
  if (method == "isEmpty") return expect_count(arguments, 0, method), elements.empty();
  if (method == "get") {
    const std::int64_t index = whole_argument(only(arguments, method), method);
    if (index < 0 || index >= static_cast<std::int64_t>(elements.size()))
      fail("Index " + std::to_string(index) + " is out of bounds, the size is " +
           std::to_string(elements.size()));
    return elements[static_cast<std::size_t>(index)];
  }
  if (method == "contains" || method == "indexOf") {
    const Value& wanted = only(arguments, method);
    std::int64_t index = 0;
    for (const Value& element : elements) {
      evaluation.measure(element);
      if (element == wanted) return method == "contains" ? Value(true) : Value(index);
      ++index;
    }
    return method == "contains" ? Value(false) : Value(-1);
  }
  return std::nullopt;
}

MethodResult map_method(Evaluation& evaluation, const Value& map, const std::string& method,
                        const List& arguments) {
  const Context& context = map.context();
  evaluation.step(context.entries.size());
  if (method == "get") {
    const Value* found = context.find(to_text(only(arguments, method)));
    return found ? *found : Value();
  }
  if (method == "containsKey") return context.find(to_text(only(arguments, method))) != nullptr;
  if (method == "size")
    return expect_count(arguments, 0, method), static_cast<std::int64_t>(context.entries.size());
  if (method == "isEmpty") return expect_count(arguments, 0, method), context.entries.empty();
  if (method == "keySet" || method == "values") {
    expect_count(arguments, 0, method);
    List result;
    evaluation.produce(context.entries.size() * sizeof(Value));
    for (const auto& [key, value] : context.entries)
      result.push_back(method == "keySet" ? Value(key) : value);
    return result;
  }
  return std::nullopt;
}

MethodResult number_method(const Value& number, const std::string& method, const List& arguments) {
  if (method == "intValue" || method == "longValue")
    return expect_count(arguments, 0, method), number.number().truncated();
  if (method == "doubleValue") return expect_count(arguments, 0, method), number;
  if (method == "compareTo") {
    const auto found = number.number() <=> to_number(only(arguments, method));
    return found < 0 ? -1 : found > 0 ? 1 : 0;
  }
  return std::nullopt;
}

}  // namespace lienthong::feel::juel
