// How often an activity runs: standard loops, multi-instances, and how many tokens it takes and gives.
#include <algorithm>
#include "bpmn/checking.h"
#include "bpmn/events/event_type.h"
#include "bpmn/reading.h"

namespace lienthong::bpmn {
namespace {

using xml::Space;

bool is_identifier(std::string_view text) {
  for (const char c : text)
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'))
      return false;
  return !text.empty() && !(text.front() >= '0' && text.front() <= '9');
}

/// A collection is an expression or the bare name of a variable; a name becomes the expression that reads it.
std::optional<Expression> collection(std::string_view text, Place place) {
  if (text.empty()) return std::nullopt;
  Expression out = expression(text, place);
  if (out.language == Expression::Language::Template && is_identifier(out.text))
    out.text = "${" + out.text + "}";
  return out;
}

/// An event definition at the root of the file.
void add_referenced(Reading& reading, const xml::Element& at, std::string_view reference,
                    std::vector<EventDefinition>& events) {
  auto found = reading.event_definitions.find(reference);
  if (found == reading.event_definitions.end())
    found = reading.event_definitions.find(reference.substr(reference.find(':') + 1));
  if (found != reading.event_definitions.end())
    events.push_back(read_event_definition(reading, found->second));
  else
    reading.error(at, "unknown-reference",
                  "The event definition \"" + std::string(reference) + "\" is not defined in this file");
}

bool is_event_definition(const xml::Element& element) {
  return element.space() == Space::Bpmn && event_kind_of(element.name());
}

LoopEvent read_complex_behavior(Reading& reading, const xml::Element& from) {
  LoopEvent out;
  out.place = from.place();
  if (const auto condition = from.child("condition")) out.condition = formal_expression(reading, *condition);
  const auto event = from.child("event");
  if (!event) return out;
  for (const xml::Element child : event->children()) {
    if (is_event_definition(child)) out.events.push_back(read_event_definition(reading, child));
    if (child.is("eventDefinitionRef")) add_referenced(reading, child, child.text(), out.events);
  }
  return out;
}

/// What is thrown as instances complete; references and definitions of another behavior play no part.
void read_behavior(Reading& reading, Loop& out, const xml::Element& loop) {
  using enum Loop::Behavior;
  const std::string_view written = loop.find("behavior").value_or("All");
  if (written == "None" || written == "One") {
    out.behavior = written == "None" ? None : One;
    LoopEvent& thrown = out.throws.emplace_back();
    thrown.place = loop.place();
    const auto reference = loop.find(written == "None" ? "noneBehaviorEventRef" : "oneBehaviorEventRef");
    if (reference && !reference->empty()) add_referenced(reading, loop, *reference, thrown.events);
  } else if (written == "Complex") {
    out.behavior = Complex;
    for (const xml::Element child : loop.children())
      if (child.is("complexBehaviorDefinition")) out.throws.push_back(read_complex_behavior(reading, child));
  } else if (written != "All") {
    reading.error(loop, "loop-behavior",
                  "The behavior \"" + std::string(written) +
                      "\" of a multi-instance must be None, One, All or Complex");
  }
  if (out.behavior != Complex && loop.child("complexBehaviorDefinition"))
    reading.warning(loop, "loop-behavior-ignored",
                    "A complexBehaviorDefinition is read only where behavior=\"Complex\"");
}

void read_asynchrony(Loop& out, const xml::Element& loop) {
  out.place = loop.place();
  out.async_before = loop.flag("asyncBefore", loop.flag("async", false, Space::Camunda), Space::Camunda);
  out.async_after = loop.flag("asyncAfter", false, Space::Camunda);
  if (const auto inside = extensions(loop))
    if (const auto cycle = inside->child("failedJobRetryTimeCycle", Space::Camunda))
      out.retry_cycle = cycle->text();
}

void read_standard_loop(Reading& reading, Node& node, const xml::Element& loop) {
  Loop& out = node.loop.emplace();
  out.standard = true;
  out.sequential = true;
  out.test_before = loop.flag("testBefore", false);
  out.maximum = expression_attribute(loop, "loopMaximum", Space::None);
  if (const auto condition = loop.child("loopCondition"))
    out.condition = formal_expression(reading, *condition);
  read_asynchrony(out, loop);
}

void read_multi_instance(Reading& reading, Node& node, const xml::Element& loop) {
  Loop& out = node.loop.emplace();
  out.sequential = loop.flag("isSequential", false);
  out.element_variable = loop.attribute("elementVariable", Space::Camunda);
  read_asynchrony(out, loop);
  out.collection = collection(loop.attribute("collection", Space::Camunda), out.place);
  for (const xml::Element child : loop.children()) {
    if (child.is("loopCardinality")) out.cardinality = formal_expression(reading, child);
    if (child.is("completionCondition")) out.completion_condition = formal_expression(reading, child);
    if (child.is("loopDataInputRef") && !out.collection) {
      out.collection = collection(child.text(), child.place());
      out.input_reference = child.text().substr(child.text().find(':') + 1);
    }
    if (child.is("inputDataItem") && out.element_variable.empty())
      out.element_variable = child.attribute(child.find("name") ? "name" : "id");
    if (child.is("loopDataOutputRef")) out.output_reference = child.text().substr(child.text().find(':') + 1);
    if (child.is("outputDataItem")) out.output_item = child.attribute(child.find("name") ? "name" : "id");
  }
  read_behavior(reading, out, loop);
}

}  // namespace

void read_loop(Reading& reading, Node& node, const xml::Element& from) {
  const auto standard = from.child("standardLoopCharacteristics");
  const auto many = from.child("multiInstanceLoopCharacteristics");
  if (standard && many)
    reading.error(*standard, "two-loops",
                  "The activity \"" + node.id + "\" is both a standard loop and a multi-instance; keep one");
  if (standard) read_standard_loop(reading, node, *standard);
  if (many) read_multi_instance(reading, node, *many);
}

void read_quantities(Reading& reading, Node& node, const xml::Element& from) {
  for (const char* name : {"startQuantity", "completionQuantity"}) {
    const auto text = from.find(name);
    if (!text) continue;
    const bool number = is_number(*text) && text->size() < 9;
    const int value = number ? std::stoi(std::string(*text)) : 0;
    if (value < 1 || value > quantity_max)
      reading.error(from, "quantity",
                    "The " + std::string(name) + " \"" + std::string(*text) + "\" of \"" + node.id +
                        "\" must be a whole number from 1 to " + std::to_string(quantity_max));
    else
      (name[0] == 's' ? node.start_quantity : node.completion_quantity) = value;
  }
}

}  // namespace lienthong::bpmn
