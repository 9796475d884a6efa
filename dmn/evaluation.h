#pragma once
#include <string>
#include <vector>
#include "dmn/model.h"
#include "dmn/table.h"
#include "feel/evaluation.h"

namespace lienthong::dmn {

/// What one run of a model is given.
struct Inputs {
  struct Given {
    std::string name;
    Value value;
    std::string name_space;  ///< empty: that of the model
  };
  std::vector<Given> values;  ///< of input data, or in the place of decisions
  Instant now;
  std::int32_t zone_offset_s = 7 * 3600;
  const calendar::Calendars* calendars = nullptr;  ///< as of feel::Environment
};

/// How one decision came about.
struct DecisionTrace {
  ElementIndex element = -1;
  Value result;
  std::vector<TableTrace> tables;  ///< evaluated in its logic, the outermost last
};

/// Everything that a run tells beside its result.
struct Trace {
  bool cells = false;                    ///< ask for every cell of every table
  std::vector<DecisionTrace> decisions;  ///< in the order of evaluation; the one asked for is the last
};

struct Outcome {
  Value value;
  std::vector<feel::Diagnostic> diagnostics;  ///< why something became null
};

/// Evaluates a decision, or a decision service with its parameters taken from the inputs by name, or a
/// business knowledge model likewise. What is wrong with the values is null and a diagnostic; a spent budget
/// throws feel::EvaluationError.
Outcome evaluate(const Model&, ElementIndex, const Inputs&, Trace* trace = nullptr);

}  // namespace lienthong::dmn
