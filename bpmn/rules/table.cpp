#include "base/check.h"
#include "bpmn/rules/model.h"

namespace lienthong::bpmn::rules {

namespace {

using enum Problem::Severity;

const std::vector<Rule> table{{"not-bpmn", "15.3", Error, false},
                              {"element-not-allowed", "15.3", Error, false},
                              {"element-missing", "15.3", Error, false},
                              {"element-repeated", "15.3", Error, false},
                              {"element-order", "15.3", Warning, false},
                              {"attribute-unknown", "15.3", Warning, false},
                              {"attribute-missing", "15.3", Error, false},
                              {"attribute-value", "15.3", Error, false},
                              {"id-empty", "15.3", Error, false},
                              {"id-twice", "15.3", Error, false},
                              {"reference-dangling", "15.3", Error, false},
                              {"reference-kind", "15.3", Error, false},
                              {"import-missing", "8.2.3", Error, false},
                              {"import-other-missing", "8.2.3", Warning, false},
                              {"import-unreadable", "8.2.3", Error, false},
                              {"import-namespace", "8.2.3", Warning, false},
                              {"flow-end-missing", "8.4.13", Error, true},
                              {"flow-end-kind", "7.6.1", Error, true},
                              {"flow-into-closed", "7.6.1", Error, true},
                              {"flow-out-of-closed", "7.6.1", Error, true},
                              {"flow-across-scopes", "7.6.1", Error, true},
                              {"flow-immediate", "8.4.13", Error, false},
                              {"flow-condition-alone", "8.4.13", Error, false},
                              {"flow-not-listed", "8.4.7", Error, false},
                              {"node-not-reached", "10.5.2", Error, false},
                              {"node-not-left", "10.5.3", Error, false},
                              {"gateway-direction", "8.4.9", Error, false},
                              {"default-not-outgoing", "8.4.13", Error, true},
                              {"event-gateway-ways", "10.6.6", Error, false},
                              {"event-gateway-condition", "10.6.6", Error, false},
                              {"event-gateway-target", "10.6.6", Error, true},
                              {"event-gateway-target-shared", "10.6.6", Error, true},
                              {"event-gateway-mixed", "10.6.6", Error, false},
                              {"event-gateway-receive-boundary", "10.6.6", Error, false},
                              {"event-kind", "10.5.5", Error, true},
                              {"event-without-definition", "10.5.4", Error, true},
                              {"event-sub-process-trigger", "10.5.2", Error, true},
                              {"event-must-interrupt", "10.5.6", Error, true},
                              {"sub-process-start-typed", "10.5.2", Error, true},
                              {"cancel-boundary-host", "10.5.4", Error, true},
                              {"cancel-end-place", "10.5.3", Error, true},
                              {"boundary-in-other-scope", "10.5.4", Error, true},
                              {"compensation-handler", "10.7.1", Error, false},
                              {"escalation-without-code", "10.5.5", Error, false},
                              {"link-target-twice", "10.5.5", Error, true},
                              {"link-without-target", "10.5.5", Error, true},
                              {"timer-several", "10.5.5", Error, true},
                              {"activity-quantity", "10.3", Error, true},
                              {"event-sub-process-starts", "10.3.5", Error, true},
                              {"ad-hoc-content", "10.3.5", Error, true},
                              {"ad-hoc-empty", "10.3.5", Error, true},
                              {"end-without-start", "10.5.3", Error, false},
                              {"start-without-end", "10.5.2", Error, false},
                              {"called-process-start", "10.5.2", Error, false},
                              {"instantiate-reached", "10.3.3", Error, false},
                              {"loop-maximum", "10.3.8", Error, true},
                              {"executable-public", "10.2.1", Error, false},
                              {"choreography-in-process", "11.4", Error, true},
                              {"data-in-no-set", "10.4.1", Error, false},
                              {"set-part", "10.4.1", Error, false},
                              {"sub-process-data", "10.4.1", Error, false},
                              {"association-items", "10.4.1", Error, false},
                              {"association-several-sources", "10.4.1", Error, false},
                              {"message-item", "10.3.3", Error, false},
                              {"task-sets", "10.3.3", Error, false},
                              {"event-payload", "10.5.1", Error, false},
                              {"operation-not-bound", "10.4.1", Error, false},
                              {"expression-not-formal", "8.4.6", Error, false},
                              {"expression-empty", "8.4.6", Error, false},
                              {"message-flow-end-missing", "9.4", Error, false},
                              {"message-flow-end-kind", "9.4", Error, false},
                              {"message-flow-event", "10.5", Error, false},
                              {"message-flow-inside", "9.4", Error, false},
                              {"participant-multiplicity", "9.3", Error, false},
                              {"conversation-link", "9.5", Error, false},
                              {"association-end-missing", "8.4.1", Error, false},
                              {"choreography-ref", "9.5", Error, false},
                              {"choreography-initiator", "11.5", Error, false},
                              {"choreography-participants", "11.5", Error, false},
                              {"choreography-message", "11.5", Error, false}};

}  // namespace

const std::vector<Rule>& all_rules() { return table; }

const Rule& rule(std::string_view name) {
  static const auto by_name = [] {
    std::unordered_map<std::string_view, const Rule*> map;
    for (const Rule& one : all_rules()) map.emplace(one.name, &one);
    return map;
  }();
  const auto found = by_name.find(name);
  lienthong::check(found != by_name.end(), "a rule that is not in the table");
  return *found->second;
}

}  // namespace lienthong::bpmn::rules
