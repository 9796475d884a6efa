// Camunda Forms: JSON with an id and components (docs/for-designers.md).
#include <map>
#include "base/json.h"
#include "base/refused.h"
#include "engine/definitions/outside.h"

namespace lienthong::engine {
namespace {

constexpr std::size_t form_problems_max = 100;

/// Components that show something and take nothing.
constexpr std::string_view components_without_value[] = {
    "text",  "html",   "image", "button",          "spacer", "separator",
    "group", "iframe", "table", "documentPreview", "columns"};
constexpr std::string_view component_containers[] = {"group", "columns", "dynamiclist"};

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
      add(Problem::Severity::Error, "form-unreadable", "", std::string("This is no form: ") + refused.what());
      return std::move(problems_);
    }
    if (!form.is_context()) {
      add(Problem::Severity::Error, "form-unreadable", "", "This is no form: a form is a JSON object");
      return std::move(problems_);
    }
    if (text_of(form, "id").empty())
      add(Problem::Severity::Error, "form-without-id", "",
          "The form needs an id by which a formRef finds it");
    const Value* components = form.find("components");
    if (!components || !components->is_list())
      add(Problem::Severity::Error, "form-without-components", "", "The form needs a list of components");
    else
      look(components->list());
    return std::move(problems_);
  }

 private:
  static std::string text_of(const Value& object, std::string_view key) {
    const Value* found = object.is_context() ? object.find(key) : nullptr;
    return found && found->is_string() ? found->string() : "";
  }

  void look(const List& components) {
    for (const Value& component : components) {
      const std::string type = text_of(component, "type"), id = text_of(component, "id");
      if (type.empty()) {
        add(Problem::Severity::Error, "form-component", id, "A component of the form needs a type");
        continue;
      }
      const std::string key = text_of(component, "key");
      if (is_component_of(type, component_containers)) {
        if (const Value* inner = component.find("components"); inner && inner->is_list()) look(inner->list());
      } else if (key.empty() && !is_component_of(type, components_without_value)) {
        add(Problem::Severity::Warning, "form-component", id,
            "The " + type + " \"" + id + "\" has no key, so what is filled in is lost");
      }
      if (!key.empty() && ++keys_[key] == 2)
        add(Problem::Severity::Warning, "form-key-twice", id,
            "Two components have the key \"" + key + "\"; the later one overwrites what the other takes");
    }
  }

  /// At the first place where its id, in quotes, stands.
  void add(Problem::Severity severity, const char* rule, const std::string& id, const std::string& message) {
    if (problems_.size() >= form_problems_max) return;
    const std::size_t found = id.empty() ? 0 : bytes_.find("\"" + id + "\"");
    int line = 1, column = 1;
    for (std::size_t i = 0; i < found && i < bytes_.size(); ++i) {
      column = bytes_[i] == '\n' ? 1 : column + 1;
      line += bytes_[i] == '\n' ? 1 : 0;
    }
    problems_.push_back({severity, rule, message, id, line, column, ""});
  }

  std::string_view bytes_;
  std::vector<Problem> problems_;
  std::map<std::string, int> keys_;
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
