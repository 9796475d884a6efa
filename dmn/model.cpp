#include "dmn/model.h"
#include <algorithm>
#include <map>
#include <set>
#include "dmn/compiler.h"
#include "dmn/reader.h"

namespace lienthong::dmn {
namespace {

using DrgKind = DrgElement::Kind;

/// Names of entries that contexts can have: they may hold spaces and signs.
void collect_members(const ItemDefinition& item, std::set<std::string>& names) {
  for (const ItemDefinition& component : item.components) {
    names.insert(component.name);
    collect_members(component, names);
  }
}

void collect_members(const BoxedExpression* expression, std::set<std::string>& names) {
  if (!expression) return;
  for (const InformationItem& item : expression->items) names.insert(item.name);
  if (expression->table)
    for (const OutputClause& output : expression->table->outputs) names.insert(output.name);
  for (const BoxedExpressionPtr& child : expression->children) collect_members(child.get(), names);
}

std::shared_ptr<const feel::KnownNames> members_of(const std::vector<const Definitions*>& files) {
  std::set<std::string> names;
  for (const Definitions* file : files) {
    for (const ItemDefinition& item : file->item_definitions) collect_members(item, names);
    for (const DrgElement& element : file->elements) {
      names.insert(element.variable.name);
      collect_members(element.logic.get(), names);
    }
  }
  return std::make_shared<const feel::KnownNames>(feel::known_names({names.begin(), names.end()}));
}

/// Puts the elements of all files into one model and resolves what they refer to.
class Linking {
 public:
  Linking(const std::vector<const Definitions*>& files, std::vector<Problem>& problems)
      : files_(files), problems_(problems), model_(std::make_shared<Model>()) {}

  ModelPtr run() {
    model_->platform = files_[0]->platform;
    model_->id = files_[0]->id;
    model_->name = files_[0]->name;
    model_->name_space = files_[0]->name_space;
    for (std::size_t file = 0; file < files_.size(); ++file) number(file);
    model_->own_elements = files_[0]->elements.size();
    for (std::size_t file = 0, index = 0; file < files_.size(); ++file)
      for (const DrgElement& element : files_[file]->elements)
        resolve(file, element, static_cast<int>(index++));
    cut_circles();
    const std::shared_ptr<const feel::KnownNames> members = members_of(files_);
    for (std::size_t file = 0, index = 0; file < files_.size(); ++file) {
      std::vector<Problem> found;
      const Types types(files_, file, found);
      Compiler compiler(*files_[file], types, members, found);
      for (const DrgElement& element : files_[file]->elements)
        compile(compiler, element, static_cast<int>(index++));
      // Faults of an imported file are told where that file is looked at.
      if (file == 0) std::ranges::move(found, std::back_inserter(problems_));
    }
    return model_;
  }

 private:
  Model::Element& at(ElementIndex index) { return model_->elements[static_cast<std::size_t>(index)]; }

  void error(const DrgElement& element, Place place, std::string rule, std::string message) {
    if (problems_.size() < problems_max)
      problems_.push_back({Problem::Severity::Error, std::move(rule), std::move(message), element.id,
                           place.line, place.column, ""});
  }

  void number(std::size_t file) {
    std::map<std::string_view, int> names;
    for (const DrgElement& from : files_[file]->elements) {
      Model::Element element;
      element.kind = from.kind;
      element.id = from.id;
      element.name = from.name;
      element.name_space = files_[file]->name_space;
      element.variable = from.variable.name;
      element.version_tag = from.version_tag;
      element.history_time_to_live = from.history_time_to_live;
      element.place = from.place;
      element.open_names = files_[file]->platform != Platform::Standard;
      const auto index = static_cast<ElementIndex>(model_->elements.size());
      if (!from.id.empty()) by_href_.emplace(element.name_space + "#" + from.id, index);
      if (file == 0 && !from.name.empty() && names[from.name]++ > 0)
        error(from, from.place, "name-twice", "The name \"" + from.name + "\" is used twice");
      model_->elements.push_back(std::move(element));
    }
  }

