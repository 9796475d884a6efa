#include "tests/reference/to_bpmn.h"
#include <set>

namespace lienthong::reference {
namespace {

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '&')
      out += "&amp;";
    else
      out += c;
  }
  return out;
}

const char* tag_of(Kind kind) {
  switch (kind) {
    case Kind::Process: return "process";
    case Kind::SubProcess:
    case Kind::EventSubProcess: return "subProcess";
    case Kind::Start: return "startEvent";
    case Kind::End: return "endEvent";
    case Kind::Throw: return "intermediateThrowEvent";
    case Kind::Catch: return "intermediateCatchEvent";
    case Kind::Boundary: return "boundaryEvent";
    case Kind::UserTask: return "userTask";
    case Kind::ServiceTask: return "serviceTask";
    case Kind::ScriptTask: return "scriptTask";
    case Kind::ReceiveTask: return "receiveTask";
    case Kind::CallActivity: return "callActivity";
    case Kind::Exclusive: return "exclusiveGateway";
    case Kind::Parallel: return "parallelGateway";
    case Kind::Inclusive: return "inclusiveGateway";
    case Kind::Complex: return "complexGateway";
    case Kind::EventBased: return "eventBasedGateway";
  }
  return "";
}

class Writer {
 public:
  explicit Writer(const Model& model) : model_(model) {}

  std::string write() {
    out_ =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"\n"
        "             xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"\n"
        "             xmlns:camunda=\"http://camunda.org/schema/1.0/bpmn\"\n"
        "             id=\"definitions\" "
        "targetNamespace=\"urn:lienthong:tests\">\n";
    global_definitions();
    for (int i = 0; i < static_cast<int>(model_.nodes.size()); ++i)
      if (model_.node(i).kind == Kind::Process && !model_.node(i).removed) node(i, 1);
    return out_ + "</definitions>\n";
  }

 private:
  void line(int depth, const std::string& text) {
    out_ += std::string(static_cast<std::size_t>(depth) * 2, ' ') + text + "\n";
  }

  void global_definitions() {
    std::set<std::string> lines;
    for (const Node& n : model_.nodes) {
      if (n.removed || n.reference.empty()) continue;
      const std::string& r = n.reference;
      if (n.event == Event::Message || n.kind == Kind::ReceiveTask)
        lines.insert("<message id=\"message_" + r + "\" name=\"" + r + "\" />");
      else if (n.event == Event::Signal)
        lines.insert("<signal id=\"signal_" + r + "\" name=\"" + r + "\" />");
      else if (n.event == Event::Error)
        lines.insert("<error id=\"error_" + r + "\" errorCode=\"" + r + "\" />");
      else if (n.event == Event::Escalation)
        lines.insert("<escalation id=\"escalation_" + r + "\" escalationCode=\"" + r + "\" />");
    }
    for (const std::string& text : lines) line(1, text);
  }

  std::string event_definition(const Node& n) {
    const auto with_reference = [&](const std::string& kind) {
      return "<" + kind + "EventDefinition" +
             (n.reference.empty() ? "" : " " + kind + "Ref=\"" + kind + "_" + n.reference + "\"") + " />";
    };
    const std::string span = "PT" + std::to_string(n.minutes) + "M";
    switch (n.event) {
      case Event::None: return "";
      case Event::Message: return with_reference("message");
      case Event::Signal: return with_reference("signal");
      case Event::Error: return with_reference("error");
      case Event::Escalation: return with_reference("escalation");
      case Event::Compensate:
        return "<compensateEventDefinition" +
               (n.reference.empty() ? "" : " activityRef=\"" + n.reference + "\"") + " />";
      case Event::Link: return link(n);
      case Event::Cancel: return "<cancelEventDefinition />";
      case Event::Terminate: return "<terminateEventDefinition />";
      case Event::Timer:
        return "<timerEventDefinition>" +
               (n.repeat > 0 ? "<timeCycle>R" + std::to_string(n.repeat) + "/" + span + "</timeCycle>"
                             : "<timeDuration>" + span + "</timeDuration>") +
               "</timerEventDefinition>";
    }
    return "";
  }

  /// Links pair by name or, every other one, by reference.
  std::string link(const Node& n) {
    if (n.link_target < 0) return "<linkEventDefinition id=\"link_" + n.id + "\" name=\"" + n.id + "\" />";
    const std::string& target = model_.node(n.link_target).id;
    if (n.link_target % 2 == 0) return "<linkEventDefinition name=\"" + target + "\" />";
    return "<linkEventDefinition name=\"" + n.id + "\"><target>link_" + target +
           "</target></linkEventDefinition>";
  }

  std::string attributes(const Node& n) {
    std::string text = " id=\"" + n.id + "\"";
    const auto add = [&](const std::string& name, const std::string& value) {
      text += " " + name + "=\"" + value + "\"";
    };
    switch (n.kind) {
      case Kind::Process: add("isExecutable", "true"); break;
      case Kind::EventSubProcess: add("triggeredByEvent", "true"); break;
      case Kind::Start:
        if (!n.interrupting) add("isInterrupting", "false");
        break;
      case Kind::Boundary:
        add("attachedToRef", model_.node(n.host).id);
        if (!n.interrupting) add("cancelActivity", "false");
        break;
      case Kind::ServiceTask:
        add("camunda:type", "external");
        add("camunda:topic", n.id);
        break;
      case Kind::ScriptTask:
        add("scriptFormat", "feel");
        add("camunda:resultVariable", n.script.variable);
        break;
      case Kind::ReceiveTask: add("messageRef", "message_" + n.reference); break;
      case Kind::CallActivity: add("calledElement", model_.node(n.called).id); break;
      default: break;
    }
    if (n.default_flow >= 0 && !model_.flow(n.default_flow).removed)
      add("default", model_.flow(n.default_flow).id);
    if (n.start_quantity > 1) add("startQuantity", std::to_string(n.start_quantity));
    if (n.completion_quantity > 1) add("completionQuantity", std::to_string(n.completion_quantity));
    if (n.for_compensation) add("isForCompensation", "true");
    if (n.async_before) add("camunda:asyncBefore", "true");
    if (n.async_after) add("camunda:asyncAfter", "true");
    return text;
  }

