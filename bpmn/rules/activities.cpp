#include <charconv>
#include "bpmn/rules/items.h"

namespace lienthong::bpmn::rules {
namespace {

/// Only what is written as a number; the schema complains about the rest.
bool below(const Element& element, std::string_view attribute, long long least) {
  const auto text = element.find(attribute);
  long long value = least;
  if (text) std::from_chars(text->data(), text->data() + text->size(), value);
  return value < least;
}

void check_quantities(Model& model, const Element& activity) {
  for (const char* attribute : {"startQuantity", "completionQuantity"})
    if (below(activity, attribute, 1))
      model.report("activity-quantity", activity,
                   "The " + std::string(attribute) + " of the " + describe(activity) + " must be at least 1");
}

void check_event_sub_process(Model& model, const Element& scope) {
  const std::size_t starts = children(scope, "startEvent").size();
  if (starts != 1)
    model.report(
        "event-sub-process-starts", scope,
        "The event " + describe(scope) + " needs exactly one start event, it has " + std::to_string(starts));
}

void check_ad_hoc(Model& model, const Element& scope) {
  bool activity = false;
  for (const Element child : scope.children()) {
    activity = activity || is_activity(child);
    if (child.is("startEvent") || child.is("endEvent"))
      model.report("ad-hoc-content", child,
                   "The " + describe(child) + " must not stand in the " + describe(scope) +
                       ": its activities start and end in no fixed order");
  }
  if (!activity) model.report("ad-hoc-empty", scope, "The " + describe(scope) + " needs an activity");
}

/// A start event without end event, or the other way round (BPMN 10.5.2, 10.5.3).
void check_start_and_end(Model& model, const Element& scope) {
  bool starts = false, ends = false;
  for (const Element child : scope.children()) {
    starts = starts || child.is("startEvent") ||
             (child.flag("instantiate", false) && model.incoming(child).empty());
    ends = ends || child.is("endEvent");
  }
  if (ends && !starts)
    model.report("end-without-start", scope,
                 "The " + describe(scope) + " has an end event but no start event");
  if (starts && !ends && !children(scope, "startEvent").empty())
    model.report("start-without-end", scope,
                 "The " + describe(scope) + " has a start event but no end event");
}

void check_call(Model& model, const Element& call) {
  const auto called = model.referred(call, "calledElement");
  if (!called || !called->is("process")) return;
  const Elements starts = children(*called, "startEvent");
  for (const Element& start : starts)
    if (model.event_definitions(start).empty()) return;
  if (!starts.empty())
    model.report("called-process-start", call,
                 "The " + describe(call) + " calls the " + describe(*called) +
                     ", which has no start event without event definition" +
                     (starts.size() == 1 ? "; here it begins at the " + describe(starts.front()) : ""));
}

Elements data_of(const Element& holder, std::string_view name) {
  const auto specification = holder.child("ioSpecification");
  return specification ? children(*specification, name) : Elements{};
}

/// A call has the data of what it calls, one for one (BPMN 10.3.6).
void check_call_data(Model& model, const Element& call) {
  const auto called = model.referred(call, "calledElement");
  if (!called || !(called->is("process") || called->name().starts_with("global"))) return;
  const auto wrong = [&](const std::string& why) {
    model.report("call-data", call,
                 "The " + describe(call) + " must have the data of the " + describe(*called) + ": " + why);
  };
  for (const char* name : {"dataInput", "dataOutput", "inputSet", "outputSet"}) {
    const Elements given = data_of(call, name), wanted = data_of(*called, name);
    if (given.size() != wanted.size())
      return wrong("it has " + std::to_string(given.size()) + " <" + name + ">, not " +
                   std::to_string(wanted.size()));
    for (std::size_t i = 0; i < given.size(); ++i) {
      const auto one = item_of(model, given[i]), other = item_of(model, wanted[i]);
      if (one && other && !same_item(*one, *other))
        return wrong("the " + describe(given[i]) + " holds the " + describe(*one) + ", not the " +
                     describe(*other));
    }
  }
}

void check_script(Model& model, const Element& task) {
  const auto script = task.child("script");
  const char* attribute = task.is("scriptTask") ? "scriptFormat" : "scriptLanguage";
  if (script && task.find(attribute).value_or("").empty())
    model.report("script-format", task,
                 "The " + describe(task) + " has a script and needs " + std::string(attribute));
}

void check_instantiating(Model& model, const Element& task) {
  if (!model.incoming(task).empty())
    model.report("instantiate-reached", task,
                 "The " + describe(task) +
                     " starts the process (instantiate=\"true\") and must have no incoming sequence flow");
}

}  // namespace

void check_activities(Model& model) {
  for (const Element& element : model.elements()) {
    if (is_activity(element)) check_quantities(model, element);
    if (is_event_sub_process(element)) check_event_sub_process(model, element);
    if (element.is("adHocSubProcess")) check_ad_hoc(model, element);
    if (element.is("process") || element.is("subProcess") || element.is("transaction"))
      check_start_and_end(model, element);
    if (element.is("process") && element.flag("isExecutable", false) &&
        element.attribute("processType") == "Public")
      model.report("executable-public", element,
                   "The " + describe(element) + " is executable and cannot be public");
    if (element.is("callActivity")) {
      check_call(model, element);
      check_call_data(model, element);
    }
    if (element.is("scriptTask") || element.is("globalScriptTask")) check_script(model, element);
    if (element.is("receiveTask") && element.flag("instantiate", false)) check_instantiating(model, element);
    if (element.is("standardLoopCharacteristics") && below(element, "loopMaximum", 1))
      model.report("loop-maximum", element, "The loopMaximum of a standard loop must be at least 1");
    if (is_activity(element) && !model.process_of(element))
      model.report("activity-in-choreography", element,
                   "The " + describe(element) + " belongs into a process, not into a choreography");
    if (is_choreography_activity(element) && model.process_of(element))
      model.report("choreography-in-process", element,
                   "The " + describe(element) + " belongs into a choreography, not into a process");
  }
}

}  // namespace lienthong::bpmn::rules
