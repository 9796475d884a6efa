#pragma once
#include <vector>
#include "bpmn/validate.h"
#include "xml/tree.h"

namespace lienthong::bpmn::rules {

/// What one look at a file by the standard's rules finds (docs/formats/rules.md).
struct Verdicts {
  std::vector<Problem> all;             ///< by line and column
  std::vector<Problem> contradictions;  ///< those of them for which deployment refuses an executable process
};
/// Without `imports`, imported files are not looked at.
Verdicts judge(const xml::Tree&, const Imports& imports);

}  // namespace lienthong::bpmn::rules
