#pragma once
// The XML tree of a whole file as the rules see it: who refers to whom, what lies in which process, and a
// place for what is wrong. Rules look at executable and other processes, collaborations, choreographies and
// conversations alike.
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>
#include "bpmn/events/event_type.h"
#include "bpmn/validate.h"
#include "xml/tree.h"

namespace lienthong::bpmn::rules {

using xml::Element;
using Elements = std::vector<Element>;

/// One rule; docs/formats/rules.md tells each in words.
struct Rule {
  std::string_view name, clause;
  Problem::Severity severity;
  bool refuses;  ///< deployment refuses an executable file that breaks it
};
const std::vector<Rule>& all_rules();
const Rule& rule(std::string_view name);

/// An imported BPMN file.
struct Imported {
  std::string path;
  std::unique_ptr<xml::Tree> tree;
  std::string target_namespace;
  std::unordered_map<std::string_view, Element> ids;
};

/// What a QName leads to. Foreign: into a namespace of which no file is at hand.
struct Reference {
  enum class Kind { Found, Dangling, Foreign };
  Kind kind = Kind::Dangling;
  std::optional<Element> element;
};

class Model {
 public:
  Model(const xml::Tree& tree, std::vector<Problem>& problems);

  Element root() const { return tree_.root(); }
  /// The elements of BPMN itself in document order, without those inside extensions.
  const Elements& elements() const { return elements_; }
  /// The elements of its diagrams.
  const Elements& drawing() const { return drawing_; }
  const std::vector<std::unique_ptr<Imported>>& imported() const { return imported_; }
  void add(std::unique_ptr<Imported> file) { imported_.push_back(std::move(file)); }

  std::optional<Element> by_id(std::string_view id) const;
  Reference resolve(const Element& at, std::string_view qname) const;
  /// The element that an attribute refers to, if it is found.
  std::optional<Element> referred(const Element& at, std::string_view attribute) const;

  const Elements& incoming(const Element& node) const { return flows(incoming_, node); }
  const Elements& outgoing(const Element& node) const { return flows(outgoing_, node); }
  /// The event definitions inside and those referred to.
  Elements event_definitions(const Element& event) const;

  /// Whether the file imports something with this namespace.
  bool imports(std::string_view uri) const;

  std::optional<Element> process_of(const Element&) const;
  /// Inside an executable process; for an element outside of all processes, whether the file has one.
  bool executable(const Element&) const;
  bool executable() const { return executable_; }

  /// Adds a problem with the severity and the clause of the rule.
  void report(std::string_view rule, const Element& at, const std::string& message) {
    report(rule, at, at.place(), message);
  }
  /// The same at a place within an element.
  void report(std::string_view rule, const Element& at, xml::Place, const std::string& message);
  /// From now on, what deployment refuses goes there too: such rules, broken in an executable process.
  void tell_refused(std::vector<Problem>& refused) { refused_ = &refused; }

 private:
  using ByNode = std::unordered_map<int, Elements>;
  static const Elements& flows(const ByNode& by, const Element& node);
  const xml::Tree& tree_;
  std::vector<Problem>& problems_;
  Elements elements_, drawing_;
  std::unordered_map<std::string_view, Element> ids_;
  std::string target_namespace_;
  std::vector<std::unique_ptr<Imported>> imported_;
  ByNode incoming_, outgoing_;
  std::vector<Problem>* refused_ = nullptr;
  bool executable_ = false;
};

/// `sequence flow "f1"`, as messages name an element.
std::string describe(const Element&);
bool is_activity(const Element&);
bool is_event(const Element&);
bool is_gateway(const Element&);
bool is_flow_node(const Element&);
bool is_choreography_activity(const Element&);
bool is_event_sub_process(const Element&);
bool is_artifact(const Element&);
bool one_of(std::string_view word, std::initializer_list<std::string_view> words);
Elements children(const Element& of, std::string_view name);
/// The elements that the children of this name refer to.
Elements referred_children(const Model&, const Element& of, std::string_view name);
/// A process or sub-process, where flow elements stand.
bool is_scope(const Element&);
bool is_event_definition(const Element&);
/// Whether `inner` is `outer` or stands inside of it.
bool encloses(const Element& outer, const Element& inner);
/// The words of an event definition without its suffix, e.g. "message".
std::string_view event_kind(const Element& definition);
/// BPMN 10.5.1, read for itself: a second opinion beside `EventType::may_stand`.
bool may_stand(std::string_view event_kind, EventPlace);

void check_schema(Model&);         ///< schema.cpp: elements, attributes, values, order
void check_references(Model&);     ///< references.cpp: ids, QNames and what they lead to
void check_flows(Model&);          ///< flows.cpp: sequence flows and what they link
void check_gateways(Model&);       ///< gateways.cpp
void check_events(Model&);         ///< events.cpp
void check_activities(Model&);     ///< activities.cpp: tasks, sub-processes, call activities
void check_data(Model&);           ///< data.cpp: inputs, outputs, sets, associations
void check_messages(Model&);       ///< messages.cpp: items of operations, messages and events
void check_expressions(Model&);    ///< expressions.cpp
void check_collaboration(Model&);  ///< collaboration.cpp: participants, message flows, conversations
void check_choreography(Model&);   ///< choreography.cpp
void check_loops(Model&);          ///< loops.cpp: multi-instances
void check_compensation(Model&);   ///< compensation.cpp: handlers and what asks for them
void check_resources(Model&);      ///< resources.cpp: who does the work, lanes
void check_data_places(Model&);    ///< data_places.cpp: which data an association may join
void check_diagram(Model&);        ///< diagram.cpp
/// imports.cpp: reads imported files, and those they import, into the model.
void check_imports(Model&, const Imports&);

/// The rules that look at one file only.
void check_all(Model&);

}  // namespace lienthong::bpmn::rules
