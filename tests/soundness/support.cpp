#include "tests/soundness/support.h"
#include <algorithm>
#include "bpmn/reader.h"
#include "tests/soundness/diagram.h"

namespace soundness_test {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

}  // namespace

lienthong::bpmn::Judgement judge(const std::string& text, std::size_t states) {
  return lienthong::bpmn::judge_soundness(lienthong::bpmn::read(diagram(text)), {states});
}

std::string verdict(const std::string& text) {
  const auto judgement = judge(text);
  if (!judgement.soundness) return "outside: " + joined({judgement.problems.front().message});
  const auto& s = *judgement.soundness;
  std::vector<std::string> violated;
  const auto add = [&](const char* name, const std::optional<bool>& holds) {
    if (holds != true) violated.push_back(std::string(name) + (holds ? "" : "?"));
  };
  add("stuck", s.option_to_complete);
  add("unsafe", s.safe);
  add("twice", s.proper_completion);
  add("dead", s.no_dead_activities);
  return violated.empty() ? "sound" : joined(violated);
}

std::string named(const std::string& text, const std::string& rule) {
  std::vector<std::string> ids;
  for (const auto& problem : judge(text).problems)
    if (problem.rule == rule) ids.push_back(problem.element_id);
  std::sort(ids.begin(), ids.end());
  return joined(ids);
}

std::string trace(const std::string& text) {
  const auto judgement = judge(text);
  return judgement.soundness ? joined(judgement.soundness->counterexample) : "";
}

std::string message(const std::string& text, const std::string& rule) {
  for (const auto& problem : judge(text).problems)
    if (problem.rule == rule) return problem.message;
  return "";
}

}  // namespace soundness_test
