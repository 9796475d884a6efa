#include <catch2/catch.hpp>
#include "tests/bpmn/support.h"

using namespace lienthong;
using namespace lienthong::bpmn;
using namespace lienthong::bpmn::testing;
using Language = Expression::Language;

namespace {

/// The only process of a file, read without any error.
Process only(const std::string& xml) {
  Document document = read(xml);
  for (const Problem& problem : document.problems) UNSCOPED_INFO(problem.rule << ": " << problem.message);
  for (const Problem& problem : document.problems) REQUIRE(problem.rule == "unknown-error");  // a bare code
  REQUIRE(document.processes.size() == 1);
  return std::move(document.processes.front());
}

const Node& node(const Process& process, const std::string& id) {
  REQUIRE(process.by_id.count(id) == 1);
  return process.node(process.by_id.find(id)->second);
}

}  // namespace

TEST_CASE("elements are matched by namespace, whatever their prefix") {
  const char* xml =
      "<b:definitions xmlns:b='http://www.omg.org/spec/BPMN/20100524/MODEL' id='d' name='N' "
      "targetNamespace='t'>"
      "<b:process id='p' isExecutable='1'><b:startEvent id='s'/><startEvent id='no'/>"
      "<b:task xmlns:b='urn:other' id='no2'/>"
      "<userTask xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' "
      "xmlns:c='http://operaton.org/schema/1.0/bpmn' "
      "xmlns:a='http://activiti.org/bpmn' xmlns:camunda='urn:not' id='u' c:assignee='An' "
      "a:candidateGroups='g' "
      "camunda:dueDate='no'/></b:process></b:definitions>";
  const Process process = only(xml);
  CHECK(process.executable);
  CHECK(process.nodes.size() == 3);
  CHECK(node(process, "u").user_task->assignee->text == "An");
  CHECK(node(process, "u").user_task->candidate_groups.size() == 1);
  CHECK_FALSE(node(process, "u").user_task->due_date);
}

TEST_CASE("a file that is no BPMN is refused by name") {
  CHECK(errors("<a/>") == "not-bpmn");
  CHECK(errors("<definitions/>") == "not-bpmn");
  CHECK(errors("<definitions xmlns='urn:x'/>") == "not-bpmn");
  CHECK(errors("<x:definitions/>") == "xml-prefix not-bpmn");
  CHECK(errors(file("")) == "");
}

TEST_CASE("every element knows its line and column") {
  const Process process =
      only(file("<process id='p' isExecutable='true'>\n  <startEvent\n     id='s'/>\n"
                "  <!-- hồ sơ --> <task id='t' name='Thẩm định'/> <task id='u'/>\r\n\t<sequenceFlow id='f' "
                "sourceRef='s' targetRef='t'>\n"
                "    <conditionExpression>${a}</conditionExpression></sequenceFlow>\n</process>"));
  const auto is_at = [](const Place& place, int line, int column) {
    CHECK(place.line == line);
    CHECK(place.column == column);
  };
  is_at(process.place, 2, 1);
  is_at(node(process, "s").place, 3, 3);
  is_at(node(process, "t").place, 5, 18);
  is_at(node(process, "u").place, 5, 50);
  is_at(process.flows.at(0).place, 6, 2);
  is_at(process.flows.at(0).condition->place, 7, 5);
}

