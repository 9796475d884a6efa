// Words beyond BPMN that nobody reads: in our namespace an error, in Camunda's a warning that says what
// happens instead, of another engine an error where its work would be lost.
#include <algorithm>
#include <set>
#include "base/nearest.h"
#include "bpmn/checking.h"
#include "bpmn/reading.h"
#include "bpmn/vocabulary.h"

namespace lienthong::bpmn {
namespace {

using xml::Space;

constexpr std::string_view our_namespace = "urn:lienthong:bpmn:1.0";
constexpr std::string_view camunda_namespace = "http://camunda.org/schema/1.0/bpmn";
/// So many characters may be wrong in a namespace that is meant to be one that is read.
constexpr std::size_t nearly_max = 4;

/// Elements of Camunda's that hold text.
constexpr std::string_view camunda_with_text =
    "+inputParameter +outputParameter +value +entry +script +failedJobRetryTimeCycle +connectorId "
    "+stringValue +expression +string";
/// Those that hold elements of BPMN.
constexpr std::string_view bpmn_within_extensions = "+taskListener +potentialStarter +customResource";

bool is_extension_space(Space space) { return space == Space::Lienthong || space == Space::Camunda; }
std::string_view prefix_of(Space space) { return space == Space::Lienthong ? "lienthong:" : "camunda:"; }

const OtherEngine* engine_of(Space space) {
  for (const OtherEngine& engine : other_engines())
    if (engine.space == space) return &engine;
  return nullptr;
}

/// One that is nearly a namespace that is read; empty: it is not.
std::string_view meant_by(std::string_view uri) {
  if (xml::space_of(uri) != Space::Other) return "";
  for (const std::string_view known : {our_namespace, camunda_namespace})
    if (distance(uri, known) <= nearly_max) return known;
  std::string small(uri);
  for (char& c : small)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  const bool alike = small.find("lienthong") != small.npos && small.find("bpmn") != small.npos;
  return alike ? our_namespace : "";
}

class VocabularyCheck {
 public:
  explicit VocabularyCheck(Reading& reading) : reading_(reading), any_runs_(reading.executable) {
    for (const Problem& problem : reading.document.problems)
      if (problem.severity == Problem::Severity::Error) said_.emplace(problem.line, problem.column);
  }

  void run(const xml::Element& root) {
    look(root);
    reading_.executable = any_runs_;
  }

 private:
  void look(const xml::Element& at) {
    if (at.is("process")) reading_.executable = at.flag("isExecutable", false);
    namespaces(at);
    if (is_extension_space(at.space()) && !element(at)) return;
    if (inside_extension(at) && !prefixed(at)) return;
    text(at);
    if (engine_of(at.space())) return foreign(at, at.space(), at.name());
    attributes(at);
    for (const xml::Element child : at.children()) look(child);
    if (at.is("process")) reading_.executable = any_runs_;
  }

  void namespaces(const xml::Element& at) {
    for (const std::string_view uri : at.declared()) {
      const std::string_view meant = meant_by(uri);
      if (meant.empty() || uri == reading_.document.target_namespace) continue;
      const std::string text =
          "The namespace \"" + std::string(uri) + "\" is not read: do you mean " + std::string(meant) + "?";
      if (meant == our_namespace)
        reading_.fault(at, "nearly-a-namespace", text);
      else
        reading_.error(at, "nearly-a-namespace", text);
    }
  }

  /// A global task takes the words of its task: `userTask` for a globalUserTask.
  static std::string element_name(const xml::Element& at) {
    std::string name(at.name());
    constexpr std::string_view global = "global";
    if (!name.starts_with(global) || !name.ends_with("Task")) return name;
    name.erase(0, global.size());
    name.front() = static_cast<char>(name.front() - 'A' + 'a');
    return name;
  }

  static bool inside_extension(const xml::Element& at) {
    const auto parent = at.parent();
    return parent && is_extension_space(parent->space()) && !is_extension_space(at.space());
  }

