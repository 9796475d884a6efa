#pragma once
// The tables tests/bpmn/rules/*.twins: under the name of a rule, models in pairs that differ in one place.
//
//     rule-name
//     drawing: <task id='[[||a]]'/>{a>b} ;; <message id='m'/>
//       a line that begins with blanks goes on
//
// `[[broken||kept]]` is where the two differ; what is broken breaks this rule and no other. The frame says
// what stands around: `file` (definitions), `drawing` (a process), `executable`, `choreography` (of the
// participants a, b and c, with the messages m from a to b and n back) or `xml` (nothing). Behind the first
// `;;` stands what comes before the process, behind the second what a diagram shows. `{a>b}` is the sequence
// flow "a-b", `{a>b?}` one with a condition; `{ab}` says that a and b take part.
#include <string>
#include <vector>
#include "tests/bpmn/rule_examples.h"

namespace lienthong::bpmn::testing {

/// All tables in the folder. Throws std::runtime_error at a line that is none.
std::vector<RuleExample> rule_twins(const std::string& folder);

}  // namespace lienthong::bpmn::testing
