// Camunda Forms: JSON with an id and components (docs/for-designers.md).
#include <algorithm>
#include <map>
#include <set>
#include "base/json.h"
#include "base/json_places.h"
#include "base/nearest.h"
#include "base/refused.h"
#include "engine/definitions/outside.h"

namespace lienthong::engine {
namespace {

constexpr std::size_t form_problems_max = 100;

/// Components that show something and take nothing.
constexpr std::string_view components_without_value[] = {"text",   "html",      "image",          "button",
                                                         "spacer", "separator", "group",          "iframe",
                                                         "table",  "columns",   "documentPreview"};
constexpr std::string_view component_containers[] = {"group", "columns", "dynamiclist"};
constexpr std::string_view components_with_value[] = {"textfield", "textarea",    "number",     "checkbox",
                                                      "checklist", "radio",       "select",     "taglist",
                                                      "datetime",  "dynamiclist", "filepicker", "expression"};
/// Those of which one chooses from what they list.
constexpr std::string_view components_with_choice[] = {"checklist", "radio", "select", "taglist"};

template <std::size_t N>
bool is_component_of(const std::string& word, const std::string_view (&words)[N]) {
  return std::ranges::find(words, word) != std::end(words);
}

class FormCheck {
 public:
  explicit FormCheck(std::string_view bytes) : bytes_(bytes) {}

  std::vector<Problem> run() {
    Value form;
    try {
      form = json::parse(bytes_);
    } catch (const Refused& refused) {
      add(Error, "form-unreadable", {}, std::string("This is no form: ") + refused.what());
      return std::move(problems_);
    }
    if (!form.is_context()) {
      add(Error, "form-unreadable", {}, "This is no form: a form is a JSON object");
      return std::move(problems_);
    }
    places_ = json::objects_of(bytes_);
    if (keys_are_twice()) return std::move(problems_);
    find_objects(form);
    whole(form);
    return std::move(problems_);
  }

 private:
  using enum Problem::Severity;

  static std::string text_of(const Value& object, std::string_view key) {
    const Value* found = object.is_context() ? object.find(key) : nullptr;
    return found && found->is_string() ? found->string() : "";
  }

  /// What a reader makes of a key that is written twice is the last one; what was meant is not known.
  bool keys_are_twice() {
    for (const json::ObjectPlace& object : places_) {
      std::set<std::string_view> seen;
      for (const std::string& key : object.keys)
        if (!seen.insert(key).second)
          add(Error, "form-property-twice", object,
              "The object that begins here has \"" + key + "\" twice, and only the last one would be read");
    }
    return !problems_.empty();
  }

  /// The objects stand in the text as they stand in the value.
  void find_objects(const Value& value) {
    if (value.is_list())
      for (const Value& item : value.list()) find_objects(item);
    if (!value.is_context()) return;
    index_[&value.context()] = index_.size();
    for (const auto& [key, item] : value.context().entries) find_objects(item);
  }

  const json::ObjectPlace& place_of(const Value& object) const {
    static const json::ObjectPlace unknown;
    const auto found = object.is_context() ? index_.find(&object.context()) : index_.end();
    return found == index_.end() || found->second >= places_.size() ? unknown : places_[found->second];
  }

  void whole(const Value& form) {
    const json::ObjectPlace& at = place_of(form);
    if (text_of(form, "id").empty())
      add(Error, "form-without-id", at, "The form needs an id by which a formRef finds it");
    if (const std::string platform = text_of(form, "executionPlatform");
        !platform.empty() && platform != "Camunda Platform")
      add(Warning, "form-other-engine", at,
          "The form is written for " + platform +
              "; its expressions and bindings are those of another engine");
    const Value* components = form.find("components");
    if (components && components->is_list())
      look(form, components->list(), "");
    else
      add(Error, "form-without-components", at,
          std::string("The form needs a list of components") +
              (form.find("fields") ? "; this one has fields, as another engine's forms have" : ""));
  }

  /// `the textfield "name"`, by what a person finds it in the file.
  static std::string described(const Value& component) {
    const std::string key = text_of(component, "key");
    const std::string name = key.empty() ? text_of(component, "id") : key;
    return "The " + text_of(component, "type") + (name.empty() ? "" : " \"" + name + "\"");
  }

  void look(const Value& around, const List& components, const std::string& path) {
    for (const Value& component : components) {
      const json::ObjectPlace& at = place_of(component.is_context() ? component : around);
      const std::string type = text_of(component, "type"), id = text_of(component, "id");
      if (type.empty()) {
        add(Error, "form-component", at, "A component of the form needs a type", id);
        continue;
      }
      const bool container = is_component_of(type, component_containers);
      const bool takes = is_component_of(type, components_with_value);
      if (!container && !takes && !is_component_of(type, components_without_value)) {
        std::vector<std::string_view> known(std::begin(components_with_value),
                                            std::end(components_with_value));
        known.insert(known.end(), std::begin(components_without_value), std::end(components_without_value));
        add(Warning, "form-component", at,
            described(component) + " is of a type that is not known, so no task list shows it" +
                do_you_mean(type, known),
            id);
        continue;
      }
      const std::string key = text_of(component, "key");
      if (takes && !container && key.empty())
        add(Warning, "form-component", at, described(component) + " has no key, so what is filled in is lost",
            id);
      if (key.find_first_of(" \t\r\n") != key.npos)
        add(Warning, "form-component", at,
            described(component) + " has blanks in its key, which no name of a variable may have", id);
      if (is_component_of(type, components_with_choice) && !component.find("values") &&
          !component.find("valuesKey") && !component.find("valuesExpression"))
        add(Warning, "form-component", at,
            described(component) + " has no values, so there is nothing to choose", id);
      if (!key.empty() && !keys_.insert(path + key).second)
        add(Warning, "form-key-twice", at,
            "Two components have the key \"" + path + key +
                "\"; the later one overwrites what the other takes",
            id);
      if (const Value* inner = container ? component.find("components") : nullptr;
          inner && inner->is_list()) {
        const std::string inside = text_of(component, "path");
        look(component, inner->list(), inside.empty() ? path : path + inside + ".");
      }
    }
  }

  void add(Problem::Severity severity, const char* rule, const json::ObjectPlace& at,
           const std::string& message, const std::string& id = "") {
    if (problems_.size() < form_problems_max)
      problems_.push_back({severity, rule, message, id, at.line, at.column, ""});
  }

  std::string_view bytes_;
  std::vector<Problem> problems_;
  std::vector<json::ObjectPlace> places_;
  std::map<const Context*, std::size_t> index_;
  std::set<std::string> keys_;
};

}  // namespace

std::vector<Problem> check_form(std::string_view bytes) { return FormCheck(bytes).run(); }

bool refuses_form(const Problem& problem) { return problem.rule == "form-unreadable"; }

std::string form_id(std::string_view bytes) {
  try {
    const Value form = json::parse(bytes);
    const Value* id = form.is_context() ? form.find("id") : nullptr;
    return id && id->is_string() ? id->string() : "";
  } catch (const Refused&) {
    return "";
  }
}

}  // namespace lienthong::engine