  /// Within an element of an extension stands what belongs to it: without its prefix nobody reads it.
  bool prefixed(const xml::Element& at) {
    const xml::Element parent = *at.parent();
    const std::string name(at.name()), place = "+" + std::string(parent.name());
    if (at.space() == Space::Bpmn && is_among(place, bpmn_within_extensions)) return true;
    if (parent.space() == Space::Camunda && at.space() != Space::Bpmn && at.space() != Space::None)
      return true;  // another vendor's
    std::vector<std::string_view> here;
    for (const Word& word : vocabulary())
      if (word.space == parent.space() && word.kind == Word::Kind::Element && is_among(place, word.at))
        here.push_back(word.name);
    const std::string prefix(prefix_of(parent.space()));
    const bool forgotten = std::ranges::count(here, name) > 0;
    const std::string message =
        "<" + name + "> " + words_of(place) + " is not of the namespace of <" + prefix +
        std::string(parent.name()) + "> and has no effect" +
        (forgotten ? ": do you mean <" + prefix + name + ">?" : do_you_mean(name, here));
    if (parent.space() == Space::Lienthong)
      reading_.fault(at, "unknown-extension", message);
    else
      reading_.warning(at, "unknown-extension", message);
    return false;
  }

  /// Text in an element of an extension that nobody reads.
  void text(const xml::Element& at) {
    if (!is_extension_space(at.space()) || at.text().empty()) return;
    if (at.space() == Space::Camunda && is_among("+" + std::string(at.name()), camunda_with_text)) return;
    const std::string message = "The text \"" + shortened(at.text()) + "\" in <" +
                                std::string(prefix_of(at.space())) + std::string(at.name()) +
                                "> is not read; it holds attributes and elements only";
    if (at.space() == Space::Lienthong)
      reading_.fault(at, "extension-value", message);
    else
      reading_.warning(at, "extension-value", message);
  }

  /// Where an element of an extension stands, as the vocabulary names places.
  static std::string place_of(const xml::Element& at) {
    const auto parent = at.parent();
    if (!parent) return "";
    if (is_extension_space(parent->space())) return "+" + std::string(parent->name());
    const bool inside = parent->is("extensionElements") && parent->parent();
    return inside ? element_name(*parent->parent()) : "";
  }

  /// Whether what it holds is worth looking at.
  bool element(const xml::Element& at) {
    return judge(at, at.space(), Word::Kind::Element, std::string(at.name()), place_of(at));
  }

  void attributes(const xml::Element& at) {
    const bool own = is_extension_space(at.space());
    for (const xml::Element::Attribute& attribute : at.attributes()) {
      if (engine_of(attribute.space)) {
        foreign(at, attribute.space, attribute.name);
      } else if (own && attribute.space == Space::None) {
        if (const Word* word =
                judge(at, at.space(), Word::Kind::Attribute, attribute.name, "+" + std::string(at.name())))
          value(at, *word, attribute.value);
      } else if (is_extension_space(attribute.space)) {
        const std::string place = own ? "its own element" : element_name(at);
        if (const Word* word = judge(at, attribute.space, Word::Kind::Attribute, attribute.name, place))
          value(at, *word, attribute.value);
      }
    }
  }

  /// The word, when it is read here. One that is not is told.
  const Word* judge(const xml::Element& at, Space space, Word::Kind kind, const std::string& name,
                    const std::string& place) {
    const auto same_kind = [&](const Word& word) {
      return word.space == space && (word.kind == Word::Kind::Element) == (kind == Word::Kind::Element);
    };
    std::string elsewhere;
    for (const Word& word : vocabulary()) {
      if (word.name != name || !same_kind(word)) continue;
      if (is_among(place, word.at)) {
        if (word.instead.empty()) return &word;
        tell(at, space, "extension-not-read", kind, name, " is not read: " + std::string(word.instead));
        return nullptr;
      }
      elsewhere += (elsewhere.empty() ? "" : " ") + std::string(word.at);
    }
    if (!elsewhere.empty()) {
      tell(at, space, "misplaced-extension", kind, name,
           " has no effect " + words_of(place) + "; it belongs to " + places(elsewhere));
      return nullptr;
    }
    std::vector<std::string_view> here, anywhere;
    for (const Word& word : vocabulary())
      if (same_kind(word)) (is_among(place, word.at) ? here : anywhere).push_back(word.name);
    std::string hint = do_you_mean(name, here);
    if (hint.empty()) hint = do_you_mean(name, anywhere);
    tell(at, space, "unknown-extension", kind, name,
         " " + words_of(place) + " is not known" + (space == Space::Camunda ? " and has no effect" : "") +
             hint);
    return nullptr;
  }

