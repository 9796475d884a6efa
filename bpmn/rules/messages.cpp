// What messages, signals and other payloads hold, and the tasks and events that carry them.
#include "bpmn/rules/items.h"

namespace lienthong::bpmn::rules {

std::optional<Element> item_of(const Model& model, const Element& holder) {
  for (const char* attribute : {"itemSubjectRef", "itemRef", "structureRef"})
    if (holder.name() != "itemDefinition")
      if (const auto item = model.referred(holder, attribute); item && item->is("itemDefinition"))
        return item;
  for (const char* attribute : {"dataObjectRef", "dataStoreRef"})
    if (const auto object = model.referred(holder, attribute))
      return object->index() == holder.index() ? std::nullopt : item_of(model, *object);
  return std::nullopt;
}

bool same_item(const Element& a, const Element& b) {
  if (a.index() == b.index() && a.attribute("id") == b.attribute("id")) return true;
  const std::string structure = a.attribute("structureRef");
  return !structure.empty() && structure == b.attribute("structureRef");
}

namespace {

Elements parts(const Element& task, std::string_view name) {
  const auto specification = task.child("ioSpecification");
  return specification ? children(*specification, name) : Elements{};
}

std::optional<Element> message_of(const Model& model, const Element& operation, std::string_view which) {
  const auto reference = operation.child(which);
  return reference ? model.resolve(*reference, reference->text()).element : std::nullopt;
}

/// The only data input or output of a task, or of what a callable element binds, carries the message's item.
void check_carrier(Model& model, const Element& task, const Elements& carriers,
                   const std::optional<Element>& message) {
  if (!message || carriers.empty()) return;
  const auto wanted = item_of(model, *message);
  if (!wanted) return;
  for (const Element& carrier : carriers) {
    const auto given = item_of(model, carrier);
    if (given && same_item(*given, *wanted)) return;
  }
  model.report("message-item", carriers.front(),
               "The " + describe(carriers.front()) + " of the " + describe(task) + " must hold the " +
                   describe(*wanted) + " of the " + describe(*message));
}

void check_set_count(Model& model, const Element& task, std::string_view set, std::size_t least) {
  const std::size_t count = parts(task, set).size();
  if (count > 1 || count < least)
    model.report("task-sets", task,
                 "The " + describe(task) + " needs " + (least ? "exactly one " : "at most one ") +
                     (set == "inputSet" ? "input" : "output") + " set, it has " + std::to_string(count));
}

void check_task(Model& model, const Element& task) {
  if (!model.executable(task)) return;
  const auto operation = model.referred(task, "operationRef"), message = model.referred(task, "messageRef");
  if (task.is("serviceTask") && operation) {
    check_set_count(model, task, "inputSet", 1);
    check_set_count(model, task, "outputSet", 0);
    check_carrier(model, task, parts(task, "dataInput"), message_of(model, *operation, "inMessageRef"));
    check_carrier(model, task, parts(task, "dataOutput"), message_of(model, *operation, "outMessageRef"));
  }
  if (task.is("sendTask")) {
    check_set_count(model, task, "inputSet", 0);
    check_carrier(model, task, parts(task, "dataInput"), message);
  }
  if (task.is("receiveTask")) {
    check_set_count(model, task, "outputSet", 0);
    check_carrier(model, task, parts(task, "dataOutput"), message);
  }
}

/// Every payload of an event of an executable process has a place to come from or to go to (BPMN 10.5.1).
void check_event(Model& model, const Element& event) {
  const bool throws = event.is("endEvent") || event.is("intermediateThrowEvent");
  std::size_t payloads = 0;
  for (const Element& definition : model.event_definitions(event))
    for (const char* attribute : {"messageRef", "signalRef", "errorRef", "escalationRef"})
      if (const auto carried = model.referred(definition, attribute))
        payloads += item_of(model, *carried) ? 1 : 0;
  const std::size_t places = children(event, throws ? "dataInput" : "dataOutput").size();
  if (places < payloads)
    model.report("event-payload", event,
                 "The " + describe(event) + " " + (throws ? "sends " : "receives ") +
                     std::to_string(payloads) + " item" + (payloads == 1 ? "" : "s") + " but has " +
                     std::to_string(places) + " data " + (throws ? "inputs" : "outputs"));
}

/// A callable element that offers interfaces binds each of their operations (BPMN 10.4.1).
void check_bindings(Model& model, const Element& callable) {
  const Elements bindings = children(callable, "ioBinding");
  for (const Element& reference : children(callable, "supportedInterfaceRef")) {
    const auto offered = model.resolve(reference, reference.text()).element;
    if (!offered) continue;
    for (const Element& operation : children(*offered, "operation")) {
      bool bound = false;
      for (const Element& binding : bindings) {
        const auto to = model.referred(binding, "operationRef");
        bound = bound || (to && to->index() == operation.index());
      }
      if (!bound)
        model.report("operation-not-bound", callable,
                     "The " + describe(callable) + " offers the " + describe(operation) +
                         " but has no ioBinding for it");
    }
  }
  for (const Element& binding : bindings) {
    const auto operation = model.referred(binding, "operationRef");
    if (!operation) continue;
    for (const bool input : {true, false}) {
      const auto carrier = model.referred(binding, input ? "inputDataRef" : "outputDataRef");
      if (carrier && item_of(model, *carrier))
        check_carrier(model, callable, {*carrier},
                      message_of(model, *operation, input ? "inMessageRef" : "outMessageRef"));
    }
  }
}

}  // namespace

void check_messages(Model& model) {
  for (const Element& element : model.elements()) {
    if (is_activity(element)) check_task(model, element);
    if (is_event(element) && model.executable(element)) check_event(model, element);
    if (element.is("process") || element.name().starts_with("global")) check_bindings(model, element);
  }
}

}  // namespace lienthong::bpmn::rules