TEST_CASE("scopes, flows, default flows, boundary events and lanes are linked by index") {
  const Process process = only(bpmn::testing::process(
      "<laneSet id='l'><lane id='l1' name='Outer'><flowNodeRef>s</flowNodeRef><flowNodeRef>b</flowNodeRef>"
      "<childLaneSet id='l2'><lane id='l3' "
      "name='Inner'><flowNodeRef>b</flowNodeRef></lane></childLaneSet></lane></laneSet>"
      "<startEvent id='s'/><sequenceFlow id='f1' sourceRef='s' targetRef='b' name='go'/>"
      "<subProcess id='b'><startEvent id='is'/><sequenceFlow id='fi' sourceRef='is' "
      "targetRef='ie'/><endEvent id='ie'/>"
      "<subProcess id='ev' triggeredByEvent='true'><startEvent id='es' "
      "isInterrupting='false'><timerEventDefinition>"
      "<timeDuration>PT1H</timeDuration></timerEventDefinition></startEvent></subProcess></subProcess>"
      "<boundaryEvent id='be' attachedToRef='b' "
      "cancelActivity='false'><timerEventDefinition><timeDate>2030-01-01</timeDate>"
      "</timerEventDefinition></boundaryEvent>"
      "<sequenceFlow id='f2' sourceRef='b' targetRef='g'/><exclusiveGateway id='g' default='f4'/>"
      "<sequenceFlow id='f3' sourceRef='g' targetRef='e'><conditionExpression xsi:type='tFormalExpression'> "
      "${x > 1} "
      "</conditionExpression></sequenceFlow>"
      "<sequenceFlow id='f4' sourceRef='g' targetRef='e'/><endEvent id='e'/>"));
  const Node& sub = node(process, "b");
  CHECK(process.node(0).kind == Kind::Process);
  CHECK(process.node(0).children.size() == 5);
  CHECK(sub.parent == 0);
  CHECK(sub.lane == "Inner");
  CHECK(node(process, "s").lane == "Outer");
  CHECK(node(process, "e").lane == "");
  CHECK(sub.children == std::vector<NodeIndex>{node(process, "is").index, node(process, "ie").index,
                                               node(process, "ev").index});
  CHECK(node(process, "ev").kind == Kind::EventSubProcess);
  CHECK_FALSE(node(process, "es").interrupting);
  CHECK(sub.boundary == std::vector<NodeIndex>{node(process, "be").index});
  CHECK(node(process, "be").attached_to == sub.index);
  CHECK_FALSE(node(process, "be").interrupting);
  CHECK(node(process, "be").events.front().timer == TimerKind::Date);
  const Node& gateway = node(process, "g");
  REQUIRE(gateway.outgoing.size() == 2);
  CHECK(process.flow(gateway.outgoing[0]).id == "f3");
  CHECK(process.flow(gateway.outgoing[0]).condition->text == "${x > 1}");
  CHECK(process.flow(gateway.default_flow).id == "f4");
  CHECK(process.flow(gateway.default_flow).is_default);
  CHECK(node(process, "e").incoming.size() == 2);
  CHECK(process.flow(sub.incoming.front()).name == "go");
}

TEST_CASE("the language of an expression follows its attribute, the file and its text") {
  const auto condition = [](const std::string& inside, const std::string& file_attributes = "") {
    const std::string body =
        "<process id='p'><startEvent id='s'/><task id='t'/><sequenceFlow id='f' sourceRef='s' targetRef='t'>"
        "<conditionExpression" +
        inside + "</conditionExpression></sequenceFlow></process>";
    const Document document = read(file(body, file_attributes));
    REQUIRE(document.processes.size() == 1);
    REQUIRE(document.processes[0].flows[0].condition);
    return *document.processes[0].flows[0].condition;
  };
  const std::string feel = "expressionLanguage='https://www.omg.org/spec/DMN/20191111/FEEL/'";
  CHECK(condition(">${a}").language == Language::Template);
  CHECK(condition(">= a &gt; 1").language == Language::Feel);
  CHECK(condition(">= a &gt; 1").text == "a > 1");
  CHECK(condition(">=${a}").language == Language::Template);
  CHECK(condition(" language='feel'>a").language == Language::Feel);
  CHECK(condition(" language='http://www.omg.org/spec/FEEL/20140401'>a").language == Language::Feel);
  CHECK(condition(" language='javascript'>a").language == Language::JavaScript);
  CHECK(condition(" language='groovy'>a").language == Language::Other);
  CHECK(condition(" language='juel'>${a}").language == Language::Template);
  CHECK(condition(">a > 1", feel).language == Language::Feel);
  CHECK(condition(">${a}", feel).language == Language::Template);
  CHECK(condition(">${a}", "expressionLanguage='http://www.w3.org/1999/XPath'").language ==
        Language::Template);
  CHECK(condition(">${a}", "expressionLanguage='http://www.mvel.org/2.0'").language == Language::Template);
  CHECK(condition(">a<!-- cut -->b<![CDATA[ < c]]>").text == "ab < c");
}

