// Where BPMN allows which event, and what each event needs.
#include <catch2/catch.hpp>
#include "tests/bpmn/support.h"

using namespace lienthong;
using namespace lienthong::bpmn;
using namespace lienthong::bpmn::testing;

namespace {

const std::string declared =
    "<message id='m' name='m'/><message id='m2' name='m2'/><message id='empty'/><message id='mx' "
    "name='m-${x}'/>"
    "<signal id='g' name='g'/><error id='r' errorCode='1'/><error id='bare'/><escalation id='x' "
    "escalationCode='1'/>"
    "<escalation id='y' escalationCode='2'/><escalation id='any'/>";

std::string definition(const std::string& kind) {
  if (kind == "none") return "";
  if (kind == "message") return "<messageEventDefinition messageRef='m'/>";
  if (kind == "timer")
    return "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>";
  if (kind == "signal") return "<signalEventDefinition signalRef='g'/>";
  if (kind == "error") return "<errorEventDefinition errorRef='r'/>";
  if (kind == "escalation") return "<escalationEventDefinition escalationRef='x'/>";
  if (kind == "conditional")
    return "<conditionalEventDefinition><condition>${a}</condition></conditionalEventDefinition>";
  if (kind == "link") return "<linkEventDefinition name='l'/>";
  return "<" + kind + "EventDefinition/>";
}

std::string starts(const std::string& inside, const std::string& more = "") {
  return process("<startEvent id='s'>" + inside + "</startEvent>" + more, declared);
}
std::string ends(const std::string& inside) {
  return process("<startEvent id='s'/><sequenceFlow id='f' sourceRef='s' targetRef='e'/><endEvent id='e'>" +
                     inside + "</endEvent>",
                 declared);
}
std::string middle(const std::string& tag, const std::string& inside) {
  return around("<" + tag + " id='a'>" + inside + "</" + tag + ">", declared);
}
std::string boundary(const std::string& events, const std::string& host = "<userTask id='a'/>") {
  return around(host + events, declared);
}
std::string attached(const std::string& inside, const std::string& id = "b",
                     const std::string& attributes = "") {
  return "<boundaryEvent id='" + id + "' attachedToRef='a' " + attributes + ">" + inside + "</boundaryEvent>";
}
std::string event_sub(const std::string& inside, const std::string& id = "ev",
                      const std::string& attributes = "") {
  return "<subProcess id='" + id + "' triggeredByEvent='true'><startEvent id='" + id + "s' " + attributes +
         ">" + inside + "</startEvent></subProcess>";
}
std::string with_event_sub(const std::string& subs) {
  return process("<startEvent id='s'/>" + subs, declared);
}

using Table = std::vector<std::pair<std::string, std::string>>;

}  // namespace

TEST_CASE("each event definition stands only where BPMN allows it and this release executes it") {
  const std::vector<std::string> kinds{"none",   "message",    "timer",       "signal",
                                       "error",  "escalation", "conditional", "compensate",
                                       "cancel", "link",       "terminate"};
  const std::string ok, yet = "not-executable-yet", no = "event-kind", start = "start-event-kind",
                        sub = "event-sub-process-start";
  //                      none message timer signal error escal. cond. comp. cancel link term.
  const std::vector<std::pair<int, std::vector<std::string>>> table{
      {0, {ok, ok, ok, ok, start, start, ok, start, start, start, start}},
      {1, {ok, ok, no, ok, ok, ok, no, ok, "cancel-outside-transaction", no, ok}},
      {2, {no, ok, ok, ok, no, no, ok, no, no, "flow-into-closed", no}},
      {3, {ok, ok, no, ok, no, ok, no, ok, no, "link-without-target flow-out-of-closed", no}},
      {4, {no, ok, ok, ok, ok, ok, ok, "compensation-without-handler", "cancel-boundary", no, no}},
      {5, {sub, ok, ok, ok, ok, ok, ok, "compensation-start-place", sub, sub, sub}},
  };
  for (const auto& [position, row] : table)
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      const std::string event = definition(kinds[i]);
      const std::string xml = position == 0   ? starts(event)
                              : position == 1 ? ends(event)
                              : position == 2 ? middle("intermediateCatchEvent", event)
                              : position == 3 ? middle("intermediateThrowEvent", event)
                              : position == 4 ? boundary(attached(event))
                                              : with_event_sub(event_sub(event));
      INFO(position << " " << kinds[i] << "\n" << xml);
      CHECK(errors(xml) == row[i]);
    }
}

