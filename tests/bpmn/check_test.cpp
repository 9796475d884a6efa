// One row a rule: a model that breaks it and nothing else, beside one that keeps it.
#include <catch2/catch.hpp>
#include "tests/bpmn/check_rows.h"

using namespace lienthong;
using namespace lienthong::bpmn;
using namespace lienthong::bpmn::testing;
using namespace lienthong::bpmn::testing::rows;

TEST_CASE("a model without mistakes has no problems") {
  hold({{around("<task id='a'/>"), ""},
        {task("userTask"), ""},
        {task("manualTask"), ""},
        {task("receiveTask"), ""},
        {task("serviceTask", external), ""},
        {task("sendTask", external), ""},
        {task("businessRuleTask", "camunda:decisionRef='d'"), ""},
        {task("serviceTask", "camunda:expression='${x}'"), ""},
        {task("scriptTask", "scriptFormat='feel'", "<script>1</script>"), ""},
        {task("scriptTask", "", "<script>${x}</script>"), ""},
        {task("scriptTask", "scriptFormat='JavaScript'", "<script>1</script>"), ""},
        {task("scriptTask", "scriptFormat='ecmascript' camunda:resource='deployment://a.js'"), ""},
        {task("scriptTask", "scriptFormat='feel' camunda:resource='deployment://x.feel'"), ""},
        {task("callActivity", "calledElement='q'"), ""},
        {task("subProcess", "", "<startEvent id='i'/>"), ""},
        {task("transaction", "", "<startEvent id='i'/>"), ""}});
}

TEST_CASE(
    "a process that is not executable is not held to the rules, only warned about dangling references") {
  hold({{file("<process id='p'><transaction id='t'/><complexGateway id='g'/><serviceTask id='x'/></process>"),
         ""},
        {file("<process id='p'><sequenceFlow id='f' sourceRef='no' targetRef='no'/></process>"), "",
         "flow-without-source flow-without-target"},
        {file("<process id='p' isExecutable='false'><choreographyTask id='c'/></process>"), "",
         "unknown-element"},
        {file("<process id='p'/><collaboration id='c'/><choreography id='ch'><choreographyTask "
              "id='x'/></choreography>"),
         ""}});
}

TEST_CASE("ids are unique, and only a process must have one") {
  hold({{process(start + "<task/>"), "", "never-reached"},
        {process(start + "<sequenceFlow sourceRef='s' targetRef='e'/><endEvent id='e'/>"), ""},
        {file("<process isExecutable='true'><startEvent id='s'/></process>"), "missing-id"},
        {process(start + "<endEvent id='s'/>"), "duplicate-id", "never-reached"},
        {process(start, "<message id='s' name='m'/>"), "duplicate-id"},
        {process(start, "<error name='x' errorCode='1'/><escalation name='x'/>"), ""},
        {process(start, "<signal id='g'/>"), "signal-without-name"},
        {process(start, "<signal id='g' name='n'/><signal id='h' name='n'/>"), "signal-twice"}});
}

TEST_CASE("never reached is what nothing leads to, where something else begins") {
  const std::string receive = "<receiveTask id='r' messageRef='m' instantiate='true'/>";
  hold({{process(start + "<task id='a'/>"), "", "never-reached"},
        {process(receive + "<task id='a'/>", "<message id='m' name='m'/>"), "", "never-reached"},
        {process("<task id='a'/>"), "process-without-start", ""},
        {process(start + "<sequenceFlow sourceRef='s' targetRef='b'/><subProcess id='b'><task id='a'/>"
                         "</subProcess>"),
         "sub-process-start", ""}});
}

