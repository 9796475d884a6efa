#pragma once
#include <string>
#include <vector>

namespace lienthong::bpmn::testing {

/// Two models that differ in one thing.
struct RuleExample {
  std::string rule, broken, kept;
};
const std::vector<RuleExample>& rule_examples();

}  // namespace lienthong::bpmn::testing
