// Compensation: handlers, and what asks for them (BPMN 10.7).
#include "bpmn/rules/model.h"

namespace lienthong::bpmn::rules {
namespace {

/// The associations of a file by the id of their source.
using Associations = std::unordered_multimap<std::string_view, Element>;

Associations associations_of(const Model& model) {
  Associations out;
  for (const Element& element : model.elements())
    if (element.is("association")) out.emplace(element.find("sourceRef").value_or(""), element);
  return out;
}

void check_handlers(Model& model, const Element& event, const Associations& associations) {
  Elements handlers;
  const auto [first, last] = associations.equal_range(event.find("id").value_or(""));
  for (auto at = first; at != last; ++at)
    if (const auto handler = model.referred(at->second, "targetRef"); handler && is_flow_node(*handler))
      handlers.push_back(*handler);
  for (const Element& handler : handlers)
    if (!handler.flag("isForCompensation", false))
      model.report("compensation-handler", handler,
                   "The " + describe(handler) + " is the compensation handler of the " + describe(event) +
                       " and needs isForCompensation=\"true\"");
  if (handlers.size() > 1)
    model.report("compensation-handlers", event,
                 "The " + describe(event) + " has " + std::to_string(handlers.size()) +
                     " handlers; it must have one, if need be a sub-process");
}

/// Beside the event, or beside the event sub-process around it.
bool is_visible(const Element& activity, const Element& event) {
  auto scope = event.parent();
  for (; scope; scope = scope->parent()) {
    if (activity.parent()->index() == scope->index()) return true;
    if (!is_event_sub_process(*scope)) return false;
  }
  return false;
}

void check_asked(Model& model, const Element& event, const Element& definition) {
  const auto activity = model.referred(definition, "activityRef");
  if (activity && is_activity(*activity) && !is_visible(*activity, event))
    model.report("compensation-not-visible", event,
                 "The " + describe(event) + " asks to compensate the " + describe(*activity) +
                     ", which stands neither beside it nor beside the event sub-process around it");
}

}  // namespace

void check_compensation(Model& model) {
  const Associations associations = associations_of(model);
  for (const Element& event : model.elements()) {
    const bool throws = event.is("endEvent") || event.is("intermediateThrowEvent");
    if ((!throws && !event.is("boundaryEvent")) || !model.process_of(event)) continue;
    for (const Element& definition : model.event_definitions(event)) {
      if (!definition.is("compensateEventDefinition")) continue;
      if (throws)
        check_asked(model, event, definition);
      else
        check_handlers(model, event, associations);
    }
  }
}

}  // namespace lienthong::bpmn::rules