TEST_CASE("a user task carries its people, dates, form and deadline") {
  const Process process = only(around(
      "<userTask id='a' name='Check' camunda:assignee='${who}' camunda:candidateUsers='an, ${list(x, "
      "\"}\")}, binh' "
      "camunda:candidateGroups='= groups' camunda:dueDate='P3D' camunda:followUpDate='P1D' "
      "camunda:priority='70' "
      "camunda:formKey='embedded:app:f.html' camunda:asyncBefore='true' camunda:exclusive='false' "
      "camunda:jobPriority='5'>"
      "<documentation>Why</documentation><extensionElements>"
      "<camunda:formData businessKey='f'><camunda:formField id='f' label='L' type='enum' defaultValue='x'>"
      "<camunda:value id='x' name='X'/><camunda:properties><camunda:property id='w' "
      "value='1'/></camunda:properties>"
      "<camunda:validation><camunda:constraint name='required'/><camunda:constraint name='max' config='9'/>"
      "</camunda:validation></camunda:formField></camunda:formData>"
      "<camunda:failedJobRetryTimeCycle>R5/PT5M</camunda:failedJobRetryTimeCycle>"
      "<camunda:properties><camunda:property name='k' value='v'/></camunda:properties>"
      "<lienthong:deadline id='whole' limit='3 working days' start='receivedAt' calendar='hn'>"
      "<lienthong:rung id='soon' offset='-2 working hours' to='justice, ${unit}' message='hurry'/>"
      "<lienthong:rung id='late' to='chair' level='2' escalation='LATE' channel='notify.webhook'/>"
      "</lienthong:deadline><lienthong:deadline id='d2' limit='P3D'/></extensionElements>"
      "<potentialOwner><resourceAssignmentExpression><formalExpression>user(x), group(y), "
      "z</formalExpression>"
      "</resourceAssignmentExpression></potentialOwner></userTask>"));
  const Node& task = node(process, "a");
  CHECK(task.name == "Check");
  CHECK(task.documentation == "Why");
  CHECK(task.async_before);
  CHECK_FALSE(task.exclusive);
  CHECK(task.job_priority->text == "5");
  CHECK(task.retry_cycle == "R5/PT5M");
  CHECK(task.properties.at(0).second == "v");
  REQUIRE(task.user_task);
  CHECK(task.user_task->assignee->text == "${who}");
  REQUIRE(task.user_task->candidate_users.size() == 4);
  CHECK(task.user_task->candidate_users[1].text == "${list(x, \"}\")}");
  CHECK(task.user_task->candidate_users[3].text == "x");
  REQUIRE(task.user_task->candidate_groups.size() == 3);
  CHECK(task.user_task->candidate_groups[0].language == Language::Feel);
  CHECK(task.user_task->candidate_groups[1].text == "y");
  CHECK(task.user_task->due_date->text == "P3D");
  CHECK(task.user_task->priority->text == "70");
  REQUIRE(task.form);
  CHECK(task.form->key->text == "embedded:app:f.html");
  CHECK(task.form->business_key_field == "f");
  CHECK(task.form->fields.at(0).values.at(0).first == "x");
  CHECK(task.form->fields.at(0).constraints.at(1).second == "9");
  CHECK(task.form->fields.at(0).properties.at(0).first == "w");
  REQUIRE(task.deadlines.size() == 2);
  const Deadline& deadline = task.deadlines.front();
  CHECK(deadline.limit->text == "3 working days");
  CHECK_FALSE(deadline.cut_off);
  CHECK(deadline.start_variable == "receivedAt");
  REQUIRE(deadline.ladder.size() == 2);
  CHECK(deadline.ladder[0].to.size() == 2);
  CHECK_FALSE(deadline.ladder[0].escalation);
  CHECK(deadline.ladder[1].escalation);
  CHECK(deadline.ladder[1].level == 2);
  CHECK(deadline.ladder[1].offset == "0 working hours");
  REQUIRE(deadline.ladder[1].escalation_code);
  CHECK(deadline.ladder[1].escalation_code->text == "LATE");
}

