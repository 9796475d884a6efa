#include <algorithm>
#include <functional>
#include "bpmn/rules/model.h"

namespace lienthong::bpmn::rules {
namespace {

using Fits = std::function<bool(const Element&)>;

struct Target {
  std::string_view holder;  ///< the element with the attribute, or the child element; "" any
  std::string_view name;
  std::string_view what;
  Fits fits;
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

/// Attributes that hold a QName. `calledElement` is not among them: it may name what is deployed elsewhere.
const std::vector<Target>& attribute_targets() {
  static const std::vector<Target> all{
      {"boundaryEvent", "attachedToRef", "an activity", is_activity},
      {"", "default", "a sequence flow", named({"sequenceFlow"})},
      {"", "messageRef", "a message", named({"message"})},
      {"", "signalRef", "a signal", named({"signal"})},
      {"", "escalationRef", "an escalation", named({"escalation"})},
      {"ioBinding", "operationRef", "an operation", named({"operation"})},
      {"serviceTask", "operationRef", "an operation", named({"operation"})},
      {"", "itemSubjectRef", "an item definition", named({"itemDefinition"})},
      {"message", "itemRef", "an item definition", named({"itemDefinition"})},
      {"signal", "structureRef", "an item definition", named({"itemDefinition"})},
      {"error", "structureRef", "an item definition", named({"itemDefinition"})},
      {"escalation", "structureRef", "an item definition", named({"itemDefinition"})},
      {"participant", "processRef", "a process", named({"process"})},
      {"compensateEventDefinition", "activityRef", "an activity", is_activity},
      {"dataObjectReference", "dataObjectRef", "a data object", named({"dataObject"})},
      {"dataStoreReference", "dataStoreRef", "a data store", named({"dataStore"})},
      {"", "correlationKeyRef", "a correlation key", named({"correlationKey"})},
      {"", "correlationPropertyRef", "a correlation property", named({"correlationProperty"})},
      {"group", "categoryValueRef", "a category value", named({"categoryValue"})},
      {"", "initiatingParticipantRef", "a participant", named({"participant"})},
      {"ioBinding", "inputDataRef", "a data input or an input set", named({"dataInput", "inputSet"})},
      {"ioBinding", "outputDataRef", "a data output or an output set", named({"dataOutput", "outputSet"})},
      {"multiInstanceLoopCharacteristics", "oneBehaviorEventRef", "an event definition",
       [](const Element& e) { return e.name().ends_with("EventDefinition"); }},
      {"multiInstanceLoopCharacteristics", "noneBehaviorEventRef", "an event definition",
       [](const Element& e) { return e.name().ends_with("EventDefinition"); }}};
  return all;
}

/// Child elements whose text is a QName or an IDREF.
const std::vector<Target>& text_targets() {
  static const std::vector<Target> all{
      {"", "incoming", "a sequence flow", named({"sequenceFlow"})},
      {"", "outgoing", "a sequence flow", named({"sequenceFlow"})},
      {"lane", "flowNodeRef", "a flow node", is_flow_node},
      {"", "eventDefinitionRef", "an event definition at the root",
       [](const Element& e) { return e.name().ends_with("EventDefinition"); }},
      {"operation", "inMessageRef", "a message", named({"message"})},
      {"operation", "outMessageRef", "a message", named({"message"})},
      {"operation", "errorRef", "an error", named({"error"})},
      {"", "operationRef", "an operation", named({"operation"})},
      {"inputSet", "dataInputRefs", "a data input", named({"dataInput"})},
      {"inputSet", "optionalInputRefs", "a data input", named({"dataInput"})},
      {"inputSet", "whileExecutingInputRefs", "a data input", named({"dataInput"})},
      {"outputSet", "dataOutputRefs", "a data output", named({"dataOutput"})},
      {"outputSet", "optionalOutputRefs", "a data output", named({"dataOutput"})},
      {"outputSet", "whileExecutingOutputRefs", "a data output", named({"dataOutput"})},
      {"dataInputAssociation", "sourceRef", "an element that holds data", is_item_aware},
      {"dataInputAssociation", "targetRef", "an element that holds data", is_item_aware},
      {"dataOutputAssociation", "sourceRef", "an element that holds data", is_item_aware},
      {"dataOutputAssociation", "targetRef", "an element that holds data", is_item_aware},
      {"multiInstanceLoopCharacteristics", "loopDataInputRef", "an element that holds data", is_item_aware},
      {"multiInstanceLoopCharacteristics", "loopDataOutputRef", "an element that holds data", is_item_aware},
      {"", "correlationPropertyRef", "a correlation property", named({"correlationProperty"})},
      {"", "supportedInterfaceRef", "an interface", named({"interface"})},
      {"participant", "interfaceRef", "an interface", named({"interface"})},
      {"", "messageFlowRef", "a message flow", named({"messageFlow"})},
      {"", "participantRef", "a participant", named({"participant"})}};
  return all;
}

void follow(Model& model, const Element& at, std::string_view text, const Target& target) {
  const Reference found = model.resolve(at, text);
  if (found.kind == Reference::Kind::Foreign || (found.element && target.fits(*found.element))) return;
  const std::string says = "The " + std::string(target.name) + " \"" + std::string(text) + "\" of the " +
                           describe(target.holder.empty() || at.is(target.holder) ? at : *at.parent());
  if (!found.element)
    model.report("reference-dangling", at, says + " leads nowhere; it must name " + std::string(target.what));
  else
    model.report(
        "reference-kind", at,
        says + " names the " + describe(*found.element) + "; it must name " + std::string(target.what));
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
    const auto [first, fresh] = lines.emplace(*id, element.place().line);
    if (!fresh)
      model.report(
          "id-twice", element,
          "The id \"" + std::string(*id) + "\" is already used in line " + std::to_string(first->second));
  }
}

}  // namespace

void check_references(Model& model) {
  check_ids(model);
  for (const Element& element : model.elements()) {
    for (const Target& target : attribute_targets())
      if (target.holder.empty() || element.is(target.holder))
        if (const auto text = element.find(target.name)) follow(model, element, *text, target);
    const auto parent = element.parent();
    if (!parent || !element.find("id").value_or("").empty()) continue;
    for (const Target& target : text_targets())
      if (element.is(target.name) && (target.holder.empty() || parent->is(target.holder)))
        follow(model, element, element.text(), target);
  }
}

}  // namespace lienthong::bpmn::rules