TEST_CASE("links pair by reference, else by name") {
  const auto thrown = [](const std::string& link) {
    return start + "<sequenceFlow id='f' sourceRef='s' targetRef='x'/><intermediateThrowEvent id='x'>" +
           link + "</intermediateThrowEvent>";
  };
  const auto caught = [](const std::string& id, const std::string& link) {
    return "<intermediateCatchEvent id='" + id + "'>" + link + "</intermediateCatchEvent>";
  };
  const std::string to = "<linkEventDefinition id='l' name='a'><target>t:m</target></linkEventDefinition>";
  const std::string named = "<linkEventDefinition id='l' name='a'/>";
  hold(
      {{process(thrown(to) + caught("y", "<linkEventDefinition id='m' name='b'/>")), ""},
       {process(thrown(to) + caught("m", "<linkEventDefinition name='b'/>")), ""},
       {process(thrown(named) +
                caught("y", "<linkEventDefinition id='m' name='b'><source>l</source></linkEventDefinition>")),
        ""},
       {process(thrown("<linkEventDefinition id='l'><target>m</target></linkEventDefinition>") +
                caught("y", "<linkEventDefinition id='m'/>")),
        ""},
       {process(thrown(to) + caught("y", "<linkEventDefinition id='n' name='b'/>")), "link-without-target",
        "link-without-source"},
       {process(thrown("<linkEventDefinition/>") + caught("y", "<linkEventDefinition/>")),
        "link-without-target link-without-name link-without-name", "link-without-source"},
       {process(thrown(named) + caught("y", "<linkEventDefinition name='a'/>") +
                caught("z", "<linkEventDefinition name='a'/>")),
        "link-twice", "link-without-source"}});
  const Document document = read(process(thrown(to) + caught("z", "<linkEventDefinition name='a'/>") +
                                         caught("y", "<linkEventDefinition id='m' name='b'/>")));
  const Process& p = document.processes.at(0);
  CHECK(p.node(p.node(p.by_id.at("x")).link_end).id == "y");
  CHECK(p.node(p.by_id.at("z")).link_end == -1);
}

TEST_CASE("flows join flow nodes of one scope") {
  const auto flow = [](const std::string& nodes, const std::string& from, const std::string& to) {
    return process(start + nodes + "<sequenceFlow id='f' sourceRef='" + from + "' targetRef='" + to + "'/>");
  };
  const std::string sub =
      "<subProcess id='b'><startEvent id='i'/><task id='j'/>"
      "<sequenceFlow id='k' sourceRef='i' targetRef='j'/></subProcess>"
      "<sequenceFlow id='f0' sourceRef='s' targetRef='b'/>";
  const std::string event =
      "<subProcess id='ev' triggeredByEvent='true'><startEvent id='es'><signalEventDefinition "
      "signalRef='g'/></startEvent></subProcess>";
  const std::string signal = "<signal id='g' name='g'/>";
  hold(
      {{flow("", "s", "no"), "flow-without-target"},
       {flow("<endEvent id='e'/>", "no", "e"), "flow-without-source"},
       {flow("<endEvent id='e'/>", "p", "e"), "flow-without-source"},
       {process(start + "<sequenceFlow id='f' targetRef='s'/>"), "flow-without-source"},
       {flow(sub, "s", "j"), "flow-across-scopes"},
       {flow(sub, "j", "b"), "flow-across-scopes"},
       {process(start + event + "<sequenceFlow id='f' sourceRef='s' targetRef='ev'/>", signal),
        "flow-at-event-sub-process"},
       {process(start + event + "<endEvent id='e'/><sequenceFlow id='f' sourceRef='ev' targetRef='e'/>",
                signal),
        "flow-at-event-sub-process"},
       {flow("<task id='t'/><sequenceFlow id='f0' sourceRef='s' targetRef='t'/>", "t", "s"),
        "flow-into-start"},
       {flow("<endEvent id='e'/><sequenceFlow id='f0' sourceRef='s' targetRef='e'/><task id='t'/>", "e", "t"),
        "flow-from-end"},
       {process(start + "<task id='t' default='no'/><sequenceFlow id='f' sourceRef='s' targetRef='t'/>"),
        "default-flow"},
       {process(start + "<task id='t' default='f'/><sequenceFlow id='f' sourceRef='s' targetRef='t'/>"),
        "default-flow"},
       {process(start + "<task id='t'/>"), "", "never-reached"},
       {process(start + "<task id='t'/><sequenceFlow id='f' sourceRef='s' targetRef='t'><conditionExpression "
                        "xsi:type='tExpression'>${a}</conditionExpression></sequenceFlow>"),
        "condition-type"},
       {process(start +
                "<task id='t'/><sequenceFlow id='f' sourceRef='s' targetRef='t'><conditionExpression>a"
                "</conditionExpression></sequenceFlow>"),
        "condition-without-expression"},
       {process(start + "<task id='t'/><sequenceFlow id='f' sourceRef='s' targetRef='t'><conditionExpression "
                        "language='javascript'>a</conditionExpression></sequenceFlow>"),
        ""},
       {process(start + "<task id='t'/><sequenceFlow id='f' sourceRef='s' targetRef='t'><conditionExpression "
                        "language='groovy'>a</conditionExpression></sequenceFlow>"),
        "not-executable-yet"}});
}

