#include "bpmn/rules/schema_types.h"
#include "bpmn/events/event_type.h"

namespace lienthong::bpmn::rules {
namespace {

constexpr std::string_view multiplicity_names = "name itemSubjectRef isCollection:b";

const std::vector<Type> foundation{
    {"definitions", "", "id name !targetNamespace expressionLanguage typeLanguage exporter exporterVersion",
     "import* extension* @rootElement* relationship*"},
    {"import", "", "!namespace !location !importType", ""},
    {"extension", "", "definition mustUnderstand:b", "documentation*"},
    {"baseElement", "", "id", "documentation* extensionElements?"},
    {"documentation", "", "id textFormat", ""},
    {"relationship", "baseElement", "!type direction:None|Forward|Backward|Both", "source+ target+"},
    {"auditing", "baseElement", "", ""},
    {"monitoring", "baseElement", "", ""},
    {"category", "baseElement", "name", "categoryValue*"},
    {"categoryValue", "baseElement", "value", ""},
    {"itemDefinition", "baseElement", "structureRef isCollection:b itemKind:Information|Physical", ""},
    {"message", "baseElement", "name itemRef", ""},
    {"signal", "baseElement", "name structureRef", ""},
    {"error", "baseElement", "name errorCode structureRef", ""},
    {"escalation", "baseElement", "name escalationCode structureRef", ""},
    {"endPoint", "baseElement", "", ""},
    {"interface", "baseElement", "!name implementationRef", "operation+"},
    {"operation", "baseElement", "!name implementationRef", "inMessageRef outMessageRef? errorRef*"},
    {"resource", "baseElement", "!name", "resourceParameter*"},
    {"resourceParameter", "baseElement", "name type isRequired:b", ""},
    {"partnerEntity", "baseElement", "name", "participantRef*"},
    {"partnerRole", "baseElement", "name", "participantRef*"},
    {"association", "baseElement", "!sourceRef !targetRef associationDirection:None|One|Both", ""},
    {"group", "baseElement", "categoryValueRef", ""},
    {"textAnnotation", "baseElement", "textFormat", "text?"}};

const std::vector<Type> cooperation{
    {"collaboration", "baseElement", "name isClosed:b",
     "participant* messageFlow* @artifact* @conversationNode* conversationAssociation* "
     "participantAssociation* messageFlowAssociation* correlationKey* choreographyRef* conversationLink*"},
    {"globalConversation", "collaboration", "", ""},
    {"choreography", "collaboration", "", "@flowElement*"},
    {"globalChoreographyTask", "choreography", "initiatingParticipantRef", ""},
    {"participant", "baseElement", "name processRef", "interfaceRef* endPointRef* participantMultiplicity?"},
    {"participantMultiplicity", "", "minimum:i maximum:i", "documentation* extensionElements?"},
    {"messageFlow", "baseElement", "name !sourceRef !targetRef messageRef", ""},
    {"conversationNode", "baseElement", "name", "participantRef* messageFlowRef* correlationKey*"},
    {"conversation", "conversationNode", "", ""},
    {"subConversation", "conversationNode", "", "@conversationNode*"},
    {"callConversation", "conversationNode", "calledCollaborationRef", "participantAssociation*"},
    {"conversationAssociation", "baseElement", "!innerConversationNodeRef !outerConversationNodeRef", ""},
    {"participantAssociation", "baseElement", "", "innerParticipantRef outerParticipantRef"},
    {"messageFlowAssociation", "baseElement", "!innerMessageFlowRef !outerMessageFlowRef", ""},
    {"conversationLink", "baseElement", "name !sourceRef !targetRef", ""},
    {"correlationKey", "baseElement", "name", "correlationPropertyRef*"},
    {"correlationProperty", "baseElement", "name type", "correlationPropertyRetrievalExpression+"},
    {"correlationPropertyRetrievalExpression", "baseElement", "!messageRef", "messagePath"},
    {"correlationSubscription", "baseElement", "!correlationKeyRef", "correlationPropertyBinding*"},
    {"correlationPropertyBinding", "baseElement", "!correlationPropertyRef", "dataPath"},
    {"choreographyActivity", "flowNode",
     "!initiatingParticipantRef loopType:None|Standard|MultiInstanceSequential|MultiInstanceParallel",
     "participantRef+ correlationKey*"},
    {"choreographyTask", "choreographyActivity", "", "messageFlowRef+"},
    {"callChoreography", "choreographyActivity", "calledChoreographyRef", "participantAssociation*"},
    {"subChoreography", "choreographyActivity", "", "@flowElement* @artifact*"}};

const std::vector<Type> behaviour{
    {"callableElement", "baseElement", "name", "supportedInterfaceRef* ioSpecification? ioBinding*"},
    {"process", "callableElement",
     "processType:None|Public|Private isClosed:b isExecutable:b definitionalCollaborationRef",
     "auditing? monitoring? property* laneSet* @flowElement* @artifact* @resourceRole* "
     "correlationSubscription* supports*"},
    {"globalTask", "callableElement", "", "@resourceRole*"},
    {"globalBusinessRuleTask", "globalTask", "implementation", ""},
    {"globalManualTask", "globalTask", "", ""},
    {"globalScriptTask", "globalTask", "scriptLanguage", "script?"},
    {"globalUserTask", "globalTask", "implementation", "rendering*"},
    {"laneSet", "baseElement", "name", "lane*"},
    {"childLaneSet", "laneSet", "", ""},
    {"lane", "baseElement", "name partitionElementRef", "partitionElement? flowNodeRef* childLaneSet?"},
    {"flowElement", "baseElement", "name", "auditing? monitoring? categoryValueRef*"},
    {"flowNode", "flowElement", "", "incoming* outgoing*"},
    {"sequenceFlow", "flowElement", "!sourceRef !targetRef isImmediate:b", "conditionExpression?"},
    {"activity", "flowNode", "isForCompensation:b startQuantity:i completionQuantity:i default",
     "ioSpecification? property* dataInputAssociation* dataOutputAssociation* @resourceRole* "
     "@loopCharacteristics?"},
    {"task", "activity", "", ""},
    {"businessRuleTask", "activity", "implementation", ""},
    {"manualTask", "activity", "", ""},
    {"receiveTask", "activity", "implementation instantiate:b messageRef operationRef", ""},
    {"scriptTask", "activity", "scriptFormat", "script?"},
    {"sendTask", "activity", "implementation messageRef operationRef", ""},
    {"serviceTask", "activity", "implementation operationRef", ""},
    {"userTask", "activity", "implementation", "rendering*"},
    {"rendering", "baseElement", "", ""},
    {"callActivity", "activity", "calledElement", ""},
    {"subProcess", "activity", "triggeredByEvent:b", "laneSet* @flowElement* @artifact*"},
    {"adHocSubProcess", "subProcess", "cancelRemainingInstances:b ordering:Parallel|Sequential",
     "completionCondition?"},
    {"transaction", "subProcess", "method", ""},
    {"event", "flowNode", "", "property*"},
    {"catchEvent", "event", "parallelMultiple:b",
     "dataOutput* dataOutputAssociation* outputSet? @eventDefinition* eventDefinitionRef*"},
    {"throwEvent", "event", "",
     "dataInput* dataInputAssociation* inputSet? @eventDefinition* eventDefinitionRef*"},
    {"startEvent", "catchEvent", "isInterrupting:b", ""},
    {"intermediateCatchEvent", "catchEvent", "", ""},
    {"boundaryEvent", "catchEvent", "cancelActivity:b !attachedToRef", ""},
    {"endEvent", "throwEvent", "", ""},
    {"intermediateThrowEvent", "throwEvent", "", ""},
    {"implicitThrowEvent", "throwEvent", "", ""},
    {"gateway", "flowNode", "gatewayDirection:Unspecified|Converging|Diverging|Mixed", ""},
    {"exclusiveGateway", "gateway", "default", ""},
    {"inclusiveGateway", "gateway", "default", ""},
    {"parallelGateway", "gateway", "", ""},
    {"complexGateway", "gateway", "default", "activationCondition?"},
    {"eventBasedGateway", "gateway", "instantiate:b eventGatewayType:Exclusive|Parallel", ""},
    {"standardLoopCharacteristics", "baseElement", "testBefore:b loopMaximum:i", "loopCondition?"},
    {"multiInstanceLoopCharacteristics", "baseElement",
     "isSequential:b behavior:None|One|All|Complex oneBehaviorEventRef noneBehaviorEventRef",
     "loopCardinality? loopDataInputRef? loopDataOutputRef? inputDataItem? outputDataItem? "
     "complexBehaviorDefinition* completionCondition?"},
    {"complexBehaviorDefinition", "baseElement", "", "condition event?"},
    {"resourceRole", "baseElement", "name",
     "resourceRef? resourceParameterBinding* resourceAssignmentExpression?"},
    {"performer", "resourceRole", "", ""},
    {"humanPerformer", "resourceRole", "", ""},
    {"potentialOwner", "resourceRole", "", ""},
    {"resourceParameterBinding", "baseElement", "!parameterRef", "@expression"},
    {"resourceAssignmentExpression", "baseElement", "", "@expression"}};

const std::vector<Type> data{
    {"dataObject", "flowElement", "itemSubjectRef isCollection:b", "dataState?"},
    {"dataObjectReference", "flowElement", "itemSubjectRef dataObjectRef", "dataState?"},
    {"dataStoreReference", "flowElement", "itemSubjectRef dataStoreRef", "dataState?"},
    {"dataStore", "baseElement", "name capacity:i isUnlimited:b itemSubjectRef", "dataState?"},
    {"dataState", "baseElement", "name", ""},
    {"property", "baseElement", "name itemSubjectRef", "dataState?"},
    {"ioSpecification", "baseElement", "", "dataInput* dataOutput* inputSet+ outputSet+"},
    {"dataInput", "baseElement", multiplicity_names, "dataState?"},
    {"dataOutput", "baseElement", multiplicity_names, "dataState?"},
    {"inputDataItem", "baseElement", multiplicity_names, "dataState?"},
    {"outputDataItem", "baseElement", multiplicity_names, "dataState?"},
    {"inputSet", "baseElement", "name",
     "dataInputRefs* optionalInputRefs* whileExecutingInputRefs* outputSetRefs*"},
    {"outputSet", "baseElement", "name",
     "dataOutputRefs* optionalOutputRefs* whileExecutingOutputRefs* inputSetRefs*"},
    {"dataAssociation", "baseElement", "", "sourceRef* targetRef transformation? assignment*"},
    {"dataInputAssociation", "dataAssociation", "", ""},
    {"dataOutputAssociation", "dataAssociation", "", ""},
    {"assignment", "baseElement", "", "from to"},
    {"ioBinding", "baseElement", "!operationRef !inputDataRef !outputDataRef", ""}};

// Expressions hold text in any language; a formal one names its own.
const std::vector<Type> expressions{{"expression", "baseElement", "language evaluatesToTypeRef", ""},
                                    {"formalExpression", "expression", "", ""},
                                    {"activationCondition", "expression", "", ""},
                                    {"completionCondition", "expression", "", ""},
                                    {"condition", "expression", "", ""},
                                    {"conditionExpression", "expression", "", ""},
                                    {"dataPath", "expression", "", ""},
                                    {"from", "expression", "", ""},
                                    {"loopCardinality", "expression", "", ""},
                                    {"loopCondition", "expression", "", ""},
                                    {"messagePath", "expression", "", ""},
                                    {"timeCycle", "expression", "", ""},
                                    {"timeDate", "expression", "", ""},
                                    {"timeDuration", "expression", "", ""},
                                    {"to", "expression", "", ""},
                                    {"transformation", "expression", "", ""}};

/// The elements of all kinds of events, each behind a blank.
std::string event_definitions() {
  std::string out;
  for (const EventKind kind : event_kinds()) out += " " + std::string(element_of(kind));
  return out;
}

std::vector<Type> together() {
  std::vector<Type> out;
  for (const auto* part : {&foundation, &cooperation, &behaviour, &data, &expressions})
    out.insert(out.end(), part->begin(), part->end());
  for (const EventKind kind : event_kinds())
    out.push_back({element_of(kind), "baseElement", type_of(kind).attributes, type_of(kind).children});
  return out;
}

}  // namespace

const std::vector<Type>& types() {
  static const std::vector<Type> all = together();
  return all;
}

const std::vector<Group>& groups() {
  static const std::string definitions = event_definitions();
  static const std::vector<Group> all{
      {"rootElement",
       "category collaboration choreography globalChoreographyTask globalConversation correlationProperty "
       "dataStore endPoint error escalation globalBusinessRuleTask globalManualTask globalScriptTask "
       "globalTask globalUserTask interface itemDefinition message partnerEntity partnerRole process "
       "resource signal" +
           definitions},
      {"eventDefinition", definitions},
      {"flowElement",
       "task businessRuleTask manualTask receiveTask scriptTask sendTask serviceTask userTask callActivity "
       "subProcess adHocSubProcess transaction startEvent intermediateCatchEvent boundaryEvent endEvent "
       "intermediateThrowEvent implicitThrowEvent exclusiveGateway inclusiveGateway parallelGateway "
       "complexGateway eventBasedGateway sequenceFlow dataObject dataObjectReference dataStoreReference "
       "choreographyTask callChoreography subChoreography"},
      {"artifact", "association group textAnnotation"},
      {"conversationNode", "conversation subConversation callConversation"},
      {"loopCharacteristics", "standardLoopCharacteristics multiInstanceLoopCharacteristics"},
      {"resourceRole", "resourceRole performer humanPerformer potentialOwner"},
      {"expression", "expression formalExpression"}};
  return all;
}

}  // namespace lienthong::bpmn::rules
