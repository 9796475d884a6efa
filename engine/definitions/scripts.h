#pragma once
// Scripts in a language that the engine does not speak itself are run by whoever stands behind this door
// (adapters/javascript/). A script sees values and asks for changes; the engine makes them in its own
// transaction.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "base/instant.h"
#include "base/refused.h"
#include "base/value.h"

namespace lienthong::engine {

/// All that a script sees.
struct ScriptCall {
  std::string_view source;
  std::vector<Context> scopes;  ///< variables, the innermost scope first, the process instance last
  Context execution;            ///< properties of `execution`
  std::optional<Context> task;  ///< properties of `task`, where there is one
  Instant now;
  std::int64_t seed = 0;  ///< of chance: the same run gives the same numbers
};

/// `object.method(arguments)`, as expressions call it (ScopeNames::call).
struct ScriptEffect {
  std::string object, method;
  List arguments;
};

struct ScriptAnswer {
  struct BpmnError {
    std::string code;
    std::optional<std::string> message;
  };
  Value result;                       ///< of the last statement
  std::vector<ScriptEffect> effects;  ///< in order
  std::optional<BpmnError> error;     ///< thrown by the script, to be caught in the process
};

struct ScriptFault {
  std::string message;
  int line = 0;  ///< of the script, from 1; 0: not known
};

struct Scripts {
  virtual ~Scripts() = default;
  /// Throws Refused{Failed} that says what went wrong and in which line.
  virtual ScriptAnswer run(const ScriptCall&) = 0;
  /// What is wrong with the text, if anything.
  virtual std::optional<ScriptFault> compile(std::string_view source) = 0;
};

/// A BPMN error that a script throws. Where nothing can lead it to a handler, it is an ordinary failure.
struct RaisedBpmnError : Refused {
  RaisedBpmnError(const std::string& where, ScriptAnswer::BpmnError raised)
      : Refused(Kind::Failed, "the script in '" + where + "' throws the BPMN error '" + raised.code + "'" +
                                  (raised.message ? ": " + *raised.message : "") +
                                  ", which cannot be caught there"),
        error(std::move(raised)) {}
  ScriptAnswer::BpmnError error;
};

}  // namespace lienthong::engine
