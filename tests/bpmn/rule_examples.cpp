#include "tests/bpmn/rule_examples.h"
#include "tests/bpmn/support.h"

namespace lienthong::bpmn::testing {
namespace {

/// A process that is not executable.
std::string drawing(const std::string& body, const std::string& before = "") {
  return file(before + "<process id='p'>" + body + "</process>");
}

std::string flow(const std::string& id, const std::string& from, const std::string& to,
                 const std::string& inside = "") {
  return "<sequenceFlow id='" + id + "' sourceRef='" + from + "' targetRef='" + to + "'>" + inside +
         "</sequenceFlow>";
}

/// Two tasks a and b, linked, with attributes and content.
std::string pair(const std::string& attributes, const std::string& inside = "") {
  return drawing("<task id='a'/><task id='b'/><sequenceFlow id='f' sourceRef='a' targetRef='b' " +
                 attributes + ">" + inside + "</sequenceFlow>");
}

std::string boundary(const std::string& attributes, const std::string& definition,
                     const std::string& host = "task") {
  const std::string inside = host == "task" ? "" : "<task id='i'/>";
  return drawing("<" + host + " id='a'>" + inside + "</" + host +
                 "><boundaryEvent id='b' attachedToRef='a' " + attributes + ">" + definition +
                 "</boundaryEvent><task id='z'/>" + flow("l", "b", "z"));
}

std::string event_sub_process(const std::string& start) {
  return drawing("<subProcess id='e' triggeredByEvent='true'>" + start +
                 "<endEvent id='x'/><sequenceFlow id='f' sourceRef='s' targetRef='x'/></subProcess>");
}

const std::string message = "<messageEventDefinition/>";

/// An event-based gateway g before two targets.
std::string event_gateway(const std::string& first, const std::string& second, const std::string& more = "",
                          const std::string& condition = "") {
  return drawing("<eventBasedGateway id='g'/>" + first + second + flow("f1", "g", "x", condition) +
                 flow("f2", "g", "y") + "<task id='w'/>" + flow("w1", "x", "w") + flow("w2", "y", "w") +
                 more);
}
std::string catching(const std::string& id, const std::string& definition = message) {
  return "<intermediateCatchEvent id='" + id + "'>" + definition + "</intermediateCatchEvent>";
}

/// A node and a task that it comes from and leads to.
std::string linked(const std::string& id, const std::string& node) {
  return node + "<task id='z'/>" + flow("l1", "z", id) + flow("l2", id, "z");
}

std::string pools(const std::string& source, const std::string& target, const std::string& body,
                  const std::string& multiplicity = "") {
  return file("<collaboration id='c'><participant id='one' processRef='p'>" + multiplicity +
              "</participant><participant id='two'/><messageFlow id='m' sourceRef='" + source +
              "' targetRef='" + target + "'/></collaboration><process id='p'>" + body + "</process>");
}

std::string with_data(const std::string& sets, const std::string& inputs = "<dataInput id='i'/>") {
  return drawing("<task id='a'><ioSpecification>" + inputs + sets + "</ioSpecification></task>");
}

std::string associated(const std::string& item, const std::string& more = "") {
  return drawing("<dataObject id='o' itemSubjectRef='" + item +
                     "'/><task id='a'><ioSpecification><dataInput id='i' itemSubjectRef='one'/>"
                     "<inputSet><dataInputRefs>i</dataInputRefs></inputSet><outputSet/></ioSpecification>"
                     "<dataInputAssociation><sourceRef>o</sourceRef>" +
                     more + "</dataInputAssociation></task>",
                 "<itemDefinition id='one' structureRef='A'/><itemDefinition id='two' structureRef='B'/>");
}

std::string executable(const std::string& body, const std::string& before = "") {
  return file(before + "<process id='p' isExecutable='true'>" + body + "</process>");
}

const std::string payload =
    "<itemDefinition id='one' structureRef='A'/><itemDefinition id='two' structureRef='B'/>"
    "<message id='m' itemRef='one'/>";

std::string sending(const std::string& item, const std::string& sets) {
  return executable("<sendTask id='a' messageRef='m'><ioSpecification><dataInput id='i' itemSubjectRef='" +
                        item + "'/>" + sets + "<outputSet/></ioSpecification></sendTask>",
                    payload);
}

const std::string formal =
    "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:type='tFormalExpression'";

std::string looping(const std::string& condition) {
  return executable("<task id='a'><standardLoopCharacteristics>" + condition +
                    "</standardLoopCharacteristics></task>");
}

std::string choreography(const std::string& initiator, const std::string& parties,
                         const std::string& more = "") {
  return file(
      "<choreography id='c'><participant id='one'/><participant id='two'/><participant id='three'/>"
      "<messageFlow id='m' sourceRef='one' targetRef='two'/>" +
      more + "<choreographyTask id='t' initiatingParticipantRef='" + initiator + "'>" + parties +
      "<messageFlowRef>m</messageFlowRef></choreographyTask></choreography>");
}
const std::string one = "<participantRef>one</participantRef>", two = "<participantRef>two</participantRef>",
                  three = "<participantRef>three</participantRef>";

std::vector<RuleExample> schema_examples() {
  return {
      {"element-not-allowed", drawing("<task id='a'><lane/></task>"), drawing("<task id='a'/>")},
      {"element-missing", drawing("<task id='a'><ioSpecification><inputSet/></ioSpecification></task>"),
       drawing("<task id='a'><ioSpecification><inputSet/><outputSet/></ioSpecification></task>")},
      {"element-repeated", drawing("<scriptTask id='a' scriptFormat='x'><script/><script/></scriptTask>"),
       drawing("<scriptTask id='a' scriptFormat='x'><script/></scriptTask>")},
      {"element-order", drawing("<task id='a'><property id='x'/><documentation/></task>"),
       drawing("<task id='a'><documentation/><property id='x'/></task>")},
      {"attribute-unknown", drawing("<userTask id='a' assignee='x'/>"),
       drawing("<userTask id='a' camunda:assignee='x'/>")},
      {"attribute-missing", drawing("<linkEventDefinition/>", "<linkEventDefinition/>"),
       drawing("", "<linkEventDefinition name='x'/>")},
      {"attribute-value", drawing("<adHocSubProcess id='a' ordering='Any'><task id='b'/></adHocSubProcess>"),
       drawing("<adHocSubProcess id='a' ordering='Sequential'><task id='b'/></adHocSubProcess>")},
      {"id-empty", drawing("<task id=''/>"), drawing("<task/>")},
      {"id-twice", drawing("<task id='a'/><task id='a'/>"), drawing("<task id='a'/><task id='b'/>")},
      {"reference-dangling", drawing("<receiveTask id='a' messageRef='m'/>"),
       drawing("<receiveTask id='a' messageRef='m'/>", "<message id='m'/>")},
      {"reference-kind", drawing("<receiveTask id='a' messageRef='m'/>", "<signal id='m'/>"),
       drawing("<receiveTask id='a' messageRef='m'/>", "<message id='m'/>")}};
}

std::vector<RuleExample> flow_examples() {
  const std::string condition = "<conditionExpression>x</conditionExpression>";
  const std::string start = "<startEvent id='s'/>", end = "<endEvent id='e'/>";
  return {
      {"flow-end-missing", drawing("<task id='a'/>" + flow("f", "a", "b")), pair("")},
      {"flow-end-kind", drawing("<task id='a'/>" + flow("f", "a", "b") + "<group id='b'/>"), pair("")},
      {"flow-into-closed",
       drawing(start + end + "<task id='a'/>" + flow("f", "s", "a") + flow("g", "a", "s") +
               flow("h", "a", "e")),
       drawing(start + end + "<task id='a'/>" + flow("f", "s", "a") + flow("h", "a", "e"))},
      {"flow-out-of-closed",
       drawing(start + end + flow("f", "s", "e") + flow("g", "e", "a") + "<task id='a'/>" +
               flow("h", "a", "e")),
       drawing(start + end + flow("f", "s", "e"))},
      {"flow-across-scopes",
       drawing("<task id='a'/><subProcess id='u'><task id='b'/></subProcess>" + flow("f", "a", "b")),
       drawing("<task id='a'/><subProcess id='u'><task id='b'/></subProcess>" + flow("f", "a", "u"))},
      {"flow-immediate",
       executable("<task id='a'/><task id='b'/><sequenceFlow id='f' sourceRef='a' targetRef='b' "
                  "isImmediate='false'/>"),
       pair("isImmediate='false'")},
      {"flow-condition-alone", pair("", condition),
       drawing("<task id='a'/><task id='b'/>" + flow("f", "a", "b", condition) + flow("g", "a", "b"))},
      {"flow-not-listed",
       drawing("<task id='a'><outgoing>f</outgoing></task><task id='b'/>" + flow("f", "a", "b")),
       drawing("<task id='a'><outgoing>f</outgoing></task><task id='b'><incoming>f</incoming></task>" +
               flow("f", "a", "b"))},
      {"node-not-reached",
       drawing(start + end + flow("f", "s", "e") + "<task id='a'/>" + flow("g", "a", "e")),
       drawing(start + end + flow("f", "s", "e"))},
      {"node-not-left", drawing(start + end + flow("f", "s", "e") + "<task id='a'/>" + flow("g", "s", "a")),
       drawing(start + end + flow("f", "s", "e"))},
      {"gateway-direction",
       drawing("<exclusiveGateway id='g' gatewayDirection='Converging'/><task id='a'/><task id='b'/>" +
               flow("f", "g", "a") + flow("h", "g", "b")),
       drawing("<exclusiveGateway id='g' gatewayDirection='Diverging'/><task id='a'/><task id='b'/>" +
               flow("f", "g", "a") + flow("h", "g", "b"))},
      {"default-not-outgoing", drawing("<task id='a'/><task id='b' default='f'/>" + flow("f", "a", "b")),
       drawing("<task id='a' default='f'/><task id='b'/>" + flow("f", "a", "b"))},
      {"event-gateway-ways",
       drawing("<eventBasedGateway id='g'/><receiveTask id='x'/>" + flow("f", "g", "x")),
       event_gateway(catching("x"), catching("y"))},
      {"event-gateway-condition", event_gateway(catching("x"), catching("y"), "", condition),
       event_gateway(catching("x"), catching("y"))},
      {"event-gateway-target", event_gateway("<task id='x'/>", catching("y")),
       event_gateway("<receiveTask id='x'/>", "<receiveTask id='y'/>")},
      {"event-gateway-target-shared",
       event_gateway(catching("x"), catching("y"), "<task id='z'/>" + flow("f3", "z", "x")),
       event_gateway(catching("x"), catching("y"))},
      {"event-gateway-mixed", event_gateway("<receiveTask id='x'/>", catching("y")),
       event_gateway("<receiveTask id='x'/>", catching("y", "<timerEventDefinition/>"))},
      {"event-gateway-receive-boundary",
       event_gateway("<receiveTask id='x'/>", "<receiveTask id='y'/>",
                     "<boundaryEvent id='b' attachedToRef='x'><timerEventDefinition/></boundaryEvent>"),
       event_gateway("<receiveTask id='x'/>", "<receiveTask id='y'/>")}};
}

std::vector<RuleExample> event_examples() {
  const std::string link = "<linkEventDefinition name='l'/>";
  const std::string thrown = "<task id='z'/><intermediateThrowEvent id='t'>" + link +
                             "</intermediateThrowEvent>" + flow("l", "z", "t");
  const auto caught = [&](const std::string& id) { return catching(id, link) + flow("of" + id, id, "z"); };
  const std::string escalate =
      "<intermediateThrowEvent id='t'><escalationEventDefinition "
      "escalationRef='x'/></intermediateThrowEvent>";
  return {
      {"event-kind", drawing(linked("x", catching("x", "<compensateEventDefinition/>"))),
       drawing(linked("x", catching("x")))},
      {"event-without-definition", boundary("", ""), boundary("", message)},
      {"event-sub-process-trigger", event_sub_process("<startEvent id='s'/>"),
       event_sub_process("<startEvent id='s'>" + message + "</startEvent>")},
      {"event-must-interrupt", boundary("cancelActivity='false'", "<errorEventDefinition/>"),
       boundary("cancelActivity='false'", message)},
      {"sub-process-start-typed",
       drawing("<subProcess id='u'><startEvent id='s'>" + message + "</startEvent><endEvent id='e'/>" +
               flow("f", "s", "e") + "</subProcess>"),
       drawing("<subProcess id='u'><startEvent id='s'/><endEvent id='e'/>" + flow("f", "s", "e") +
               "</subProcess>")},
      {"cancel-boundary-host", boundary("", "<cancelEventDefinition/>"),
       boundary("", "<cancelEventDefinition/>", "transaction")},
      {"cancel-end-place",
       drawing("<startEvent id='s'/><endEvent id='e'><cancelEventDefinition/></endEvent>" +
               flow("f", "s", "e")),
       drawing(
           "<transaction id='u'><startEvent id='s'/><endEvent id='e'><cancelEventDefinition/></endEvent>" +
           flow("f", "s", "e") + "</transaction>")},
      {"boundary-in-other-scope",
       drawing("<subProcess id='u'><task id='a'/></subProcess><boundaryEvent id='b' attachedToRef='a'>" +
               message + "</boundaryEvent>"),
       boundary("", message)},
      {"compensation-handler",
       drawing("<task id='a'/><boundaryEvent id='b' "
               "attachedToRef='a'><compensateEventDefinition/></boundaryEvent>"
               "<task id='h'/><association id='n' sourceRef='b' targetRef='h'/>"),
       drawing("<task id='a'/><boundaryEvent id='b' "
               "attachedToRef='a'><compensateEventDefinition/></boundaryEvent>"
               "<task id='h' isForCompensation='true'/><association id='n' sourceRef='b' targetRef='h'/>")},
      {"escalation-without-code", executable(linked("t", escalate), "<escalation id='x'/>"),
       executable(linked("t", escalate), "<escalation id='x' escalationCode='c'/>")},
      {"link-target-twice", drawing(thrown + caught("x") + caught("y")), drawing(thrown + caught("x"))},
      {"link-without-target", drawing(thrown), drawing(thrown + caught("x"))},
      {"timer-several",
       drawing(linked("x", catching("x",
                                    "<timerEventDefinition><timeDate>1</timeDate><timeCycle>2</timeCycle>"
                                    "</timerEventDefinition>"))),
       drawing(linked(
           "x", catching("x", "<timerEventDefinition><timeDate>1</timeDate></timerEventDefinition>")))}};
}

std::vector<RuleExample> activity_examples() {
  const std::string start = "<startEvent id='s'/>", end = "<endEvent id='e'/>";
  const auto called = [](const std::string& definition) {
    return file(
        "<process id='p'><callActivity id='c' calledElement='q'/></process><process id='q'>"
        "<startEvent id='s'>" +
        definition + "</startEvent><endEvent id='e'/>" + flow("f", "s", "e") + "</process>");
  };
  return {
      {"activity-quantity", drawing("<task id='a' startQuantity='0'/>"),
       drawing("<task id='a' startQuantity='2'/>")},
      {"event-sub-process-starts",
       drawing("<subProcess id='e' triggeredByEvent='true'><task id='a'/></subProcess>"),
       event_sub_process("<startEvent id='s'>" + message + "</startEvent>")},
      {"ad-hoc-content",
       drawing("<adHocSubProcess id='u'><task id='a'/>" + end + flow("f", "a", "e") + "</adHocSubProcess>"),
       drawing("<adHocSubProcess id='u'><task id='a'/></adHocSubProcess>")},
      {"ad-hoc-empty", drawing("<adHocSubProcess id='u'/>"),
       drawing("<adHocSubProcess id='u'><task id='a'/></adHocSubProcess>")},
      {"end-without-start", drawing("<task id='a'/>" + end + flow("f", "a", "e")),
       drawing("<receiveTask id='a' instantiate='true'/>" + end + flow("f", "a", "e"))},
      {"start-without-end", drawing(start + "<task id='a'/>" + flow("f", "s", "a")),
       drawing(start + end + flow("f", "s", "e"))},
      {"called-process-start", called(message), called("")},
      {"instantiate-reached",
       drawing("<task id='a'/><receiveTask id='b' instantiate='true'/>" + flow("f", "a", "b")),
       drawing("<task id='a'/><receiveTask id='b'/>" + flow("f", "a", "b"))},
      {"loop-maximum", drawing("<task id='a'><standardLoopCharacteristics loopMaximum='0'/></task>"),
       drawing("<task id='a'><standardLoopCharacteristics loopMaximum='1'/></task>")},
      {"executable-public", file("<process id='p' isExecutable='true' processType='Public'/>"),
       file("<process id='p' isExecutable='true' processType='Private'/>")},
      {"choreography-in-process",
       file("<collaboration id='c'><participant id='one'/><participant id='two'/><messageFlow id='m' "
            "sourceRef='one' targetRef='two'/></collaboration><process id='p'><choreographyTask id='t' "
            "initiatingParticipantRef='one'>" +
            one + two + "<messageFlowRef>m</messageFlowRef></choreographyTask></process>"),
       choreography("one", one + two)}};
}

std::vector<RuleExample> data_examples() {
  const std::string member = "<dataInputRefs>i</dataInputRefs>", set = "<inputSet>" + member + "</inputSet>";
  const std::string service =
      "<interface id='n' name='n'><operation id='o' name='o'><inMessageRef>m"
      "</inMessageRef></operation></interface>";
  const std::string offered =
      "<supportedInterfaceRef>n</supportedInterfaceRef><ioSpecification><dataInput id='i' "
      "itemSubjectRef='one'/><dataOutput id='u'/>" +
      set + "<outputSet><dataOutputRefs>u</dataOutputRefs></outputSet></ioSpecification>";
  const std::string place =
      "<dataOutput id='d' itemSubjectRef='one'/><outputSet><dataOutputRefs>d"
      "</dataOutputRefs></outputSet>";
  const std::string carried = "<messageEventDefinition messageRef='m'/>";
  return {
      {"data-in-no-set", with_data("<inputSet/><outputSet/>"), with_data(set + "<outputSet/>")},
      {"set-part",
       with_data(set + "<inputSet><dataInputRefs>j</dataInputRefs><optionalInputRefs>i</optionalInputRefs>"
                       "</inputSet><outputSet/>",
                 "<dataInput id='i'/><dataInput id='j'/>"),
       with_data("<inputSet>" + member + "<optionalInputRefs>i</optionalInputRefs></inputSet><outputSet/>")},
      {"sub-process-data",
       drawing("<subProcess id='u'><ioSpecification><inputSet/><outputSet/></ioSpecification></subProcess>"),
       drawing("<task id='u'><ioSpecification><inputSet/><outputSet/></ioSpecification></task>")},
      {"association-items", associated("two", "<targetRef>i</targetRef>"),
       associated("two", "<targetRef>i</targetRef><transformation>x</transformation>")},
      {"association-several-sources", associated("one", "<sourceRef>o</sourceRef><targetRef>i</targetRef>"),
       associated("one", "<targetRef>i</targetRef>")},
      {"message-item", sending("two", set), sending("one", set)},
      {"task-sets", sending("one", set + set), sending("one", set)},
      {"event-payload", executable(linked("x", catching("x", carried)), payload),
       executable(linked("x", catching("x", place + carried)), payload)},
      {"operation-not-bound", file(payload + service + "<globalTask id='g'>" + offered + "</globalTask>"),
       file(payload + service + "<globalTask id='g'>" + offered +
            "<ioBinding operationRef='o' inputDataRef='i' outputDataRef='u'/></globalTask>")},
      {"expression-not-formal", looping("<loopCondition>x</loopCondition>"),
       looping("<loopCondition " + formal + ">x</loopCondition>")},
      {"expression-empty", looping("<loopCondition " + formal + "/>"),
       looping("<loopCondition " + formal + "><![CDATA[x]]></loopCondition>")}};
}

std::vector<RuleExample> collaboration_examples() {
  const std::string task = "<task id='a'/>", receive = "<startEvent id='s'>" + message + "</startEvent>" +
                                                       "<endEvent id='e'/>" + flow("f", "s", "e");
  const auto link = [](const std::string& target) {
    return file(
        "<collaboration id='c'><participant id='one'/><participant id='two'/><conversation id='t'/>"
        "<conversationLink id='l' sourceRef='one' targetRef='" +
        target + "'/></collaboration>");
  };
  const auto note = [](const std::string& target) {
    return drawing("<task id='a'/><textAnnotation id='n'/><association id='s' sourceRef='a' targetRef='" +
                   target + "'/>");
  };
  return {
      {"message-flow-end-missing", pools("two", "nobody", task), pools("two", "a", task)},
      {"message-flow-end-kind", pools("two", "n", task + "<textAnnotation id='n'/>"),
       pools("two", "a", task)},
      {"message-flow-event", pools("s", "two", receive), pools("two", "s", receive)},
      {"message-flow-inside", pools("one", "a", task), pools("two", "a", task)},
      {"participant-multiplicity", pools("two", "a", task, "<participantMultiplicity minimum='-1'/>"),
       pools("two", "a", task, "<participantMultiplicity minimum='2' maximum='3'/>")},
      {"conversation-link", link("two"), link("t")},
      {"association-end-missing", note("m"), note("n")},
      {"choreography-ref",
       file("<globalConversation id='g'><choreographyRef>c</choreographyRef></globalConversation>"
            "<choreography id='c'/>"),
       file("<collaboration id='g'><choreographyRef>c</choreographyRef></collaboration><choreography "
            "id='c'/>")},
      {"choreography-initiator", choreography("three", one + two), choreography("one", one + two)},
      {"choreography-participants", choreography("one", one + two + three), choreography("one", one + two)},
      {"choreography-message", choreography("one", one + three), choreography("one", one + two)}};
}

}  // namespace

const std::vector<RuleExample>& rule_examples() {
  static const std::vector<RuleExample> all = [] {
    std::vector<RuleExample> out;
    for (const auto& part : {schema_examples(), flow_examples(), event_examples(), activity_examples(),
                             data_examples(), collaboration_examples()})
      out.insert(out.end(), part.begin(), part.end());
    return out;
  }();
  return all;
}

}  // namespace lienthong::bpmn::testing
