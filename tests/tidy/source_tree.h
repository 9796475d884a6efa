#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace tidy {

/// One file of the repository. `code` is `text` with comments and the insides of literals blanked, line for
/// line.
struct File {
  std::string path;  ///< from the root, with slashes
  std::string text;
  std::string code;

  bool ends(std::string_view suffix) const { return path.ends_with(suffix); }
  bool in(std::string_view folder) const { return path.starts_with(std::string(folder) + "/"); }
  bool is_cpp() const { return ends(".h") || ends(".cpp") || ends(".c"); }
};

/// A file with that content, as the rules see it.
File file_of(std::string path, std::string text);

/// Every text file of the repository below `root`, without what is built or installed, in order of path.
std::vector<File> read_tree(const std::string& root);

std::vector<std::string_view> lines_of(std::string_view text);
std::string_view trim(std::string_view text);
/// "path:line: what".
std::string at(const File&, std::size_t line, std::string_view what);
/// One that an identifier may hold.
bool is_word(char);
/// The line, from 1, of a position in the file's text.
std::size_t line_at(std::string_view text, std::size_t position);

}  // namespace tidy
