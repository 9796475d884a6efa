#include <algorithm>
#include <set>
#include "tests/tidy/rules.h"

namespace tidy {
namespace {

bool measured(const File& file) {
  return file.is_cpp() || file.ends(".py") || file.ends(".js") || file.ends(".sh") || file.ends(".cmake") ||
         file.ends("CMakeLists.txt") || file.in("scripts");
}

std::size_t columns(std::string_view line) {
  return static_cast<std::size_t>(std::count_if(
      line.begin(), line.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    bool before = at > 0 && is_word(text[at - 1]);
    bool after = at + word.size() < text.size() && is_word(text[at + word.size()]);
    if (!before && !after) return true;
  }
  return false;
}

/// Does the brace after `head` open a namespace or type, whose functions are counted one by one?
bool opens_outer(std::string_view head) {
  if (head.find('(') != std::string_view::npos && !has_word(head, "requires") && !has_word(head, "alignas"))
    return false;
  for (std::string_view word : {"namespace", "class", "struct", "union", "enum", "extern"})
    if (has_word(head, word)) return true;
  return false;
}

struct Brace {
  bool outer;
  bool function;
  std::size_t begin;  ///< line of the head's first word
};

}  // namespace

Problems long_lines(const File& file) {
  Problems problems;
  if (!measured(file)) return problems;
  std::size_t number = 0;
  for (std::string_view line : lines_of(file.text)) {
    ++number;
    if (columns(line) > line_columns_max)
      problems.push_back(at(file, number, std::to_string(columns(line)) + " columns"));
  }
  return problems;
}

Problems long_file(const File& file) {
  std::size_t count = lines_of(file.text).size();
  if (measured(file) && count > file_lines_max) return {at(file, count, "the file has that many lines")};
  return {};
}

// A function is a brace at namespace or class level whose head, the text since the last ; { or }, holds a
// parenthesis.
Problems long_functions(const File& file) {
  Problems problems;
  if (!file.is_cpp()) return problems;
  std::vector<Brace> open;
  std::string head;
  std::size_t line = 1, head_line = 1, parentheses = 0;
  for (std::size_t i = 0; i < file.code.size(); ++i) {
    char c = file.code[i];
    if (c == '\n') ++line;
    if (c == '(') ++parentheses;
    if (c == ')' && parentheses > 0) --parentheses;
    bool outer_here = open.empty() || open.back().outer;
    if (c == '{') {
      bool outer = outer_here && parentheses == 0 && opens_outer(head);
      bool function = outer_here && !outer && parentheses == 0 && head.find('(') != std::string::npos;
      open.push_back({outer, function, head_line});
    } else if (c == '}' && !open.empty()) {
      Brace closed = open.back();
      open.pop_back();
      std::size_t length = line - closed.begin + 1;
      if (closed.function && length > function_lines_max)
        problems.push_back(at(file, closed.begin, "a function of " + std::to_string(length) + " lines"));
    }
    if (c == ';' || c == '{' || c == '}') {
      head.clear();
    } else if (!std::isspace(static_cast<unsigned char>(c)) || !head.empty()) {
      if (head.empty()) head_line = line;
      head += c;
    }
  }
  if (!open.empty()) problems.push_back(at(file, open.back().begin, "this brace is never closed"));
  return problems;
}

}  // namespace tidy
