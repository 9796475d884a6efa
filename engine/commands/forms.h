#pragma once
#include "engine/commands.h"
#include "engine/steps/run.h"

namespace lienthong::engine {

/// Validates and converts the submitted variables by the form fields of a node (bpmn-extensions 3.4). Throws
/// Refused{Invalid} that names the field.
void apply_form(const bpmn::Node&, Run&, const Instance& scope, Variables&);
/// The same of a process that is about to start; the form may say which field gives the business key.
void apply_start_form(const bpmn::Node& start, const Definition&, Run&, Variables&,
                      std::optional<std::string>& business_key);

}  // namespace lienthong::engine
