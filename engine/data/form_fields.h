#pragma once
#include "base/fit.h"
#include "bpmn/model.h"

namespace lienthong::engine {

/// The type of the variable that a field of a form becomes; none: the one that the value has
/// (bpmn-extensions 3.4).
std::optional<VariableType> variable_type(const bpmn::FormField&);
/// A value as the field wants it.
Fitting fit(const bpmn::FormField&, const Value&);
/// The variable that a default is shown as: what does not fit is the text it is, so that a person can mend
/// it.
TypedValue shown(const bpmn::FormField&, const Value&);

}  // namespace lienthong::engine
