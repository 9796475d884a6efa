#pragma once
#include <string>
#include <vector>
#include "bpmn/soundness/soundness.h"

namespace soundness_test {

lienthong::bpmn::Judgement judge(const std::string& diagram, std::size_t states = 100'000);

/// What is violated, in the order stuck unsafe twice dead: "sound", "stuck dead", …; "?" behind what is
/// unknown.
std::string verdict(const std::string& diagram);

/// The ids of all elements that problems of this rule name, sorted, joined by spaces.
std::string named(const std::string& diagram, const std::string& rule);

/// The counterexample, joined by spaces.
std::string trace(const std::string& diagram);

/// The message of the first problem with this rule; "" when there is none.
std::string message(const std::string& diagram, const std::string& rule);

}  // namespace soundness_test
