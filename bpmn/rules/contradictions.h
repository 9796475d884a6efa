#pragma once
#include <vector>
#include "base/refused.h"
#include "xml/tree.h"

namespace lienthong::bpmn::rules {

/// The errors for which deployment refuses a file with executable processes; see docs/formats/rules.md.
std::vector<Problem> contradictions(const xml::Tree&);

}  // namespace lienthong::bpmn::rules
