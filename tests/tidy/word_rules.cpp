#include <algorithm>
#include <array>
#include <cctype>
#include "tests/tidy/rules.h"

namespace tidy {
namespace {

bool is_word_char(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

std::string word_from(std::string_view text, std::size_t begin) {
  std::size_t end = begin;
  while (end < text.size() && is_word_char(text[end])) ++end;
  return std::string(text.substr(begin, end - begin));
}

/// Calls f(word, position) for each word of the text.
template <class F>
void each_word(std::string_view text, F f) {
  for (std::size_t i = 0; i < text.size();) {
    std::string word = word_from(text, i);
    if (!word.empty()) f(word, i);
    i += std::max<std::size_t>(word.size(), 1);
  }
}

/// Is `part` a word of the CamelCase name? "Implement" holds no "Impl".
bool has_part(std::string_view name, std::string_view part) {
  for (std::size_t at = name.find(part); at != std::string_view::npos; at = name.find(part, at + 1)) {
    std::size_t end = at + part.size();
    if (end < name.size() && name[end] == 's') ++end;
    if (end == name.size() || !std::islower(static_cast<unsigned char>(name[end]))) return true;
  }
  return false;
}

void check_type_names(const File& file, Problems& problems) {
  std::string before;
  each_word(file.code, [&](const std::string& word, std::size_t position) {
    if (before == "class" || before == "struct" || before == "using" || before == "concept")
      for (std::string_view part : {"Manager", "Util", "Impl", "Helper"})
        if (has_part(word, part))
          problems.push_back(
              at(file, line_at(file.code, position), word + " says nothing: name what it does"));
    before = word;
  });
}

void check_paths(const File& file, Problems& problems) {
  std::size_t number = 0;
  for (std::string_view line : lines_of(file.text)) {
    ++number;
    for (std::string_view path : {"/work/", "/tmp/"}) {
      if (path == "/tmp/" && file.in("tests")) continue;
      for (std::size_t found = line.find(path); found != std::string_view::npos;
           found = line.find(path, found + 1))
        if (found == 0 || !(is_word_char(line[found - 1]) ||
                            std::string_view(".-}~").find(line[found - 1]) != std::string_view::npos))
          problems.push_back(
              at(file, number, "names " + std::string(path) + ", a path of somebody's machine"));
    }
  }
}

}  // namespace

Problems banned_words(const File& file) {
  Problems problems;
  if (file.in("tests/tidy") || file.ends("package-lock.json")) return problems;
  each_word(file.text, [&](const std::string& word, std::size_t position) {
    for (std::string_view banned : {"TODO", "FIXME", "XXX", "HACK"})
      if (word == banned)
        problems.push_back(at(file, line_at(file.text, position), word + ": do it or file it"));
  });
  if (file.is_cpp()) check_type_names(file, problems);
  check_paths(file, problems);
  return problems;
}

}  // namespace tidy