TEST_CASE("a scope starts in exactly one way") {
  const std::string timer = definition("timer");
  const auto sub = [](const std::string& inside) {
    return around("<subProcess id='a'>" + inside + "</subProcess>", declared);
  };
  const Table table{
      {process("<task id='t'/>"), "process-without-start"},
      {process(""), "process-without-start"},
      {starts("", "<startEvent id='s2'/>"), "several-starts"},
      {starts("", "<startEvent id='s2'>" + timer + "</startEvent>"), ""},
      {starts("", "<startEvent id='s2'>" + definition("message") + "</startEvent><startEvent id='s3'>" +
                      definition("signal") + "</startEvent>"),
       ""},
      {starts("<messageEventDefinition messageRef='mx'/>"), "message-start-expression"},
      {sub(""), "sub-process-start"},
      {sub("<startEvent id='i'/><startEvent id='j'/>"), "sub-process-start"},
      {sub("<startEvent id='i'>" + timer + "</startEvent>"), "typed-start-in-sub-process"},
      {with_event_sub("<subProcess id='ev' triggeredByEvent='true'/>"), "sub-process-start"},
      {with_event_sub(event_sub(definition("error"), "ev", "isInterrupting='false'")),
       "error-start-interrupts"},
      {with_event_sub(event_sub(definition("signal"), "ev", "isInterrupting='false'")), ""}};
  for (const auto& [xml, expected] : table) {
    INFO(xml);
    CHECK(errors(xml) == expected);
  }
}

TEST_CASE("an event names what it waits for or throws") {
  const Table table{
      {starts("<messageEventDefinition/>"), "message-without-name"},
      {starts("<messageEventDefinition messageRef='empty'/>"), "message-without-name"},
      {starts("<messageEventDefinition messageRef='no'/>"), "unknown-reference"},
      {around("<receiveTask id='a' messageRef='no'/>"), "unknown-reference"},
      {around("<receiveTask id='a' messageRef='empty'/>", declared), "message-without-name"},
      {middle("intermediateThrowEvent", "<messageEventDefinition/>"), ""},
      {middle("intermediateThrowEvent", "<messageEventDefinition camunda:type='external'/>"),
       "external-without-topic"},
      {middle("intermediateThrowEvent", "<messageEventDefinition camunda:class='X'/>"), "not-executable-yet"},
      {starts("<signalEventDefinition/>"), "signal-without-name"},
      {starts("<signalEventDefinition signalRef='no'/>"), "unknown-reference"},
      {middle("intermediateThrowEvent", "<signalEventDefinition signalRef='g' camunda:async='true'/>"), ""},
      {middle("intermediateThrowEvent",
              "<signalEventDefinition signalRef='g'><extensionElements><camunda:in source='a' "
              "target='b'/></extensionElements></signalEventDefinition>"),
       ""},
      {middle("intermediateThrowEvent",
              "<signalEventDefinition signalRef='g'><extensionElements><camunda:in source='a' "
              "/></extensionElements></signalEventDefinition>"),
       "mapping"},
      {middle("intermediateCatchEvent",
              "<signalEventDefinition signalRef='g'><extensionElements><camunda:in source='a' "
              "target='b'/></extensionElements></signalEventDefinition>"),
       "signal-payload"},
      {ends("<errorEventDefinition/>"), "error-without-code"},
      {ends("<errorEventDefinition errorRef='bare'/>"), "error-without-code"},
      {ends("<errorEventDefinition errorRef='CODE'/>"), ""},
      {boundary(attached("<errorEventDefinition/>")), ""},
      {ends("<escalationEventDefinition/>"), "escalation-without-code"},
      {ends("<escalationEventDefinition escalationRef='any'/>"), "escalation-without-code"},
      {ends("<escalationEventDefinition escalationRef='no'/>"), "unknown-reference"},
      {boundary(attached("<escalationEventDefinition/>")), ""},
      {middle("intermediateCatchEvent", "<timerEventDefinition/>"), "timer-without-time"},
      {middle("intermediateCatchEvent",
              "<timerEventDefinition><timeDate> </timeDate></timerEventDefinition>"),
       "timer-without-time"},
      {middle("intermediateCatchEvent",
              "<timerEventDefinition><timeDate>2030-01-01</timeDate><timeDuration>PT1H</timeDuration>"
              "</timerEventDefinition>"),
       "timer-several timer-forms"},
      {middle(
           "intermediateCatchEvent",
           "<timerEventDefinition><timeDuration language='groovy'>x</timeDuration></timerEventDefinition>"),
       "not-executable-yet"},
      {middle("intermediateCatchEvent", "<eventDefinitionRef>no</eventDefinitionRef>"),
       "event-kind unknown-reference"},
      {starts("<conditionalEventDefinition/>"), "condition-missing"},
      {starts("<conditionalEventDefinition><condition language='javascript'>a</condition>"
              "</conditionalEventDefinition>"),
       "condition-script"},
      {middle("intermediateCatchEvent",
              "<conditionalEventDefinition camunda:variableEvents='create, dance'><condition>${a}</condition>"
              "</conditionalEventDefinition>"),
       "variable-event"},
      {starts(definition("message") + definition("signal")), ""},
      {starts(definition("message") + definition("error")), "start-event-kind"},
      {middle("intermediateCatchEvent", definition("link") + definition("timer")),
       "flow-into-closed link-beside-others"}};
  for (const auto& [xml, expected] : table) {
    INFO(xml);
    CHECK(errors(xml) == expected);
  }
}

