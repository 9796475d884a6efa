// Where BPMN allows which event, and what each event needs.
#include <catch2/catch.hpp>
#include "bpmn/rules/model.h"
#include "tests/bpmn/event_samples.h"
#include "tests/bpmn/support.h"

using namespace lienthong;
using namespace lienthong::bpmn;
using namespace lienthong::bpmn::testing;

namespace {

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

std::string behind_gateway(const std::string& inside) {
  return process("<startEvent id='s'/><eventBasedGateway id='choice'/><intermediateCatchEvent id='a'>" +
                     inside + "</intermediateCatchEvent><intermediateCatchEvent id='late'>" +
                     definition("timer") +
                     "</intermediateCatchEvent><sequenceFlow id='f1' sourceRef='s' targetRef='choice'/>"
                     "<sequenceFlow id='f2' sourceRef='choice' targetRef='a'/>"
                     "<sequenceFlow id='f3' sourceRef='choice' targetRef='late'/>",
                 declared);
}

std::string model_with(EventPlace place, const std::string& event) {
  switch (place) {
    case EventPlace::Start: return starts(event);
    case EventPlace::EventSubProcess: return with_event_sub(event_sub(event));
    case EventPlace::Catch: return middle("intermediateCatchEvent", event);
    case EventPlace::Throw: return middle("intermediateThrowEvent", event);
    case EventPlace::Boundary: return boundary(attached(event));
    case EventPlace::End: return ends(event);
    case EventPlace::AfterGateway: return behind_gateway(event);
  }
  return "";
}

/// What is said of a kind of event in each place, in the order of EventPlace; empty: nobody has thought of
/// it.
using Said = std::array<std::string, Names<EventPlace>::values.size()>;
const std::string ok = "fine";

std::map<std::string, Said> said_of_each_kind() {
  const std::string no = "event-kind", start = "start-event-kind", sub = "event-sub-process-start";
  // start, event sub-process, catch, throw, boundary, end, after a gateway
  return {{"none", {ok, sub, no, ok, no, ok, no}},
          {"message", {ok, ok, ok, ok, ok, ok, ok}},
          {"timer", {ok, ok, ok, no, ok, no, ok}},
          {"signal", {ok, ok, ok, ok, ok, ok, ok}},
          {"conditional", {ok, ok, ok, no, ok, no, ok}},
          {"error", {start, ok, no, no, ok, ok, no}},
          {"escalation", {start, ok, no, ok, ok, ok, no}},
          {"compensate", {start, "compensation-start-place", no, ok, "compensation-without-handler", ok, no}},
          {"cancel", {start, sub, no, no, "cancel-boundary", "cancel-outside-transaction", no}},
          {"link",
           {start, sub, "flow-into-closed", "link-without-target flow-out-of-closed", no, no,
            "event-gateway-target event-gateway-target"}},
          {"terminate", {start, sub, no, no, no, ok, no}}};
}

std::string empty_cells(const std::map<std::string, Said>& rows) {
  std::string found;
  for (const std::string_view kind : Names<EventKind>::values)
    for (std::size_t i = 0; i < Names<EventPlace>::values.size(); ++i) {
      const auto row = rows.find(std::string(kind));
      if (row == rows.end() || row->second[i].empty())
        found += std::string(kind) + ", " + std::string(Names<EventPlace>::values[i]) + "; ";
    }
  return found;
}

std::string empty_cells(const EventType& row) {
  const std::string kind(name_of(row.kind));
  std::string found;
  const auto word = [&](EventPlace place, std::string_view EventWords::*said) {
    if (row.may_stand.contains(place) && (row.words.*said).empty())
      found += kind + ", word, " + std::string(name_of(place)) + "; ";
  };
  word(EventPlace::Start, &EventWords::start);
  word(EventPlace::EventSubProcess, &EventWords::start);
  word(EventPlace::Catch, &EventWords::caught);
  word(EventPlace::AfterGateway, &EventWords::caught);
  word(EventPlace::Throw, &EventWords::thrown);
  word(EventPlace::Boundary, &EventWords::boundary);
  word(EventPlace::End, &EventWords::end);
  if (!row.read) found += kind + ", read; ";
  if (!row.check) found += kind + ", check; ";
  if (!row.waits_for) found += kind + ", waits for; ";
  return found;
}

using Table = std::vector<std::pair<std::string, std::string>>;

}  // namespace

