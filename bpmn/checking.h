#pragma once
// The rules a process must keep before it may run, by subject; bpmn-extensions section 20 lists them.
#include <string>
#include <vector>
#include "bpmn/model.h"

namespace lienthong::bpmn {

/// One executable process under examination, and what was found.
class Checking {
 public:
  Checking(const Process& process, std::vector<Problem>& problems) : process(process), problems_(problems) {}
  const Process& process;

  void error(const Node& at, std::string rule, std::string message) {
    error(at.place, at.id, std::move(rule), std::move(message));
  }
  void warning(const Node& at, std::string rule, std::string message) {
    warning(at.place, at.id, std::move(rule), std::move(message));
  }
  void error(Place, const std::string& id, std::string rule, std::string message);
  void warning(Place, const std::string& id, std::string rule, std::string message);
  /// Correct BPMN that this release does not execute.
  void not_yet(Place, const std::string& id, const std::string& what, const std::string& hint = "");
  void not_yet(const Node& at, const std::string& what, const std::string& hint = "") {
    not_yet(at.place, at.id, what, hint);
  }

  const Node& scope_of(const Node& node) const { return process.node(node.parent); }

 private:
  void add(Problem::Severity, Place, const std::string& id, std::string rule, std::string message);
  std::string given(const std::string& id) const;
  std::vector<Problem>& problems_;
};

void check_scopes(Checking&);        ///< start events, sub-processes
void check_flows(Checking&);         ///< sequence flows and gateways
void check_events(Checking&);        ///< event definitions, boundary events, subscriptions
void check_compensation(Checking&);  ///< handlers, what asks for them, transactions
void check_tasks(Checking&);         ///< implementations, scripts, call activities
void check_loops(Checking&);         ///< standard loops, multi-instances, quantities of tokens
void check_extensions(Checking&);    ///< mapping, listeners, forms, deadlines, languages

void check_data(Checking&);           ///< data associations, input and output sets
void check_collaboration(Checking&);  ///< correlation keys and subscriptions
void check_ad_hoc(Checking&, const Node&);
void check_escalations(const Document&, std::vector<Problem>&);  ///< codes without a counterpart

/// `user task "id"`, as messages name an element; one without an id by its name and place.
std::string describe(const Node&);
std::string describe(const Flow&);
/// The id of this element or of the nearest around it that has one in the file.
std::string nearest_given_id(const Process&, const Node&);
std::string nearest_given_id(const Process&, const Flow&);
bool is_activity(Kind);
bool is_event(Kind);
bool is_gateway(Kind);
bool is_throwing(const Node&);
/// Text with `${…}` or `#{…}` in it: its value is known only at run time.
bool is_template(std::string_view text);
bool is_constant(const std::optional<Expression>&);
/// What must give true or false: text never does, nor does a template with text around its `${…}`. `what`
/// names it: "condition of the sequence flow …".
void check_condition(Checking&, const std::string& id, const std::optional<Expression>&,
                     const std::string& what);
bool is_number(std::string_view text);
/// As much of a text as a message needs to show which one is meant.
std::string shortened(std::string_view text);

}  // namespace lienthong::bpmn