TEST_CASE("an exclusive gateway can always tell which way to go") {
  hold({{gateway("exclusiveGateway", "", {}), "exclusive-without-outgoing", "never-reached"},
        {gateway("exclusiveGateway", "", {""}), ""},
        {gateway("exclusiveGateway", "", {condition}), "exclusive-single-condition"},
        {gateway("exclusiveGateway", "", {condition, condition}), "", "exclusive-without-default"},
        {gateway("exclusiveGateway", "default='g1'", {condition, ""}), ""},
        {gateway("exclusiveGateway", "default='g1'", {condition, condition}), "", "default-with-condition"},
        {gateway("exclusiveGateway", "default='g1'", {"", ""}), "", "default-flow-never"},
        {gateway("exclusiveGateway", "", {"", ""}), "exclusive-without-condition"},
        {gateway("exclusiveGateway", "", {condition, ""}), "", "exclusive-without-default"},
        {gateway("parallelGateway", "", {condition, ""}), "", "condition-ignored"}});
}

TEST_CASE("an event-based gateway leads to catch events that nothing else leads to") {
  const std::string timer =
      "<intermediateCatchEvent id='e'><timerEventDefinition><timeDuration>PT1H</timeDuration>"
      "</timerEventDefinition></intermediateCatchEvent>";
  hold(
      {{gateway("eventBasedGateway", "", {""}, timer), ""},
       {gateway("eventBasedGateway", "camunda:asyncAfter='true'", {""}, timer), "event-gateway-async"},
       {gateway("eventBasedGateway", "", {}, ""), "event-gateway-without-outgoing"},
       {gateway("eventBasedGateway", "", {""}, "<receiveTask id='e'/>"), "event-gateway-target"},
       {gateway("eventBasedGateway", "", {"", ""}, timer),
        "event-gateway-second-flow event-gateway-second-flow"},
       {gateway("eventBasedGateway", "", {""}, "<receiveTask id='e' messageRef='no'/>"), "unknown-reference"},
       {gateway("eventBasedGateway", "instantiate='true'", {""}, timer), "instantiating-gateway-incoming"},
       {gateway("eventBasedGateway", "eventGatewayType='Parallel'", {""}, timer), "parallel-event-gateway"},
       {process("<eventBasedGateway id='g' instantiate='true' eventGatewayType='Parallel'/>" + timer +
                "<sequenceFlow id='f' sourceRef='g' targetRef='e'/>"),
        ""},
       {process("<subProcess id='a'><startEvent id='i'/><eventBasedGateway id='g' instantiate='true'/>" +
                timer + "<sequenceFlow id='f' sourceRef='g' targetRef='e'/></subProcess>" + start),
        "instantiating-gateway-scope", "never-reached"}});
}

TEST_CASE("inclusive and complex gateways say what they wait for and where they lead") {
  const std::string twice = "<sequenceFlow id='f2' sourceRef='s' targetRef='g'/>";
  hold({{gateway("inclusiveGateway", "default='g1'", {condition, condition}), "", "default-with-condition"},
        {gateway("exclusiveGateway", "default='g0'", {condition}), "", "default-with-condition"},
        {process(start +
                 "<task id='t' default='f'/><sequenceFlow id='f0' sourceRef='s' targetRef='t'/>"
                 "<sequenceFlow id='f' sourceRef='t' targetRef='u'>" +
                 condition + "</sequenceFlow><sequenceFlow id='f2' sourceRef='t' targetRef='u'>" + condition +
                 "</sequenceFlow><task id='u'/>"),
         "", "default-with-condition"},
        {gateway("inclusiveGateway", "", {"", condition}), ""},
        {gateway("complexGateway", "", {""}), ""},
        {gateway("complexGateway", "", {""}, twice + "<endEvent id='e'/>"), "complex-without-activation"},
        {process(start + twice + twice.substr(0, 18) + "3" + twice.substr(19) +
                 "<complexGateway id='g'><activationCondition>${activationCount == 2}</activationCondition>"
                 "</complexGateway>"),
         ""}});
}

