#pragma once
#include <string>

namespace lienthong::bench {

/// The flow mix: start and three user tasks, four variables.
inline std::string flow_model() {
  std::string xml = R"(<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:lienthong:bench">
  <process id="flow" isExecutable="true"><startEvent id="start"/>
    <userTask id="a" name="A"/><userTask id="b" name="B"/><userTask id="c" name="C"/><endEvent id="end"/>)";
  const char* nodes[] = {"start", "a", "b", "c", "end"};
  for (int i = 0; i < 4; ++i)
    xml += std::string("<sequenceFlow id=\"f") + std::to_string(i) + "\" sourceRef=\"" + nodes[i] +
           "\" targetRef=\"" + nodes[i + 1] + "\"/>";
  return xml + "</process></definitions>";
}

/// A straight run of `length` pass-through tasks with an exclusive gateway after each tenth.
inline std::string straight_model(int length) {
  std::string xml = R"(<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:lienthong:bench">
  <process id="straight" isExecutable="true"><startEvent id="n0"/>)";
  for (int i = 1; i <= length; ++i)
    xml += (i % 10 ? "<task id=\"n" : "<exclusiveGateway id=\"n") + std::to_string(i) + "\"/>";
  xml += "<endEvent id=\"n" + std::to_string(length + 1) + "\"/>";
  for (int i = 0; i <= length; ++i)
    xml += "<sequenceFlow id=\"f" + std::to_string(i) + "\" sourceRef=\"n" + std::to_string(i) +
           "\" targetRef=\"n" + std::to_string(i + 1) + "\"/>";
  return xml + "</process></definitions>";
}

/// A parallel multi-instance user task over `${n}`.
inline std::string children_model() {
  return R"(<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:lienthong:bench">
  <process id="children" isExecutable="true"><startEvent id="start"/>
    <userTask id="t"><multiInstanceLoopCharacteristics><loopCardinality>${n}</loopCardinality>
    </multiInstanceLoopCharacteristics></userTask>
    <endEvent id="end"/><sequenceFlow id="f1" sourceRef="start" targetRef="t"/>
    <sequenceFlow id="f2" sourceRef="t" targetRef="end"/>
  </process></definitions>)";
}

/// The same over a list of `${n}` items, with an element variable and a condition that looks at the counters.
inline std::string many_model() {
  return R"(<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
             xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="urn:lienthong:bench">
  <process id="many" isExecutable="true"><startEvent id="start"/>
    <userTask id="t">
    <multiInstanceLoopCharacteristics camunda:collection="items" camunda:elementVariable="item">
      <completionCondition>${nrOfCompletedInstances &gt; nrOfInstances}</completionCondition>
    </multiInstanceLoopCharacteristics></userTask>
    <endEvent id="end"/><sequenceFlow id="f1" sourceRef="start" targetRef="t"/>
    <sequenceFlow id="f2" sourceRef="t" targetRef="end"/>
  </process></definitions>)";
}

}  // namespace lienthong::bench
