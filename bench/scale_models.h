#pragma once
#include <string>
#include <vector>

namespace lienthong::bench {

/// Writes a model element by element; each scope is closed before the next begins beside it.
class Model {
 public:
  /// Adds an element and answers its id. `attributes` and `inside` go into it as they are.
  std::string add(const std::string& tag, const std::string& attributes = "",
                  const std::string& inside = "") {
    const std::string id = "n" + std::to_string(elements_++);
    xml_ += "<" + tag + " id=\"" + id + "\" " + attributes + ">" + inside + "</" + tag + ">\n";
    return id;
  }
  void flow(const std::string& from, const std::string& to, const std::string& condition = "") {
    xml_ += "<sequenceFlow id=\"f" + std::to_string(flows_++) + "\" sourceRef=\"" + from + "\" targetRef=\"" +
            to + "\">" +
            (condition.empty() ? "" : "<conditionExpression>" + condition + "</conditionExpression>") +
            "</sequenceFlow>\n";
  }
  /// A new element behind another.
  std::string then(const std::string& from, const std::string& tag, const std::string& attributes = "",
                   const std::string& inside = "") {
    const std::string id = add(tag, attributes, inside);
    flow(from, id);
    return id;
  }
  /// A gateway, `branches` of `length` elements of `tag`, and a gateway.
  std::string fork(const std::string& from, const std::string& gateway, int branches, int length,
                   const std::string& tag = "task") {
    const std::string split = then(from, gateway), join = add(gateway);
    const std::string condition = gateway == "parallelGateway" ? "" : "${true}";
    for (int i = 0; i < branches; ++i) {
      std::string at = add(tag);
      flow(split, at, condition);
      for (int j = 1; j < length; ++j) at = then(at, tag);
      flow(at, join);
    }
    return join;
  }
  std::string open(const std::string& attributes = "", const std::string& inside = "") {
    const std::string id = "n" + std::to_string(elements_++);
    xml_ += "<subProcess id=\"" + id + "\" " + attributes + ">" + inside + "\n";
    return id;
  }
  void close() { xml_ += "</subProcess>\n"; }
  int elements() const { return elements_; }
  std::string text(const std::string& id = "scale") const {
    return R"(<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
             xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="urn:lienthong:bench">
<message id="paid" name="paid"/><signal id="news" name="news"/>
<process id=")" +
           id + "\" isExecutable=\"true\">\n" + xml_ + "</process></definitions>";
  }

