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
  check_loops(model);
  check_compensation(model);
  check_resources(model);
  check_data_places(model);
}

rules::Verdicts rules::judge(const xml::Tree& tree, const Imports& imports) {
  Verdicts verdicts;
  Model model(tree, verdicts.all);
  model.tell_refused(verdicts.contradictions);
  check_imports(model, imports);
  check_all(model);
  check_diagram(model);
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

namespace {

// A file of the standard may have no start event, tasks that nobody carries out, and so on; what of it
// contradicts the standard, the rules of the table have said.
constexpr std::string_view engine_demands =
    " ad-hoc-empty ad-hoc-ordering ad-hoc-start-or-end ad-hoc-without-choice assignment-target "
    "assignment-without-from assignment-without-to attached-to call-without-element "
    "cancel-boundary cancel-outside-transaction cancel-without-boundary compensation-activity "
    "compensation-alone compensation-boundary-flow compensation-handler compensation-handler-twice "
    "compensation-reference compensation-start-place compensation-without-handler "
    "complex-without-activation condition-missing condition-type condition-without-expression "
    "correlation-binding-missing correlation-binding-property correlation-binding-without-path "
    "correlation-key-empty correlation-property-without-retrieval correlation-retrieval-twice "
    "correlation-retrieval-without-message correlation-retrieval-without-path "
    "correlation-subscription-key data-association-item data-association-scope "
    "data-association-sources data-association-target data-set-item data-set-optional "
    "data-store-capacity default-flow duplicate-id endless-call error-start-interrupts "
    "error-without-code escalation-boundary escalation-twice escalation-without-code "
    "event-gateway-second-flow event-gateway-target event-gateway-without-outgoing event-kind "
    "event-sub-process-start exclusive-single-condition exclusive-without-condition "
    "exclusive-without-outgoing flow-across-scopes flow-at-compensation flow-at-event-sub-process "
    "flow-from-end flow-into-boundary flow-into-start flow-without-source flow-without-target "
    "history-time-to-live instantiating-gateway-incoming instantiating-gateway-scope "
    "instantiating-receive-message javascript-off link-beside-others link-twice link-without-name "
    "link-without-target loop-behavior loop-cardinality loop-complex loop-element-variable loop-endless "
    "loop-event-kind loop-maximum loop-place loop-without-count message-flow-in-pool "
    "message-start-expression message-without-name missing-id not-executable-yet over-limit "
    "parallel-event-gateway parallel-multiple-kind participant-multiplicity process-without-start "
    "quantity-place quantity-without-flow script-without-text several-starts "
    "several-worker-messages signal-twice signal-without-name start-event-kind sub-process-depth "
    "sub-process-start subscribed-twice task-without-implementation timer-forms timer-without-time "
    "too-many-flow-nodes two-loops typed-start-in-sub-process unknown-element unknown-reference ";

}  // namespace

bool is_engine_demand(std::string_view rule) {
  return engine_demands.find(" " + std::string(rule) + " ") != std::string_view::npos;
}

}  // namespace lienthong::bpmn