TEST_CASE("service-like tasks carry their implementation and mapping") {
  const Process process = only(around(
      "<serviceTask id='a' camunda:type='external' camunda:topic='pay-${x}' "
      "camunda:taskPriority='3'><extensionElements>"
      "<camunda:errorEventDefinition id='q' errorRef='E' expression='${externalTask.retries == 0}'/>"
      "<camunda:inputOutput><camunda:inputParameter name='plain'>${a}</camunda:inputParameter>"
      "<camunda:inputParameter name='none'/>"
      "<camunda:inputParameter name='list'><camunda:list><camunda:value>1</camunda:value>"
      "<camunda:script scriptFormat='feel'>1 + 1</camunda:script></camunda:list></camunda:inputParameter>"
      "<camunda:inputParameter name='map'><camunda:map><camunda:entry key='k'>v</camunda:entry></camunda:map>"
      "</camunda:inputParameter><camunda:outputParameter name='out'>= plain + 1</camunda:outputParameter>"
      "</camunda:inputOutput></extensionElements></serviceTask>"
      "<businessRuleTask id='d' camunda:decisionRef='dish' camunda:decisionRefBinding='version' "
      "camunda:decisionRefVersion='2' "
      "camunda:mapDecisionResult='singleEntry' camunda:resultVariable='r'/>"
      "<serviceTask id='j' camunda:class='org.X'/><serviceTask id='x' camunda:expression='${1}' "
      "camunda:resultVariable='y'/>"
      "<scriptTask id='sc' scriptFormat='feel' camunda:resultVariable='z'><script> = 1 + 1 "
      "</script></scriptTask>",
      "<error id='E' errorCode='broke' camunda:errorMessage='${m}'/>"));
  const Node& task = node(process, "a");
  CHECK(task.implementation.shape == Implementation::Shape::External);
  CHECK(task.implementation.topic->text == "pay-${x}");
  CHECK(task.implementation.priority->text == "3");
  CHECK(task.implementation.error_rules.at(0).code == "broke");
  REQUIRE(task.inputs.size() == 4);
  CHECK(task.inputs[0].value->text == "${a}");
  CHECK_FALSE(task.inputs[1].value);
  CHECK(task.inputs[2].shape == Parameter::Shape::List);
  CHECK(task.inputs[2].entries.at(1).value->language == Language::Feel);
  CHECK(task.inputs[3].entries.at(0).key->text == "k");
  CHECK(task.outputs.at(0).value->language == Language::Feel);
  const Node& decision = node(process, "d");
  CHECK(decision.implementation.shape == Implementation::Shape::Decision);
  CHECK(decision.implementation.decision_version == "2");
  CHECK(decision.implementation.map_decision_result == "singleEntry");
  CHECK(node(process, "j").implementation.java == "org.X");
  CHECK(node(process, "x").implementation.result_variable == "y");
  CHECK(node(process, "sc").script->language == Language::Feel);
  CHECK(node(process, "sc").script->text == "1 + 1");
}

TEST_CASE("call activities and loops carry their mappings and counts") {
  const Process process = only(around(
      "<callActivity id='a' calledElement='${other}' camunda:calledElementBinding='version' "
      "camunda:calledElementVersion='3'>"
      "<extensionElements><camunda:in source='a' target='b'/><camunda:in sourceExpression='${c}' target='d' "
      "local='true'/>"
      "<camunda:in variables='all'/><camunda:in businessKey='${k}'/><camunda:out source='r' "
      "target='s'/></extensionElements>"
      "<multiInstanceLoopCharacteristics isSequential='true' camunda:collection='people' "
      "camunda:elementVariable='person' "
      "camunda:asyncBefore='true'><completionCondition>${done}</completionCondition></"
      "multiInstanceLoopCharacteristics>"
      "</callActivity><task id='m'><multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality>"
      "<loopDataInputRef>items</loopDataInputRef><inputDataItem id='i' name='item'/>"
      "</multiInstanceLoopCharacteristics></task>"));
  const Node& call = node(process, "a");
  CHECK(call.call->called_element->text == "${other}");
  CHECK(call.call->binding == "version");
  REQUIRE(call.call->in.size() == 4);
  CHECK(call.call->in[1].shape == Mapping::Shape::Expression);
  CHECK(call.call->in[1].local);
  CHECK(call.call->in[2].shape == Mapping::Shape::All);
  CHECK(call.call->in[3].shape == Mapping::Shape::BusinessKey);
  CHECK(call.call->out.at(0).target == "s");
  REQUIRE(call.loop);
  CHECK(call.loop->sequential);
  CHECK(call.loop->async_before);
  CHECK(call.loop->collection->text == "${people}");
  CHECK(call.loop->element_variable == "person");
  CHECK(call.loop->completion_condition->text == "${done}");
  CHECK(node(process, "m").loop->cardinality->text == "3");
  CHECK(node(process, "m").loop->collection->text == "${items}");
  CHECK(node(process, "m").loop->element_variable == "item");
}

