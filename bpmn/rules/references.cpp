#include <algorithm>
#include <functional>
#include "bpmn/rules/model.h"

namespace lienthong::bpmn::rules {
namespace {

using Fits = std::function<bool(const Element&)>;

/// What another file may hold: only the kind of what is found here can be wrong.
enum class Elsewhere { No, May };

struct Target {
  std::string_view holder;  ///< the element with the attribute, or the parent of the child element; "" any
  std::string_view name;
  std::string_view what;
  Fits fits;
  Elsewhere elsewhere = Elsewhere::No;
};

Fits named(std::initializer_list<std::string_view> names) {
  return [words = std::vector<std::string_view>(names)](const Element& e) {
    return e.space() == xml::Space::Bpmn && std::find(words.begin(), words.end(), e.name()) != words.end();
  };
}

bool is_item_aware(const Element& e) {
  return one_of(e.name(), {"dataInput", "dataOutput", "inputDataItem", "outputDataItem", "dataObject",
                           "dataObjectReference", "dataStore", "dataStoreReference", "property"});
}

bool is_conversation_end(const Element& e) {
  return is_activity(e) || is_event(e) ||
         named({"participant", "conversation", "subConversation", "callConversation"})(e);
}

/// Attributes that hold a QName.
const std::vector<Target>& attribute_targets() {
  static const Fits item = named({"itemDefinition"}), participant = named({"participant"}),
                    message_flow = named({"messageFlow"}), operation = named({"operation"}),
                    conversation = named({"conversation", "subConversation", "callConversation"});
  static const std::vector<Target> all{
      {"boundaryEvent", "attachedToRef", "an activity", is_activity},
      {"", "default", "a sequence flow", named({"sequenceFlow"})},
      {"", "messageRef", "a message", named({"message"})},
      {"", "signalRef", "a signal", named({"signal"})},
      {"", "escalationRef", "an escalation", named({"escalation"})},
      {"", "errorRef", "an error", named({"error"}), Elsewhere::May},
      {"serviceTask", "operationRef", "an operation", operation},
      {"ioBinding", "operationRef", "an operation", operation},
      {"sendTask", "operationRef", "an operation", operation, Elsewhere::May},
      {"receiveTask", "operationRef", "an operation", operation, Elsewhere::May},
      {"", "itemSubjectRef", "an item definition", item},
      {"message", "itemRef", "an item definition", item},
      {"signal", "structureRef", "an item definition", item},
      {"error", "structureRef", "an item definition", item},
      {"escalation", "structureRef", "an item definition", item},
      {"resourceParameter", "type", "an item definition", item, Elsewhere::May},
      {"correlationProperty", "type", "an item definition", item, Elsewhere::May},
      {"", "evaluatesToTypeRef", "an item definition", item, Elsewhere::May},
      {"participant", "processRef", "a process", named({"process"})},
      {"process", "definitionalCollaborationRef", "a collaboration",
       named({"collaboration", "choreography", "globalConversation", "globalChoreographyTask"})},
      {"callActivity", "calledElement", "a process or a global task",
       named({"process", "globalTask", "globalUserTask", "globalManualTask", "globalScriptTask",
              "globalBusinessRuleTask"}),
       Elsewhere::May},
      {"callConversation", "calledCollaborationRef", "a collaboration",
       named({"collaboration", "globalConversation"})},
      {"callChoreography", "calledChoreographyRef", "a choreography",
       named({"choreography", "globalChoreographyTask"})},
      {"compensateEventDefinition", "activityRef", "an activity", is_activity},
      {"dataObjectReference", "dataObjectRef", "a data object", named({"dataObject"})},
      {"dataStoreReference", "dataStoreRef", "a data store", named({"dataStore"})},
      {"", "correlationKeyRef", "a correlation key", named({"correlationKey"})},
      {"", "correlationPropertyRef", "a correlation property", named({"correlationProperty"})},
      {"group", "categoryValueRef", "a category value", named({"categoryValue"})},
      {"", "initiatingParticipantRef", "a participant", participant},
      {"conversationLink", "sourceRef", "a conversation or who takes part in it", is_conversation_end},
      {"conversationLink", "targetRef", "a conversation or who takes part in it", is_conversation_end},
      {"", "innerConversationNodeRef", "a conversation", conversation},
      {"", "outerConversationNodeRef", "a conversation", conversation},
      {"", "innerMessageFlowRef", "a message flow", message_flow},
      {"", "outerMessageFlowRef", "a message flow", message_flow},
      {"resourceParameterBinding", "parameterRef", "a parameter of a resource", named({"resourceParameter"})},
      {"ioBinding", "inputDataRef", "a data input or an input set", named({"dataInput", "inputSet"})},
      {"ioBinding", "outputDataRef", "a data output or an output set", named({"dataOutput", "outputSet"})},
      {"multiInstanceLoopCharacteristics", "oneBehaviorEventRef", "an event definition", is_event_definition},
      {"multiInstanceLoopCharacteristics", "noneBehaviorEventRef", "an event definition",
       is_event_definition}};
  return all;
}

/// Child elements whose text is a QName or an IDREF.
const std::vector<Target>& text_targets() {
  static const Fits participant = named({"participant"});
  static const std::vector<Target> all{
      {"", "incoming", "a sequence flow", named({"sequenceFlow"})},
      {"", "outgoing", "a sequence flow", named({"sequenceFlow"})},
      {"lane", "flowNodeRef", "a flow node", is_flow_node},
      {"", "eventDefinitionRef", "an event definition at the root", is_event_definition},
      {"linkEventDefinition", "source", "a link", named({"linkEventDefinition"})},
      {"linkEventDefinition", "target", "a link", named({"linkEventDefinition"})},
      {"operation", "inMessageRef", "a message", named({"message"})},
      {"operation", "outMessageRef", "a message", named({"message"})},
      {"operation", "errorRef", "an error", named({"error"})},
      {"", "operationRef", "an operation", named({"operation"})},
      {"", "resourceRef", "a resource", named({"resource"})},
      {"", "categoryValueRef", "a category value", named({"categoryValue"})},
      {"inputSet", "dataInputRefs", "a data input", named({"dataInput"})},
      {"inputSet", "optionalInputRefs", "a data input", named({"dataInput"})},
      {"inputSet", "whileExecutingInputRefs", "a data input", named({"dataInput"})},
      {"inputSet", "outputSetRefs", "an output set", named({"outputSet"})},
      {"outputSet", "dataOutputRefs", "a data output", named({"dataOutput"})},
      {"outputSet", "optionalOutputRefs", "a data output", named({"dataOutput"})},
      {"outputSet", "whileExecutingOutputRefs", "a data output", named({"dataOutput"})},
      {"outputSet", "inputSetRefs", "an input set", named({"inputSet"})},
      {"dataInputAssociation", "sourceRef", "an element that holds data", is_item_aware},
      {"dataInputAssociation", "targetRef", "an element that holds data", is_item_aware},
      {"dataOutputAssociation", "sourceRef", "an element that holds data", is_item_aware},
      {"dataOutputAssociation", "targetRef", "an element that holds data", is_item_aware},
      {"multiInstanceLoopCharacteristics", "loopDataInputRef", "an element that holds data", is_item_aware},
      {"multiInstanceLoopCharacteristics", "loopDataOutputRef", "an element that holds data", is_item_aware},
      {"", "supportedInterfaceRef", "an interface", named({"interface"})},
      {"process", "supports", "a process", named({"process"})},
      {"participant", "interfaceRef", "an interface", named({"interface"})},
      {"participant", "endPointRef", "an end point", named({"endPoint"})},
      {"", "choreographyRef", "a choreography", named({"choreography", "globalChoreographyTask"})},
      {"", "messageFlowRef", "a message flow", named({"messageFlow"})},
      {"", "innerParticipantRef", "a participant", participant},
      {"", "outerParticipantRef", "a participant", participant},
      {"", "participantRef", "a participant", participant}};
  return all;
}

/// By the name of the attribute or child.
using Targets = std::unordered_map<std::string_view, std::vector<const Target*>>;

Targets by_name(const std::vector<Target>& all) {
  Targets out;
  for (const Target& target : all) out[target.name].push_back(&target);
  return out;
}

/// The namespace is known, but neither this file's nor that of an import.
bool is_not_imported(const Model& model, const Element& at, std::string_view text) {
  return !model.imports(at.namespace_of(text.substr(0, text.find(':'))));
}

void follow(Model& model, const Element& at, std::string_view text, const Target& target) {
  const bool elsewhere = target.elsewhere == Elsewhere::May;
  const auto says = [&] {
    return "The " + std::string(target.name) + " \"" + std::string(text) + "\" of the " +
           describe(target.holder.empty() || at.is(target.holder) ? at : *at.parent());
  };
  const std::size_t colon = text.find(':');
  if (!elsewhere && colon != text.npos && at.namespace_of(text.substr(0, colon)).empty())
    return model.report("reference-prefix", at, says() + " has a prefix that stands for no namespace");
  const Reference found = model.resolve(at, text);
  if (found.element) {
    if (!target.fits(*found.element))
      model.report(
          "reference-kind", at,
          says() + " names the " + describe(*found.element) + "; it must name " + std::string(target.what));
  } else if (elsewhere) {
    return;
  } else if (found.kind == Reference::Kind::Foreign) {
    if (is_not_imported(model, at, text))
      model.report("reference-not-imported", at,
                   says() + " leads into a namespace that the file does not import");
  } else {
    model.report("reference-dangling", at,
                 says() + " leads nowhere; it must name " + std::string(target.what));
  }
}

/// What XML Schema lets an id be: letters, digits, `.`, `-` and `_`, not beginning with digit, point or dash.
/// Everything beyond ASCII counts as a letter.
bool is_ncname(std::string_view id) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
  };
  const auto is_part = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '-'; };
  return is_letter(id.front()) && std::all_of(id.begin(), id.end(), is_part);
}

