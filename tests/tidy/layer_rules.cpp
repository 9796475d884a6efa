#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <sstream>
#include "tests/tidy/rules.h"

namespace tidy {
namespace {

using Folders = std::set<std::string>;

/// Whom each layer may include, besides itself: the diagram of docs/ARCHITECTURE.md.
const std::map<std::string, Folders>& layers() {
  static const Folders words{"base"};
  static const Folders models{"base", "xml"};
  static const Folders core{"base", "xml", "lifecycle", "bpmn", "feel", "calendar", "dmn"};
  static const Folders doors{"base", "xml", "lifecycle", "bpmn", "feel", "calendar", "dmn", "engine"};
  static const Folders with_office{"base",     "xml", "lifecycle", "bpmn",  "feel",
                                   "calendar", "dmn", "engine",    "office"};
  static const Folders with_storage{"base",     "xml", "lifecycle", "bpmn",   "feel",
                                    "calendar", "dmn", "engine",    "storage"};
  static const std::map<std::string, Folders> all{{"base", {}},
                                                  {"lifecycle", words},
                                                  {"xml", words},
                                                  {"bpmn", models},
                                                  {"feel", {"base", "xml", "calendar"}},
                                                  {"calendar", words},
                                                  {"dmn", {"base", "xml", "calendar", "feel"}},
                                                  {"engine", core},
                                                  {"storage", doors},
                                                  {"adapters", doors},
                                                  {"office", doors},
                                                  {"api", with_office},
                                                  {"scenario", with_storage}};
  return all;
}

/// A foreign library has a home: who may include it in a .cpp. Headers never do, so that nobody pays for what
/// he does not use.
struct Foreign {
  std::string_view prefix;
  Folders homes;
};
const std::vector<Foreign>& foreign() {
  static const std::vector<Foreign> all{{"boost/msm", {"lifecycle"}},
                                        {"boost/mpl", {"lifecycle"}},
                                        {"boost/", {"api", "adapters", "app"}},
                                        {"nlohmann/", {"base"}},
                                        {"pugi", {"bpmn", "feel", "xml"}},
                                        {"sqlite3", {"storage"}},
                                        {"curl/", {"adapters", "app"}},
                                        {"spdlog/", {"base", "app"}},
                                        {"catch2/", {}},
                                        {"duktape", {"adapters"}},
                                        {"utf8proc", {"feel"}}};
  return all;
}
/// Internal headers that exist to share what a foreign library needs between a few .cpp files of one folder.
const Folders& headers_with_foreign() {
  static const Folders all{"api/connection.h", "lifecycle/table.h"};
  return all;
}

std::string folder_of(std::string_view path) {
  std::size_t slash = path.find('/');
  return slash == std::string_view::npos ? "" : std::string(path.substr(0, slash));
}

struct Include {
  std::string path;
  bool quoted;
  std::size_t line;
};

std::vector<Include> includes_of(const File& file) {
  std::vector<Include> found;
  std::size_t number = 0;
  for (std::string_view line : lines_of(file.text)) {
    ++number;
    line = trim(line);
    if (!line.starts_with("#")) continue;
    line = trim(line.substr(1));
    if (!line.starts_with("include")) continue;
    line = trim(line.substr(7));
    if (line.empty() || (line[0] != '"' && line[0] != '<')) continue;
    std::size_t end = line.find(line[0] == '"' ? '"' : '>', 1);
    if (end != std::string_view::npos)
      found.push_back({std::string(line.substr(1, end - 1)), line[0] == '"', number});
  }
  return found;
}

void check_foreign(const File& file, const Include& include, Problems& problems) {
  for (const Foreign& library : foreign()) {
    if (!include.path.starts_with(library.prefix)) continue;
    if (file.ends(".h") && !headers_with_foreign().contains(file.path))
      problems.push_back(at(file, include.line, "a header of ours includes " + include.path));
    else if (!library.homes.contains(folder_of(file.path)))
      problems.push_back(
          at(file, include.line, include.path + " has no home in " + folder_of(file.path) + "/"));
    return;
  }
}

/// The words of lienthong_library(…) in a folder's CMakeLists.txt, without comments; empty when there is
/// none.
std::vector<std::string> library_words(std::string_view text) {
  std::string bare;
  for (std::string_view line : lines_of(text)) bare += std::string(line.substr(0, line.find('#'))) + "\n";
  std::size_t begin = bare.find("lienthong_library(");
  if (begin == std::string::npos) return {};
  begin += std::string_view("lienthong_library(").size();
  std::istringstream in(bare.substr(begin, bare.find(')', begin) - begin));
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

/// Everything that the libraries a folder NEEDS give it, directly or not.
Folders reachable(const std::string& folder, const std::map<std::string, Folders>& needs) {
  Folders found;
  std::vector<std::string> open{folder};
  while (!open.empty()) {
    std::string next = open.back();
    open.pop_back();
    auto known = needs.find(next);
    if (known == needs.end()) continue;
    for (const std::string& need : known->second)
      if (found.insert(need).second) open.push_back(need);
  }
  return found;
}

}  // namespace

Problems wrong_includes(const File& file) {
  Problems problems;
  std::string folder = folder_of(file.path);
  auto layer = layers().find(folder);
  bool ours = layer != layers().end() || folder == "app";
  if (!file.is_cpp() || !ours) return problems;
  for (const Include& include : includes_of(file)) {
    check_foreign(file, include, problems);
    if (!include.quoted) continue;
    std::string target = folder_of(include.path);
    if (target.empty())
      problems.push_back(at(file, include.line, "\"" + include.path + "\" is not written from the root"));
    else if (target != folder && layer != layers().end() && !layer->second.contains(target))
      problems.push_back(at(file, include.line, folder + "/ may not include " + include.path));
    if (headers_with_foreign().contains(include.path) && (target != folder || file.ends(".h")))
      problems.push_back(at(file, include.line, include.path + " is for .cpp files of " + target + "/ only"));
  }
  return problems;
}

Problems wrong_libraries(const Tree& tree) {
  Problems problems;
  std::map<std::string, Folders> needs, used;
  Folders with_code;
  for (const File& file : tree) {
    std::string folder = folder_of(file.path);
    if (!layers().contains(folder)) continue;
    if (file.path == folder + "/CMakeLists.txt") {
      std::vector<std::string> words = library_words(file.text);
      if (words.empty() || words[0] != folder)
        problems.push_back(at(file, 1, "no lienthong_library(" + folder + " …)"));
      auto begin = std::find(words.begin(), words.end(), "NEEDS");
      needs[folder];
      for (auto word = begin; word != words.end(); ++word)
        if (word->starts_with("lienthong_")) needs[folder].insert(word->substr(10));
      for (const std::string& need : needs[folder])
        if (!layers().at(folder).contains(need))
          problems.push_back(at(file, 1, folder + " may not need lienthong_" + need));
    }
    if (!file.is_cpp()) continue;
    with_code.insert(folder);
    for (const Include& include : includes_of(file))
      if (include.quoted && layers().contains(folder_of(include.path)))
        used[folder].insert(folder_of(include.path));
  }
  for (const std::string& folder : with_code) {
    if (!needs.contains(folder)) {
      problems.push_back(folder + "/ has code and no CMakeLists.txt");
      continue;
    }
    Folders given = reachable(folder, needs);
    for (const std::string& target : used[folder])
      if (target != folder && !given.contains(target))
        problems.push_back(folder + "/CMakeLists.txt: includes use " + target + "/, NEEDS does not give it");
  }
  return problems;
}

}  // namespace tidy
