#pragma once
#include <optional>
#include "feel/ast.h"
#include "feel/builtins/table.h"
#include "feel/feel.h"
#include "feel/function.h"
#include "feel/limits.h"

namespace lienthong::feel {

/// Names nearer than those of the environment, as a chain on the stack.
struct Scope {
  const Scope* parent = nullptr;
  const Context* context = nullptr;    ///< entries seen so far, or what a function captured
  const std::string* names = nullptr;  ///< with `values` and `count`: parameters and iterators
  const Value* values = nullptr;
  std::size_t count = 0;
  const Value* item = nullptr;  ///< the element a filter looks at; its entries are names, too
};

/// Is told by a Native node what it did; hosts derive from it.
struct Observer {
  virtual ~Observer() = default;
};

/// What a run has cost so far. The expressions of one decision graph share one.
struct Budget {
  std::size_t steps = 0, produced = 0;
  int depth = 0;
  Observer* observer = nullptr;
};

/// For expressions of constants alone.
struct NoNames final : Names {
  std::optional<Value> find(std::string_view) const override { return std::nullopt; }
};

/// One run of an expression: its names, what it may cost, and what went wrong.
class Evaluation {
 public:
  /// `root` keeps the tree for functions that outlive the run.
  Evaluation(const Environment& environment, std::vector<Diagnostic>* diagnostics,
             std::shared_ptr<const Node> root, Budget& budget)
      : environment_(environment), diagnostics_(diagnostics), root_(std::move(root)), budget_(budget) {}

  Value evaluate(const Node&);
  Value evaluate_in(const Scope&, const Node&);
  /// Whether an input passes unary tests; null when that cannot be told.
  Value unary_tests(const Node&, const Value& input);
  /// The same with the names of the scope, and `?` for the input.
  Value unary_tests_in(const Scope*, const Node&, const Value& input);
  /// Whether an input passes one unary test.
  bool passes(const Node& one, const Value& input) { return test(one, input).value_or(false); }
  /// What a node without effects of its own means, without a copy where it is a literal or a name.
  const Value& see(const Node&, Value& storage);
  /// The function that a FunctionDefinition defines; by `own_name` it may call itself.
  Value define(const Node&, const std::string* own_name);
  /// The body of a function with the scope of its parameters.
  Value call_body(const Scope&, const Node&, const std::shared_ptr<const Node>& root);
  /// Calls a function value with arguments by position; null when it is none or takes another number.
  Value call(const Value& function, List arguments);

  const Environment& environment() const { return environment_; }
  const std::shared_ptr<const Node>& root() const { return root_; }
  const Scope* scope() const { return scope_; }
  Budget& budget() { return budget_; }
  std::vector<Diagnostic>* diagnostics() { return diagnostics_; }
  /// What a name means here; null when nothing.
  const Value* resolve(std::string_view name, Value& storage) const;

  /// Throws EvaluationError when the budget of steps is spent.
  void step(std::size_t count = 1) {
    budget_.steps += count;
    if (budget_.steps > steps_max) exhausted_steps();
  }
  /// Throws EvaluationError when too much text and too many elements were made.
  void produce(std::size_t bytes);
  /// Pays for walking through the whole value; throws when it nests too deeply.
  void measure(const Value&, int depth = 0);

  /// Null, with a diagnostic made of the parts when anybody reads it.
  template <class... Parts>
  Value fail(const Parts&... parts) {
    if (diagnostics_) report((std::string() + ... + parts));
    return {};
  }
  /// The value as a type wants it (feel/types.h); nothing, with a diagnostic, when that cannot be. `what`
  /// names it.
  template <class... What>
  std::optional<Value> fit(const Value& value, const Type& type, const What&... what) {
    std::optional<Value> fitting = fitted(*this, value, type);
    if (!fitting && diagnostics_) fail(what..., " is ", why_unfit(*this, value, type));
    return fitting;
  }
  /// The same of a built-in function whose arguments are not of the kinds it takes.
  template <class... Parts>
  Value misfit(const Parts&... parts) {
    ++misfits_;
    return fail(parts...);
  }

 private:
  struct Frame;
  struct Within;

  // evaluation.cpp
  Value unary_tests(const Node&);
  const Value* local(std::string_view name) const;
  Value name(const Node&);
  Value operation(const Node&);
  Value chain(const Node&);
  Value joined(Op, const Value& left, const Value& right);
  Value compared(Op, const Value& left, const Value& right);
  Value conjunction(const Node&);
  Value disjunction(const Node&);
  Value conditional(const Node&);
  Value between(const Node&);
  Value range(const Node&);
  Value list(const Node&);
  Value context(const Node&);

  // evaluation_loops.cpp
  Value for_each(const Node&);
  Value quantified(const Node&);
  Value filter(const Node&);
  struct Loop;
  bool iterate(Loop&, std::size_t iterator);
  bool span(Loop&, std::size_t iterator, const Value& low, const Value& high);
  Value filtered(const Node&, const List&);

  // evaluation_calls.cpp
  Value path(const Node&);
  Value path_of(const Value&, const std::string& name);
  Value call_node(const Node&);
  Value call_builtin(const Node&, const BuiltinFamily&);
  Value run_builtin(const Builtin&, const List& arguments);
  Value call_function(const Node&, const Value& function);
  Value instance_of(const Node&);
  Value coerce(const Node&);
  Value external(const Node&);

  // evaluation_tests.cpp
  Value in(const Node&);
  std::optional<bool> test(const Node&, const Value& input);
  std::optional<bool> fits(const Value& tested, const Value& input);

  [[noreturn]] void exhausted_steps() const;
  void report(std::string message);

  const Environment& environment_;
  std::vector<Diagnostic>* diagnostics_;
  std::shared_ptr<const Node> root_;
  const Scope* scope_ = nullptr;
  const Node* here_ = nullptr;
  Budget& budget_;
  std::size_t misfits_ = 0;
};

}  // namespace lienthong::feel