TEST_CASE("events find their messages, signals, errors and escalations, also by prefixed reference") {
  const Process process = only(bpmn::testing::process(
      "<startEvent id='s' camunda:initiator='who'><messageEventDefinition messageRef='tns:m'/></startEvent>"
      "<userTask id='u'/><boundaryEvent id='b' attachedToRef='u'><errorEventDefinition errorRef='E' "
      "camunda:errorCodeVariable='c' camunda:errorMessageVariable='t'/></boundaryEvent>"
      "<boundaryEvent id='b2' attachedToRef='u'><errorEventDefinition errorRef='RAW'/></boundaryEvent>"
      "<boundaryEvent id='b3' attachedToRef='u'><escalationEventDefinition escalationRef='X' "
      "camunda:escalationCodeVariable='v'/>"
      "</boundaryEvent><intermediateThrowEvent id='i'><signalEventDefinition "
      "signalRef='g'/></intermediateThrowEvent>"
      "<endEvent id='e'><messageEventDefinition messageRef='m' camunda:type='external' "
      "camunda:topic='send'/></endEvent>"
      "<intermediateCatchEvent id='r'><eventDefinitionRef>root</eventDefinitionRef></intermediateCatchEvent>"
      "<receiveTask id='rt' messageRef='m'/><startEvent id='c'><conditionalEventDefinition "
      "camunda:variableName='v' "
      "camunda:variableEvents='create'><condition>${ok}</condition></conditionalEventDefinition></"
      "startEvent>",
      "<message id='m' name='order-${id}'/><signal id='g' name='alarm'/><error id='E' errorCode='42'/>"
      "<escalation id='X' escalationCode='late'/><timerEventDefinition "
      "id='root'><timeCycle>R/PT1H</timeCycle>"
      "</timerEventDefinition>"));
  CHECK(node(process, "s").events.at(0).name == "order-${id}");
  CHECK(node(process, "s").initiator == "who");
  CHECK(node(process, "b").events.at(0).code == "42");
  CHECK(node(process, "b").events.at(0).message_variable == "t");
  CHECK(node(process, "b2").events.at(0).code == "RAW");
  CHECK(node(process, "b3").events.at(0).code == "late");
  CHECK(node(process, "i").events.at(0).name == "alarm");
  CHECK(node(process, "e").implementation.topic->text == "send");
  CHECK(node(process, "r").events.at(0).timer == TimerKind::Cycle);
  CHECK(node(process, "rt").events.at(0).name == "order-${id}");
  CHECK(node(process, "c").events.at(0).variable_events == "create");
}

TEST_CASE("the activity type is the word of the wire contract") {
  const std::vector<std::tuple<Kind, EventKind, std::string>> table{
      {Kind::Process, EventKind::None, "processDefinition"},
      {Kind::StartEvent, EventKind::None, "startEvent"},
      {Kind::StartEvent, EventKind::Timer, "startTimerEvent"},
      {Kind::StartEvent, EventKind::Message, "messageStartEvent"},
      {Kind::StartEvent, EventKind::Compensate, "compensationStartEvent"},
      {Kind::IntermediateCatchEvent, EventKind::Timer, "intermediateTimer"},
      {Kind::IntermediateCatchEvent, EventKind::Signal, "intermediateSignalCatch"},
      {Kind::IntermediateThrowEvent, EventKind::None, "intermediateNoneThrowEvent"},
      {Kind::IntermediateThrowEvent, EventKind::Escalation, "intermediateEscalationThrowEvent"},
      {Kind::BoundaryEvent, EventKind::Timer, "boundaryTimer"},
      {Kind::BoundaryEvent, EventKind::Cancel, "cancelBoundaryCatch"},
      {Kind::EndEvent, EventKind::None, "noneEndEvent"},
      {Kind::EndEvent, EventKind::Terminate, "terminateEndEvent"},
      {Kind::EventSubProcess, EventKind::None, "subProcess"},
      {Kind::BusinessRuleTask, EventKind::None, "businessRuleTask"},
      {Kind::EventBasedGateway, EventKind::None, "eventBasedGateway"}};
  for (const auto& [kind, event, word] : table) {
    Node node;
    node.kind = kind;
    if (event != EventKind::None) node.events.emplace_back().kind = event;
    CHECK(activity_type(node) == word);
  }
}

TEST_CASE("a global task is a process of one task, as executable as what stands beside it") {
  const std::string task = "<globalUserTask id='g' name='Sign' camunda:assignee='An'/><globalTask name='x'/>";
  const std::string start = "<startEvent id='s'/></process>";
  const Document beside = read(file("<process id='p' isExecutable='true'>" + start + task));
  CHECK(check(beside).empty());
  REQUIRE(beside.processes.size() == 2);  // the one without an id cannot be called
  const Process& global = beside.processes.at(1);
  CHECK(global.id == "g");
  CHECK(global.executable);
  REQUIRE(global.nodes.size() == 4);
  CHECK(global.node(2).kind == Kind::UserTask);
  CHECK(global.node(2).name == "Sign");
  CHECK(global.node(2).user_task->assignee->text == "An");
  CHECK(read(file(task)).processes.at(0).executable);
  CHECK_FALSE(read(file("<process id='p'>" + start + task)).processes.at(1).executable);
  CHECK(errors(file("<process id='p' isExecutable='true'>" + start + "<globalScriptTask id='g'/>")) ==
        errors(process("<startEvent id='s'/><scriptTask id='g'/>")));
}
