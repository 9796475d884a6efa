#include "tests/bpmn/support.h"

namespace lienthong::bpmn::testing {

std::string file(const std::string& body, const std::string& attributes) {
  return "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' "
         "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
         "xmlns:camunda='http://camunda.org/schema/1.0/bpmn' xmlns:lienthong='urn:lienthong:bpmn:1.0' "
         "targetNamespace='t' " +
         attributes + ">\n" + body + "\n</definitions>";
}

std::string process(const std::string& body, const std::string& before) {
  return file(before + "<process id='p' isExecutable='true'>\n" + body + "\n</process>");
}

std::string around(const std::string& node, const std::string& before) {
  return process("<startEvent id='s'/><sequenceFlow id='f1' sourceRef='s' targetRef='a'/>\n" + node +
                     "\n<sequenceFlow id='f2' sourceRef='a' targetRef='e'/><endEvent id='e'/>",
                 before);
}

namespace {

std::string rules(const std::string& xml, Problem::Severity severity) {
  std::string out;
  for (const Problem& problem : check(read(xml)))
    if (problem.severity == severity) out += (out.empty() ? "" : " ") + problem.rule;
  return out;
}

}  // namespace

std::string errors(const std::string& xml) { return rules(xml, Problem::Severity::Error); }
std::string warnings(const std::string& xml) { return rules(xml, Problem::Severity::Warning); }

const Problem* find(const std::vector<Problem>& problems, const std::string& rule) {
  for (const Problem& problem : problems)
    if (problem.rule == rule) return &problem;
  return nullptr;
}

std::string message_of(const std::string& xml, const std::string& rule) {
  const auto problems = check(read(xml));
  const Problem* problem = find(problems, rule);
  return problem ? problem->message : "";
}

}  // namespace lienthong::bpmn::testing
