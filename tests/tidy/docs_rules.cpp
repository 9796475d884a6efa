#include <algorithm>
#include <cctype>
#include <filesystem>
#include "tests/tidy/rules.h"

namespace tidy {
namespace {

struct Link {
  std::string target;
  std::size_t line;
};

/// The page with fenced blocks and `code` blanked.
std::string prose(const File& page) {
  std::string out;
  bool fenced = false;
  for (std::string_view line : lines_of(page.text)) {
    bool fence = trim(line).starts_with("```");
    bool code = false;
    for (char c : line) {
      if (c == '`') code = !code;
      out += fenced || fence || code ? ' ' : c;
    }
    if (fence) fenced = !fenced;
    out += '\n';
  }
  return out;
}

std::vector<Link> links_of(const File& page) {
  std::vector<Link> links;
  const std::string text = prose(page);
  for (std::size_t found = text.find("]("); found != std::string::npos; found = text.find("](", found + 1)) {
    std::size_t end = text.find(')', found);
    if (end == std::string::npos) break;
    std::string target(trim(std::string_view(text).substr(found + 2, end - found - 2)));
    target = target.substr(0, target.find(' '));
    links.push_back({target, line_at(text, found)});
  }
  return links;
}

/// The anchor that readers of Markdown make of a heading.
std::string anchor_of(std::string_view heading) {
  std::string anchor;
  for (char c : heading) {
    unsigned char u = static_cast<unsigned char>(c);
    if (std::isalnum(u))
      anchor += static_cast<char>(std::tolower(u));
    else if (c == '-' || c == '_' || u >= 0x80)
      anchor += c;
    else if (c == ' ')
      anchor += '-';
  }
  return anchor;
}

bool has_anchor(const File& page, std::string_view anchor) {
  for (std::string_view line : lines_of(page.text)) {
    if (!line.starts_with("#")) continue;
    line.remove_prefix(std::min(line.find_first_not_of('#'), line.size()));
    if (anchor_of(trim(line)) == anchor) return true;
  }
  return false;
}

bool leads_outside(std::string_view target) {
  return target.starts_with("http://") || target.starts_with("https://") || target.starts_with("mailto:");
}

}  // namespace

Problems untitled_page(const File& page) {
  if (!page.ends(".md")) return {};
  std::string_view text = trim(page.text);
  if (text.starts_with("# ")) return {};
  return {at(page, 1, "a page begins with its title, \"# …\"")};
}

Problems broken_links(const File& page, const Tree& tree) {
  Problems problems;
  if (!page.ends(".md")) return problems;
  for (const Link& link : links_of(page)) {
    if (leads_outside(link.target)) continue;
    std::size_t hash = std::min(link.target.find('#'), link.target.size());
    std::filesystem::path folder = std::filesystem::path(page.path).parent_path();
    std::string path = (folder / link.target.substr(0, hash)).lexically_normal().generic_string();
    if (hash == 0) path = page.path;
    while (path.ends_with("/")) path.pop_back();
    bool folder_exists =
        path.empty() || path == "." ||
        std::any_of(tree.begin(), tree.end(), [&](const File& file) { return file.in(path); });
    auto file = std::find_if(tree.begin(), tree.end(), [&](const File& one) { return one.path == path; });
    if (file == tree.end() && !folder_exists)
      problems.push_back(at(page, link.line, "there is no " + link.target));
    else if (file != tree.end() && hash + 1 < link.target.size() &&
             !has_anchor(*file, link.target.substr(hash + 1)))
      problems.push_back(at(page, link.line, "there is no heading for " + link.target));
  }
  return problems;
}

Problems missing_changelog(const Tree& tree) {
  auto found =
      std::find_if(tree.begin(), tree.end(), [](const File& file) { return file.path == "CHANGELOG.md"; });
  if (found == tree.end()) return {"CHANGELOG.md is missing"};
  if (found->text.find("\n- ") == std::string::npos) return {"CHANGELOG.md names no change"};
  return {};
}

}  // namespace tidy
