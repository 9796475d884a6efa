// An executable process can only compute formal expressions (BPMN 8.4.6).
#include "bpmn/rules/model.h"

namespace lienthong::bpmn::rules {
namespace {

/// Expressions that the schema lets be prose; the others are formal by themselves.
bool may_be_prose(const Element& e) {
  if (e.is("condition")) return e.parent()->is("conditionalEventDefinition");
  return e.space() == xml::Space::Bpmn &&
         one_of(e.name(),
                {"activationCondition", "completionCondition", "conditionExpression", "expression", "from",
                 "to", "loopCardinality", "loopCondition", "timeCycle", "timeDate", "timeDuration"});
}

bool is_formal(const Element& e) {
  if (e.is("condition")) return e.parent()->is("complexBehaviorDefinition");
  return e.space() == xml::Space::Bpmn &&
         one_of(e.name(), {"messagePath", "dataPath", "transformation", "formalExpression"});
}

bool says_formal(const Element& e) {
  const std::string type = e.attribute("type", xml::Space::SchemaInstance);
  const std::size_t colon = type.find(':');
  return (colon == type.npos ? type : type.substr(colon + 1)) == "tFormalExpression";
}

bool is_empty(const Element& e) {
  if (!e.text().empty()) return false;
  for (const Element child : e.children())
    if (child.space() != xml::Space::Bpmn) return false;
  return true;
}

}  // namespace

void check_expressions(Model& model) {
  for (const Element& element : model.elements()) {
    if (!may_be_prose(element) && !is_formal(element)) continue;
    if (!model.executable(element)) continue;
    const bool formal = is_formal(element) || says_formal(element);
    if (!formal)
      model.report(
          "expression-not-formal", element,
          "The " + describe(element) + " of an executable process needs xsi:type=\"tFormalExpression\"");
    else if (is_empty(element))
      model.report("expression-empty", element, "The " + describe(element) + " is empty");
  }
}

}  // namespace lienthong::bpmn::rules
