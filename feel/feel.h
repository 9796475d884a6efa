#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>
#include "base/value.h"

namespace lienthong::calendar {
class Calendars;
}

/// Expressions: FEEL (DMN 1.5 §10.3) and, as a small second front end onto the same values, Camunda 7's
/// `${…}` templates. `compile` once, `evaluate` often. An expression sees only what `Environment` offers: no
/// clock, no files, no network, and a fixed budget of work (feel/limits.h), so that text written by anybody
/// may be evaluated.
namespace lienthong::feel {

enum class Dialect {
  Feel,        ///< a FEEL expression
  UnaryTests,  ///< FEEL unary tests over the input value named "?"
  Template,  ///< text with ${…} or #{…} parts, as Camunda 7 models write them; text without any is itself
};

/// Thrown by compile: what is wrong and where in the text (line and column count from 1).
struct SyntaxError : std::runtime_error {
  SyntaxError(const std::string& text, int line, int column);
  int line;
  int column;
};

/// Thrown by evaluate for Template expressions (unknown identifier, wrong type, …) and for exhausted budgets
/// in every dialect.
struct EvaluationError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A compiled expression: immutable, shared, may be evaluated from several threads.
class Expression;
struct Vocabulary;
using ExpressionPtr = std::shared_ptr<const Expression>;

ExpressionPtr compile(std::string_view text, Dialect);
/// The same where names and types are known (feel/vocabulary.h).
ExpressionPtr compile(std::string_view text, Dialect, const Vocabulary&);
const std::string& text_of(const Expression&);
bool is_literal(const Expression&);  ///< Template without any ${…}

/// A member that a template asks an object for, as `execution.businessKey` or `execution.getVariable("n")`,
/// or a function of the host such as `currentUser()`: its object is "".
struct Member {
  std::string object, name;
  bool method = false;
  std::size_t arguments = 0;  ///< of a method
};
/// Those of objects that stand in it by their names; of FEEL none.
std::vector<Member> members(const Expression&);

/// The names an expression may use.
struct Names {
  virtual ~Names() = default;
  virtual std::optional<Value> find(
      std::string_view name) const = 0;  ///< nothing: no such name (null is a value)
  /// The same without a copy, by those who keep the value; null when they do not or there is none.
  virtual const Value* see(std::string_view) const { return nullptr; }
  /// Calls a method of a host object such as `execution.setVariable("n", 1)`; nothing: no such object or
  /// method. The object is "" for a function of the host, such as `currentUser()`.
  virtual std::optional<Value> call(std::string_view object, std::string_view method,
                                    const List& arguments) const;
  /// A property of a host object, e.g. `execution.businessKey`; nothing: no such object or property.
  virtual std::optional<Value> property(std::string_view object, std::string_view name) const;
};

struct Environment {
  const Names& names;
  Instant now;
  std::int32_t zone_offset_s = 7 * 3600;
  bool local_without_zone = false;  ///< what has no zone compares as if it had this one (Camunda 7)
  const calendar::Calendars* calendars = nullptr;  ///< null: the Vietnamese public sector's only
};

struct Diagnostic {
  std::string message;
  int line = 0, column = 0;
};

/// Calls that no value of its names could make work: of a function that there is not, unless `is_known` says
/// otherwise, or with arguments that a built-in function does not take.
std::vector<Diagnostic> impossible_calls(const Expression&,
                                         const std::function<bool(std::string_view)>& is_known = {});

/// FEEL: errors become null, each with a diagnostic when `diagnostics` is given. Template: throws
/// EvaluationError. Unary tests answer true, false or null.
Value evaluate(const Expression&, const Environment&, std::vector<Diagnostic>* diagnostics = nullptr);

}  // namespace lienthong::feel