TEST_CASE("each kind of event stands in each place as BPMN and this release have it") {
  CHECK(empty_cells(said_of_each_kind()) == "");
  for (const auto& [kind, said] : said_of_each_kind())
    for (std::size_t i = 0; i < said.size(); ++i) {
      const std::string xml = model_with(static_cast<EventPlace>(i), definition(kind));
      INFO(kind << ", " << Names<EventPlace>::values[i] << "\n" << xml);
      CHECK(errors(xml) == (said[i] == ok ? "" : said[i]));
    }
}

TEST_CASE("the rules of the standard come to the same opinion on where each kind may stand") {
  for (const EventKind kind : event_kinds())
    for (std::size_t i = 0; i < Names<EventPlace>::values.size(); ++i) {
      const auto place = static_cast<EventPlace>(i);
      INFO(name_of(kind) << ", " << name_of(place));
      CHECK(rules::may_stand(name_of(kind), place) == type_of(kind).may_stand.contains(place));
    }
}

TEST_CASE("no row of the event types has an empty cell") {
  for (std::size_t i = 0; i < Names<EventKind>::values.size(); ++i) {
    const auto kind = static_cast<EventKind>(i);
    CHECK(type_of(kind).kind == kind);
    CHECK(empty_cells(type_of(kind)) == "");
    CHECK(event_kind_of(element_of(kind)) == (kind == EventKind::None ? std::nullopt : std::optional(kind)));
  }
}

TEST_CASE("a cell that is left empty is found") {
  std::map<std::string, Said> planted = said_of_each_kind();
  planted.at("timer")[static_cast<std::size_t>(EventPlace::Boundary)] = "";
  planted.erase("terminate");
  CHECK(empty_cells(planted) ==
        "timer, boundary; terminate, start; terminate, event sub-process; terminate, catch; "
        "terminate, throw; terminate, boundary; terminate, end; terminate, after a gateway; ");
  EventType row = type_of(EventKind::Timer);
  row.words.boundary = "";
  row.read = nullptr;
  row.check = nullptr;
  row.waits_for = nullptr;
  CHECK(empty_cells(row) == "timer, word, boundary; timer, read; timer, check; timer, waits for; ");
}

TEST_CASE("an element that only sounds like an event definition is none") {
  const std::string xml = around(
      "<userTask id='a'><multiInstanceLoopCharacteristics behavior='Complex'><loopCardinality>2"
      "</loopCardinality><complexBehaviorDefinition><condition>${true}</condition><event id='x'>"
      "<noneEventDefinition/></event></complexBehaviorDefinition></multiInstanceLoopCharacteristics>"
      "</userTask>");
  CHECK_THAT(message_of(xml, "loop-complex"), Catch::Contains("needs an event with an event definition"));
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
                    worse = "<escalationEventDefinition escalationRef='y'/>",
                    wish = definition("conditional");
  const auto inside = [](const std::string& event) {
    return "<subProcess id='a'><startEvent id='i'/>" + event_sub(event) + "</subProcess>";
  };
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
      {with_event_sub(event_sub(any) + event_sub(late, "w")), "escalation-twice"},
      {boundary(attached(late), inside(late)), ""},
      {boundary(attached(any) + attached(late, "c"), inside(late)), "escalation-twice"},
      {boundary(attached(wish) + attached(wish, "c")), ""},
      {with_event_sub(event_sub(wish) + event_sub(wish, "w")), ""},
      {starts(wish, "<startEvent id='s2'>" + wish + "</startEvent>"), "subscribed-twice"}};
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
