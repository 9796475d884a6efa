#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "engine/data/names.h"
#include "engine/steps/run.h"

namespace lienthong::engine {

/// Variables, and what expressions make of them. Owns which variables are seen by this command alone. A task
/// given besides a scope is a further innermost scope. Throws Refused{Failed} for what cannot be evaluated.
class Data {
 public:
  explicit Data(Run& run) : run_(run) {}

  // ---- expressions (expressions.cpp, run_script.cpp)
  /// `more`: names seen besides the variables.
  Value evaluate(const bpmn::Expression&, const Instance&, const Task* = nullptr,
                 const Context* more = nullptr);
  /// One that stands in another definition than that of the scope it sees: in that of a caller.
  Value evaluate_of(const Definition&, const bpmn::Expression&, const Instance&, const Task* = nullptr,
                    const Context* more = nullptr);
  /// What a variable becomes of it: `${x}` is x with its type.
  TypedValue evaluate_typed(const bpmn::Expression&, const Instance&);
  TypedValue evaluate_typed_of(const Definition&, const bpmn::Expression&, const Instance&);
  std::optional<std::string> evaluate_text(const std::optional<bpmn::Expression>&, const Instance&,
                                           const Task* = nullptr);
  /// A plain text of the model, which may hold `${…}` (Definition::compiled_text).
  std::string evaluate_text(const std::string& in_model, const Instance&);
  std::optional<Instant> evaluate_instant(const std::optional<bpmn::Expression>&, const Instance&,
                                          const Task* = nullptr);
  TypedValue evaluate_parameter(const bpmn::Parameter&, const Instance&);
  Value evaluate_held(const bpmn::Parameter&, const Instance&);  ///< lists and maps nest
  /// A condition.
  bool holds(const bpmn::Expression&, const Instance&, const Context* more = nullptr);
  /// Of a message or signal, or an escalation's code.
  std::string event_name(const bpmn::EventDefinition&, const Instance& scope);
  /// JavaScript, by whoever the settings name; what it asks for is done before its result is answered.
  Value run_script(const Definition&, const bpmn::Expression&, const Instance&, const class ScopeNames&,
                   const Task* = nullptr, const Context* more = nullptr);

  // ---- variables (variables.cpp)
  std::optional<TypedValue> variable(const Instance& scope, std::string_view name, const Task* = nullptr);
  /// Every variable visible from a scope, innermost first wins. `local`: only its own.
  Variables visible(const Instance& scope, bool local = false, const Task* = nullptr);
  /// The row of `owner` itself, an instance or a task; null: it has none of that name.
  Variable* own_variable(std::int64_t root, std::int64_t owner, std::string_view name);
  /// bpmn-extensions 5.2: the innermost scope where the name exists, else the process instance.
  void set_variable(const Instance& scope, const std::string& name, TypedValue, const Task* = nullptr);
  void set_local(const Instance& scope, const std::string& name, TypedValue, const Task* = nullptr);
  void set_variables(const Instance& scope, const Variables&, const Task* = nullptr);
  void remove_variable(const Instance& scope, const std::string& name, bool local, const Task* = nullptr);
  void remove_all(std::int64_t owner, InstanceId root);
  /// Why it cannot be a variable's value; none: it can.
  std::optional<std::string> too_large(const std::string& name, const TypedValue&) const;
  /// At the end of a command: transient variables are seen by it alone (bpmn-extensions 5.2).
  void drop_transient();

 private:
  void write_variable(std::int64_t root, InstanceId scope, TaskId task, const std::string& name, TypedValue);

  Run& run_;
  std::vector<std::pair<std::int64_t, VariableId>> transient_;  ///< root and variable
};

}  // namespace lienthong::engine
