// The rooms of engine/ (docs/ARCHITECTURE.md): arrows one way, one face that leads up, and no class that is a
// room for everything.
#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include "tests/tidy/rules.h"

namespace tidy {
namespace {

/// From the lowest to the highest; a room may include those before it.
const std::vector<std::string>& rooms() {
  static const std::vector<std::string> all{"rows",   "definitions", "steps",    "data",   "waits",
                                            "tokens", "work",        "elements", "driver", "commands"};
  return all;
}

/// Files that declare something abstract: the doors of the engine, and the face that leads up.
const std::set<std::string>& with_abstract() {
  static const std::set<std::string> all{"engine/rows/store.h",          "engine/rows/filter_eval.h",
                                         "engine/definitions/scripts.h", "engine/steps/life.h",
                                         "engine/elements/behavior.h",   "engine/commands.h"};
  return all;
}

/// The room of a path; what stands in engine/ itself is the top, but for the commands, which are values that
/// their handlers share with the outside.
std::size_t place_of(const std::string& path) {
  const std::string inside = path.substr(std::string("engine/").size());
  if (inside == "commands.h") return rooms().size() - 1;
  const auto found = std::ranges::find(rooms(), inside.substr(0, inside.find('/')));
  return static_cast<std::size_t>(found - rooms().begin());
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < text.size();) {
    if (!is_word(text[i])) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && is_word(text[end])) ++end;
    words.emplace_back(text.substr(i, end - i));
    i = end;
  }
  return words;
}

/// The name of the class that `head` begins to define; empty: it begins something else.
std::string class_named(std::string_view head) {
  if (head.find('(') != std::string_view::npos) return "";
  const std::vector<std::string> words = words_of(head.substr(0, head.find(':')));
  for (std::size_t i = 0; i + 1 < words.size(); ++i)
    if ((words[i] == "class" || words[i] == "struct") && (i == 0 || words[i - 1] != "enum"))
      return words[i + 1] == "final" ? "" : words[i + 1];
  return "";
}

/// How many names one declaration of a class body declares.
std::size_t names_in(std::string_view declaration) {
  const std::vector<std::string> words = words_of(declaration);
  static const std::set<std::string> none{"using",  "friend",  "static_assert",
                                          "public", "private", "protected"};
  if (words.empty() || (words.size() == 1 && none.contains(words[0])) || none.contains(words[0])) return 0;
  if (declaration.find('(') != std::string_view::npos) return 1;
  std::size_t depth = 0, names = 1;
  for (const char c : declaration) {
    if (c == '<' || c == '{' || c == '[') ++depth;
    if ((c == '>' || c == '}' || c == ']') && depth > 0) --depth;
    if (c == ',' && depth == 0) ++names;
  }
  return names;
}

struct Open {
  std::string name;  ///< of a class; empty: another brace
  std::size_t line = 0, members = 0;
  bool counts = false;  ///< its declarations are members
};

}  // namespace

Problems wrong_rooms(const File& file) {
  Problems problems;
  if (!file.is_cpp() || !file.in("engine")) return problems;
  const std::size_t own = place_of(file.path);
  std::size_t number = 0;
  for (std::string_view line : lines_of(file.text)) {
    ++number;
    constexpr std::string_view begin = "#include \"engine/";
    if (!line.starts_with(begin)) continue;
    const std::string target(line.substr(10, line.find('"', 10) - 10));
    if (place_of(target) > own) problems.push_back(at(file, number, "an arrow leads up to " + target));
  }
  for (std::size_t found = file.code.find("= 0;"); found != std::string::npos;
       found = file.code.find("= 0;", found + 1)) {
    const std::size_t head = file.code.find_last_of(";{}", found);
    const bool is_abstract = file.code.substr(head + 1, found - head).find("virtual") != std::string::npos;
    if (is_abstract && !with_abstract().contains(file.path))
      problems.push_back(at(file, line_at(file.code, found), "a face that is no door"));
  }
  for (std::size_t found = file.code.find("friend "); found != std::string::npos;
       found = file.code.find("friend ", found + 1))
    if (file.code.compare(found, 24, "friend auto operator<=>(") != 0 &&
        file.code.compare(found, 23, "friend bool operator==(") != 0)
      problems.push_back(at(file, line_at(file.code, found), "friend"));
  return problems;
}

Problems crowded_classes(const File& file) {
  Problems problems;
  if (!file.is_cpp() || !file.in("engine")) return problems;
  std::vector<Open> open;
  std::string head;
  std::size_t line = 1, parentheses = 0;
  const auto declares = [&] {
    if (!open.empty() && open.back().counts) open.back().members += names_in(head);
  };
  for (const char c : file.code) {
    if (c == '\n') ++line;
    if (c == '(') ++parentheses;
    if (c == ')' && parentheses > 0) --parentheses;
    if (parentheses > 0 || (c != '{' && c != '}' && c != ';')) {
      head += c;
      continue;
    }
    if (c == '{') {
      const std::string name = class_named(head);
      const bool function = head.find('(') != std::string::npos;
      if (name.empty() && function) declares();
      open.push_back({name, line, 0, !name.empty()});
      if (name.empty() && !function) {  // an initializer: the declaration goes on behind it
        open.back().name = "=" + head;
      }
    } else if (c == '}' && !open.empty()) {
      const Open closed = open.back();
      open.pop_back();
      if (closed.counts && closed.members > class_members_max)
        problems.push_back(
            at(file, closed.line, closed.name + " has " + std::to_string(closed.members) + " members"));
      if (closed.name.starts_with("=")) {
        head = closed.name.substr(1) + "{}";
        continue;
      }
    } else {
      declares();
    }
    head.clear();
  }
  return problems;
}

Problems scattered_classes(const Tree& tree) {
  std::map<std::string, std::set<std::string>> files;  // of the .cpp files that define members, by class
  for (const File& file : tree) {
    if (!file.in("engine") || !file.ends(".cpp")) continue;
    for (std::string_view line : lines_of(file.code)) {
      if (line.empty() || !is_word(line[0])) continue;
      const std::size_t end = line.find('(');
      const std::size_t colons = line.substr(0, end).rfind("::");
      if (end == std::string_view::npos || colons == std::string_view::npos) continue;
      const std::string_view member = line.substr(colons + 2, end - colons - 2);
      const auto is_part_of_name = [](char c) { return c == '~' || is_word(c); };
      if (!member.starts_with("operator") && !std::ranges::all_of(member, is_part_of_name)) continue;
      std::size_t begin = colons;
      while (begin > 0 && is_word(line[begin - 1])) --begin;
      const std::string name(line.substr(begin, colons - begin));
      if (!name.empty() && std::isupper(static_cast<unsigned char>(name[0]))) files[name].insert(file.path);
    }
  }
  Problems problems;
  for (const auto& [name, where] : files)
    if (where.size() > class_files_max)
      problems.push_back(name + " is defined in " + std::to_string(where.size()) + " files, " +
                         *where.begin() + " among them");
  return problems;
}

}  // namespace tidy