  std::optional<ElementIndex> referred(std::size_t file, const std::string& href) const {
    const std::size_t hash = href.find('#');
    if (hash == href.npos) return std::nullopt;
    const auto found = by_href_.find(hash == 0 ? files_[file]->name_space + href : href);
    return found == by_href_.end() ? std::nullopt : std::optional(found->second);
  }

  std::optional<ElementIndex> demand(std::size_t file, const DrgElement& from, const std::string& href,
                                     Place place) {
    const std::optional<ElementIndex> found = referred(file, href);
    if (!found && file == 0)
      error(from, place, "requirement-dangling", "\"" + href + "\" refers to no element that is there");
    return found;
  }

  void resolve(std::size_t file, const DrgElement& from, ElementIndex index) {
    Model::Element& element = at(index);
    for (const Requirement& requirement : from.requirements) {
      const std::optional<ElementIndex> found = demand(file, from, requirement.href, requirement.place);
      if (!found) continue;
      const DrgKind kind = at(*found).kind;
      const bool fits = requirement.kind == Requirement::Kind::Decision ? kind == DrgKind::Decision
                        : requirement.kind == Requirement::Kind::Input
                            ? kind == DrgKind::InputData
                            : kind == DrgKind::BusinessKnowledgeModel || kind == DrgKind::DecisionService;
      if (!fits) {
        if (file == 0)
          error(from, requirement.place, "requirement-kind",
                "\"" + at(*found).name + "\" is not of the kind that is required here");
        continue;
      }
      if (*found == index) {
        if (kind == DrgKind::Decision && file == 0)
          error(from, requirement.place, "requirement-circle", "\"" + from.name + "\" requires itself");
        continue;  // a model function may know itself
      }
      element.requirements.push_back(*found);
      bind(file, element, *found);
    }
    const auto add = [&](const std::vector<std::string>& hrefs, std::vector<ElementIndex>& to) {
      for (const std::string& href : hrefs)
        if (const std::optional<ElementIndex> found = demand(file, from, href, from.place))
          to.push_back(*found);
    };
    add(from.output_decisions, element.outputs);
    add(from.input_data, element.parameters);
    add(from.input_decisions, element.parameters);
    if (from.kind == DrgKind::DecisionService && file == 0 && element.outputs.empty())
      error(from, from.place, "service-without-output", "The decision service has no output decision");
  }

  /// Makes the required element's name known in the logic: through the import's name when it has one.
  void bind(std::size_t file, Model::Element& element, ElementIndex index) {
    const Model::Element& required = at(index);
    if (required.name_space != files_[file]->name_space) {
      for (const Import& import : files_[file]->imports) {
        if (import.name_space != required.name_space) continue;
        if (import.name.empty()) break;
        auto known = std::ranges::find(element.imports, import.name, &Model::ImportedBindings::import);
        if (known == element.imports.end()) known = element.imports.insert(known, {import.name, {}});
        known->bindings.push_back({required.variable, index, ""});
        return;
      }
    }
    element.bindings.push_back({required.variable, index, ""});
    if (files_[file]->platform != Platform::Standard) bind_outputs(file, element, index);
  }

  /// Camunda knows a required decision by its id and by the names of its outputs.
  void bind_outputs(std::size_t file, Model::Element& element, ElementIndex index) {
    for (const DrgElement& from : files_[file]->elements) {
      if (from.id != at(index).id) continue;
      element.bindings.push_back({from.id, index, ""});
      if (!from.logic || !from.logic->table) continue;
      const std::vector<OutputClause>& outputs = from.logic->table->outputs;
      for (const OutputClause& output : outputs)
        element.bindings.push_back({output.name, index, outputs.size() == 1 ? "" : output.name});
    }
  }

