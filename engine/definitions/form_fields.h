#pragma once
#include <array>
#include <string_view>
#include <vector>
#include "base/fit.h"
#include "base/refused.h"
#include "bpmn/model.h"

namespace lienthong::engine {

/// A constraint that a submitted form is held to.
struct FormConstraint {
  std::string_view name;
  bool limits;            ///< its config is a whole number; else true (also when left out) or false
  std::string_view type;  ///< of the fields that it counts for; empty: any
};
inline constexpr std::array<FormConstraint, 6> form_constraints{{{"required", false, ""},
                                                                 {"readonly", false, ""},
                                                                 {"min", true, "long"},
                                                                 {"max", true, "long"},
                                                                 {"minlength", true, "string"},
                                                                 {"maxlength", true, "string"}}};
/// Constraints and defaults of a process' forms that can never work.
void check_form_fields(const bpmn::Process&, std::vector<Problem>&);

/// The type of the variable that a field of a form becomes; none: the one that the value has
/// (bpmn-extensions 3.4).
std::optional<VariableType> variable_type(const bpmn::FormField&);
/// A value as the field wants it.
Fitting fit(const bpmn::FormField&, const Value&);
/// The variable that a default is shown as: what does not fit is the text it is, so that a person can mend
/// it.
TypedValue shown(const bpmn::FormField&, const Value&);

}  // namespace lienthong::engine
