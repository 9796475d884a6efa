#include <algorithm>
#include <climits>
#include <map>
#include <set>
#include "bpmn/checking.h"
#include "bpmn/rules/model.h"
#include "bpmn/rules/schema_types.h"
#include "bpmn/vocabulary.h"

namespace lienthong::bpmn::rules {
namespace {

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(at), text.size());
    if (end > 0) out.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

struct Particle {
  std::string_view name;
  std::set<std::string_view> elements;
  int least, most;
};

struct Shape {
  struct Attribute {
    bool required;
    std::string_view kind;
  };
  std::map<std::string_view, Attribute> attributes;
  std::vector<Particle> particles;
  bool text = false;  ///< mixed content; a reference or other plain text has no shape
};

/// The table of types, each with what it inherits.
class Schema {
 public:
  Schema() {
    for (const Group& group : groups())
      for (const std::string_view member : split(group.members, ' ')) groups_[group.name].insert(member);
    for (const Type& type : types()) by_name_[type.name] = &type;
    for (const Type& type : types()) extend(shapes_[type.name], type);
  }
  const Shape* shape(std::string_view element) const {
    const auto found = shapes_.find(element);
    return found == shapes_.end() ? nullptr : &found->second;
  }

 private:
  void extend(Shape& shape, const Type& type) {
    if (!type.base.empty()) extend(shape, *by_name_.at(type.base));
    shape.text = shape.text || type.name == "expression" || type.name == "documentation";
    for (std::string_view text : split(type.attributes, ' ')) {
      const bool required = text.front() == '!';
      if (required) text.remove_prefix(1);
      const std::size_t colon = std::min(text.find(':'), text.size());
      shape.attributes[text.substr(0, colon)] = {required, text.substr(std::min(colon + 1, text.size()))};
    }
    for (std::string_view text : split(type.children, ' ')) {
      Particle particle{text, {}, 1, 1};
      switch (text.back()) {
        case '?': particle.least = 0; break;
        case '*': particle.least = 0, particle.most = INT_MAX; break;
        case '+': particle.most = INT_MAX; break;
        default: break;
      }
      if (one_of(text.substr(text.size() - 1), {"?", "*", "+"})) text.remove_suffix(1);
      particle.name = text.front() == '@' ? text.substr(1) : text;
      if (text.front() == '@')
        particle.elements = groups_.at(text.substr(1));
      else
        particle.elements = {text};
      shape.particles.push_back(std::move(particle));
    }
  }

  std::map<std::string_view, std::set<std::string_view>> groups_;
  std::map<std::string_view, const Type*> by_name_;
  std::map<std::string_view, Shape> shapes_;
};

bool is_value(std::string_view text, std::string_view kind) {
  if (kind.empty()) return true;
  if (kind == "b") return one_of(text, {"true", "false", "1", "0"});
  if (kind == "i") {
    // Engines compute a loopMaximum; the schema knows only numbers.
    if (text.find("${") != text.npos || text.find("#{") != text.npos) return true;
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
    return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
  }
  const auto words = split(kind, '|');
  return std::find(words.begin(), words.end(), text) != words.end();
}

std::string wanted(std::string_view kind) {
  if (kind == "b") return "true or false";
  if (kind == "i") return "a whole number";
  std::string out;
  for (const std::string_view word : split(kind, '|')) out += (out.empty() ? "" : ", ") + std::string(word);
  return "one of " + out;
}

void check_attributes(Model& model, const Element& element, const Shape& shape) {
  for (const Element::Attribute& given : element.attributes()) {
    if (given.space != xml::Space::None) continue;
    const auto known = shape.attributes.find(given.name);
    const std::string name = given.name;
    if (known == shape.attributes.end())
      model.report("attribute-unknown", element,
                   "The " + describe(element) + " has no attribute " + name +
                       " in BPMN; one of an extension needs its prefix");
    else if (!is_value(given.value, known->second.kind))
      model.report("attribute-value", element,
                   "The attribute " + name + " of the " + describe(element) + " is \"" + given.value +
                       "\"; it must be " + wanted(known->second.kind));
  }
  for (const auto& [name, attribute] : shape.attributes)
    if (attribute.required && !element.find(name))
      model.report("attribute-missing", element,
                   "The " + describe(element) + " needs the attribute " + std::string(name));
}

void check_children(Model& model, const Element& element, const Shape& shape) {
  std::vector<int> counts(shape.particles.size());
  std::size_t reached = 0;
  for (const Element child : element.children()) {
    if (child.space() != xml::Space::Bpmn) continue;
    const auto found =
        std::find_if(shape.particles.begin(), shape.particles.end(),
                     [&](const Particle& particle) { return particle.elements.count(child.name()) != 0; });
    const std::string what = "<" + std::string(child.name()) + ">";
    if (found == shape.particles.end()) {
      model.report("element-not-allowed", child, what + " is not allowed inside the " + describe(element));
      continue;
    }
    const auto at = static_cast<std::size_t>(found - shape.particles.begin());
    if (at < reached)
      model.report("element-order", child,
                   what + " must stand before the " + std::string(shape.particles[reached].name) +
                       " of the " + describe(element));
    reached = std::max(reached, at);
    ++counts[at];
    if (found->most < INT_MAX && counts[at] == found->most + 1)
      model.report("element-repeated", child, "The " + describe(element) + " may have only one " + what);
  }
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (counts[i] < shape.particles[i].least)
      model.report("element-missing", element,
                   "The " + describe(element) + " needs <" + std::string(shape.particles[i].name) + ">");
}

void check_text(Model& model, const Element& element) {
  if (!element.text().empty())
    model.report("text-not-allowed", element, element.text_place(),
                 "The text \"" + shortened(element.text()) + "\" has no meaning inside the " +
                     describe(element) + ", which holds elements only");
}

/// The schema lets elements of other namespaces stand there (##other): one without prefix is nobody's.
void check_extensions(Model& model, const Element& extensions) {
  for (const Element child : extensions.children()) {
    if (child.space() != xml::Space::Bpmn && child.space() != xml::Space::None) continue;
    const std::string name(child.name());
    std::string meant;
    for (const Word& word : vocabulary())
      if (word.kind == Word::Kind::Element && word.name == name && word.at.find('+') != 0)
        meant = word.space == xml::Space::Lienthong ? "lienthong:" : "camunda:";
    model.report("extension-namespace", child,
                 "<" + name +
                     "> inside extensionElements has no prefix of an extension's namespace, so nobody " +
                     "reads it" + (meant.empty() ? "" : ": do you mean <" + meant + name + ">?"));
  }
}

}  // namespace

void check_schema(Model& model) {
  static const Schema schema;
  for (const Element& element : model.elements()) {
    // The event of a complex behaviour is an implicit throw event (BPMN 10.3.8).
    const Shape* shape = schema.shape(element.is("event") ? "implicitThrowEvent" : element.name());
    if (element.is("extensionElements")) {
      check_text(model, element);
      check_extensions(model, element);
      continue;
    }
    if (!shape) continue;
    if (!shape->text) check_text(model, element);
    check_attributes(model, element, *shape);
    check_children(model, element, *shape);
  }
}

}  // namespace lienthong::bpmn::rules