  static std::string words_of(const std::string& place) {
    if (place.empty()) return "outside of <extensionElements>";
    return "in " + (place.front() == '+' ? place.substr(1) : place);
  }

  static std::string places(std::string at) {
    std::erase(at, '+');
    for (const auto& [group, words] : std::initializer_list<std::pair<std::string_view, std::string_view>>{
             {"NODE", "flow nodes"},
             {"ACTIVITY", "activities"},
             {"SERVICE", "tasks that others carry out"},
             {"LOOP", "loop characteristics"},
             {"FORM", "start events and user tasks"},
             {"VALUE", "parameters"},
             {"LISTENER", "listeners"},
             {"ANY", "extensionElements"}})
      for (std::size_t found = at.find(group); found != at.npos; found = at.find(group, found + words.size()))
        at.replace(found, group.size(), words);
    return at;
  }

  void tell(const xml::Element& at, Space space, const char* rule, Word::Kind kind, const std::string& name,
            const std::string& what) {
    if (said_.contains({at.place().line, at.place().column})) return;
    const std::string full = std::string(prefix_of(space)) + name;
    const std::string subject =
        kind == Word::Kind::Element ? "<" + full + ">" : "The attribute \"" + name + "\"";
    if (space == Space::Lienthong)
      reading_.fault(at, rule, subject + what);
    else
      reading_.warning(at, rule, subject + what);
  }

  void value(const xml::Element& at, const Word& word, std::string_view written) {
    if (word.space == Space::Lienthong && written.find_first_not_of(" \t\r\n") == written.npos) {
      if (said_.contains({at.place().line, at.place().column})) return;
      return reading_.fault(
          at, "extension-value",
          "The attribute \"" + std::string(word.name) + "\" is empty; give it a value or leave it out");
    }
    if (word.kind != Word::Kind::Flag || written == "true" || written == "false") return;
    if (written == "1" || written == "0") return;
    reading_.warning(at, "extension-value",
                     std::string(prefix_of(word.space)) + std::string(word.name) + "=\"" +
                         std::string(written) + "\" is neither true nor false and is taken for false");
  }

  /// Once for each element of the model: the rest of it is lost likewise.
  void foreign(const xml::Element& at, Space space, std::string_view name) {
    const OtherEngine& engine = *engine_of(space);
    if (is_among(name, engine.harmless)) return;
    xml::Element host = at;
    while (host.space() != Space::Bpmn || host.is("extensionElements")) {
      const auto parent = host.parent();
      if (!parent) break;
      host = *parent;
    }
    if (!told_.insert(host.index()).second) return;
    const std::string_view write = instead_of(name);
    reading_.error(
        at, "other-engine",
        std::string(engine.prefix) + ":" + std::string(name) + " is written for " + std::string(engine.name) +
            " and would be lost here" +
            (write.empty() ? "; Camunda 7's extensions are read" : "; write " + std::string(write)));
  }

  Reading& reading_;
  const bool any_runs_;
  std::set<std::pair<int, int>> said_;
  std::set<int> told_;
};

}  // namespace

void check_vocabulary(Reading& reading, const xml::Element& definitions) {
  VocabularyCheck(reading).run(definitions);
}

}  // namespace lienthong::bpmn