  void cut_circles() {
    enum class Mark : char { New, Open, Done };
    std::vector<Mark> marks(model_->elements.size(), Mark::New);
    for (std::size_t start = 0; start < marks.size(); ++start) {
      std::vector<std::pair<ElementIndex, std::size_t>> open;
      const auto enter = [&](ElementIndex index) {
        marks[static_cast<std::size_t>(index)] = Mark::Open;
        open.emplace_back(index, 0);
      };
      if (marks[start] == Mark::New) enter(static_cast<ElementIndex>(start));
      while (!open.empty()) {
        auto& [index, next] = open.back();
        std::vector<ElementIndex>& needed = at(index).requirements;
        if (next == needed.size()) {
          marks[static_cast<std::size_t>(index)] = Mark::Done;
          open.pop_back();
          continue;
        }
        const ElementIndex child = needed[next];
        const Mark mark = marks[static_cast<std::size_t>(child)];
        if (mark == Mark::Open) {
          circle(index, child);
          needed.erase(needed.begin() + static_cast<std::ptrdiff_t>(next));
          continue;
        }
        ++next;
        if (mark == Mark::New) enter(child);
      }
    }
  }

  void circle(ElementIndex from, ElementIndex to) {
    if (static_cast<std::size_t>(from) >= model_->own_elements) return;
    const DrgElement& element = files_[0]->elements[static_cast<std::size_t>(from)];
    error(element, element.place, "requirement-circle",
          "\"" + element.name + "\" and \"" + at(to).name +
              "\" require each other, directly or through others");
  }

  void compile(Compiler& compiler, const DrgElement& from, ElementIndex index) {
    Model::Element& element = at(index);
    std::vector<std::string> names;
    for (const Model::Binding& binding : element.bindings) names.push_back(binding.name);
    for (const Model::ImportedBindings& import : element.imports) names.push_back(import.import);
    if (from.kind == DrgKind::BusinessKnowledgeModel) names.push_back(element.variable);
    if (from.kind != DrgKind::BusinessKnowledgeModel)
      element.type =
          Compiler::result_type(compiler.type(from.variable.type_ref, from.id, from.variable.place));
    element.logic = compiler.logic(from, names, element.table, element.whole);
  }

  const std::vector<const Definitions*>& files_;
  std::vector<Problem>& problems_;
  std::shared_ptr<Model> model_;
  std::map<std::string, ElementIndex, std::less<>> by_href_;
};

}  // namespace

std::optional<ElementIndex> Model::find(DrgElement::Kind kind, std::string_view name_or_id,
                                        std::string_view wanted_space) const {
  const bool own = wanted_space.empty() || wanted_space == name_space;
  for (const auto part : {&Element::name, &Element::id})
    for (std::size_t i = 0; i < (own ? own_elements : elements.size()); ++i)
      if (elements[i].kind == kind && elements[i].*part == name_or_id &&
          (own || elements[i].name_space == wanted_space))
        return static_cast<ElementIndex>(i);
  return std::nullopt;
}

std::optional<ElementIndex> Model::find_id(DrgElement::Kind kind, std::string_view wanted) const {
  for (std::size_t i = 0; i < own_elements; ++i)
    if (elements[i].kind == kind && elements[i].id == wanted) return static_cast<ElementIndex>(i);
  return std::nullopt;
}

namespace {

/// The first file and those it imports, directly or through others.
std::vector<const Definitions*> imported(const std::vector<const Definitions*>& files,
                                         std::vector<Problem>& problems) {
  std::vector<const Definitions*> needed{files[0]};
  for (std::size_t i = 0; i < needed.size(); ++i)
    for (const Import& import : needed[i]->imports) {
      const auto fits = [&](const Definitions* file) { return file->name_space == import.name_space; };
      const auto found = std::find_if(files.begin(), files.end(), fits);
      if (found == files.end()) {
        if (i == 0 && import.type.find("DMN") != std::string::npos)
          problems.push_back(
              {Problem::Severity::Error, "import-missing",
               "No file has the namespace \"" + import.name_space + "\" that \"" + import.name + "\" imports",
               "", import.place.line, import.place.column, ""});
      } else if (std::ranges::find(needed, *found) == needed.end()) {
        needed.push_back(*found);
      }
    }
  return needed;
}

}  // namespace

ModelPtr compile(const std::vector<const Definitions*>& files, std::vector<Problem>& problems) {
  const std::vector<const Definitions*> needed = imported(files, problems);
  return Linking(needed, problems).run();
}

}  // namespace lienthong::dmn