TEST_CASE("an instantiating receive task needs a message and no flow that leads to it") {
  hold({{task("receiveTask", "instantiate='true'"), "instantiating-receive-message", "instantiate-ignored"},
        {process(start + "<receiveTask id='a' instantiate='true'/>"), "instantiating-receive-message"}});
}

TEST_CASE("what this release does not execute is refused by name") {
  for (const std::string& xml :
       {task("serviceTask", "camunda:class='org.acme.X'"),
        task("serviceTask", "camunda:delegateExpression='${bean}'"),
        task("serviceTask", "camunda:type='mail'"),
        extended("serviceTask", "",
                 "<camunda:connector><camunda:connectorId>http</camunda:connectorId></camunda:connector>"),
        task("scriptTask", "scriptFormat='groovy'", "<script>1</script>"),
        task("scriptTask", "scriptFormat='feel' camunda:resource='classpath://x'"),
        task("scriptTask", "scriptFormat='python' camunda:resource='deployment://x'"),
        task("callActivity", "calledElement='x' camunda:variableMappingClass='X'"),
        extended("task", "", "<camunda:executionListener event='start' class='X'/>"),
        extended("userTask", "", "<camunda:taskListener event='create' class='X'/>"),
        extended(
            "userTask", "",
            "<camunda:taskListener event='create'><camunda:script scriptFormat='groovy'>1</camunda:script>"
            "</camunda:taskListener>"),
        extended(
            "task", "",
            "<camunda:inputOutput><camunda:inputParameter name='x'><camunda:script "
            "scriptFormat='groovy'>1</camunda:script></camunda:inputParameter></camunda:inputOutput>")}) {
    INFO(xml);
    CHECK(errors(xml) == "not-executable-yet");
    CHECK(find(check(read(xml)), "not-executable-yet")->element_id.size() == 1);
  }
  CHECK(message_of(task("serviceTask", "camunda:class='org.acme.X'"), "not-executable-yet") ==
        "The Java binding \"org.acme.X\" of the service task \"a\" is not executed in this release; name a "
        "topic for it in a delegates file, {\"org.acme.X\": \"a.topic\"}, and give that with --delegates; "
        "or use an external task");
  CHECK(errors(process(start + "<task id='a' isForCompensation='true'/>")).empty());
  CHECK(errors(process(
            start +
            "<task id='a' isForCompensation='true'/><sequenceFlow id='f' sourceRef='s' targetRef='a'/>")) ==
        "flow-at-compensation");
}

TEST_CASE("a service-like task says how it is carried out") {
  hold({{task("serviceTask"), "task-without-implementation"},
        {task("sendTask"), "task-without-implementation"},
        {task("businessRuleTask"), "task-without-implementation"},
        {task("serviceTask", "camunda:type='external'"), "external-without-topic"},
        {task("serviceTask", "camunda:type='fax'"), "unknown-task-type"},
        {task("serviceTask", "camunda:expression=''"), "expression-empty"},
        {task("serviceTask", external + " camunda:expression='${x}'"), "several-implementations"},
        {task("serviceTask", "camunda:class='X' camunda:resultVariable='r'"),
         "not-executable-yet java-result-variable"},
        {task("serviceTask", external + " camunda:taskPriority='high'"), "priority"},
        {task("serviceTask", external + " camunda:taskPriority='${p}'"), ""},
        {task("task", "camunda:jobPriority='1.5'"), "priority"},
        {task("task", "camunda:jobPriority='2147483648'"), ""},  // a long of the contract
        {task("userTask", "camunda:priority='2147483647'"), ""},
        {task("userTask", "camunda:priority='2147483648'"), "priority"},  // an int
        {task("userTask", "camunda:priority='-2147483649'"), "priority"},
        {task("serviceTask", "camunda:decisionRef='d'"), "decision-place"},
        {task("businessRuleTask", "camunda:decisionRef=''"), "decision-without-ref"},
        {task("businessRuleTask", "camunda:decisionRef='d' camunda:decisionRefBinding='newest'"),
         "decision-binding"},
        {task("businessRuleTask", "camunda:decisionRef='d' camunda:decisionRefBinding='version'"),
         "decision-binding"},
        {task("businessRuleTask", "camunda:decisionRef='d' camunda:mapDecisionResult='one'"),
         "map-decision-result"},
        {extended("serviceTask", external, "<camunda:errorEventDefinition errorRef='x'/>"), "error-rule",
         "unknown-error"},
        {task("scriptTask", "scriptFormat='feel'"), "script-without-text"}});
}