TEST_CASE("a boundary event is attached to an activity of its own scope") {
  const std::string timer = definition("timer"), escalation = definition("escalation");
  const Table table{
      {boundary("<boundaryEvent id='b'>" + timer + "</boundaryEvent>"), "attached-to"},
      {boundary("<boundaryEvent id='b' attachedToRef='no'>" + timer + "</boundaryEvent>"), "attached-to"},
      {boundary("<boundaryEvent id='b' attachedToRef='b'>" + timer + "</boundaryEvent>"), "attached-to"},
      {boundary(attached(timer), "<parallelGateway id='a'/>"), "attached-to"},
      {boundary("<boundaryEvent id='b' attachedToRef='i'>" + timer + "</boundaryEvent>",
                "<subProcess id='a'><startEvent id='is'/><sequenceFlow id='if' sourceRef='is' "
                "targetRef='i'/><task id='i'/></subProcess>"),
       "attached-to"},
      {boundary(attached(timer) + "<sequenceFlow id='fb' sourceRef='a' targetRef='b'/>"),
       "flow-into-boundary"},
      {boundary(attached(escalation), "<task id='a'/>"), "escalation-boundary"},
      {boundary(attached(escalation), "<callActivity id='a' calledElement='x'/>"), ""},
      {boundary(attached(escalation), "<subProcess id='a'><startEvent id='is'/></subProcess>"), ""},
      {boundary(attached("<extensionElements><camunda:inputOutput><camunda:inputParameter "
                         "name='x'>1</camunda:inputParameter>"
                         "</camunda:inputOutput></extensionElements>" +
                         timer)),
       "mapping-place"}};
  for (const auto& [xml, expected] : table) {
    INFO(xml);
    CHECK(errors(xml) == expected);
  }
}

TEST_CASE("one scope waits for one thing once") {
  const std::string message = definition("message"), signal = definition("signal"),
                    late = definition("escalation");
  const std::string other = "<messageEventDefinition messageRef='m2'/>", any = "<escalationEventDefinition/>",
                    worse = "<escalationEventDefinition escalationRef='y'/>";
  const Table table{
      {boundary(attached(message) + attached(other, "c")), ""},
      {boundary(attached(message) + attached(message, "c")), "subscribed-twice"},
      {boundary(attached(signal) + attached(signal, "c")), "subscribed-twice"},
      {boundary(attached(message), "<receiveTask id='a' messageRef='m'/>"), "subscribed-twice"},
      {starts(message, "<startEvent id='s2'>" + message + "</startEvent>"), "subscribed-twice"},
      {starts(message, event_sub(message)), ""},
      {with_event_sub(event_sub(message) + event_sub(message, "w")), "subscribed-twice"},
      {with_event_sub(event_sub(message) + event_sub(signal, "w")), ""},
      {process(
           "<startEvent id='s'/><sequenceFlow id='f' sourceRef='s' targetRef='w'/><eventBasedGateway id='w'/>"
           "<sequenceFlow id='f1' sourceRef='w' targetRef='c'/><intermediateCatchEvent id='c'>" +
               message +
               "</intermediateCatchEvent><sequenceFlow id='f2' sourceRef='w' targetRef='d'/>"
               "<intermediateCatchEvent id='d'>" +
               message + "</intermediateCatchEvent>",
           declared),
       "subscribed-twice"},
      {boundary(attached(late) + attached(worse, "c")), ""},
      {boundary(attached(late) + attached(late, "c")), "escalation-twice"},
      {boundary(attached(any) + attached(any, "c")), "escalation-twice"},
      {boundary(attached(late) + attached(any, "c")), "escalation-twice"},
      {with_event_sub(event_sub(any) + event_sub(late, "w")), "escalation-twice"}};
  for (const auto& [xml, expected] : table) {
    INFO(xml);
    CHECK(errors(xml) == expected);
  }
}

TEST_CASE("what works but surprises is a warning") {
  const std::string cycle = "<timerEventDefinition><timeCycle>R3/PT1H</timeCycle></timerEventDefinition>";
  const Table table{
      {boundary(attached(cycle)), "cycle-fires-once"},
      {boundary(attached(cycle, "b", "cancelActivity='false'")), ""},
      {starts(cycle), ""},
      {middle("intermediateCatchEvent", cycle), "cycle-fires-once"},
      {with_event_sub(event_sub(cycle)), "cycle-fires-once"},
      {with_event_sub(event_sub(cycle, "ev", "isInterrupting='false'")), ""},
      {boundary(attached(definition("error"), "b", "cancelActivity='false'")), "error-boundary-interrupts"},
      {process("<startEvent id='s' camunda:formKey='k'>" + definition("message") + "</startEvent>", declared),
       "form-on-typed-start"},
      {process("<startEvent id='s' camunda:formKey='k'/>"), ""},
      {ends("<compensateEventDefinition waitForCompletion='false'/>"), ""}};
  for (const auto& [xml, expected] : table) {
    INFO(xml);
    CHECK(warnings(xml) == expected);
  }
}