void check_ids(Model& model) {
  std::unordered_map<std::string_view, int> lines;
  for (const Element& element : model.elements()) {
    const auto id = element.find("id");
    if (!id) continue;
    if (id->empty()) {
      model.report("id-empty", element, "The " + std::string(element.name()) + " has an empty id");
      continue;
    }
    if (!is_ncname(*id))
      model.report("id-value", element,
                   "The id \"" + std::string(*id) +
                       "\" must begin with a letter or _ and go on with letters, digits, ., - and _");
    const auto [first, fresh] = lines.emplace(*id, element.place().line);
    if (!fresh)
      model.report(
          "id-twice", element,
          "The id \"" + std::string(*id) + "\" is already used in line " + std::to_string(first->second));
  }
}

}  // namespace

void check_references(Model& model) {
  static const Targets attributes = by_name(attribute_targets()), texts = by_name(text_targets());
  check_ids(model);
  for (const Element& element : model.elements()) {
    for (const Element::Attribute& attribute : element.attributes()) {
      const auto targets = attributes.find(attribute.name);
      if (attribute.space != xml::Space::None || targets == attributes.end()) continue;
      for (const Target* target : targets->second)
        if (target->holder.empty() || element.is(target->holder))
          follow(model, element, attribute.value, *target);
    }
    const auto parent = element.parent();
    if (!parent || !element.find("id").value_or("").empty()) continue;
    const auto targets = texts.find(element.name());
    if (targets == texts.end()) continue;
    for (const Target* target : targets->second)
      if (target->holder.empty() || parent->is(target->holder))
        follow(model, element, element.text(), *target);
  }
}

}  // namespace lienthong::bpmn::rules