TEST_CASE("a user task has one assignee, one form, and fields of known types") {
  const std::string performer =
      "<humanPerformer><resourceAssignmentExpression><formalExpression>An</formalExpression>"
      "</resourceAssignmentExpression></humanPerformer>";
  hold({{task("userTask", "", performer), ""},
        {task("userTask", "camunda:assignee='An'", performer), "two-assignees"},
        {task("userTask", "camunda:formKey='k' camunda:formRef='r' camunda:formRefBinding='latest'"),
         "two-forms"},
        {task("userTask", "camunda:formRef='r' camunda:formRefBinding='version' camunda:formRefVersion='1'"),
         ""},
        {task("userTask", "camunda:formRef='r' camunda:formRefBinding='newest'"), "form-binding"},
        {task("userTask", "camunda:formRef='r' camunda:formRefBinding='version'"), "form-binding"},
        {extended("userTask", "",
                  "<camunda:formData><camunda:formField id='x' type='colour'/></camunda:formData>"),
         "form-field-type"},
        {extended("userTask", "", "<camunda:formData><camunda:formField type='long'/></camunda:formData>"),
         "missing-id"},
        {extended("userTask", "",
                  "<camunda:formData><camunda:formField id='x' type='long'/><camunda:formField id='x' "
                  "type='long'/></camunda:formData>"),
         "form-field-twice"},
        {extended("userTask", "", "<camunda:taskListener event='dance' expression='${x}'/>"),
         "listener-event"},
        {extended("userTask", "", "<camunda:taskListener event='create'/>"),
         "listener-without-implementation"},
        {extended("userTask", "", "<camunda:taskListener event='timeout' expression='${x}'/>"),
         "listener-timeout"},
        {extended("userTask", "", "<camunda:executionListener event='take' expression='${x}'/>"),
         "listener-event"},
        {extended("userTask", "", "<camunda:executionListener event='start' class='org.example.Told'/>"),
         "not-executable-yet"},
        {extended("userTask", "",
                  "<camunda:executionListener event='start'><camunda:script scriptFormat='groovy'>x"
                  "</camunda:script></camunda:executionListener>"),
         "not-executable-yet"},
        {extended("userTask", "", "<camunda:executionListener event='end' expression='${x}'/>"), ""}});
}

TEST_CASE("a call activity names what it calls and what it passes") {
  const auto with = [](const std::string& mapping) {
    return extended("callActivity", "calledElement='x'", mapping);
  };
  hold({{task("callActivity"), "call-without-element"},
        {task("callActivity", "calledElement='x' camunda:calledElementBinding='version'"), "call-binding"},
        {task("callActivity", "calledElement='x' camunda:calledElementBinding='versionTag'"), "call-binding"},
        {task("callActivity",
              "calledElement='x' camunda:calledElementBinding='versionTag' "
              "camunda:calledElementVersionTag='1'"),
         ""},
        {task("callActivity",
              "calledElement='x' camunda:calledElementBinding='version' camunda:calledElementVersion='x'"),
         "call-binding"},
        {task("callActivity", "calledElement='x' camunda:calledElementBinding='newest'"), "call-binding"},
        {with("<camunda:in source='a' target='b'/><camunda:in variables='all'/><camunda:in "
              "businessKey='${k}'/>"),
         ""},
        {with("<camunda:in target='b'/>"), "mapping"},
        {with("<camunda:in source='' target='b'/>"), "mapping"},
        {with("<camunda:in source='a'/>"), "mapping"},
        {with("<camunda:out sourceExpression='' target='b'/>"), "mapping"},
        {with("<camunda:out businessKey='x'/>"), "mapping"}});
}

