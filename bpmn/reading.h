#pragma once
// What the parts of the reader share while one file is read. Each `read_….cpp` fills the part of the model
// that it is named after.
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>
#include "bpmn/model.h"
#include "xml/tree.h"

namespace lienthong::bpmn {

/// A file with more problems than this is no honest mistake, and its report must not grow with it.
inline constexpr std::size_t problems_max = 1000;

/// More tokens than this at once are no startQuantity or completionQuantity that anybody means.
inline constexpr int quantity_max = 1000;

/// A message, signal, error or escalation of the file.
struct Declared {
  std::string name, code;
  std::optional<Expression> message;
  std::string time_to_live;  ///< of a message
};

/// A data store of the file.
struct DeclaredStore {
  std::string name, structure;
  int capacity = 0;  ///< 0: unlimited
};

using Declarations = std::unordered_map<std::string_view, Declared>;  ///< by id

class Reading {
 public:
  Document document;
  Declarations messages, signals, errors, escalations;
  std::unordered_map<std::string_view, xml::Element>
      event_definitions;  ///< those at the root, for eventDefinitionRef
  std::unordered_map<std::string, std::string> item_structures;  ///< structureRef of item definitions, by id
  std::unordered_map<std::string, DeclaredStore> data_stores;
  Expression::Language default_language = Expression::Language::Template;
  bool executable = false;  ///< what is being read belongs to an executable process

  std::unordered_map<std::string_view, int> given_ids;  ///< those in the file, with their lines

  /// The id of an element. One that has none in the file gets an id made of what is around it: it is the same
  /// whenever this file is read, stays when other parts of the file change, and is none that the file gives.
  /// docs/decisions/0053
  std::string id_of(const xml::Element&);
  /// The same, derived from what the caller knows.
  std::string id_of(const xml::Element&, std::string derived);

  /// The code an errorRef means; one that resolves to nothing is itself the code (bpmn-extensions 11.1).
  std::string error_code(std::string_view reference) const;

  /// The name of the message that a reference means; a dangling one is an error and its own name.
  std::string message_name(const xml::Element& at, std::string_view reference);

  std::string message_time_to_live(std::string_view reference) const;

  /// Wrong in a process that is to be executed; only a warning elsewhere.
  void error(const xml::Element& at, std::string rule, std::string message);
  /// Wrong in any file.
  void fault(const xml::Element& at, std::string rule, std::string message);
  void warning(const xml::Element& at, std::string rule, std::string message);

 private:
  void add(Problem::Severity severity, const xml::Element& at, std::string rule, std::string message);
  std::unordered_map<std::string, int> derived_ids_;  ///< how many begin with this
};

// Expressions (read_expressions.cpp).
/// An attribute or a text of an extension: a template, or FEEL behind a "=".
Expression expression(std::string_view text, Place place);
/// An attribute as expression; nothing when it is absent or empty.
std::optional<Expression> expression_attribute(const xml::Element& from, std::string_view name,
                                               xml::Space space = xml::Space::Camunda);
/// A BPMN formal expression with its `language`, or the language of the file.
std::optional<Expression> formal_expression(const Reading&, const xml::Element& from);
/// The language a `scriptFormat` names.
Expression::Language script_language(std::string_view format);
/// The script of `camunda:resource="deployment://name"`; an error for any other place.
Expression script_in_resource(Reading&, const xml::Element& from, std::string_view resource);
/// A comma-separated list; commas inside `${…}` do not separate.
std::vector<Expression> expression_list(std::string_view text, Place place);
/// The `extensionElements` children of an element, if any.
std::optional<xml::Element> extensions(const xml::Element& of);

// Structure.
int count_flow_nodes(const xml::Element& scope);                    // read_nodes.cpp
void read_process(Reading&, const xml::Element& from);              // read_nodes.cpp
void read_global_tasks(Reading&, const xml::Element& definitions);  // read_nodes.cpp
void link_flows(Reading&, Process&, const std::vector<xml::Element>& nodes,
                const std::vector<xml::Element>& flows);                 // read_flows.cpp
void link_links(Process&);                                               // read_flows.cpp
void spread_lane_groups(Process&);                                       // read_flows.cpp
void read_lanes(Process&, const xml::Element& lane_set);                 // read_flows.cpp
void check_vocabulary(Reading&, const xml::Element& definitions);        // check_vocabulary.cpp
void read_collaborations(Reading&, const xml::Element& definitions);     // read_collaboration.cpp
void read_data_declarations(Reading&, const xml::Element& definitions);  // read_data.cpp
void read_scope_data(Reading&, Process&, NodeIndex scope, const xml::Element& from);  // read_data.cpp
void read_node_data(Reading&, Process&, Node&, const xml::Element& from);             // read_data.cpp
void link_data(Process&);                                                             // read_data.cpp
void read_correlations(Reading&, Process&, const xml::Element& from);  // read_collaboration.cpp
NodeIndex find_node(const Process&, std::string_view reference);       // read_flows.cpp; -1: none
void link_compensation(Reading&, Process&,
                       const std::vector<xml::Element>& associations);  // read_compensation.cpp

// Parts of one node.
/// An errorRef that resolves to nothing is itself the code (bpmn-extensions 11.1); said all the same.
void tell_unknown_error(Reading&, const xml::Element& at, std::string_view reference);  // read_events.cpp
void read_declarations(Reading&, const xml::Element& definitions);  // read_events.cpp
/// What a QName refers to, as written or without its prefix; null: nothing, which `resolve` reports.
const Declared* look_up(const Declarations&, std::string_view reference);  // read_events.cpp
const Declared* resolve(Reading&, const xml::Element& from, const Declarations&, std::string_view reference,
                        const std::string& what);                           // read_events.cpp
void read_events(Reading&, Node&, const xml::Element& from);                // read_events.cpp
EventDefinition read_event_definition(Reading&, const xml::Element& from);  // read_events.cpp
void read_task(Reading&, Node&, const xml::Element& from);                  // read_tasks.cpp
void read_ad_hoc(Reading&, Node&, const xml::Element& from);                // ad_hoc.cpp
void read_loop(Reading&, Node&, const xml::Element& from);                  // read_loops.cpp
void read_quantities(Reading&, Node&, const xml::Element& from);            // read_loops.cpp
/// `camunda:in` (or `out`) elements.
std::vector<Mapping> read_mappings(const xml::Element& from, std::string_view name);  // read_tasks.cpp
Implementation read_implementation(Reading&, const xml::Element& from);               // read_tasks.cpp
void read_extensions(Reading&, Node&, const xml::Element& from);                      // read_extensions.cpp
Mapping read_in(const xml::Element& from);                                            // read_tasks.cpp
void read_form(Reading&, Node&, const xml::Element& from);                            // read_extensions.cpp
std::vector<Listener> read_listeners(Reading&, const xml::Element& from,
                                     std::string_view kind);               // read_extensions.cpp
std::vector<Deadline> read_deadlines(Reading&, const xml::Element& from);  // read_deadlines.cpp

}  // namespace lienthong::bpmn
