#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>
#include "base/ids.h"
#include "bpmn/model.h"
#include "engine/definitions/reachability.h"
#include "feel/feel.h"

namespace lienthong::engine {

/// A file of the same deployment, by name.
using ResourceLookup = std::function<std::optional<std::string>(const std::string& name)>;

/// One deployed process, parsed, checked, its expressions compiled. Immutable and shared.
class Definition {
 public:
  /// Compiles every expression; what does not compile becomes a Problem with its place. Usable only when none
  /// was added. Scripts that stand in a file of their own are read through `resources`.
  Definition(bpmn::Process process, std::vector<Problem>& problems, const ResourceLookup& resources = {});

  const bpmn::Process& process() const { return process_; }
  const bpmn::Node& node(bpmn::NodeIndex i) const { return process_.node(i); }
  const bpmn::Node& root() const { return process_.node(0); }
  /// Throws a failed check when the id is unknown: rows never name a node their definition lacks.
  const bpmn::Node& node(std::string_view id) const;
  const bpmn::Flow* flow(std::string_view id) const;
  const feel::Expression& compiled(const bpmn::Expression&) const;
  /// A script that another engine runs (engine/definitions/scripts.h).
  struct Script {
    std::string source, element;
    bpmn::Place place;
  };
  const Script& script(const bpmn::Expression&) const;
  /// All of them, in the order of the model.
  std::vector<const Script*> scripts() const;
  /// A template or FEEL expression where it stands.
  struct Use {
    /// The objects of the engine that it sees beside `execution`.
    enum class Sees { Execution, Task, TaskListener, ExternalTask };
    const feel::Expression& compiled;
    const std::string &text, &element;
    bpmn::Place place;
    Sees sees = Sees::Execution;
  };
  /// Each of them, names and other texts with `${…}` too.
  void each_use(const std::function<void(const Use&)>& visit) const;
  /// A message or signal name, an escalation code: literal unless it holds `${…}`.
  const feel::Expression* compiled_name(const bpmn::EventDefinition&) const;

  /// A text of the model that may hold `${…}`, by its place in the model; null: it holds none.
  const feel::Expression* compiled_text(const std::string&) const;

  /// Event sub-processes directly inside a scope.
  const std::vector<bpmn::NodeIndex>& event_sub_processes(const bpmn::Node& scope) const;
  /// The start event of an event sub-process.
  const bpmn::Node& start_of(const bpmn::Node& event_sub_process) const;
  /// Where an event begins an instance of the process: typed start events, instantiating receive tasks,
  /// events behind an instantiating event-based gateway. BPMN 13.1
  std::vector<bpmn::NodeIndex> start_nodes() const;
  /// Where a start by key begins: at the none start event, else at a timer start event, else at the only
  /// start event; null: nowhere.
  const bpmn::Node* initial_start() const;
  /// What undoes an activity: the handler of its compensation boundary event, or an event sub-process inside
  /// it. BPMN 10.7.1
  const bpmn::Node* compensation_handler(const bpmn::Node& activity) const {
    const bpmn::NodeIndex found = compensation_handlers_[static_cast<std::size_t>(activity.index)];
    return found < 0 ? nullptr : &node(found);
  }
  bool is_join(const bpmn::Node& node) const {
    using enum bpmn::Kind;
    if (node.kind == ComplexGateway) return node.incoming.size() > 1 || node.activation_condition.has_value();
    return (node.kind == ParallelGateway || node.kind == InclusiveGateway) && node.incoming.size() > 1;
  }
  /// Joins directly inside a scope that must know what can still arrive: inclusive and complex ones.
  const std::vector<bpmn::NodeIndex>& waiting_joins(const bpmn::Node& scope) const;
  bool has_waiting_joins() const { return !reachability_.empty(); }
  const Reachability& reachability(const bpmn::Node& waiting_join) const;

 private:
  void compile_name(const bpmn::EventDefinition&, const bpmn::Node&, std::vector<Problem>&);

  bpmn::Process process_;
  std::unordered_map<const void*, feel::ExpressionPtr> compiled_;
  std::unordered_map<const bpmn::Expression*, Script> scripts_;
  std::unordered_map<std::string_view, bpmn::NodeIndex> nodes_;
  std::unordered_map<std::string_view, bpmn::FlowIndex> flows_;
  std::vector<std::vector<bpmn::NodeIndex>> event_sub_processes_, waiting_joins_;  ///< by scope index
  std::unordered_map<bpmn::NodeIndex, Reachability> reachability_;
  std::vector<bpmn::NodeIndex> compensation_handlers_;  ///< by activity index; -1: none
};
/// Which of a node's event definitions is of that kind (its BPMN word) and name; -1: none.
std::int64_t event_named(const bpmn::Node&, std::string_view kind, std::string_view name);

/// A process or sub-process of any kind: other nodes stand in it.
bool is_scope(const bpmn::Node&);

using DefinitionPtr = std::shared_ptr<const Definition>;

}  // namespace lienthong::engine