TEST_CASE("a multi-instance loop knows how often it runs") {
  const auto loop = [](const std::string& attributes, const std::string& inside = "") {
    return task("task", "",
                "<multiInstanceLoopCharacteristics " + attributes + ">" + inside +
                    "</multiInstanceLoopCharacteristics>");
  };
  hold(
      {{loop("", "<loopCardinality>3</loopCardinality>"), ""},
       {loop("camunda:collection='x' camunda:elementVariable='y'"), ""},
       {loop(""), "loop-without-count"},
       {loop("camunda:elementVariable='y'", "<loopCardinality>3</loopCardinality>"), "loop-element-variable"},
       {loop("", "<loopCardinality>many</loopCardinality>"), "loop-cardinality"},
       {loop("", "<loopCardinality>-1</loopCardinality>"), "loop-cardinality"},
       {loop("camunda:collection='x'", "<completionCondition language='groovy'>1</completionCondition>"),
        "not-executable-yet"},
       {gateway("parallelGateway", "", {""}), ""},
       {process(start +
                "<endEvent id='e'><multiInstanceLoopCharacteristics camunda:collection='x'/></endEvent>"
                "<sequenceFlow id='f' sourceRef='s' targetRef='e'/>"),
        "loop-place"}});
}

TEST_CASE("input and output mapping stands where it can run") {
  const std::string in =
      "<extensionElements><camunda:inputOutput><camunda:inputParameter name='x'>1</camunda:inputParameter>"
      "</camunda:inputOutput></extensionElements>";
  const std::string out =
      "<extensionElements><camunda:inputOutput><camunda:outputParameter name='x'>1</camunda:outputParameter>"
      "</camunda:inputOutput></extensionElements>";
  const auto nameless = [](const std::string& value) {
    return extended("task", "", "<camunda:inputOutput>" + value + "</camunda:inputOutput>");
  };
  hold(
      {{task("task", "", in), ""},
       {task("task", "", out), ""},
       {task("parallelGateway", "", in), "mapping-place"},
       {process("<startEvent id='s'>" + in + "</startEvent>"), "mapping-place"},
       {process(start + "<endEvent id='e'>" + in +
                "</endEvent><sequenceFlow id='f' sourceRef='s' targetRef='e'/>"),
        ""},
       {process(start + "<endEvent id='e'>" + out +
                "</endEvent><sequenceFlow id='f' sourceRef='s' targetRef='e'/>"),
        "output-place"},
       {task("task", "", out + "<multiInstanceLoopCharacteristics camunda:collection='c'/>"), "output-place"},
       {nameless("<camunda:inputParameter>1</camunda:inputParameter>"), "parameter-without-name"},
       {nameless(
            "<camunda:inputParameter name='m'><camunda:map><camunda:entry>1</camunda:entry></camunda:map>"
            "</camunda:inputParameter>"),
        "entry-without-key"},
       {nameless(
            "<camunda:inputParameter name='m'><camunda:script>1</camunda:script></camunda:inputParameter>"),
        "script-without-format"},
       {nameless("<camunda:inputParameter name='m'><camunda:odd/></camunda:inputParameter>"),
        "unknown-extension"}});
}

