#include "bpmn/validate.h"
#include <algorithm>
#include "bpmn/reader.h"
#include "bpmn/rules/contradictions.h"
#include "bpmn/rules/model.h"
#include "xml/source.h"

namespace lienthong::bpmn {

void rules::check_all(Model& model) {
  check_schema(model);
  check_references(model);
  check_flows(model);
  check_gateways(model);
  check_events(model);
  check_activities(model);
  check_data(model);
  check_messages(model);
  check_expressions(model);
  check_collaboration(model);
  check_choreography(model);
}

std::vector<Problem> rules::contradictions(const xml::Tree& tree) {
  std::vector<Problem> problems;
  Model model(tree, problems);
  if (!model.executable()) return {};
  model.only_deployed();
  check_all(model);
  return problems;
}

std::vector<Problem> validate(std::string_view xml, const Imports& imports) {
  const xml::Source source(xml, xml_limits);
  if (source.problem()) return {*source.problem()};
  std::vector<Problem> problems;
  const xml::Tree tree(source.text(), problems);
  if (tree.size() == 0) return problems;
  rules::Model model(tree, problems);
  if (!tree.root().is("definitions")) {
    model.report("not-bpmn", tree.root(),
                 "The root element is <" + std::string(tree.root().name()) +
                     ">, not the <definitions> of http://www.omg.org/spec/BPMN/20100524/MODEL");
    return problems;
  }
  rules::check_imports(model, imports);
  rules::check_all(model);
  std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
    return std::pair(a.line, a.column) < std::pair(b.line, b.column);
  });
  return problems;
}

bool is_engine_demand(std::string_view rule) {
  // Files of the standard may have no start event, tasks that nobody carries out, and so on.
  return rules::one_of(
      rule, {"compensation-start-place", "complex-without-activation", "correlation-subscription-key",
             "escalation-boundary", "history-time-to-live", "instantiating-receive-message",
             "loop-cardinality", "loop-complex", "loop-element-variable", "message-without-name",
             "not-executable-yet", "process-without-start", "several-starts", "sub-process-start",
             "subscribed-twice", "task-without-implementation"});
}

}  // namespace lienthong::bpmn
