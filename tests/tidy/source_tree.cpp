#include "tests/tidy/source_tree.h"
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace tidy {
namespace {

namespace fs = std::filesystem;

/// Blanks comments and literals, keeping every newline where it was.
class Blanker {
  const std::string& in_;
  std::string out_;
  std::size_t at_ = 0;

 public:
  explicit Blanker(const std::string& text) : in_(text) {}

  std::string run() {
    while (at_ < in_.size()) {
      if (starts("//"))
        blank_to(in_.find('\n', at_));
      else if (starts("/*"))
        blank_to(after("*/", at_ + 2));
      else if (starts("R\"") && (at_ == 0 || !is_word(in_[at_ - 1])))
        raw_string();
      else if (in_[at_] == '"')
        quoted('"');
      else if (in_[at_] == '\'' && !separates_digits())
        quoted('\'');
      else
        out_ += in_[at_++];
    }
    return out_;
  }

 private:
  bool starts(std::string_view what) const { return std::string_view(in_).substr(at_).starts_with(what); }
  std::size_t after(std::string_view what, std::size_t from) const {
    std::size_t found = in_.find(what, from);
    return found == std::string::npos ? found : found + what.size();
  }
  void blank_to(std::size_t end) {
    for (end = std::min(end, in_.size()); at_ < end; ++at_) out_ += in_[at_] == '\n' ? '\n' : ' ';
  }
  void raw_string() {
    std::size_t open = in_.find('(', at_);
    if (open == std::string::npos) return blank_to(in_.size());
    std::string close = ")" + in_.substr(at_ + 2, open - at_ - 2) + "\"";
    std::size_t end = after(close, open);
    out_ += '"';
    ++at_;
    blank_to(end == std::string::npos ? end : end - 1);
    if (at_ < in_.size()) out_ += in_[at_++];
  }
  void quoted(char mark) {
    std::size_t end = at_ + 1;
    while (end < in_.size() && in_[end] != mark && in_[end] != '\n') end += in_[end] == '\\' ? 2 : 1;
    out_ += mark;
    ++at_;
    blank_to(end);
    if (at_ < in_.size() && in_[at_] == mark) out_ += in_[at_++];
  }
  /// 1'000'000: the word before the mark begins with a digit.
  bool separates_digits() const {
    std::size_t begin = at_;
    while (begin > 0 && (is_word(in_[begin - 1]) || in_[begin - 1] == '\'')) --begin;
    return begin < at_ && std::isdigit(static_cast<unsigned char>(in_[begin]));
  }
};

bool is_text(const fs::path& path) {
  static const std::set<std::string> suffixes{".h",   ".cpp", ".c",    ".md",      ".txt", ".cmake",
                                              ".py",  ".js",  ".json", ".bpmn",    ".dmn", ".html",
                                              ".sql", ".sh",  ".yml",  ".scenario"};
  return suffixes.contains(path.extension().string()) || path.filename() == "Makefile" ||
         path.parent_path().filename() == "scripts" || path.parent_path().filename() == ".ci";
}

}  // namespace

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

File file_of(std::string path, std::string text) {
  File file{std::move(path), std::move(text), {}};
  if (file.is_cpp()) file.code = Blanker(file.text).run();
  return file;
}

std::vector<File> read_tree(const std::string& root) {
  static const std::set<std::string> skipped{"build", "node_modules", ".git", ".cache"};
  std::vector<File> files;
  for (auto it = fs::recursive_directory_iterator(root); it != fs::recursive_directory_iterator(); ++it) {
    if (it->is_directory() && skipped.contains(it->path().filename().string())) {
      it.disable_recursion_pending();
      continue;
    }
    if (!it->is_regular_file() || !is_text(it->path())) continue;
    std::ifstream in(it->path());
    std::ostringstream text;
    text << in.rdbuf();
    files.push_back(file_of(fs::relative(it->path(), root).generic_string(), text.str()));
  }
  std::sort(files.begin(), files.end(), [](const File& a, const File& b) { return a.path < b.path; });
  return files;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  return text;
}

std::string at(const File& file, std::size_t line, std::string_view what) {
  return file.path + ":" + std::to_string(line) + ": " + std::string(what);
}

std::size_t line_at(std::string_view text, std::size_t position) {
  return 1 + static_cast<std::size_t>(
                 std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(position), '\n'));
}

}  // namespace tidy
