// Imported files. Only paths are followed: nothing is ever fetched from a network.
#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include "bpmn/reader.h"
#include "bpmn/rules/model.h"
#include "xml/source.h"

namespace lienthong::bpmn::rules {
namespace {

constexpr std::string_view bpmn_type = "http://www.omg.org/spec/BPMN/20100524/MODEL";
constexpr std::size_t imports_max = 64;  ///< no real file has ten; what is behind is not looked at

bool is_absolute(std::string_view location) {
  const std::size_t colon = location.find(':');
  return (colon != location.npos && location.find('/') > colon) || location.starts_with("/");
}

std::string beside(const std::string& importing, const std::string& location) {
  return (std::filesystem::path(importing).parent_path() / location).lexically_normal().generic_string();
}

/// Walks through imports, depth first, each file once.
class Walk {
 public:
  Walk(Model& model, const Imports& imports) : model_(model), imports_(imports) {}

  void follow(const Element& definitions, const std::string& path, const Element* via) {
    for (const Element& import : children(definitions, "import")) {
      const std::string location = import.attribute("location");
      if (location.empty() || is_absolute(location) || seen_.size() >= imports_max) continue;
      const std::string target = beside(path, location);
      if (!seen_.insert(target).second) continue;
      const Element& at = via ? *via : import;
      const auto bytes = imports_(target);
      const std::string through = via ? " (by way of " + path + ")" : "";
      const bool bpmn = import.attribute("importType") == bpmn_type;
      if (!bytes) {
        model_.report(bpmn ? "import-missing" : "import-other-missing", at,
                      "The imported file " + target + through + " cannot be found");
      } else if (bpmn) {
        open(import, target, *bytes, at, through);
      }
    }
  }

 private:
  void open(const Element& import, const std::string& path, const std::string& bytes, const Element& at,
            const std::string& through) {
    std::vector<Problem> wrong;
    auto file = std::make_unique<Imported>();
    file->path = path;
    if (const xml::Source source(bytes, xml_limits); source.problem())
      wrong.push_back(*source.problem());
    else
      file->tree = std::make_unique<xml::Tree>(source.text(), wrong);
    if (!wrong.empty() || !file->tree->root().is("definitions")) {
      const std::string why = wrong.empty() ? "is not BPMN 2.0" : "cannot be read: " + wrong.front().message;
      model_.report("import-unreadable", at, "The imported file " + path + through + " " + why);
      return;
    }
    const Element root = file->tree->root();
    file->target_namespace = root.attribute("targetNamespace");
    if (file->target_namespace != import.attribute("namespace"))
      model_.report("import-namespace", at,
                    "The imported file " + path + through + " has the target namespace " +
                        file->target_namespace + ", not " + import.attribute("namespace"));
    for (int i = 0; i < file->tree->size(); ++i) {
      const Element element(*file->tree, i);
      if (element.space() != xml::Space::Bpmn) continue;
      if (const auto id = element.find("id")) file->ids.emplace(*id, element);
    }
    model_.add(std::move(file));
    follow(root, path, &at);
  }

  Model& model_;
  const Imports& imports_;
  std::set<std::string> seen_;
};

bool is_same_file(const Model& model, const Imported& file) {
  return std::all_of(file.ids.begin(), file.ids.end(), [&](const auto& entry) {
    const auto own = model.by_id(entry.first);
    return own && own->place().line == entry.second.place().line && own->name() == entry.second.name();
  });
}

/// Files of one namespace are one for whoever refers to their ids.
void check_ids_across(Model& model) {
  std::map<std::pair<std::string, std::string_view>, const Imported*> taken;
  for (const auto& file : model.imported()) {
    const bool own_space = file->target_namespace == model.root().attribute("targetNamespace");
    if (own_space && is_same_file(model, *file)) continue;  // imported back
    for (const auto& [id, element] : file->ids) {
      if (id.empty()) continue;
      const auto own = own_space ? model.by_id(id) : std::nullopt;
      if (own)
        model.report("import-id-twice", *own,
                     "The id \"" + std::string(id) + "\" is also used in the imported file " + file->path +
                         ", which has the same target namespace");
      const auto [other, fresh] = taken.emplace(std::pair(file->target_namespace, id), file.get());
      if (!fresh)
        model.report("import-id-twice", model.root(),
                     "The id \"" + std::string(id) + "\" is used in two imported files of one namespace, " +
                         other->second->path + " and " + file->path);
    }
  }
}

}  // namespace

void check_imports(Model& model, const Imports& imports) {
  if (!imports) return;
  Walk(model, imports).follow(model.root(), "", nullptr);
  check_ids_across(model);
}

}  // namespace lienthong::bpmn::rules
