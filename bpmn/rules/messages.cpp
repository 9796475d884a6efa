// What messages, signals and other payloads hold, and the tasks and events that carry them.
#include <algorithm>
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

void check_data_count(Model& model, const Element& task, std::string_view data, std::size_t least,
                      std::string_view why) {
  const std::size_t count = parts(task, data).size();
  if (count > 1 || count < least)
    model.report("task-data", task,
                 "The " + describe(task) + " needs " + (least ? "exactly one " : "at most one ") +
                     (data == "dataInput" ? "data input" : "data output") + " for " + std::string(why) +
                     ", it has " + std::to_string(count));
}

/// What goes in and comes out of an operation.
void check_service(Model& model, const Element& task, const Element& operation) {
  const auto in = message_of(model, operation, "inMessageRef"),
             out = message_of(model, operation, "outMessageRef");
  check_set_count(model, task, "inputSet", 1);
  check_set_count(model, task, "outputSet", 0);
  if (!parts(task, "inputSet").empty()) {
    if (in) check_data_count(model, task, "dataInput", 1, "what its operation receives");
    if (out) check_data_count(model, task, "dataOutput", 1, "what its operation answers");
  }
  check_carrier(model, task, parts(task, "dataInput"), in);
  check_carrier(model, task, parts(task, "dataOutput"), out);
}

void check_task(Model& model, const Element& task) {
  if (!model.executable(task)) return;
  const auto operation = model.referred(task, "operationRef"), message = model.referred(task, "messageRef");
  if (task.is("serviceTask") && operation) check_service(model, task, *operation);
  if (task.is("sendTask")) {
    check_set_count(model, task, "inputSet", 0);
    check_data_count(model, task, "dataInput", 0, "its message");
    check_carrier(model, task, parts(task, "dataInput"), message);
  }
  if (task.is("receiveTask")) {
    check_set_count(model, task, "outputSet", 0);
    check_data_count(model, task, "dataOutput", 0, "its message");
    check_carrier(model, task, parts(task, "dataOutput"), message);
  }
}

/// The items that the definitions of an event carry, none where one carries nothing.
std::vector<std::optional<Element>> payloads_of(const Model& model, const Element& event) {
  std::vector<std::optional<Element>> out;
  for (const Element& definition : model.event_definitions(event)) {
    std::optional<Element> item;
    for (const char* attribute : {"messageRef", "signalRef", "errorRef", "escalationRef"})
      if (const auto carried = model.referred(definition, attribute)) item = item_of(model, *carried);
    out.push_back(item);
  }
  return out;
}

/// Every payload of an event of an executable process has a place to come from or to go to, and one of its
/// kind (BPMN 10.5.1).
void check_event(Model& model, const Element& event) {
  const bool throws = event.is("endEvent") || event.is("intermediateThrowEvent");
  const Elements places = children(event, throws ? "dataInput" : "dataOutput");
  auto payloads = payloads_of(model, event);
  const auto carrying = static_cast<std::size_t>(
      std::count_if(payloads.begin(), payloads.end(), [](const auto& one) { return one.has_value(); }));
  if (places.size() < carrying && model.executable(event))
    return model.report("event-payload", event,
                        "The " + describe(event) + " " + (throws ? "sends " : "receives ") +
                            std::to_string(carrying) + " item" + (carrying == 1 ? "" : "s") + " but has " +
                            std::to_string(places.size()) + " data " + (throws ? "inputs" : "outputs"));
  // A place for each definition, or for each that carries something: in their order.
  if (places.size() != payloads.size()) std::erase(payloads, std::nullopt);
  for (std::size_t i = 0; i < payloads.size() && i < places.size() && places.size() == payloads.size(); ++i) {
    const auto holds = item_of(model, places[i]);
    if (payloads[i] && holds && !same_item(*holds, *payloads[i]))
      model.report("event-payload-item", places[i],
                   "The " + describe(places[i]) + " of the " + describe(event) + " must hold the " +
                       describe(*payloads[i]) + " that the event " + (throws ? "sends" : "receives"));
  }
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
    if (is_event(element)) check_event(model, element);
    if (element.is("process") || element.name().starts_with("global")) check_bindings(model, element);
  }
}

}  // namespace lienthong::bpmn::rules
