// Multi-instances (BPMN 10.3.8).
#include "bpmn/rules/items.h"

namespace lienthong::bpmn::rules {
namespace {

bool is_sub_process(const Element& activity) { return is_scope(activity) && !activity.is("process"); }

/// An engine's extension says how many, or over what.
bool is_extended(const Element& loop) {
  for (const Element::Attribute& attribute : loop.attributes())
    if (attribute.space != xml::Space::None) return true;
  return loop.child("extensionElements").has_value();
}

bool is_collection(const Model& model, const Element& data) {
  if (data.flag("isCollection", false)) return true;
  if (const auto object = model.referred(data, "dataObjectRef");
      object && object->flag("isCollection", false))
    return true;
  const auto item = item_of(model, data);
  return item && item->flag("isCollection", false);
}

/// Of a task its own data input or output, of a sub-process data that it can see.
void check_loop_data(Model& model, const Element& activity, const Element& loop, bool input) {
  const auto reference = loop.child(input ? "loopDataInputRef" : "loopDataOutputRef");
  if (!reference) return;
  const auto data = model.resolve(*reference, reference->text()).element;
  if (!data) return;
  const auto specification = activity.child("ioSpecification");
  const bool own =
      data->is(input ? "dataInput" : "dataOutput") && specification && encloses(*specification, *data);
  const auto place = data->parent();
  const bool seen = place && encloses(*place, activity);
  if (is_sub_process(activity) ? !seen : !own)
    model.report("loop-data", loop,
                 "The " + std::string(reference->name()) + " of the " + describe(activity) + " must be " +
                     (is_sub_process(activity)
                          ? "data that it can see"
                          : std::string("a data ") + (input ? "input" : "output") + " of its own") +
                     ", not the " + describe(*data));
  else if (!is_collection(model, *data))
    model.report(
        "loop-data-collection", loop,
        "The " + describe(*data) + " that the " + describe(activity) + " loops over must be a collection");
  const auto single = loop.child(input ? "inputDataItem" : "outputDataItem");
  if (!single) return;
  const auto one = item_of(model, *single), all = item_of(model, *data);
  const bool other = one && all && one->attribute("structureRef") != all->attribute("structureRef");
  if (other || is_collection(model, *single))
    model.report("loop-data-item", *single,
                 "The " + describe(*single) + " must be one item of the " + describe(*data));
}

/// Timers, conditions and links are waited for, never thrown.
bool can_be_thrown(std::string_view kind) {
  return may_stand(kind, EventPlace::Throw) ? kind != "link" : may_stand(kind, EventPlace::End);
}

/// None and One throw a signal of their own where they name no event.
void check_behavior(Model& model, const Element& activity, const Element& loop) {
  if (loop.attribute("behavior") == "Complex" && !loop.child("complexBehaviorDefinition"))
    model.report("loop-behavior", loop,
                 "The behavior Complex of the " + describe(activity) + " needs a complexBehaviorDefinition");
  Elements thrown;
  for (const char* name : {"noneBehaviorEventRef", "oneBehaviorEventRef"})
    if (const auto event = model.referred(loop, name); event && is_event_definition(*event))
      thrown.push_back(*event);
  for (const Element& complex : children(loop, "complexBehaviorDefinition"))
    for (const Element& event : children(complex, "event"))
      for (const Element& definition : model.event_definitions(event)) thrown.push_back(definition);
  for (const Element& definition : thrown)
    if (!can_be_thrown(event_kind(definition)))
      model.report("loop-event-kind", loop,
                   "The " + describe(activity) + " cannot throw the " + describe(definition));
}

}  // namespace

void check_loops(Model& model) {
  for (const Element& loop : model.elements()) {
    if (!loop.is("multiInstanceLoopCharacteristics")) continue;
    const Element activity = *loop.parent();
    if (!loop.child("loopCardinality") && !loop.child("loopDataInputRef") && !is_extended(loop) &&
        model.executable(loop))
      model.report("loop-count", loop,
                   "The multi-instance of the " + describe(activity) +
                       " needs a loopCardinality or a loopDataInputRef");
    check_loop_data(model, activity, loop, true);
    check_loop_data(model, activity, loop, false);
    check_behavior(model, activity, loop);
  }
}

}  // namespace lienthong::bpmn::rules