TEST_CASE("a deadline and its rungs are complete") {
  const auto deadline = [](const std::string& attributes, const std::string& rungs = "") {
    return extended("userTask", "",
                    "<lienthong:deadline " + attributes + ">" + rungs + "</lienthong:deadline>");
  };
  const std::string good = "id='d' limit='P3D'";
  hold({{deadline(good, "<lienthong:rung id='r' to='x'/>"), ""},
        {deadline("limit='P3D'"), "deadline-without-id"},
        {deadline("id='d'"), "deadline-limit"},
        {deadline(good + " due='2030-01-01'"), "deadline-limit"},
        {deadline(good, "<lienthong:rung to='x'/>"), "rung-without-id"},
        {deadline(good, "<lienthong:rung id='r'/>"), "rung-without-to"},
        {deadline(good, "<lienthong:rung id='r' to='x'/><lienthong:rung id='r' to='x'/>"), "rung-twice"},
        {deadline(good, "<lienthong:rung id='r' to='x' level='5'/>"), "rung-level"},
        {deadline(good, "<lienthong:rung id='r' to='x' level='-1'/>"), "rung-level"},
        {deadline(good, "<lienthong:rung id='r' to='x' level='4'/>"), ""},
        {deadline(good, "<lienthong:rung id='r' to='x' channel='pigeon'/>"), "rung-channel"},
        {deadline(good, "<lienthong:rung id='r' to='x' escalation='${code}'/>"), ""},
        {deadline(good, "<lienthong:rung id='r' to='x' escalation='LATE'/>"), "", "escalation-never-caught"},
        {extended("userTask", "camunda:dueDate='P1D'", "<lienthong:deadline id='d' limit='P1D'/>"), "",
         "two-due-dates"},
        {extended("userTask", "camunda:followUpDate='P1D'", "<lienthong:deadline id='d' limit='P1D'/>"), ""},
        {extended("userTask", "",
                  "<lienthong:deadline id='d' limit='P1D'/><lienthong:deadline id='d' limit='P2D'/>"),
         "deadline-twice"},
        {extended("userTask", "", "<lienthong:promise/>"), "unknown-extension"},
        {extended("parallelGateway", "", "<lienthong:deadline id='d' limit='P1D'/>"), "deadline-place"}});
}

TEST_CASE("history is kept for a number of days") {
  const auto kept = [](const std::string& days) {
    return file("<process id='p' isExecutable='true' camunda:historyTimeToLive='" + days +
                "'><startEvent id='s'/></process>");
  };
  hold({{kept("180"), ""},
        {kept("P180D"), ""},
        {kept(""), ""},
        {kept("P1M"), "history-time-to-live"},
        {kept("PD"), "history-time-to-live"},
        {kept("long"), "history-time-to-live"}});
}

TEST_CASE("elements that BPMN does not have, or that only draw") {
  hold({{process(start + "<choreographyTask id='c'/>"), "unknown-element"},
        {process(
             start +
             "<textAnnotation id='t'/><group id='g'/><association id='a'/><dataObject id='d'/>"
             "<dataObjectReference id='r'/><dataStoreReference id='w'/><ioSpecification/><property id='x'/>"),
         ""}});
}

TEST_CASE("a mistake in the drawing is a warning") {
  const auto drawn = [](const std::string& inside) {
    return file(
        "<process id='p' isExecutable='true'><startEvent id='s'/></process><d:BPMNDiagram><d:BPMNPlane "
        "bpmnElement='p'>" +
            inside + "</d:BPMNPlane></d:BPMNDiagram>",
        "xmlns:d='http://www.omg.org/spec/BPMN/20100524/DI' xmlns:c='http://www.omg.org/spec/DD/20100524/DC' "
        "xmlns:i='http://www.omg.org/spec/DD/20100524/DI'");
  };
  hold({{drawn("<d:BPMNShape bpmnElement='s'><c:Bounds x='1'/></d:BPMNShape>"), ""},
        {drawn("<d:BPMNShape bpmnElement='s'/>"), ""},
        {drawn("<d:BPMNShape id='s' bpmnElement='s'><c:Bounds x='1'/></d:BPMNShape>"), "", "duplicate-id"}});
}

TEST_CASE("problems name the element, its line and its column, in the order of the file") {
  const auto problems =
      check(read(process("  <serviceTask id='x'/>\n <scriptTask id='y' "
                         "scriptFormat='groovy'>\n<script>1</script></scriptTask>")));
  std::vector<std::string> seen;
  for (const Problem& problem : problems)
    if (problem.severity == Problem::Severity::Error)
      seen.push_back(problem.rule + " " + problem.element_id + " " + std::to_string(problem.line) + ":" +
                     std::to_string(problem.column));
  CHECK(seen == std::vector<std::string>{"process-without-start p 2:1", "task-without-implementation x 3:3",
                                         "not-executable-yet y 4:2"});
}
