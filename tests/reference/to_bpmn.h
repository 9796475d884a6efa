#pragma once
#include "tests/reference/model.h"

namespace lienthong::reference {

/// The model as BPMN 2.0 XML that the engine deploys; element ids are those of
/// the model.
std::string to_bpmn(const Model&);
/// The condition in the words of its language, not escaped.
std::string text_of(const Condition&);

}  // namespace lienthong::reference
