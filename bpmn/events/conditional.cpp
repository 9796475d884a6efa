#include "bpmn/checking.h"
#include "bpmn/events/event_type.h"
#include "bpmn/reading.h"

namespace lienthong::bpmn {
namespace {

void read_conditional(Reading& reading, const xml::Element& from, EventDefinition& event) {
  if (const auto condition = from.child("condition"))
    event.expression = formal_expression(reading, *condition);
  event.variable_name = from.attribute("variableName", xml::Space::Camunda);
  event.variable_events = from.attribute("variableEvents", xml::Space::Camunda);
}

/// The parts of a comma list, without blanks around them.
std::vector<std::string> words_of(const std::string& list) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : list + ",") {
    if (c == ',') {
      if (!word.empty()) words.push_back(std::exchange(word, {}));
    } else if (c != ' ') {
      word += c;
    }
  }
  return words;
}

void check_conditional(Checking& checking, const Node& node, const EventDefinition& event) {
  if (!event.expression)
    checking.error(event.place, node.id, "condition-missing",
                   "The condition of the " + describe(node) + " is empty");
  else if (event.expression->language == Expression::Language::JavaScript && node.kind == Kind::StartEvent &&
           checking.scope_of(node).kind == Kind::Process)
    checking.error(event.expression->place, node.id, "condition-script",  // a script runs in an instance
                   "The condition of the " + describe(node) +
                       " is looked at before there is an instance; write ${…} or FEEL");
  check_condition(checking, node.id, event.expression, "condition of the " + describe(node));
  for (const std::string& word : words_of(event.variable_events))
    if (word != "create" && word != "update" && word != "delete")
      checking.error(event.place, node.id, "variable-event",
                     "The variableEvents \"" + event.variable_events + "\" of the " + describe(node) +
                         " may name create, update and delete only");
}

std::optional<std::string> once_a_condition(const EventDefinition& event) {
  return event.expression ? std::optional(event.expression->text) : std::nullopt;
}

}  // namespace

const EventType conditional_event{
    .kind = EventKind::Conditional,
    .may_stand = {EventPlace::Start, EventPlace::EventSubProcess, EventPlace::Catch, EventPlace::Boundary,
                  EventPlace::AfterGateway},
    .waits_beside_others = true,
    .words = {"conditionalStartEvent", "intermediateConditional", "", "boundaryConditional", ""},
    .attributes = "",
    .children = "condition",
    .read = read_conditional,
    .check = check_conditional,
    .waits_for = once_a_condition};

}  // namespace lienthong::bpmn
