#include "bpmn/vocabulary.h"
#include <algorithm>
#include <array>

namespace lienthong::bpmn {
namespace {

constexpr auto an_attribute = Word::Kind::Attribute, a_flag = Word::Kind::Flag,
               an_element = Word::Kind::Element;
constexpr xml::Space our_space = xml::Space::Lienthong, camunda_space = xml::Space::Camunda;

struct PlaceGroup {
  std::string_view name, members;
};
constexpr std::array place_groups{
    PlaceGroup{"EVENT", "startEvent endEvent intermediateCatchEvent intermediateThrowEvent boundaryEvent"},
    PlaceGroup{"ACTIVITY",
               "task userTask serviceTask sendTask receiveTask scriptTask manualTask businessRuleTask "
               "subProcess transaction adHocSubProcess callActivity"},
    PlaceGroup{"GATEWAY",
               "exclusiveGateway parallelGateway inclusiveGateway complexGateway eventBasedGateway"},
    PlaceGroup{"NODE", "EVENT ACTIVITY GATEWAY"},
    PlaceGroup{"SERVICE", "serviceTask sendTask businessRuleTask messageEventDefinition"},
    PlaceGroup{"LOOP", "multiInstanceLoopCharacteristics standardLoopCharacteristics"},
    PlaceGroup{"FORM", "startEvent userTask"},
    PlaceGroup{"VALUE", "+inputParameter +outputParameter +list +entry"},
    PlaceGroup{"LISTENER", "+executionListener +taskListener"}};

constexpr std::string_view one_tenant = "there are no tenants, and the one that is found is called";
constexpr std::string_view no_cases = "case models (CMMN) are not executed";
constexpr std::string_view form_as_written = "fields are checked as the form says, and by nothing else";

constexpr std::array all_words{
    // Ours (docs/formats/extensions.md).
    Word{our_space, an_element, "deadline", "process NODE"},
    Word{our_space, an_attribute, "id", "+deadline +rung"},
    Word{our_space, an_attribute, "limit", "+deadline"}, Word{our_space, an_attribute, "due", "+deadline"},
    Word{our_space, an_attribute, "start", "+deadline"},
    Word{our_space, an_attribute, "calendar", "+deadline"},
    Word{our_space, an_attribute, "cutOff", "+deadline"}, Word{our_space, an_element, "rung", "+deadline"},
    Word{our_space, an_attribute, "offset", "+rung"}, Word{our_space, an_attribute, "to", "+rung"},
    Word{our_space, an_attribute, "level", "+rung"}, Word{our_space, an_attribute, "channel", "+rung"},
    Word{our_space, an_attribute, "escalation", "+rung"}, Word{our_space, an_attribute, "message", "+rung"},
    Word{our_space, an_attribute, "activeElements", "adHocSubProcess"},
    Word{our_space, an_attribute, "timeToLive",
         "message messageEventDefinition startEvent intermediateCatchEvent boundaryEvent receiveTask"},
    Word{our_space, an_attribute, "candidateGroup", "lane"},

    // Processes and what all flow nodes share.
    Word{camunda_space, an_attribute, "historyTimeToLive", "process"},
    Word{camunda_space, an_attribute, "versionTag", "process"},
    Word{camunda_space, an_attribute, "candidateStarterUsers", "process"},
    Word{camunda_space, an_attribute, "candidateStarterGroups", "process"},
    Word{camunda_space, a_flag, "isStartableInTasklist", "process"},
    Word{camunda_space, an_attribute, "taskPriority", "process SERVICE"},
    Word{camunda_space, an_attribute, "jobPriority", "process NODE"},
    Word{camunda_space, a_flag, "asyncBefore", "NODE LOOP"},
    Word{camunda_space, a_flag, "asyncAfter", "NODE LOOP"},
    Word{camunda_space, a_flag, "async", "NODE LOOP signalEventDefinition"},
    Word{camunda_space, a_flag, "exclusive", "NODE"},
    Word{camunda_space, a_flag, "exclusive", "LOOP timerEventDefinition",
         "its jobs are exclusive; the attribute of the activity or event is read"},
    Word{camunda_space, an_element, "failedJobRetryTimeCycle", "NODE LOOP"},
    Word{camunda_space, an_element, "executionListener", "process NODE sequenceFlow"},
    Word{camunda_space, an_element, "inputOutput", "NODE"},
    Word{camunda_space, an_element, "inputParameter", "+inputOutput"},
    Word{camunda_space, an_element, "outputParameter", "+inputOutput"},
    Word{camunda_space, an_attribute, "name", "+inputParameter +outputParameter"},
    Word{camunda_space, an_element, "script", "VALUE +map LISTENER"},
    Word{camunda_space, an_attribute, "scriptFormat", "+script"},
    Word{camunda_space, an_attribute, "resource", "+script scriptTask conditionExpression"},
    Word{camunda_space, an_element, "list", "VALUE"}, Word{camunda_space, an_element, "map", "VALUE"},
    Word{camunda_space, an_element, "value", "+list"}, Word{camunda_space, an_attribute, "id", "+value"},
    Word{camunda_space, an_attribute, "name", "+value"}, Word{camunda_space, an_element, "entry", "+map"},
    Word{camunda_space, an_attribute, "key", "+entry +script"},
    Word{camunda_space, an_attribute, "event", "LISTENER"},
    Word{camunda_space, an_attribute, "id", "LISTENER"},
    Word{camunda_space, an_attribute, "expression", "LISTENER"},
    Word{camunda_space, an_attribute, "class", "LISTENER"},
    Word{camunda_space, an_attribute, "delegateExpression", "LISTENER"},
    Word{camunda_space, an_element, "properties", "ANY"},
    Word{camunda_space, an_element, "property", "+properties"},
    Word{camunda_space, an_attribute, "id", "+property"},
    Word{camunda_space, an_attribute, "name", "+property"},
    Word{camunda_space, an_attribute, "value", "+property"},
    Word{camunda_space, an_attribute, "skipExpression", "ACTIVITY", "the activity is never skipped"},
    Word{camunda_space, an_element, "potentialStarter", "process",
         "anybody may start it; candidateStarterGroups and candidateStarterUsers are read"},

    // Events.
    Word{camunda_space, an_attribute, "initiator", "startEvent"},
    Word{camunda_space, an_attribute, "errorMessage", "error"},
    Word{camunda_space, an_attribute, "errorCodeVariable", "errorEventDefinition"},
    Word{camunda_space, an_attribute, "errorMessageVariable", "errorEventDefinition"},
    Word{camunda_space, an_attribute, "escalationCodeVariable", "escalationEventDefinition"},
    Word{camunda_space, an_attribute, "variableName", "conditionalEventDefinition"},
    Word{camunda_space, an_attribute, "variableEvents", "conditionalEventDefinition"},

    // User tasks and forms.
    Word{camunda_space, an_attribute, "assignee", "userTask"},
    Word{camunda_space, an_attribute, "candidateUsers", "userTask"},
    Word{camunda_space, an_attribute, "candidateGroups", "userTask"},
    Word{camunda_space, an_attribute, "dueDate", "userTask"},
    Word{camunda_space, an_attribute, "followUpDate", "userTask"},
    Word{camunda_space, an_attribute, "priority", "userTask"},
    Word{camunda_space, an_element, "taskListener", "userTask"},
    Word{camunda_space, an_attribute, "formKey", "FORM"},
    Word{camunda_space, an_attribute, "formRef", "FORM"},
    Word{camunda_space, an_attribute, "formRefBinding", "FORM"},
    Word{camunda_space, an_attribute, "formRefVersion", "FORM"},
    Word{camunda_space, an_attribute, "formHandlerClass", "FORM", form_as_written},
    Word{camunda_space, an_attribute, "category", "userTask", "tasks have no category"},
    Word{camunda_space, an_attribute, "businessCalendarName", "userTask timerEventDefinition",
         "time is counted plainly; lienthong:deadline counts working time"},
    Word{camunda_space, an_element, "customResource", "userTask",
         "nobody is offered the task by it; candidateGroups and candidateUsers are read"},
    Word{camunda_space, an_element, "formProperty", "FORM", "the form has no such field; write a formField"},
    Word{camunda_space, an_element, "formData", "FORM"},
    Word{camunda_space, an_attribute, "businessKey", "+formData"},
    Word{camunda_space, an_element, "formField", "+formData"},
    Word{camunda_space, an_attribute, "id", "+formField"},
    Word{camunda_space, an_attribute, "label", "+formField"},
    Word{camunda_space, an_attribute, "type", "+formField"},
    Word{camunda_space, an_attribute, "defaultValue", "+formField"},
    Word{camunda_space, an_attribute, "datePattern", "+formField"},
    Word{camunda_space, an_element, "properties", "+formField"},
    Word{camunda_space, an_element, "value", "+formField"},
    Word{camunda_space, an_element, "validation", "+formField"},
    Word{camunda_space, an_element, "constraint", "+validation"},
    Word{camunda_space, an_attribute, "name", "+constraint"},
    Word{camunda_space, an_attribute, "config", "+constraint"},

    // Work that others do, calls, loops.
    Word{camunda_space, an_attribute, "type", "SERVICE"},
    Word{camunda_space, an_attribute, "topic", "SERVICE"},
    Word{camunda_space, an_attribute, "class", "SERVICE"},
    Word{camunda_space, an_attribute, "delegateExpression", "SERVICE"},
    Word{camunda_space, an_attribute, "expression", "SERVICE"},
    Word{camunda_space, an_attribute, "resultVariable", "SERVICE scriptTask"},
    Word{camunda_space, an_attribute, "resultVariableName", "SERVICE"},
    Word{camunda_space, an_attribute, "decisionRef", "SERVICE"},
    Word{camunda_space, an_attribute, "decisionRefBinding", "SERVICE"},
    Word{camunda_space, an_attribute, "decisionRefVersion", "SERVICE"},
    Word{camunda_space, an_attribute, "decisionRefVersionTag", "SERVICE"},
    Word{camunda_space, an_attribute, "decisionRefTenantId", "SERVICE", one_tenant},
    Word{camunda_space, an_attribute, "mapDecisionResult", "SERVICE"},
    Word{camunda_space, an_element, "connector", "SERVICE"},
    Word{camunda_space, an_element, "connectorId", "+connector"},
    Word{camunda_space, an_element, "inputOutput", "+connector"},
    Word{camunda_space, an_element, "field", "SERVICE LISTENER"},
    Word{camunda_space, an_attribute, "name", "+field"},
    Word{camunda_space, an_attribute, "stringValue", "+field"},
    Word{camunda_space, an_attribute, "expression", "+field"},
    Word{camunda_space, an_attribute, "string", "+field"},
    Word{camunda_space, an_element, "stringValue", "+field"},
    Word{camunda_space, an_element, "expression", "+field"},
    Word{camunda_space, an_element, "string", "+field"},
    Word{camunda_space, an_element, "errorEventDefinition", "SERVICE"},
    Word{camunda_space, an_attribute, "id", "+errorEventDefinition"},
    Word{camunda_space, an_attribute, "errorRef", "+errorEventDefinition"},
    Word{camunda_space, an_attribute, "expression", "+errorEventDefinition"},
    Word{camunda_space, an_attribute, "calledElementBinding", "callActivity"},
    Word{camunda_space, an_attribute, "calledElementVersion", "callActivity"},
    Word{camunda_space, an_attribute, "calledElementVersionTag", "callActivity"},
    Word{camunda_space, an_attribute, "calledElementTenantId", "callActivity"},
    Word{camunda_space, an_attribute, "variableMappingClass", "callActivity"},
    Word{camunda_space, an_attribute, "variableMappingDelegateExpression", "callActivity"},
    Word{camunda_space, an_attribute, "caseRef", "callActivity"},
    Word{camunda_space, an_attribute, "caseBinding", "callActivity", no_cases},
    Word{camunda_space, an_attribute, "caseVersion", "callActivity", no_cases},
    Word{camunda_space, an_attribute, "caseTenantId", "callActivity", no_cases},
    Word{camunda_space, an_element, "in",
         "callActivity signalEventDefinition messageEventDefinition serviceTask sendTask"},
    Word{camunda_space, an_element, "out", "callActivity"},
    Word{camunda_space, an_attribute, "source", "+in +out"},
    Word{camunda_space, an_attribute, "sourceExpression", "+in +out"},
    Word{camunda_space, an_attribute, "target", "+in +out"},
    Word{camunda_space, an_attribute, "variables", "+in +out"},
    Word{camunda_space, an_attribute, "businessKey", "+in +out"},
    Word{camunda_space, a_flag, "local", "+in +out"},
    Word{camunda_space, an_attribute, "collection", "multiInstanceLoopCharacteristics"},
    Word{camunda_space, an_attribute, "elementVariable", "multiInstanceLoopCharacteristics"},

    // An editor's own notes.
    Word{camunda_space, an_attribute, "modelerTemplate", "ANY"},
    Word{camunda_space, an_attribute, "modelerTemplateVersion", "ANY"},
    Word{camunda_space, an_attribute, "modelerTemplateIcon", "ANY"},
    Word{camunda_space, an_attribute, "diagramRelationId", "definitions"}};

constexpr std::array known_engines{
    OtherEngine{xml::Space::Camunda8, "Camunda 8", "zeebe",
                "modelerTemplate modelerTemplateVersion modelerTemplateIcon properties property versionTag "
                "userTask taskHeaders header"},
    OtherEngine{xml::Space::Flowable, "Flowable", "flowable", "formFieldValidation exclusive"},
    OtherEngine{xml::Space::Jbpm, "jBPM", "drools",
                "metaData metaValue dtype import global version packageName processType adHoc"}};

struct InsteadOfWord {
  std::string_view word, write;
};
constexpr std::array words_instead{
    InsteadOfWord{"taskDefinition", "camunda:type=\"external\" and camunda:topic"},
    InsteadOfWord{"calledElement", "the attribute calledElement, with camunda:in and camunda:out"},
    InsteadOfWord{"calledDecision", "camunda:decisionRef and camunda:resultVariable"},
    InsteadOfWord{"script", "<script> with scriptFormat=\"feel\" and camunda:resultVariable"},
    InsteadOfWord{"ioMapping", "camunda:inputOutput"},
    InsteadOfWord{"input", "camunda:inputParameter"},
    InsteadOfWord{"output", "camunda:outputParameter"},
    InsteadOfWord{"assignmentDefinition", "camunda:assignee, candidateUsers and candidateGroups"},
    InsteadOfWord{"formDefinition", "camunda:formKey or camunda:formRef"},
    InsteadOfWord{"subscription", "a correlationKey of BPMN, or the business key"},
    InsteadOfWord{"loopCharacteristics", "camunda:collection and camunda:elementVariable"},
    InsteadOfWord{"taskSchedule", "camunda:dueDate and camunda:followUpDate"},
    InsteadOfWord{"priorityDefinition", "camunda:priority"},
    InsteadOfWord{"executionListeners", "camunda:executionListener"},
    InsteadOfWord{"taskListeners", "camunda:taskListener"}};

bool list_holds(std::string_view list, std::string_view name) {
  for (std::size_t at = 0; at < list.size();) {
    const std::size_t end = std::min(list.find(' ', at), list.size());
    const std::string_view one = list.substr(at, end - at);
    if (one == name) return true;
    const auto group = std::ranges::find(place_groups, one, &PlaceGroup::name);
    if (group != place_groups.end() && list_holds(group->members, name)) return true;
    at = end + 1;
  }
  return false;
}

}  // namespace

std::span<const Word> vocabulary() { return all_words; }

bool is_among(std::string_view place, std::string_view at) { return at == "ANY" || list_holds(at, place); }

bool is_of_vocabulary(std::string_view rule) {
  constexpr std::string_view rules[] = {"unknown-extension", "misplaced-extension", "extension-not-read",
                                        "extension-value",   "nearly-a-namespace",  "other-engine"};
  return std::ranges::find(rules, rule) != std::end(rules);
}

std::span<const OtherEngine> other_engines() { return known_engines; }

std::string_view instead_of(std::string_view word) {
  const auto found = std::ranges::find(words_instead, word, &InsteadOfWord::word);
  return found == words_instead.end() ? "" : found->write;
}

}  // namespace lienthong::bpmn
