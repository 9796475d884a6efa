#include "dmn/check_vocabulary.h"
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <unordered_set>
#include "base/days.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "dmn/reader.h"
#include "dmn/vocabulary.h"

namespace lienthong::dmn {
namespace {

using xml::Element;
using xml::Space;
using Words = std::vector<std::string_view>;

constexpr std::string_view camunda_namespace = "http://camunda.org/schema/1.0/dmn";
/// So many characters may be wrong in a namespace that is meant to be one that is read.
constexpr std::size_t nearly_max = 1;

std::string angled(std::string_view name) { return "<" + std::string(name) + ">"; }
std::string quoted(std::string_view name) { return "\"" + std::string(name) + "\""; }

bool holds(const Words& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

class VocabularyCheck {
 public:
  explicit VocabularyCheck(std::vector<Problem>& problems) : problems_(problems) {}

  void look(const Element& at, const Term& term) {
    for (const std::string_view uri : at.declared())
      if (xml::space_of(uri) == Space::Other && distance(uri, camunda_namespace) <= nearly_max)
        error(at, at.place(), "nearly-a-namespace",
              "The namespace " + quoted(uri) + " is not read: do you mean " + std::string(camunda_namespace) +
                  "?");
    attributes(at, term);
    if (const auto id = at.find("id"); id && !id->empty() && !ids_.emplace(*id).second)
      error(at, at.place(), "id-twice", "The id " + quoted(*id) + " is used twice");
    if (term.kind == Term::Kind::Text) return within_text(at);
    if (!at.text().empty())
      error(at, at.text_place(), "stray-text",
            "The text " + quoted(first_words(at.text())) + " in " + std::string(at.name()) +
                " belongs to none of its elements");
    children(at, term);
    for (const UniqueNames& unique : unique_names())
      if (unique.parent == at.name()) names(at, unique.child);
  }

 private:
  struct Lists {
    std::vector<Part> attributes, children;
    Words attribute_names, child_names;
  };

  const Lists& lists_of(const Term& term) {
    const auto [at, fresh] = lists_.try_emplace(&term);
    Lists& lists = at->second;
    if (!fresh) return lists;
    lists.attributes = parts_of(term.attributes);
    lists.children = parts_of(term.children);
    lists.attribute_names = {"id", "label"};
    if (term.kind == Term::Kind::Reference) {
      lists.attributes = parts_of("href!");
      lists.attribute_names.clear();
    }
    lists.child_names = {"description", "extensionElements"};
    for (const Part& part : lists.attributes) lists.attribute_names.push_back(part.name);
    for (const Part& part : lists.children)
      lists.child_names.insert(lists.child_names.end(), part.members.begin(), part.members.end());
    return lists;
  }

  void attributes(const Element& at, const Term& term) {
    const Lists& lists = lists_of(term);
    for (const Element::Attribute& attribute : at.attributes()) {
      const bool known = attribute.space == Space::None && holds(lists.attribute_names, attribute.name);
      if (known)
        value(at, attribute.name, attribute.value);
      else if (attribute.space == Space::Camunda)
        camunda(at, attribute);
      else if (attribute.space == Space::None || attribute.space == Space::Dmn ||
               attribute.space == Space::Lienthong)
        unknown_attribute(at, attribute, lists.attribute_names);
    }
    for (const Part& part : lists.attributes)
      if (part.count == Part::Count::One && at.attribute(part.name).empty())
        error(at, at.place(), "attribute-missing",
              "The " + std::string(at.name()) + " needs the attribute " + quoted(part.name));
  }

  void unknown_attribute(const Element& at, const Element::Attribute& attribute, const Words& known) {
    std::string why = " in " + std::string(at.name());
    if (attribute.space == Space::Dmn && holds(known, attribute.name))
      why += " is written without a prefix";
    else if (attribute.space == Space::Lienthong)
      why += " is not known: there are no extensions of ours in DMN";
    else
      why += " is not known" + do_you_mean(attribute.name, known);
    error(at, at.place(), "unknown-attribute", "The attribute " + quoted(attribute.name) + why);
  }

  void value(const Element& at, std::string_view name, std::string_view written) {
    const auto closed = std::ranges::find(closed_values(), name, &ClosedValue::attribute);
    if (closed == closed_values().end()) return;
    const Words values = words_of(closed->values);
    if (holds(values, written)) return;
    std::string one_of;
    for (const std::string_view one : values) (one_of += one_of.empty() ? "" : ", ") += one;
    std::string hint = do_you_mean(written, values);
    if (hint.empty()) hint = "; it may be one of " + one_of;
    problem(closed->runs ? Problem::Severity::Error : Problem::Severity::Warning, at, at.place(),
            "attribute-value", std::string(name) + " has no value " + quoted(written) + hint);
  }

  void camunda(const Element& at, const Element::Attribute& attribute) {
    const std::string_view name = attribute.name;
    const auto word = std::ranges::find(camunda_words(), name, &CamundaWord::name);
    const std::string subject =
        "The attribute " + quoted("camunda:" + std::string(name)) + " in " + std::string(at.name());
    if (word == camunda_words().end()) {
      Words known;
      for (const CamundaWord& one : camunda_words()) known.push_back(one.name);
      warning(at, "unknown-extension",
              subject + " is not known and has no effect" + do_you_mean(name, known));
    } else if (word->at != at.name()) {
      warning(at, "misplaced-extension", subject + " has no effect; it belongs to " + std::string(word->at));
    } else if (name == "historyTimeToLive" && *attribute.value != '\0' && !days_of(attribute.value)) {
      error(
          at, at.place(), "history-time-to-live",
          "historyTimeToLive " + quoted(attribute.value) + " must be a number of days such as 180 or P180D");
    }
  }

  void within_text(const Element& at) {
    for (const Element child : at.children())
      error(child, child.place(), "unknown-element",
            angled(child.name()) + " in " + std::string(at.name()) + ", which holds nothing but text");
  }

  void children(const Element& at, const Term& term) {
    const Lists& lists = lists_of(term);
    std::vector<int> counts(lists.children.size());
    int descriptions = 0, extensions = 0;
    for (const Element child : at.children()) {
      const std::string_view name = child.name();
      const Term* meant = find_term(name, at.name());
      if (child.space() != Space::Dmn) {
        foreign(child, at, meant);
        continue;
      }
      if (name == "extensionElements") {
        count(child, at, name, ++extensions);
        extension(child);
        continue;
      }
      if (name == "description") count(child, at, name, ++descriptions);
      for (std::size_t i = 0; i < counts.size(); ++i)
        if (holds(lists.children[i].members, name) && ++counts[i] > 1 &&
            lists.children[i].count != Part::Count::Many)
          count(child, at, lists.children[i].name, counts[i]);
      if (meant && holds(lists.child_names, name))
        look(child, *meant);
      else
        unknown_element(child, at, meant, lists.child_names);
    }
    for (std::size_t i = 0; i < counts.size(); ++i)
      if (lists.children[i].count == Part::Count::One && counts[i] == 0)
        error(at, at.place(), "element-missing",
              "The " + std::string(at.name()) + " needs " + words_for(lists.children[i]));
  }

  void names(const Element& at, std::string_view kind) {
    std::set<std::string> known;
    for (const Element child : at.children()) {
      const std::string name = child.attribute("name");
      if (child.is(kind, Space::Dmn) && !name.empty() && !known.insert(name).second)
        error(child, child.place(), "name-twice",
              "The name " + quoted(name) + " of " + angled(kind) + " is used twice in " +
                  std::string(at.name()));
    }
  }

  /// "an expression", "<requiredDecision> or <requiredInput>", "<in>".
  static std::string words_for(const Part& part) {
    if (part.name == "EXPRESSION") return "an expression";
    std::string words;
    for (const std::string_view member : part.members)
      (words += words.empty() ? "" : " or ") += angled(member);
    return words;
  }

  void count(const Element& child, const Element& at, std::string_view what, int found) {
    if (found != 2) return;  // one complaint is enough
    const std::string one = what == "EXPRESSION" ? "expression" : angled(child.name());
    error(child, child.place(), "element-twice",
          "The " + std::string(at.name()) + " has more than one " + one);
  }

  void unknown_element(const Element& child, const Element& at, const Term* elsewhere, const Words& known) {
    std::string why = " in " + std::string(at.name());
    if (elsewhere)
      why += " has no effect; it does not belong there";
    else
      why += " is not known";
    error(child, child.place(), elsewhere ? "misplaced-element" : "unknown-element",
          angled(child.name()) + why + do_you_mean(child.name(), known));
  }

  /// An element of another namespace, or of none: that of a word of DMN is a slip, and its meaning would be
  /// lost.
  void foreign(const Element& child, const Element& at, const Term* meant) {
    const bool ours = child.space() == Space::None || child.space() == Space::Lienthong;
    if (meant || ours)
      error(child, child.place(), "foreign-element",
            angled(child.name()) + " in " + std::string(at.name()) +
                " is not of DMN's namespace and would be lost" +
                (meant ? "" : do_you_mean(child.name(), lists_of(*find_term(at.name(), "")).child_names)));
    else if (child.space() == Space::Camunda)
      warning(child, "unknown-extension",
              "<camunda:" + std::string(child.name()) + "> in " + std::string(at.name()) +
                  " is not known and has no effect");
  }

  void extension(const Element& extensions) {
    const std::string host = extensions.parent() ? std::string(extensions.parent()->name()) : "";
    for (const Element child : extensions.children()) {
      if (child.space() == Space::Dmn)
        error(
            child, child.place(), "misplaced-element",
            angled(child.name()) + " has no effect in <extensionElements>; does it belong to " + host + "?");
      else if (child.space() == Space::Camunda)
        warning(child, "unknown-extension",
                "<camunda:" + std::string(child.name()) + "> in " + host + " is not known and has no effect");
      else if (child.space() == Space::Lienthong)
        error(child, child.place(), "unknown-extension",
              "<lienthong:" + std::string(child.name()) + "> in " + host +
                  " is not known: there are no extensions of ours in DMN");
    }
  }

  static std::string first_words(std::string_view text) {
    constexpr std::size_t shown_max = 40;
    const std::string_view shown = utf8::first_characters(text, shown_max);
    return std::string(shown) + (shown.size() < text.size() ? "…" : "");
  }

  void problem(Problem::Severity severity, const Element& at, xml::Place place, std::string rule,
               std::string message) {
    if (problems_.size() < problems_max)
      problems_.push_back(
          {severity, std::move(rule), std::move(message), at.nearest_id(), place.line, place.column, ""});
  }
  void error(const Element& at, xml::Place place, std::string rule, std::string message) {
    problem(Problem::Severity::Error, at, place, std::move(rule), std::move(message));
  }
  void warning(const Element& at, std::string rule, std::string message) {
    problem(Problem::Severity::Warning, at, at.place(), std::move(rule), std::move(message));
  }

  std::vector<Problem>& problems_;
  std::map<const Term*, Lists> lists_;
  std::unordered_set<std::string> ids_;
};

}  // namespace

void check_vocabulary(const xml::Element& definitions, std::vector<Problem>& problems) {
  VocabularyCheck(problems).look(definitions, *find_term("definitions", ""));
}

}  // namespace lienthong::dmn