  void extensions(const Node& n, int depth) {
    if (n.in.empty() && n.out.empty() && n.inputs.empty() && n.outputs.empty()) return;
    line(depth, "<extensionElements>");
    for (const Mapping& m : n.in)
      line(depth + 1, "<camunda:in source=\"" + m.source + "\" target=\"" + m.target + "\" />");
    for (const Mapping& m : n.out)
      line(depth + 1, "<camunda:out source=\"" + m.source + "\" target=\"" + m.target + "\" />");
    if (!n.inputs.empty() || !n.outputs.empty()) {
      line(depth + 1, "<camunda:inputOutput>");
      const auto parameter = [&](const char* tag, const Mapping& m) {
        line(depth + 2, std::string("<camunda:") + tag + " name=\"" + m.target + "\">${" + m.source +
                            "}</camunda:" + tag + ">");
      };
      for (const Mapping& m : n.inputs) parameter("inputParameter", m);
      for (const Mapping& m : n.outputs) parameter("outputParameter", m);
      line(depth + 1, "</camunda:inputOutput>");
    }
    line(depth, "</extensionElements>");
  }

  std::string condition_element(const char* tag, const Condition& c) {
    return std::string("<") + tag + " xsi:type=\"tFormalExpression\">" + escaped(text_of(c)) + "</" + tag +
           ">";
  }

  void standard_loop(const Loop& loop, int depth) {
    const std::string maximum = loop.count < 0 ? "" : " loopMaximum=\"" + std::to_string(loop.count) + "\"";
    line(depth, std::string("<standardLoopCharacteristics testBefore=\"") +
                    (loop.test_before ? "true" : "false") + "\"" + maximum + ">");
    if (loop.again) line(depth + 1, condition_element("loopCondition", *loop.again));
    line(depth, "</standardLoopCharacteristics>");
  }

  void loop(const Loop& loop, int depth) {
    if (loop.standard) return standard_loop(loop, depth);
    line(depth, std::string("<multiInstanceLoopCharacteristics isSequential=\"") +
                    (loop.sequential ? "true" : "false") + "\">");
    line(depth + 1, "<loopCardinality>${" + std::to_string(loop.count) + "}</loopCardinality>");
    if (loop.enough) line(depth + 1, condition_element("completionCondition", *loop.enough));
    line(depth, "</multiInstanceLoopCharacteristics>");
  }

  void node(int index, int depth) {
    const Node& n = model_.node(index);
    const std::string tag = n.transaction ? "transaction" : tag_of(n.kind);
    const std::size_t before = out_.size();
    line(depth, "<" + tag + attributes(n) + ">");
    const std::size_t inside = out_.size();
    extensions(n, depth + 1);
    if (const std::string event = event_definition(n); !event.empty()) line(depth + 1, event);
    if (n.loop) loop(*n.loop, depth + 1);
    if (n.kind == Kind::ScriptTask) {
      const std::string amount = std::to_string(n.script.amount);
      line(depth + 1,
           "<script>" + (n.script.source.empty() ? amount : n.script.source + " + " + amount) + "</script>");
    }
    for (const int child : n.children) node(child, depth + 1);
    for (const int child : n.children) compensation(model_.node(child), depth + 1);
    for (const int child : n.children)
      for (const int flow : model_.node(child).outgoing) this->flow(model_.flow(flow), depth + 1);
    if (out_.size() == inside) {  // nothing in it
      out_.resize(before);
      return line(depth, "<" + tag + attributes(n) + " />");
    }
    line(depth, "</" + tag + ">");
  }

  void compensation(const Node& n, int depth) {
    if (n.undone_by < 0) return;
    line(depth, "<boundaryEvent id=\"undo_" + n.id + "\" attachedToRef=\"" + n.id +
                    "\"><compensateEventDefinition /></boundaryEvent>");
    line(depth, "<association id=\"of_" + n.id + "\" associationDirection=\"One\" sourceRef=\"undo_" + n.id +
                    "\" targetRef=\"" + model_.node(n.undone_by).id + "\" />");
  }

  void flow(const Flow& f, int depth) {
    // Nothing else refers to a flow but a default: every third goes without an id.
    const auto index = static_cast<int>(&f - model_.flows.data());
    const bool named = index == model_.node(f.source).default_flow || index % 3 != 0;
    const std::string id = named ? " id=\"" + f.id + "\"" : "";
    const std::string head = "<sequenceFlow" + id + " sourceRef=\"" + model_.node(f.source).id +
                             "\" targetRef=\"" + model_.node(f.target).id + "\"";
    if (!f.condition) return line(depth, head + " />");
    line(depth, head + ">" + condition_element("conditionExpression", *f.condition) + "</sequenceFlow>");
  }

  const Model& model_;
  std::string out_;
};

}  // namespace

std::string text_of(const Condition& c) {
  const std::string value = std::to_string(c.value);
  if (c.feel) return "= " + c.variable + (c.op == "==" ? " = " : " " + c.op + " ") + value;
  return "${" + c.variable + " " + c.op + " " + value + "}";
}

std::string to_bpmn(const Model& model) { return Writer(model).write(); }

}  // namespace lienthong::reference
