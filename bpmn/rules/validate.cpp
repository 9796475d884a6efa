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

rules::Verdicts rules::judge(const xml::Tree& tree, const Imports& imports) {
  Verdicts verdicts;
  Model model(tree, verdicts.all);
  model.tell_refused(verdicts.contradictions);
  check_imports(model, imports);
  check_all(model);
  for (std::vector<Problem>* found : {&verdicts.all, &verdicts.contradictions})
    std::ranges::stable_sort(*found, {}, [](const Problem& p) { return std::pair(p.line, p.column); });
  return verdicts;
}

std::vector<Problem> validate(std::string_view xml, const Imports& imports) {
  const xml::Source source(xml, xml_limits);
  if (source.problem()) return {*source.problem()};
  std::vector<Problem> problems;
  const xml::Tree tree(source.text(), problems);
  if (tree.size() == 0) return problems;
  if (!tree.root().is("definitions")) {
    rules::Model(tree, problems)
        .report("not-bpmn", tree.root(),
                "The root element is <" + std::string(tree.root().name()) +
                    ">, not the <definitions> of http://www.omg.org/spec/BPMN/20100524/MODEL");
    return problems;
  }
  std::ranges::move(rules::judge(tree, imports).all, std::back_inserter(problems));
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
