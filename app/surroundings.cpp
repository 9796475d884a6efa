#include "app/surroundings.h"
#include <utility>
#include "app/commands.h"
#include "bpmn/reader.h"
#include "xml/source.h"
#include "xml/tree.h"

namespace lienthong::app {

Surroundings::Surroundings(const std::vector<std::filesystem::path>& checked)
    : checked_(checked.begin(), checked.end()) {
  for (const auto& file : checked) read(file, true);
}

void Surroundings::read_beside() {
  std::set<std::filesystem::path> folders;
  for (const auto& file : checked_) folders.insert(file.has_parent_path() ? file.parent_path() : ".");
  for (const auto& folder : folders) {
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
      if (!entry.is_regular_file(error)) continue;
      files_.insert(entry.path().filename().string());
      if (is_deployable(entry.path()) && !checked_.contains(entry.path())) read(entry.path(), false);
    }
  }
}

void Surroundings::read(const std::filesystem::path& file, bool checked) try {
  files_.insert(file.filename().string());
  const std::string bytes = read_file(file);
  if (file.extension() == ".form") {
    forms_.insert(engine::form_id(bytes));
    return;
  }
  if (file.extension() == ".js") return;
  const xml::Source source(bytes, bpmn::xml_limits);
  if (source.problem()) return;
  std::vector<Problem> problems;
  const xml::Tree tree(source.text(), problems);
  if (tree.size() == 0) return;
  for (const xml::Element child : tree.root().children())
    if (child.is("decision", xml::Space::Dmn)) decisions_.insert(child.attribute("id"));
  for (const std::string& id : bpmn::callable_ids(tree.root())) {
    processes_.insert(id);
    if (checked) by_folder_[{file.parent_path(), id}].push_back(file);
  }
} catch (const Refused&) {  // whoever checks the file itself says why
}

bool Surroundings::has(const engine::Outside& what) {
  if (is_read(what)) return true;
  if (std::exchange(beside_read_, true)) return false;
  read_beside();
  return is_read(what);
}

bool Surroundings::is_read(const engine::Outside& what) const {
  switch (what.kind) {
    case engine::Outside::Kind::Process: return processes_.contains(what.name);
    case engine::Outside::Kind::Decision: return decisions_.contains(what.name);
    case engine::Outside::Kind::Form: return forms_.contains(what.name);
    case engine::Outside::Kind::File: return files_.contains(what.name);
  }
  return true;
}

std::optional<std::filesystem::path> Surroundings::twin(const std::filesystem::path& file,
                                                        const std::string& id) const {
  const auto found = by_folder_.find({file.parent_path(), id});
  if (found == by_folder_.end() || found->second.front() == file) return std::nullopt;
  return found->second.front();
}

}  // namespace lienthong::app
