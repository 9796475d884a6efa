"""Processes to test with."""

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="file"
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  targetNamespace="urn:lienthong:contract">
<message id="papersMessage" name="papers"/><signal id="bellSignal" name="bell"/>
<error id="noError" name="No" errorCode="NO"/>
<escalation id="lateEscalation" name="Late" escalationCode="LATE"/>
"""


def process(key, content, more=""):
    return (
        f'{HEAD}<process id="{key}" name="The {key}" isExecutable="true" camunda:versionTag="v1" {more}>'
        f"{content}</process></definitions>"
    )


def flow(*nodes):
    return "".join(
        f'<sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in zip(nodes, nodes[1:])
    )


USER_TASK = (
    '<startEvent id="start"/>'
    '<userTask id="check" name="Check the Papers" camunda:candidateUsers="an,binh"'
    ' camunda:candidateGroups="clerks"'
    ' camunda:priority="60"><documentation>Look at both pages</documentation></userTask>'
    '<boundaryEvent id="refused" attachedToRef="check">'
    '<errorEventDefinition errorRef="noError"/></boundaryEvent>'
    '<boundaryEvent id="late" attachedToRef="check" cancelActivity="false">'
    '<escalationEventDefinition escalationRef="lateEscalation"/></boundaryEvent>'
    '<userTask id="why" name="Say why"/><userTask id="hurry" name="Hurry"/>'
    '<endEvent id="done"/><endEvent id="end2"/><endEvent id="end3"/>'
    + flow("start", "check", "done")
    + flow("refused", "why", "end2")
    + flow("late", "hurry", "end3")
)

FORM_TASK = (
    '<startEvent id="start"/><userTask id="fill" name="Fill in"><extensionElements><camunda:formData>'
    '<camunda:formField id="age" label="Age" type="long" defaultValue="7"/>'
    '<camunda:formField id="agreed" label="Agreed" type="boolean"><camunda:validation>'
    '<camunda:constraint name="required"/></camunda:validation></camunda:formField>'
    "</camunda:formData></extensionElements></userTask>"
    '<userTask id="keyed" camunda:formKey="embedded:deployment:form.html"/>'
    '<userTask id="lost" camunda:formKey="embedded:deployment:lost.html"/>'
    '<userTask id="foreign" camunda:formKey="app:somewhere"/><endEvent id="done"/>'
    + flow("start", "fill", "keyed", "lost", "foreign", "done")
)

EXTERNAL = (
    '<startEvent id="start"/><serviceTask id="work" camunda:type="external" camunda:topic="{topic}"'
    ' camunda:taskPriority="{priority}"><extensionElements><camunda:properties>'
    '<camunda:property name="purpose" value="birth"/></camunda:properties></extensionElements></serviceTask>'
    '<boundaryEvent id="refused" attachedToRef="work">'
    '<errorEventDefinition errorRef="noError"/></boundaryEvent>'
    '<userTask id="why"/><endEvent id="done"/><endEvent id="end2"/>'
    + flow("start", "work", "done")
    + flow("refused", "why", "end2")
)


def external(topic, priority=0):
    return EXTERNAL.format(topic=topic, priority=priority)


FAILING_JOB = (
    '<startEvent id="start"/>'
    '<serviceTask id="risky" camunda:asyncBefore="true" camunda:expression="${missing}"/>'
    '<endEvent id="done"/>' + flow("start", "risky", "done")
)

TIMER = (
    '<startEvent id="start"/><userTask id="wait"/><boundaryEvent id="later" attachedToRef="wait"'
    ' cancelActivity="true"><timerEventDefinition>'
    '<timeDuration xsi:type="tFormalExpression">P10D</timeDuration>'
    '</timerEventDefinition></boundaryEvent><endEvent id="done"/><endEvent id="timedOut"/>'
    + flow("start", "wait", "done")
    + flow("later", "timedOut")
)

MESSAGE = (
    '<startEvent id="start"/><receiveTask id="receive" messageRef="papersMessage"/><userTask id="read"/>'
    '<endEvent id="done"/>' + flow("start", "receive", "read", "done")
)

CALLING = (
    '<startEvent id="start"/><callActivity id="call" calledElement="{called}"/><endEvent id="done"/>'
    + flow("start", "call", "done")
)

LOOP = (
    '<startEvent id="start"/><userTask id="each"><multiInstanceLoopCharacteristics><loopCardinality>2'
    '</loopCardinality></multiInstanceLoopCharacteristics></userTask><endEvent id="done"/>'
    + flow("start", "each", "done")
)