 private:
  std::string xml_;
  int elements_ = 0, flows_ = 0;
};

inline constexpr const char* an_hour =
    "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>";
inline std::string x_above(int limit) {
  return "<conditionalEventDefinition><condition>${x &gt; " + std::to_string(limit) +
         "}</condition></conditionalEventDefinition>";
}
inline constexpr const char* a_message = "<messageEventDefinition messageRef=\"paid\"/>";

/// About `size` elements of every kind, one block behind the other; every seventh block is a sub-process that
/// holds blocks itself, three deep, and has a timer at its boundary.
inline void add_mixed(Model& model, std::string at, int size, int depth) {
  const int last = model.elements() + size;
  for (int block = 0; model.elements() < last; ++block) switch (block % 7) {
      case 1: at = model.fork(at, "exclusiveGateway", 2, 2); break;
      case 2: at = model.fork(at, "parallelGateway", 3, 1); break;
      case 3: at = model.fork(at, "inclusiveGateway", 3, 1); break;
      case 5: at = model.then(at, "scriptTask", "scriptFormat=\"feel\"", "<script>1 + 1</script>"); break;
      case 6: {
        const std::string inner = model.open();
        const std::string start = model.add("startEvent");
        if (depth > 0)
          add_mixed(model, start, 20, depth - 1);
        else
          model.then(model.then(start, "task"), "endEvent");
        model.close();
        model.flow(at, inner);
        const std::string late =
            model.add("boundaryEvent", "attachedToRef=\"" + inner + "\" cancelActivity=\"false\"", an_hour);
        model.then(late, "endEvent");
        at = inner;
        break;
      }
      default: at = model.then(at, "task");
    }
  model.then(at, "endEvent");
}

inline Model mixed_model(int size) {
  Model model;
  add_mixed(model, model.add("startEvent"), size - 2, 2);
  return model;
}

/// Inclusive forks and joins one behind the other, 20 elements each.
inline Model inclusive_chain(int size) {
  Model model;
  std::string at = model.add("startEvent");
  while (model.elements() < size - 1) at = model.fork(at, "inclusiveGateway", 3, 6);
  model.then(at, "endEvent");
  return model;
}

/// Branches of four elements from a parallel gateway into one inclusive join.
inline Model wide_join(int branches, const char* last_of_branch) {
  Model model;
  const std::string split = model.then(model.add("startEvent"), "parallelGateway");
  const std::string join = model.add("inclusiveGateway");
  for (int i = 0; i < branches; ++i) {
    std::string at = model.then(split, "task");
    for (const char* tag : {"task", "task", last_of_branch}) at = model.then(at, tag);
    model.flow(at, join);
  }
  model.then(join, "endEvent");
  return model;
}

/// A task of a person, and event sub-processes of five elements that listen meanwhile.
inline Model event_sub_processes(int size) {
  Model model;
  model.then(model.then(model.add("startEvent"), "userTask"), "endEvent");
  for (int i = 0; model.elements() < size; ++i) {
    model.open("triggeredByEvent=\"true\"");
    const std::string start =
        model.add("startEvent", "isInterrupting=\"false\"", i % 2 ? an_hour : x_above(i));
    model.then(model.then(model.then(start, "task"), "task"), "endEvent");
    model.close();
  }
  return model;
}

/// Calls itself until `left` is 0, then waits for a person.
inline Model calling_model() {
  Model model;
  const std::string which = model.then(model.add("startEvent"), "exclusiveGateway");
  const std::string call = model.add("callActivity", "calledElement=\"scale\"",
                                     "<extensionElements><camunda:in target=\"left\" "
                                     "sourceExpression=\"${left - 1}\"/></extensionElements>");
  const std::string work = model.add("userTask");
  model.flow(which, call, "${left &gt; 0}");
  model.flow(which, work, "${left == 0}");
  model.then(call, "endEvent");
  model.then(work, "endEvent");
  return model;
}

/// Waits at once for a person, for a message and for a timer.
inline Model waiting_model() {
  Model model;
  const std::string split = model.then(model.add("startEvent"), "parallelGateway");
  const std::string join = model.add("parallelGateway");
  model.flow(model.then(split, "userTask"), join);
  model.flow(model.then(split, "intermediateCatchEvent", "", a_message), join);
  model.flow(model.then(split, "intermediateCatchEvent", "", an_hour), join);
  model.then(join, "endEvent");
  return model;
}

/// The only listener of the signal, and a task of a person behind it.
inline Model listening_model() {
  Model model;
  const std::string heard = model.then(model.add("startEvent"), "intermediateCatchEvent", "",
                                       "<signalEventDefinition signalRef=\"news\"/>");
  model.then(heard, "endEvent");
  return model;
}

inline constexpr const char* n_times =
    "<multiInstanceLoopCharacteristics><loopCardinality>${n}</loopCardinality>"
    "</multiInstanceLoopCharacteristics>";

/// A multi-instance sub-process with an inclusive join in each instance.
inline Model joins_in_many() {
  Model model;
  const std::string start = model.add("startEvent"), many = model.open("", n_times);
  model.then(model.fork(model.add("startEvent"), "inclusiveGateway", 2, 1), "endEvent");
  model.close();
  model.flow(start, many);
  model.then(many, "endEvent");
  return model;
}

/// `n` tokens, a multiple of 100, come to a join over one flow, and as many over the other once a person has
/// done a task.
inline Model arriving_model(const std::string& gateway, int n) {
  Model model;
  const auto many = [](int tokens) { return "completionQuantity=\"" + std::to_string(tokens) + "\""; };
  const std::string split = model.then(model.add("startEvent"), "parallelGateway"), join = model.add(gateway);
  for (const char* tag : {"task", "userTask"})
    model.flow(model.then(model.then(split, tag, many(n / 100)), "task", many(100)), join);
  model.then(join, "endEvent");
  return model;
}

/// `n` instances are completed, and undone when a person has done a task.
inline Model undone_model() {
  Model model;
  const std::string book = model.then(model.add("startEvent"), "task", "", n_times);
  const std::string undo =
      model.add("boundaryEvent", "attachedToRef=\"" + book + "\"", "<compensateEventDefinition/>");
  const std::string handler = model.add("task", "isForCompensation=\"true\"");
  model.add("association",
            "associationDirection=\"One\" sourceRef=\"" + undo + "\" targetRef=\"" + handler + "\"");
  model.then(
      model.then(model.then(book, "userTask"), "intermediateThrowEvent", "", "<compensateEventDefinition/>"),
      "endEvent");
  return model;
}

/// `n` tasks of persons, each with a condition at its boundary that waits for the variable `x`.
inline Model conditional_model() {
  Model model;
  const std::string start = model.add("startEvent"), many = model.open("", n_times);
  const std::string work = model.then(model.add("startEvent"), "userTask");
  model.then(work, "endEvent");
  const std::string late =
      model.add("boundaryEvent", "cancelActivity=\"false\" attachedToRef=\"" + work + "\"", x_above(5));
  model.then(late, "endEvent");
  model.close();
  model.flow(start, many);
  model.then(many, "endEvent");
  return model;
}

}  // namespace lienthong::bench
